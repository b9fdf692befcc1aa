// What the scanner hands to the reader.

/// A piece of a text.
enum ShellToken {
  case word(ShellWord)
  case mark(ShellMark)
  /// A redirection's operator, and the number before it.
  case redirection(ShellRedirection, descriptor: [UInt8]?)
  case newline
  case end
}

/// An operator between commands.
enum ShellMark: String {
  case and = "&&"
  case or = "||"
  case pipe = "|"
  case pipeAll = "|&"
  case semicolon = ";"
  case background = "&"
  case open = "("
  case close = ")"
  case caseEnd = ";;"
  case caseFall = ";&"
  case caseNext = ";;&"
}

/// An operator of redirection.
enum ShellRedirection: String {
  case input = "<"
  case output = ">"
  case append = ">>"
  case clobber = ">|"
  case both = "<>"
  case inputCopy = "<&"
  case outputCopy = ">&"
  case all = "&>"
  case allAppend = "&>>"
  case document = "<<"
  case indentedDocument = "<<-"
  case string = "<<<"
}

/// A word after quote removal.
struct ShellWord {
  /// What the word is.
  var bytes: [UInt8] = []
  /// Where it starts in the text.
  var start: Int
  /// Whether any of it is quoted: such a word is no keyword, and no number of a redirection.
  var isQuoted = false
  /// Whether `$'…'` is in it.
  var hasEscapes = false
  /// Where an unquoted pattern stands.
  var patternAt: Int?
  /// The place in `bytes` of the first `=`, if nothing before it is quoted.
  var equals: Int?

  /// Whether it is this keyword, unquoted.
  func isBare(_ text: StaticString) -> Bool { !isQuoted && bytes == text }

  /// The word as a file or an argument: no pattern is left to expand.
  func fixed() throws(ShellUncertainty) -> ShellWord {
    if let patternAt { throw .init(.pattern, at: patternAt) }
    return self
  }
}
