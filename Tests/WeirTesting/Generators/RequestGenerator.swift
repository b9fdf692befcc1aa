// Requests by chance: what a shape asks for, and everything that can be wrong with it.

package import Weir

/// A JSON text as a tree that knows how it will be written.
package indirect enum GeneratedJSON {
  /// A number, a truth, `null`, or text that is not JSON at all.
  case raw(String)
  case string(String)
  case list([GeneratedJSON])
  /// `isRecord`: the members are a shape's, and not a map's keys.
  case object([(name: String, value: GeneratedJSON)], isRecord: Bool)

  /// The text, plain.
  package var text: String {
    var none: SplitMix64?
    return text(variedBy: &none)
  }

  /// The text; with a source of chance with blanks, escapes, and members in any order.
  package func text(variedBy random: inout SplitMix64?) -> String {
    func blank() -> String {
      random?.once(in: 12) == true ? random!.pick([" ", "\t", "  ", "\r"]) : ""
    }
    switch self {
    case .raw(let text): return text
    case .string(let text): return GeneratedJSON.quoted(text, &random)
    case .list(let elements):
      let texts = elements.map { blank() + $0.text(variedBy: &random) + blank() }
      return "[" + texts.joined(separator: ",") + "]"
    case .object(let members, _):
      let order = random == nil ? members : members.shuffled(using: &random!)
      let texts = order.map { member in
        blank() + GeneratedJSON.quoted(member.name, &random) + blank() + ":" + blank()
          + member.value.text(variedBy: &random) + blank()
      }
      return "{" + texts.joined(separator: ",") + "}"
    }
  }

  private static func quoted(_ text: String, _ random: inout SplitMix64?) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": result += "\\\(scalar)"
      case _ where scalar.value < 0x20: result += escaped(UInt16(scalar.value))
      case _ where random?.once(in: 25) == true:
        for unit in String(scalar).utf16 { result += escaped(unit) }
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  private static func escaped(_ unit: UInt16) -> String {
    let digits = String(unit, radix: 16)
    return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
  }

  /// With some members of records gone or null, and nothing else changed; the text order is kept.
  package func losing(_ random: inout SplitMix64, once n: Int) -> GeneratedJSON {
    switch self {
    case .raw, .string: return self
    case .list(let elements): return .list(elements.map { $0.losing(&random, once: n) })
    case .object(let members, let isRecord):
      var kept: [(name: String, value: GeneratedJSON)] = []
      for (name, value) in members {
        if isRecord, random.once(in: n) {
          if random.once(in: 2) { kept.append((name, .raw("null"))) }
        } else {
          kept.append((name, value.losing(&random, once: n)))
        }
      }
      return .object(kept, isRecord: isRecord)
    }
  }
}

