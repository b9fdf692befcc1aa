// Text made for people: what a terminal would act on, or what makes a text look like another one,
// is shown as its code point instead.

/// How texts are shown to people.
package enum VisibleText {
  /// How many marks may stand on one another: no script needs more, and a heap of them is drawn
  /// over the lines around.
  private static let stackedMarks = 8

  /// The text with what nobody sees, or a terminal acts on, as `\u{202e}`, line feeds and tabs as
  /// `\n` and `\t`; with `quoting`, quotes and backslashes too, as inside a string. So is a mark
  /// that stands on too many others.
  package static func escaped(_ text: String, quoting: Bool = false) -> String {
    // Almost every text has nothing to escape.
    if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F && (!quoting || ($0 != 0x22 && $0 != 0x5C)) })
    {
      return text
    }
    var result = ""
    var marks = 0
    for scalar in text.unicodeScalars {
      marks = columns(of: scalar) == 0 ? marks + 1 : 0
      switch scalar {
      case _ where marks > stackedMarks: result += codePoint(scalar)
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      case "\"" where quoting, "\\" where quoting:
        result += "\\"
        result.unicodeScalars.append(scalar)
      default: append(scalar, to: &result)
      }
    }
    return result
  }

  /// Appends a scalar, or its code point if it is unseen.
  package static func append(_ scalar: Unicode.Scalar, to text: inout String) {
    if isUnseen(scalar) {
      text += codePoint(scalar)
    } else {
      text.unicodeScalars.append(scalar)
    }
  }

  /// `\u{202e}`.
  package static func codePoint(_ scalar: Unicode.Scalar) -> String {
    "\\u{" + String(scalar.value, radix: 16) + "}"
  }

  /// Whether a terminal, or whoever splits a report into lines, acts on a scalar, or nobody sees
  /// it. By scalars, never by characters: a line feed and what joins it are one character to Swift.
  /// Every format asks here.
  package static func isUnseen(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.value < 0x7F { return scalar.value < 0x20 }
    let properties = scalar.properties
    switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: return true
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
      .nonspacingMark, .spacingMark, .enclosingMark, .decimalNumber, .letterNumber, .otherNumber,
      .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation,
      .initialPunctuation, .finalPunctuation, .otherPunctuation, .mathSymbol, .currencySymbol,
      .modifierSymbol, .otherSymbol, .spaceSeparator, .privateUse, .unassigned:
      // Fillers and variation selectors, whatever their category; and what is never a character.
      return properties.isDefaultIgnorableCodePoint || properties.isNoncharacterCodePoint
    @unknown default: return true
    }
  }

  /// How many terminal columns a scalar takes: 0 for what combines with the one before, 2 for what
  /// is wide in East Asian typography and for most emoji, 1 for all others.
  package static func columns(of scalar: Unicode.Scalar) -> Int {
    let value = scalar.value
    if value < 0x300 { return 1 }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark: return 0
    default: break
    }
    switch value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF,
      0xA000...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE4F, 0xFF00...0xFF60,
      0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F680...0x1F6FF, 0x1F900...0x1FAFF, 0x20000...0x3FFFD:
      return 2
    default: return 1
    }
  }
}
