// Why nothing can be said of a text in a dialect that is read by its words.

/// A cause, and the byte of the text that it is about.
package struct SQLMentionsUncertainty: Error, Equatable, Sendable {
  /// What stands in the way.
  package enum Cause: String, Equatable, Sendable {
    case tooLong = "the text is longer than 65,536 bytes"
    case nul = "a NUL ends the text for some servers"
    case notUTF8 = "the text is not UTF-8"
    case noStatement = "the text holds no statement"
    case unterminatedText = "a quote is not closed"
    case unterminatedComment = "a comment is not closed"
    case strayByte = "the dialect has no use for this character here"
    case characterSet =
      "the character before it is read differently under another character set of the connection"
    case executableComment =
      "servers of different versions do not agree on where this comment ends"
    case commentLine = "servers and clients do not agree on where this line ends"
    case batchSeparator = "a line inside a quote or a comment reads GO, where some clients cut"
    case dollarQuote = "a word with a leading dollar sign opens a quote in newer servers"
    case variableArgument = "a parenthesis right after a variable is part of its name"
  }

  /// What stands in the way.
  package let cause: Cause
  /// Where in the text, counted in bytes.
  package let offset: Int

  init(_ cause: Cause, at offset: Int) {
    self.cause = cause
    self.offset = offset
  }
}
