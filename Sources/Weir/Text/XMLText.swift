// Texts from outside as XML and HTML hold them: the one escaper, which every report shares.

/// How XML writes a text.
package enum XMLText {
  /// A text in attributes and between tags. XML 1.0 has no way at all to write most control
  /// characters: they stand as Weir writes them for people, and so does what nobody sees.
  package static func escaped(_ text: String, keepsLines: Bool = false) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      // In an attribute a line feed would read as a blank.
      case "\n" where !keepsLines: result += "&#10;"
      case "\n": result += "\n"
      case "\t": result += "&#9;"
      // No characters at all to XML 1.0.
      case "\u{FFFE}", "\u{FFFF}": result += VisibleText.codePoint(scalar)
      default: VisibleText.append(scalar, to: &result)
      }
    }
    return result
  }

  /// A tag with attributes: `<file name="a">`, or `<file name="a"/>` for an element without
  /// content.
  package static func tag(
    _ name: String, _ attributes: [(String, String)], isEmpty: Bool = false
  ) -> String {
    "<" + name + attributes.map { " \($0.0)=\"\(escaped($0.1))\"" }.joined()
      + (isEmpty ? "/>" : ">")
  }
}
