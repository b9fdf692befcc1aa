// What a policy sees of a token: the registered claims of RFC 7519, each of its type, beside all
// claims as they were written. A policy compares instants, so `exp` and its like, which count
// seconds, are here the texts that `timestamp(…)` reads.
//
// A registered claim of another type than its own makes the token uncertain: what one reader takes
// for no expiry, another takes for one.

package import Weir

extension JWTToken {
  /// A member of what a policy sees, and its value; nil where the token has none.
  struct Member: Sendable {
    let name: ExactString
    let type: Type
    /// Whether a token may have none.
    let isOptional: Bool
    let value: @Sendable (JWTToken) throws(JWTUncertainty) -> JSONDocument?

    init(
      _ name: ExactString, _ type: Type, isOptional: Bool = true,
      _ value: @escaping @Sendable (JWTToken) throws(JWTUncertainty) -> JSONDocument?
    ) {
      self.name = name
      self.type = type
      self.isOptional = isOptional
      self.value = value
    }
  }

  /// All members.
  static let members: [Member] = [
    Member("algorithm", .string, isOptional: false) { $0.header.field("alg") },
    Member("key", .string) { $0.header.field("kid") },
    Member("type", .string) { (token) throws(JWTUncertainty) in
      guard let type = token.header.field("typ") else { return nil }
      guard type.text != nil else { throw .notAText("typ") }
      return type
    },
    Member("issuer", .string) { (token) throws(JWTUncertainty) in try token.text("iss") },
    Member("subject", .string) { (token) throws(JWTUncertainty) in try token.text("sub") },
    Member("audience", .list(.string), isOptional: false) { (token) throws(JWTUncertainty) in
      try token.audience()
    },
    Member("id", .string) { (token) throws(JWTUncertainty) in try token.text("jti") },
    Member("issued", .string) { (token) throws(JWTUncertainty) in try token.instant("iat") },
    Member("not_before", .string) { (token) throws(JWTUncertainty) in try token.instant("nbf") },
    Member("expires", .string) { (token) throws(JWTUncertainty) in try token.instant("exp") },
    Member("claims", .any, isOptional: false) { $0.claims },
  ]

  /// The token as a record of its members.
  package func document() throws(JWTUncertainty) -> JSONDocument {
    var members: [JSONDocument.Member] = []
    for member in Self.members {
      guard let value = try member.value(self) else { continue }
      members.append(JSONDocument.Member(member.name, value))
    }
    return JSONDocument(.record(members), offset: 0)
  }

  /// A claim that is a text, if it is there.
  private func text(_ name: StaticString) throws(JWTUncertainty) -> JSONDocument? {
    guard let value = claims.field(name) else { return nil }
    guard value.text != nil else { throw .claim("\(name)") }
    return value
  }

  /// For whom the token is: a list always, where RFC 7519 lets one stand alone.
  private func audience() throws(JWTUncertainty) -> JSONDocument {
    guard let value = claims.field("aud") else { return JSONDocument(.list([]), offset: 0) }
    switch value.kind {
    case .string: return JSONDocument(.list([value]), offset: value.offset)
    case .list(let elements):
      guard elements.allSatisfy({ $0.text != nil }) else { throw .claim("aud") }
      return value
    case .null, .bool, .number, .record: throw .claim("aud")
    }
  }

  /// An instant as RFC 3339 text, of a claim that counts seconds since 1970.
  private func instant(_ name: StaticString) throws(JWTUncertainty) -> JSONDocument? {
    guard let value = claims.field(name) else { return nil }
    guard case .number(let text) = value.kind, let instant = Timestamp(secondsSince1970: text)
    else { throw .claim("\(name)") }
    return JSONDocument(.string(ExactString(instant.description)), offset: value.offset)
  }
}

extension Timestamp {
  /// The instant so many seconds after 1970 began, as JSON writes a number; nil for what is no
  /// whole number of nanoseconds, or outside the years 0001 to 9999. Nothing is rounded.
  fileprivate init?(secondsSince1970 text: String) {
    let second: Int128 = 1_000_000_000
    guard let number = Decimal.read(text.utf8).decimal,
      let scaled = number.multiplied(by: Decimal(Int(second))), scaled.exponent >= 0
    else { return nil }
    let range = Self.secondsInRange
    let furthest = Int128(max(range.upperBound.magnitude, range.lowerBound.magnitude)) * second
    var nanoseconds = Int128(scaled.coefficient)
    for _ in 0..<scaled.exponent {
      guard nanoseconds <= furthest else { return nil }
      nanoseconds *= 10
    }
    if scaled.isNegative { nanoseconds.negate() }
    var (seconds, rest) = nanoseconds.quotientAndRemainder(dividingBy: second)
    if rest < 0 { (seconds, rest) = (seconds - 1, rest + second) }
    guard let seconds = Int64(exactly: seconds), range.contains(seconds) else { return nil }
    self.init(seconds: seconds, nanoseconds: UInt32(rest))
  }
}
