// Reads what verdicts spell of a hold back: the texts of `ApproverText`, exactly those. Verdict
// lines are kept for years, and whoever decodes one gets the hold that was written.

/// Reads one text from its start to its end.
struct ApproverReader {
  private var rest: ArraySlice<UInt8>
  /// How many parentheses stand open.
  private var depth = 0

  init(_ text: String) { rest = Array(text.utf8)[...] }

  var isAtEnd: Bool { rest.isEmpty }

  /// Factors with `and` and `or`; nil where the text has another form.
  mutating func readNeeds() -> Needs<VerdictApprover>? {
    readParts(" or ") { $0.readFactors() }.map { $0.count == 1 ? $0[0] : .any($0) }
  }

  private mutating func readFactors() -> Needs<VerdictApprover>? {
    readParts(" and ") { $0.readFactor() }.map { $0.count == 1 ? $0[0] : .all($0) }
  }

  private mutating func readFactor() -> Needs<VerdictApprover>? {
    if rest.first == UInt8(ascii: "(") { return readNested { $0.readNeeds() } }
    let digits = rest.prefix { (0x30...0x39).contains($0) }
    guard let count = Int(String(decoding: digits, as: UTF8.self)) else { return nil }
    rest = rest[digits.endIndex...]
    guard skip(" of "), let approvers = readApprovers() else { return nil }
    return .factor(count: count, approvers)
  }

  /// One set of people, or several in parentheses.
  mutating func readApprovers() -> Approvers<VerdictApprover>? {
    if rest.first == UInt8(ascii: "(") {
      return readNested { reader in
        reader.readParts(" or ") { $0.readApprovers() }.map { .any($0) }
      }
    }
    guard let kind = ApproverKind.allCases.first(where: { skip($0.rawValue + " ") }) else {
      return nil
    }
    return readName().map { .one(kind, $0) }
  }

  private mutating func readName() -> VerdictApprover? {
    switch rest.first {
    case UInt8(ascii: "\""): return readString().map { .name($0) }
    case UInt8(ascii: "["): return readList().map { .list($0) }
    default: return readPath().map { .unreadable($0) }
    }
  }

  private mutating func readString() -> ExactString? {
    guard let end = RequestPath.endOfString(rest),
      let name = RequestPath.name(quoted: Array(rest[..<end]))
    else { return nil }
    rest = rest[end...]
    return name
  }

  private mutating func readList() -> [VerdictApprover.Element]? {
    rest.removeFirst()
    if skip("]") { return [] }
    let elements = readParts(",") { $0.readElement() }
    return skip("]") ? elements : nil
  }

  private mutating func readElement() -> VerdictApprover.Element? {
    if rest.first == UInt8(ascii: "\"") { return readString().map { .name($0) } }
    // JSON, or nearly: up to the comma or bracket that is none of its own.
    var index = rest.startIndex
    var open = 0
    while index < rest.endIndex {
      switch rest[index] {
      case UInt8(ascii: "\""):
        guard let end = RequestPath.endOfString(rest[index...]) else { return nil }
        index = end
        continue
      case UInt8(ascii: "["), UInt8(ascii: "{"): open += 1
      case UInt8(ascii: "]") where open == 0, UInt8(ascii: ",") where open == 0:
        let json = rest[..<index]
        rest = rest[index...]
        return json.isEmpty ? nil : .other(ExactString(validated: Array(json)))
      case UInt8(ascii: "]"), UInt8(ascii: "}"): open -= 1
      default: break
      }
      index += 1
    }
    return nil
  }

  /// A path, which ends before a blank, a comma or a parenthesis.
  private mutating func readPath() -> RequestPath? {
    var index = rest.startIndex
    while index < rest.endIndex, !" ,)".utf8.contains(rest[index]) {
      if rest[index] == UInt8(ascii: "\"") {
        guard let end = RequestPath.endOfString(rest[index...]) else { return nil }
        index = end
      } else {
        index += 1
      }
    }
    let path = RequestPath(reading: String(decoding: rest[..<index], as: UTF8.self))
    rest = rest[index...]
    return path
  }

  /// Paths with commas between them.
  mutating func readPaths() -> [RequestPath]? { readParts(", ") { $0.readPath() } }

  /// One part at least, with a separator between two.
  private mutating func readParts<Part>(
    _ separator: String, _ read: (inout ApproverReader) -> Part?
  ) -> [Part]? {
    var parts: [Part] = []
    repeat {
      guard let part = read(&self) else { return nil }
      parts.append(part)
    } while skip(separator)
    return parts
  }

  private mutating func readNested<Part>(
    _ read: (inout ApproverReader) -> Part?
  ) -> Part? {
    guard depth < Limits.syntaxDepth, skip("(") else { return nil }
    depth += 1
    defer { depth -= 1 }
    guard let part = read(&self), skip(")") else { return nil }
    return part
  }

  private mutating func skip(_ text: String) -> Bool {
    guard rest.starts(with: text.utf8) else { return false }
    rest = rest.dropFirst(text.utf8.count)
    return true
  }
}

extension Needs<VerdictApprover>: LosslessStringConvertible {
  /// Reads what `description` writes.
  public init?(_ description: String) {
    var reader = ApproverReader(description)
    guard let needs = reader.readNeeds(), reader.isAtEnd else { return nil }
    self = needs
  }
}

extension Approvers<VerdictApprover>: LosslessStringConvertible {
  /// Reads what `description` writes.
  public init?(_ description: String) {
    var reader = ApproverReader(description)
    guard let approvers = reader.readApprovers(), reader.isAtEnd else { return nil }
    self = approvers
  }
}

extension HoldCovers {
  /// Reads what `description` writes, which says nothing of how long.
  public init?(_ description: String, for duration: SignedDuration) {
    if description == "once" {
      self = .once(for: duration)
      return
    }
    var reader = ApproverReader(description)
    guard let paths = reader.readPaths(), reader.isAtEnd else { return nil }
    self = .values(paths, for: duration)
  }
}