/// Makes requests for a shape.
package struct RequestGenerator {
  package var random: SplitMix64
  /// One value in so many is not what the shape asks for; 0 for none.
  package var mistakes = 22

  package init(seed: UInt64) { random = SplitMix64(seed: seed) }

  /// A request as a tree, broken only as values can be.
  package mutating func request(_ shape: [GeneratedMember]) -> GeneratedJSON {
    record(shape)
  }

  /// A request as bytes, now and then not JSON at all.
  package mutating func bytes(_ shape: [GeneratedMember]) -> [UInt8] {
    var tree = request(shape)
    if random.once(in: 25) { tree = doubled(tree) }
    var variation: SplitMix64? = random
    var bytes = Array(tree.text(variedBy: &variation).utf8)
    random = variation!
    if random.once(in: 40) {
      switch random.below(5) {
      case 0: bytes.removeLast(1 + random.below(bytes.count))
      case 1: bytes[random.below(bytes.count)] = UInt8(random.below(256))
      case 2: bytes.insert(UInt8(random.below(256)), at: random.below(bytes.count))
      case 3: bytes += Array(random.pick([" ", "x", "{}", ",", "\u{FEFF}"]).utf8)
      default:
        bytes = Array(
          random.pick(["", "[]", "null", "{", "\"\\ud800\"", "{\"a\":\"\\ud800\"}", "\u{FEFF}{}"])
            .utf8)
      }
    }
    return bytes
  }

  /// A member somewhere is there twice.
  private mutating func doubled(_ tree: GeneratedJSON) -> GeneratedJSON {
    guard case .object(var members, let isRecord) = tree, !members.isEmpty else { return tree }
    let index = random.below(members.count)
    if random.once(in: 2), case .object = members[index].value {
      members[index].value = doubled(members[index].value)
    } else {
      members.append(members[index])
    }
    return .object(members, isRecord: isRecord)
  }

  private mutating func record(_ shape: [GeneratedMember]) -> GeneratedJSON {
    var members: [(name: String, value: GeneratedJSON)] = []
    for member in shape {
      if mistakes > 0, random.once(in: member.isOptional ? 3 : 2 * mistakes) { continue }
      if mistakes > 0, random.once(in: member.isNullable ? 4 : 3 * mistakes) {
        members.append((member.name, .raw("null")))
      } else {
        members.append((member.name, value(member.type)))
      }
    }
    if random.once(in: 6) {
      let name = random.pick(["extra", "kind", "size", "Alpha", "nowhere", "inner", "e\u{301}"])
      if !members.contains(where: { $0.name.utf8.elementsEqual(name.utf8) }),
        !shape.contains(where: { $0.name == name })
      {
        members.append((name, value(.any)))
      }
    }
    return .object(members.shuffled(using: &random), isRecord: true)
  }

  private mutating func value(_ type: GeneratedType) -> GeneratedJSON {
    if mistakes > 0, random.once(in: 2 * mistakes) {
      return random.pick([
        .raw("null"), .raw("true"), .raw("0"), .raw("1e400"), .string("a"), .list([]),
        .object([], isRecord: true), .raw("79228162514264337593543950336"), .string("nonsense"),
        .list([.raw("null")]), .object([("kind", .string("a"))], isRecord: true),
        .raw("0.00000000000000000000000000001"), .raw("-1E+2"),
      ])
    }
    switch type {
    case .bool: return .raw(random.pick(["true", "false"]))
    case .string: return .string(random.pick(GeneratedConstants.strings))
    case .choice(let texts):
      return .string(random.once(in: 15) ? "other" : random.pick(texts))
    case .number:
      let number = random.pick(GeneratedConstants.numbers + ["1.50", "1E1", "-0", "-0.0", "10e-1"])
      return .raw(random.once(in: 5) && !number.hasPrefix("-") ? "-" + number : number)
    case .timestamp: return .string(random.pick(GeneratedConstants.timestamps))
    case .duration: return .string(random.pick(GeneratedConstants.durations))
    case .ip: return .string(random.pick(GeneratedConstants.addresses + ["10.0.0.01"]))
    case .cidr: return .string(random.pick(GeneratedConstants.blocks))
    case .list(let element):
      var elements: [GeneratedJSON] = []
      for _ in 0..<random.below(4) { elements.append(value(element)) }
      return .list(elements)
    case .map(let element):
      let keys = GeneratedConstants.keys.shuffled(using: &random).prefix(random.below(4))
      return .object(keys.map { ($0, value(element)) }, isRecord: false)
    case .record(let members): return record(members)
    case .any:
      return value(
        random.pick([
          .string, .number, .bool, .list(.string), .record([]), .map(.string),
          .record([GeneratedMember(name: "inner", type: .string)]),
        ]))
    }
  }

  /// An instant near those that policies name.
  package mutating func instant() -> (seconds: Int64, nanoseconds: UInt32) {
    random.pick([
      (1_772_323_200, 0), (1_772_323_199, 999_999_999), (1_772_323_200, 1),
      (1_767_225_599, 999_999_999), (1_772_454_600, 500_000_000), (1_774_749_599, 0),
      (1_772_800_000, 0), (0, 0), (1_900_000_000, 0),
    ])
  }
}
