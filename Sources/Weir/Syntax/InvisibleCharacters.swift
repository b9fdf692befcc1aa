// Characters that nobody sees, or that look like a space and are none. A string literal that holds
// one equals no text that its reader could type: it has to be written as an escape, which is
// visible.
//
// What people read and nothing compares is held to less: a comment only must not change how the
// policy around it looks, and a `because` may have what typography asks for.

/// Where a character stands that is neither printable ASCII nor a tab.
enum TextPlace {
  case policy, comment, string
  /// The text of a `because`, which is shown and never compared.
  case reason

  /// As a message says it.
  var phrase: String {
    switch self {
    case .policy: "the policy"
    case .comment: "a comment"
    case .string, .reason: "a string"
    }
  }

  /// Whether a character that nobody sees may stand here.
  func allows(_ scalar: Unicode.Scalar) -> Bool {
    switch self {
    case .policy, .string: false
    case .comment: true
    case .reason:
      switch scalar.value {
      // Spaces that do not break, joiners, and what chooses between two forms of an emoji.
      case 0xA0, 0x202F, 0x200C, 0x200D, 0xFE0E, 0xFE0F: true
      default: false
      }
    }
  }
}

/// The characters that nobody sees.
package enum InvisibleCharacters {
  /// Whether a character shows as nothing, or as a space without being U+0020: controls, format
  /// characters, spaces, what Unicode calls ignorable (fillers, joiners, variation selectors,
  /// tags), noncharacters, and two that are blank by their looks.
  package static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.value < 0x7F { return VisibleText.isUnseen(scalar) }
    // BRAILLE PATTERN BLANK, MUSICAL SYMBOL NULL NOTEHEAD.
    if scalar.value == 0x2800 || scalar.value == 0x1D159 { return true }
    return VisibleText.isUnseen(scalar) || scalar.properties.generalCategory == .spaceSeparator
  }

  /// The first character of a document that nobody sees and that is not written as an escape; nil
  /// when there is none. Comments, which are lines that begin with `comment`, are not looked at.
  /// What joins or chooses forms is let pass behind a character beyond ASCII: data has people's
  /// names and emoji.
  package static func first(
    in bytes: [UInt8], comment: UInt8?
  ) -> (offset: Int, scalar: Unicode.Scalar)? {
    var position = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    var isBehindForeign = false
    var isLineStart = true
    while position < bytes.count {
      let byte = bytes[position]
      if byte < 0x80 {
        // The one control character that JSON lets stand in a string.
        if byte == 0x7F { return (position, Unicode.Scalar(byte)) }
        if isLineStart, byte == comment {
          while position < bytes.count, bytes[position] != UInt8(ascii: "\n") { position += 1 }
          continue
        }
        isLineStart = byte == UInt8(ascii: "\n") || isLineStart && byte == UInt8(ascii: " ")
        isBehindForeign = false
        position += 1
        continue
      }
      isLineStart = false
      // What is not UTF-8 is its reader's to tell.
      guard let (scalar, length) = UTF8Scalar.decode(bytes, at: position) else { return nil }
      if isInvisible(scalar) {
        let isJoiner =
          switch scalar.value {
          case 0x200C, 0x200D, 0xFE0E, 0xFE0F: true
          default: false
          }
        guard isJoiner, isBehindForeign else { return (position, scalar) }
      }
      isBehindForeign = true
      position += length
    }
    return nil
  }

  /// A character that nobody sees, for messages: `U+200B ZERO WIDTH SPACE`.
  package static func described(_ scalar: Unicode.Scalar) -> String {
    let name = scalar.properties.name ?? scalar.properties.nameAlias
    return codePoint(scalar.value) + (name.map { " " + $0 } ?? "")
  }
}
