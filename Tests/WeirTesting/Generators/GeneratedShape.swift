// Shapes of requests, made by chance from a small universe of names and types, and how a policy
// spells them. The policy generator writes paths into them, the request generator fills them.

package import Weir

/// A type, as the generators know types.
package indirect enum GeneratedType: Equatable {
  case bool, string, number, timestamp, duration, ip, cidr
  case choice([String])
  case list(GeneratedType)
  case map(GeneratedType)
  case record([GeneratedMember])
  case any

  /// As a shape spells it.
  package var source: String {
    switch self {
    case .bool: "bool"
    case .string: "string"
    case .number: "number"
    case .timestamp: "timestamp"
    case .duration: "duration"
    case .ip: "ip"
    case .cidr: "cidr"
    case .any: "any"
    case .choice(let texts): texts.map { "\"\($0)\"" }.joined(separator: " | ")
    case .list(let element): "[\(element.source)]"
    case .map(let value): "map \(value.source)"
    case .record(let members): "{ " + members.map(\.source).joined(separator: ", ") + " }"
    }
  }
}

/// A member of a record's shape.
package struct GeneratedMember: Equatable {
  package var name: String
  package var type: GeneratedType
  package var isOptional = false
  package var isNullable = false

  var isWord: Bool {
    name.utf8.allSatisfy { (0x61...0x7A).contains($0) || $0 == 0x5F }
  }

  package var source: String {
    (isWord ? name : "\"\(name)\"") + (isOptional ? "?" : "") + ": " + type.source
      + (isNullable ? "?" : "")
  }
}

extension GeneratedType {
  /// A request's shape: `id` and `who` always, the rest by chance.
  package static func request(_ random: inout SplitMix64) -> [GeneratedMember] {
    let names = ["alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "x-y"]
      .shuffled(using: &random)
    var members = [
      GeneratedMember(name: "id", type: .string), GeneratedMember(name: "who", type: .string),
    ]
    for name in names.prefix(4 + random.below(4)) {
      members.append(member(name, depth: 0, &random))
    }
    return members
  }

  private static func member(
    _ name: String, depth: Int, _ random: inout SplitMix64
  ) -> GeneratedMember {
    GeneratedMember(
      name: name, type: type(depth: depth, &random), isOptional: random.once(in: 4),
      isNullable: random.once(in: 6))
  }

  private static func type(depth: Int, _ random: inout SplitMix64) -> GeneratedType {
    let isDeep = depth >= 3
    switch random.below(isDeep ? 12 : 21) {
    case 0: return .bool
    case 1, 2: return .string
    case 3, 4, 5: return .number
    case 6: return .timestamp
    case 7: return .duration
    case 8: return .ip
    case 9: return random.once(in: 3) ? .cidr : .choice(["eu", "us", "é"])
    case 10: return .choice(["read", "write", "EUR"])
    case 11: return random.once(in: 2) ? .any : .string
    case 12, 13: return .list(scalar(&random))
    case 14: return .list(type(depth: depth + 1, &random))
    case 15: return .map(scalar(&random))
    case 16: return random.once(in: 3) ? .map(type(depth: depth + 1, &random)) : .map(.string)
    case 17: return .list(record(depth: depth + 1, &random))
    default: return record(depth: depth + 1, &random)
    }
  }

  private static func scalar(_ random: inout SplitMix64) -> GeneratedType {
    random.pick([.string, .string, .number, .number, .bool, .choice(["eu", "us", "é"]), .any])
  }

  private static func record(depth: Int, _ random: inout SplitMix64) -> GeneratedType {
    let names = ["kind", "size", "when", "name", "any", "x-y", "tags", "inner"]
      .shuffled(using: &random)
    return .record(names.prefix(1 + random.below(3)).map { member($0, depth: depth, &random) })
  }
}
