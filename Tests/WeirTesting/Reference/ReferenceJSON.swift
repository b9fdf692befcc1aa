// The reference evaluator's own JSON reader: recursive, whole, with every value's place. It knows
// RFC 8259, and that a request is one object, and nothing of the machine's reader, so that the two
// can disagree.
//
// Objects keep every member in the order of the text, duplicates too: whether a duplicate is an
// error depends on what the policy reads (ReferenceReads).

package import Weir

/// A JSON value and the byte it starts at.
package struct ReferenceJSON {
  package indirect enum Kind {
    case null
    case bool(Bool)
    case string(ExactString)
    /// As it was written.
    case number(String)
    case list([ReferenceJSON])
    case object([(name: ExactString, value: ReferenceJSON)])
  }

  package var kind: Kind
  package var offset: Int

  /// The members, if it is an object.
  package var members: [(name: ExactString, value: ReferenceJSON)]? {
    if case .object(let members) = kind { return members }
    return nil
  }

  /// The elements, if it is a list.
  package var elements: [ReferenceJSON]? {
    if case .list(let elements) = kind { return elements }
    return nil
  }

  /// The first member of that name.
  package func member(_ name: ExactString) -> ReferenceJSON? {
    members?.first { $0.name == name }?.value
  }

  /// Reads one JSON document that takes all of `bytes`.
  package static func read(_ bytes: [UInt8]) throws(ReferenceJSONError) -> ReferenceJSON {
    if String(validating: bytes, as: UTF8.self) == nil { throw ReferenceJSONError("not UTF-8", 0) }
    var reader = ReferenceJSONReader(bytes: bytes)
    reader.skipBlanks()
    let value = try reader.value(depth: 1)
    reader.skipBlanks()
    if reader.position != bytes.count { throw ReferenceJSONError("trailing", reader.position) }
    return value
  }
}

/// The document is not JSON, or not JSON that Weir takes.
package struct ReferenceJSONError: Error {
  package var what: String
  package var byte: Int

  init(_ what: String, _ byte: Int) {
    self.what = what
    self.byte = byte
  }
}

private struct ReferenceJSONReader {
  let bytes: [UInt8]
  var position = 0

  init(bytes: [UInt8]) { self.bytes = bytes }

  var next: UInt8? { position < bytes.count ? bytes[position] : nil }

  func failure(_ what: String) -> ReferenceJSONError { ReferenceJSONError(what, position) }

  mutating func skipBlanks() {
    while let byte = next, [0x20, 0x09, 0x0A, 0x0D].contains(byte) { position += 1 }
  }

  mutating func take(_ text: String) -> Bool {
    let wanted = Array(text.utf8)
    guard bytes[position...].starts(with: wanted) else { return false }
    position += wanted.count
    return true
  }

  mutating func value(depth: Int) throws(ReferenceJSONError) -> ReferenceJSON {
    let offset = position
    func made(_ kind: ReferenceJSON.Kind) -> ReferenceJSON {
      ReferenceJSON(kind: kind, offset: offset)
    }
    guard let byte = next else { throw failure("ends early") }
    switch byte {
    case UInt8(ascii: "{"): return made(.object(try object(depth: depth)))
    case UInt8(ascii: "["): return made(.list(try list(depth: depth)))
    case UInt8(ascii: "\""): return made(.string(try string()))
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
      return made(.number(try number()))
    default:
      if take("null") { return made(.null) }
      if take("true") { return made(.bool(true)) }
      if take("false") { return made(.bool(false)) }
      throw failure("no value")
    }
  }

  mutating func object(
    depth: Int
  ) throws(ReferenceJSONError) -> [(name: ExactString, value: ReferenceJSON)] {
    if depth > Limits.requestDepth { throw failure("too deep") }
    position += 1
    var members: [(name: ExactString, value: ReferenceJSON)] = []
    skipBlanks()
    if take("}") { return [] }
    while true {
      skipBlanks()
      guard next == UInt8(ascii: "\"") else { throw failure("a name is wanted") }
      let name = try string()
      skipBlanks()
      guard take(":") else { throw failure("a colon is wanted") }
      skipBlanks()
      members.append((name, try value(depth: depth + 1)))
      skipBlanks()
      if take("}") { return members }
      guard take(",") else { throw failure("a comma is wanted") }
    }
  }

  mutating func list(depth: Int) throws(ReferenceJSONError) -> [ReferenceJSON] {
    if depth > Limits.requestDepth { throw failure("too deep") }
    position += 1
    var elements: [ReferenceJSON] = []
    skipBlanks()
    if take("]") { return [] }
    while true {
      skipBlanks()
      elements.append(try value(depth: depth + 1))
      skipBlanks()
      if take("]") { return elements }
      guard take(",") else { throw failure("a comma is wanted") }
    }
  }

  mutating func digits() -> Int {
    let start = position
    while let byte = next, (0x30...0x39).contains(byte) { position += 1 }
    return position - start
  }

  mutating func number() throws(ReferenceJSONError) -> String {
    let start = position
    _ = take("-")
    if !take("0"), digits() == 0 { throw failure("a digit is wanted") }
    if take("."), digits() == 0 { throw failure("a digit is wanted") }
    if take("e") || take("E") {
      if !take("+") { _ = take("-") }
      if digits() == 0 { throw failure("a digit is wanted") }
    }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  mutating func hexadecimal() throws(ReferenceJSONError) -> UInt32 {
    guard position + 4 <= bytes.count else { throw failure("ends early") }
    var code: UInt32 = 0
    for byte in bytes[position..<position + 4] {
      guard let digit = Character(UnicodeScalar(byte)).hexDigitValue, byte < 0x80 else {
        throw failure("a hexadecimal digit is wanted")
      }
      code = code * 16 + UInt32(digit)
    }
    position += 4
    return code
  }

  mutating func string() throws(ReferenceJSONError) -> ExactString {
    position += 1
    var result: [UInt8] = []
    while true {
      guard let byte = next else { throw failure("ends early") }
      position += 1
      if byte == UInt8(ascii: "\"") { return ExactString(validated: result) }
      if byte < 0x20 { throw failure("a control character") }
      if byte != UInt8(ascii: "\\") {
        result.append(byte)
        continue
      }
      guard let escape = next else { throw failure("ends early") }
      position += 1
      switch escape {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): result.append(escape)
      case UInt8(ascii: "b"): result.append(0x08)
      case UInt8(ascii: "f"): result.append(0x0C)
      case UInt8(ascii: "n"): result.append(0x0A)
      case UInt8(ascii: "r"): result.append(0x0D)
      case UInt8(ascii: "t"): result.append(0x09)
      case UInt8(ascii: "u"):
        var code = try hexadecimal()
        if (0xD800...0xDBFF).contains(code) {
          guard take("\\u") else { throw failure("half a surrogate pair") }
          let low = try hexadecimal()
          guard (0xDC00...0xDFFF).contains(low) else { throw failure("half a surrogate pair") }
          code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
        }
        guard let scalar = UnicodeScalar(code) else { throw failure("half a surrogate pair") }
        result.append(contentsOf: Array(String(Character(scalar)).utf8))
      default: throw failure("no escape")
      }
    }
  }
}
