// The three kinds of quotes that are read: '…', "…" and $'…'.

extension ShellScanner {
  /// A quoted part, appended to its word.
  mutating func quoted(_ word: inout ShellWord) throws(ShellUncertainty) {
    word.isQuoted = true
    let opening = place
    if byte() == "'" {
      place += 1
      try single(&word, opening)
    } else if byte() == "\"" {
      place += 1
      try double(&word, opening)
    } else if byte(1) == "'" {
      if dialect == .sh { throw .init(.dialect, at: opening) }
      word.hasEscapes = true
      place += 2
      try escaped(&word, opening)
    } else {
      throw .init(.expansion, at: opening)
    }
  }

  /// Everything up to the next quote is itself.
  private mutating func single(_ word: inout ShellWord, _ opening: Int) throws(ShellUncertainty) {
    while byte() != "'" {
      if byte() == "\n" { try passQuotedLine() }
      try take(&word, opening)
    }
    place += 1
  }

  /// A backslash quotes four characters and the end of a line; before others it is itself.
  private mutating func double(_ word: inout ShellWord, _ opening: Int) throws(ShellUncertainty) {
    while byte() != "\"" {
      switch byte() {
      case "\\":
        switch byte(1) {
        case "\n":
          try skipContinuation()
          continue
        case "$", "`", "\"", "\\":
          place += 1
        default: break
        }
      case "$":
        // Before these a dollar names nothing, as at the end of a regular expression.
        let isPlain =
          byte(1) == "\"" || byte(1) == " "
          || dialect == .bash && "|)'".utf8.contains(byte(1))
        if !isPlain { throw .init(.expansion, at: place) }
      case "`": throw .init(.substitution, at: place)
      case "\n": try passQuotedLine()
      default: break
      }
      try take(&word, opening)
    }
    place += 1
  }

  private mutating func take(_ word: inout ShellWord, _ opening: Int) throws(ShellUncertainty) {
    guard place < text.count else { throw .init(.unfinished, at: opening) }
    word.bytes.append(text[place])
    place += 1
  }

  // MARK: Escapes

  private mutating func escaped(
    _ word: inout ShellWord, _ opening: Int
  ) throws(ShellUncertainty) {
    while byte() != "'" {
      if byte() == "\n" { try passQuotedLine() }
      if byte() == "\\" {
        word.bytes.append(try escape())
      } else {
        try take(&word, opening)
      }
    }
    place += 1
  }

  /// An escape that stands for one ASCII character in every shell that has `$'…'`.
  private mutating func escape() throws(ShellUncertainty) -> UInt8 {
    let opening = place
    place += 2
    switch byte(-1) {
    case "a": return 0x07
    case "b": return 0x08
    case "t": return 0x09
    case "n": return 0x0A
    case "v": return 0x0B
    case "f": return 0x0C
    case "r": return 0x0D
    case "e", "E": return 0x1B
    case "\\", "'": return byte(-1)
    case "\"", "?":
      if dialect == .zsh { throw .init(.escape, at: opening) }
      return byte(-1)
    case "x": return try code(radix: 16, digits: 2, opening)
    case "u": return try code(radix: 16, digits: 4, opening)
    case "U": return try code(radix: 16, digits: 8, opening)
    case "0"..."7":
      place -= 1
      return try code(radix: 8, digits: 3, opening)
    default: throw .init(.escape, at: opening)
    }
  }

  /// A character by its number. Those above ASCII depend on the locale, and a zero ends the word.
  private mutating func code(
    radix: Int, digits: Int, _ opening: Int
  ) throws(ShellUncertainty) -> UInt8 {
    var value = 0
    var count = 0
    while count < digits, let digit = hexadecimal(byte()), digit < radix {
      value = value * radix + digit
      count += 1
      place += 1
    }
    if count == 0 || value == 0 || value > 0x7F || value == 0x01 || value == 0x7F {
      throw .init(.escape, at: opening)
    }
    return UInt8(value)
  }

  private func hexadecimal(_ byte: UInt8) -> Int? {
    switch byte {
    case "0"..."9": Int(byte - UInt8(ascii: "0"))
    case "a"..."f": Int(byte - UInt8(ascii: "a")) + 10
    case "A"..."F": Int(byte - UInt8(ascii: "A")) + 10
    default: nil
    }
  }
}
