// Texts from outside as Markdown holds them.

/// How Markdown writes a text.
package enum MarkdownText {
  /// A text on one line that is nothing but text: every punctuation mark of ASCII is escaped, so
  /// that it makes no link, no element, no cell of a table and nobody is mentioned.
  package static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in VisibleText.escaped(text).unicodeScalars {
      let isPunctuation =
        scalar.isASCII && scalar.value > 0x20 && scalar.value < 0x7F
        && !ASCII.isWordByte(UInt8(scalar.value))
      switch scalar {
      case "<": result += "&lt;"
      case "&": result += "&amp;"
      case "_": result += "\\_"
      // A backslash does not keep these from being an address or a mention.
      case "@", "#": result += "&#\(scalar.value);"
      default:
        if isPunctuation { result += "\\" }
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
