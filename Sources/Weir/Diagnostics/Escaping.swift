// Text made for people: what a terminal would act on, or what makes a text look like another one, is
// shown as its code point instead.

/// The text with control and bidirectional characters as `\u{202e}`, line feeds and tabs as `\n` and
/// `\t`; with `quoting`, quotes and backslashes too, as inside a string.
package func escaped(_ text: String, quoting: Bool = false) -> String {
  // Almost every text has nothing to escape.
  if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F && (!quoting || ($0 != 0x22 && $0 != 0x5C)) }) {
    return text
  }
  var result = ""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\n": result += "\\n"
    case "\t": result += "\\t"
    case "\"" where quoting, "\\" where quoting:
      result += "\\"
      result.unicodeScalars.append(scalar)
    default: appendVisible(scalar, to: &result)
    }
  }
  return result
}

/// Appends a scalar, or its code point if it is one that a terminal acts on or that nobody sees.
package func appendVisible(_ scalar: Unicode.Scalar, to text: inout String) {
  if isShownAsCodePoint(scalar) {
    text += "\\u{" + String(scalar.value, radix: 16) + "}"
  } else {
    text.unicodeScalars.append(scalar)
  }
}

private func isShownAsCodePoint(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.value {
  case 0..<0x20, 0x7F: true
  // Spaces are seen, if not told apart, and what chooses between the forms of an emoji shows in it.
  case 0xA0, 0x1680, 0x2000...0x200A, 0x202F, 0x205F, 0x3000, 0xFE0E, 0xFE0F: false
  default: isInvisible(scalar)
  }
}

/// How many terminal columns a scalar takes: 0 for what combines with the one before, 2 for what is
/// wide in East Asian typography and for most emoji, 1 for all others.
func columns(of scalar: Unicode.Scalar) -> Int {
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
