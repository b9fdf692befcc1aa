// The lexical grammar of GraphQL, as the edition of October 2021 and the draft after it have it.
// Where they differ (`\u{…}` and surrogate pairs are escapes in the draft only), the draft is
// read: a string's end is the same in both.

/// Cuts a document into tokens, one at a time.
struct GraphQLLexer {
  let text: [UInt8]
  private var offset: Int

  init(_ text: [UInt8]) {
    self.text = text
    // A byte order mark is ignored, and stands at the start only, as most servers have it.
    offset = text.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
  }

  /// The next token; `.end` where there is none.
  mutating func next() throws(GraphQLUncertainty) -> GraphQLToken {
    skip()
    let start = offset
    guard let byte = peek(0) else { return token(.end, from: start) }
    switch byte {
    case UInt8(ascii: "!"), UInt8(ascii: "$"), UInt8(ascii: "&"), UInt8(ascii: "("),
      UInt8(ascii: ")"), UInt8(ascii: ":"), UInt8(ascii: "="), UInt8(ascii: "@"),
      UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "{"), UInt8(ascii: "|"),
      UInt8(ascii: "}"):
      offset += 1
      return token(.punctuator(byte), from: start)
    case UInt8(ascii: "."):
      guard peek(1) == byte, peek(2) == byte else { throw fault(.strayByte) }
      offset += 3
      return token(.spread, from: start)
    case UInt8(ascii: "\""):
      if peek(1) == byte, peek(2) == byte { try blockString() } else { try string() }
      return token(.string, from: start)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
      try number()
      return token(.number, from: start)
    default:
      guard Self.isNameStart(byte) else { throw fault(.strayByte) }
      while let byte = peek(0), Self.isName(byte) { offset += 1 }
      return token(.name, from: start)
    }
  }

  // MARK: What is ignored

  private mutating func skip() {
    while let byte = peek(0) {
      switch byte {
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"),
        UInt8(ascii: ","):
        offset += 1
      case UInt8(ascii: "#"):
        while let byte = peek(0), byte != UInt8(ascii: "\n"), byte != UInt8(ascii: "\r") {
          offset += 1
        }
      default: return
      }
    }
  }

  // MARK: Numbers

  private mutating func number() throws(GraphQLUncertainty) {
    if peek(0) == UInt8(ascii: "-") { offset += 1 }
    if peek(0) == UInt8(ascii: "0") { offset += 1 } else { try digits() }
    if peek(0) == UInt8(ascii: ".") {
      offset += 1
      try digits()
    }
    if let byte = peek(0), byte | 0x20 == UInt8(ascii: "e") {
      offset += 1
      if let sign = peek(0), sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { offset += 1 }
      try digits()
    }
    if let byte = peek(0), Self.isName(byte) || byte == UInt8(ascii: ".") {
      throw fault(.invalidNumber)
    }
  }

  /// One digit or more.
  private mutating func digits() throws(GraphQLUncertainty) {
    guard let byte = peek(0), Self.isDigit(byte) else { throw fault(.invalidNumber) }
    while let byte = peek(0), Self.isDigit(byte) { offset += 1 }
  }

  // MARK: Strings

  private mutating func string() throws(GraphQLUncertainty) {
    let start = offset
    offset += 1
    while let byte = peek(0) {
      switch byte {
      case UInt8(ascii: "\""):
        offset += 1
        return
      case UInt8(ascii: "\\"): try escape()
      case UInt8(ascii: "\n"), UInt8(ascii: "\r"):
        throw GraphQLUncertainty(.unterminatedString, at: start)
      case 0x00..<0x20 where byte != UInt8(ascii: "\t"): throw fault(.strayByte)
      default: offset += 1
      }
    }
    throw GraphQLUncertainty(.unterminatedString, at: start)
  }

  private mutating func escape() throws(GraphQLUncertainty) {
    let start = offset
    switch peek(1) {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"),
      UInt8(ascii: "f"), UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      offset += 2
    case UInt8(ascii: "u"):
      offset += 2
      guard let scalar = escapedScalar(), Unicode.Scalar(scalar) != nil else {
        throw GraphQLUncertainty(.invalidEscape, at: start)
      }
    case .some, .none: throw fault(.invalidEscape)
    }
  }

  /// What follows `\u`: `{` and digits, four digits, or four and a second such escape where the two
  /// are a surrogate pair.
  private mutating func escapedScalar() -> UInt32? {
    if peek(0) == UInt8(ascii: "{") {
      offset += 1
      var scalar: UInt32 = 0
      let start = offset
      while let byte = peek(0), let digit = Self.hexDigit(byte) {
        guard scalar <= 0x10FFFF else { return nil }
        scalar = scalar << 4 | digit
        offset += 1
      }
      guard offset > start, peek(0) == UInt8(ascii: "}") else { return nil }
      offset += 1
      return scalar
    }
    guard let unit = fourDigits() else { return nil }
    guard (0xD800..<0xDC00).contains(unit) else { return unit }
    guard peek(0) == UInt8(ascii: "\\"), peek(1) == UInt8(ascii: "u") else { return nil }
    offset += 2
    guard let low = fourDigits(), (0xDC00..<0xE000).contains(low) else { return nil }
    return 0x10000 + (unit & 0x3FF) << 10 + (low & 0x3FF)
  }

  private mutating func fourDigits() -> UInt32? {
    var unit: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = peek(0), let digit = Self.hexDigit(byte) else { return nil }
      unit = unit << 4 | digit
      offset += 1
    }
    return unit
  }

  private mutating func blockString() throws(GraphQLUncertainty) {
    let start = offset
    let quote = UInt8(ascii: "\"")
    offset += 3
    while let byte = peek(0) {
      if byte == quote, peek(1) == quote, peek(2) == quote {
        offset += 3
        return
      }
      // `\"""` is the only escape.
      let isEscape =
        byte == UInt8(ascii: "\\") && peek(1) == quote && peek(2) == quote && peek(3) == quote
      offset += isEscape ? 4 : 1
    }
    throw GraphQLUncertainty(.unterminatedString, at: start)
  }

  // MARK: Bytes

  private func peek(_ distance: Int) -> UInt8? {
    offset + distance < text.count ? text[offset + distance] : nil
  }

  private func token(_ kind: GraphQLToken.Kind, from start: Int) -> GraphQLToken {
    GraphQLToken(kind: kind, start: start, end: offset)
  }

  private func fault(_ cause: GraphQLUncertainty.Cause) -> GraphQLUncertainty {
    GraphQLUncertainty(cause, at: offset)
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
  }

  private static func isNameStart(_ byte: UInt8) -> Bool {
    let letter = byte | 0x20
    return letter >= UInt8(ascii: "a") && letter <= UInt8(ascii: "z") || byte == UInt8(ascii: "_")
  }

  private static func isName(_ byte: UInt8) -> Bool { isNameStart(byte) || isDigit(byte) }

  private static func hexDigit(_ byte: UInt8) -> UInt32? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - UInt8(ascii: "a")) + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - UInt8(ascii: "A")) + 10
    default: nil
    }
  }
}
