// The files that a script for `sed` reads and writes, by the grammar of GNU sed 4.9. The script is
// read command by command; whatever is not plainly one is not understood.

/// A script, read.
struct SedScript: Sendable {
  /// The files of `r` and `R`.
  private(set) var reads: [[UInt8]] = []
  /// The files of `w`, `W` and `s///w`.
  private(set) var writes: [[UInt8]] = []

  private let script: [UInt8]
  private var index = 0
  private let argument: Int

  /// Reads `script`, which stands in `argument`.
  init(reading script: [UInt8], at argument: Int) throws(ToolUncertainty) {
    self.script = script
    self.argument = argument
    while index < script.count { try readCommand() }
  }

  private static let newline: UInt8 = 10
  private static let backslash = UInt8(ascii: "\\")

  private var next: UInt8? { index < script.count ? script[index] : nil }

  private var notUnderstood: ToolUncertainty { ToolUncertainty(.unknownScript, at: argument) }

  private mutating func skipBlanks() {
    while let byte = next, byte == 32 || byte == 9 { index += 1 }
  }

  private mutating func skipDigits() {
    while let byte = next, byte.isASCIIDigit { index += 1 }
  }

  private mutating func readCommand() throws(ToolUncertainty) {
    while let byte = next,
      byte == 32 || byte == 9 || byte == Self.newline || byte == UInt8(ascii: ";")
    {
      index += 1
    }
    guard next != nil else { return }
    if try skipAddress() {
      skipBlanks()
      if next == UInt8(ascii: ",") {
        index += 1
        skipBlanks()
        if next == UInt8(ascii: "+") || next == UInt8(ascii: "~") { index += 1 }
        guard try skipAddress() else { throw notUnderstood }
      }
    }
    skipBlanks()
    while next == UInt8(ascii: "!") {
      index += 1
      skipBlanks()
    }
    guard let command = next else { throw notUnderstood }
    index += 1
    switch command {
    case UInt8(ascii: "{"): return
    case UInt8(ascii: "}"), UInt8(ascii: "="), UInt8(ascii: "d"), UInt8(ascii: "D"),
      UInt8(ascii: "g"), UInt8(ascii: "G"), UInt8(ascii: "h"), UInt8(ascii: "H"),
      UInt8(ascii: "n"), UInt8(ascii: "N"), UInt8(ascii: "p"), UInt8(ascii: "P"),
      UInt8(ascii: "x"), UInt8(ascii: "z"), UInt8(ascii: "F"):
      try endCommand()
    case UInt8(ascii: "q"), UInt8(ascii: "Q"), UInt8(ascii: "l"):
      skipBlanks()
      skipDigits()
      try endCommand()
    case UInt8(ascii: "#"): skipLine()
    case UInt8(ascii: ":"), UInt8(ascii: "b"), UInt8(ascii: "t"), UInt8(ascii: "T"):
      try skipLabel()
    case UInt8(ascii: "a"), UInt8(ascii: "i"), UInt8(ascii: "c"): try skipText()
    case UInt8(ascii: "r"), UInt8(ascii: "R"): reads.append(try fileName())
    case UInt8(ascii: "w"), UInt8(ascii: "W"): writes.append(try fileName())
    case UInt8(ascii: "s"): try readSubstitution()
    case UInt8(ascii: "y"):
      let delimiter = try readDelimiter()
      try skipPast(delimiter)
      try skipPast(delimiter)
      try endCommand()
    case UInt8(ascii: "e"): throw ToolUncertainty(.runsCode, at: argument)
    default: throw notUnderstood
    }
  }

  /// Skips an address; false where there is none.
  private mutating func skipAddress() throws(ToolUncertainty) -> Bool {
    guard let byte = next else { return false }
    if byte == UInt8(ascii: "$") {
      index += 1
    } else if byte.isASCIIDigit {
      skipDigits()
      skipBlanks()
      if next == UInt8(ascii: "~") {
        index += 1
        skipBlanks()
        skipDigits()
      }
    } else if byte == UInt8(ascii: "/") || byte == Self.backslash {
      if byte == Self.backslash { index += 1 }
      try skipPast(readDelimiter())
      while next == UInt8(ascii: "I") || next == UInt8(ascii: "M") { index += 1 }
    } else {
      return false
    }
    return true
  }

  /// The byte that ends the parts of a pattern.
  private mutating func readDelimiter() throws(ToolUncertainty) -> UInt8 {
    guard let byte = next, byte < 128, byte != Self.newline, byte != Self.backslash else {
      throw notUnderstood
    }
    index += 1
    return byte
  }

  /// Skips to behind the next `delimiter` that no backslash stands before.
  private mutating func skipPast(_ delimiter: UInt8) throws(ToolUncertainty) {
    while let byte = next, byte != Self.newline {
      index += 1
      if byte == delimiter { return }
      if byte == Self.backslash { index += 1 }
    }
    throw notUnderstood
  }

  private mutating func readSubstitution() throws(ToolUncertainty) {
    let delimiter = try readDelimiter()
    try skipPast(delimiter)
    try skipPast(delimiter)
    while let flag = next {
      switch flag {
      case UInt8(ascii: "g"), UInt8(ascii: "p"), UInt8(ascii: "i"), UInt8(ascii: "I"),
        UInt8(ascii: "m"), UInt8(ascii: "M"), UInt8(ascii: "0")...UInt8(ascii: "9"):
        index += 1
      case UInt8(ascii: "e"): throw ToolUncertainty(.runsCode, at: argument)
      case UInt8(ascii: "w"):
        index += 1
        writes.append(try fileName())
        return
      default: return try endCommand()
      }
    }
  }

  /// The rest of the line.
  private mutating func fileName() throws(ToolUncertainty) -> [UInt8] {
    skipBlanks()
    let start = index
    skipLine()
    guard index > start else { throw notUnderstood }
    return Array(script[start..<index])
  }

  private mutating func skipLine() {
    while let byte = next, byte != Self.newline { index += 1 }
  }

  /// Skips the text of `a`, `i` and `c`, which goes on over an escaped end of line.
  private mutating func skipText() throws(ToolUncertainty) {
    skipBlanks()
    var escapes = 0
    while let byte = next, byte != Self.newline {
      index += 1
      guard byte == Self.backslash else { continue }
      // Blanks between the first backslash and the end of the line are skipped by sed.
      if escapes == 0, next == 32 || next == 9 { throw notUnderstood }
      escapes += 1
      index += 1
    }
  }

  private mutating func skipLabel() throws(ToolUncertainty) {
    skipBlanks()
    while let byte = next,
      byte.isASCIIDigit
        || byte.isASCIILetter
        || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
    {
      index += 1
    }
    try endCommand()
  }

  private mutating func endCommand() throws(ToolUncertainty) {
    skipBlanks()
    switch next {
    case nil, Self.newline, UInt8(ascii: ";"), UInt8(ascii: "}"), UInt8(ascii: "#"): return
    default: throw notUnderstood
    }
  }
}
