// Values that satisfy a relation to a known value: the search tries them, the likeliest first.
// Every value is checked against the relation before it is returned.

internal import Weir

/// What an expression's value should be.
enum Demand: Sendable {
  /// Anything.
  case any
  case truth(Bool)
  /// `value COMPARISON constant`, or that being false.
  case relation(Comparison, Constant, Bool)
  /// `constant COMPARISON value`, or that being false.
  case mirrored(Comparison, Constant, Bool)

  /// Whether a value will do.
  func accepts(_ value: Constant) -> Bool {
    switch self {
    case .any: true
    case .truth(let truth): value == .bool(truth)
    case .relation(let comparison, let constant, let truth):
      // A constant record that is asked for keys is a map.
      ConstantFolding.compare(comparison, value, constant, as: constant.collectionType)
        == Truth(truth)
    case .mirrored(let comparison, let constant, let truth):
      ConstantFolding.compare(comparison, constant, value) == Truth(truth)
    }
  }

  /// The same demand with the value on the left, where a relation reads both ways.
  var normalised: Demand {
    guard case .mirrored(let comparison, let constant, let truth) = self else { return self }
    switch comparison {
    case .equal: return .relation(.equal, constant, truth)
    case .notEqual: return .relation(.notEqual, constant, truth)
    case .less: return .relation(.greater, constant, truth)
    case .lessOrEqual: return .relation(.greaterOrEqual, constant, truth)
    case .greater: return .relation(.less, constant, truth)
    case .greaterOrEqual: return .relation(.lessOrEqual, constant, truth)
    case .overlaps: return .relation(.overlaps, constant, truth)
    case .in, .notIn, .contains, .includes, .startsWith, .endsWith, .like, .matches: return self
    }
  }

  /// The values of a type that meet the demand.
  func candidates(
    type: Type?, named name: String?, pool: [Constant], moments: [Timestamp]
  ) -> [Sketch] {
    var guesses: [Sketch] = []
    switch normalised {
    case .any:
      guesses = pool.map { Sketch($0) }
      if type == .timestamp { guesses += moments.prefix(1).map { .value(.timestamp($0)) } }
    case .truth(let truth): guesses = [.value(.bool(truth))]
    case .relation(let comparison, let constant, let truth):
      if Demand.isExclusion(comparison, truth) {
        // Anything but that: what the policy knows, else something that says what it is.
        guesses = pool.map { Sketch($0) } + Sketch.samples(of: type, named: name)
      }
      guesses += Demand.guesses(comparison, constant, truth).map { Sketch($0) }
      guesses += pool.map { Sketch($0) }
      for neighbours in pool.map(\.neighbours) {
        guesses += [neighbours.above, neighbours.below].compactMap { $0.map { Sketch($0) } }
      }
      if type == .timestamp || comparison == .in || comparison == .notIn {
        if case .hours = constant { guesses += moments.map { .value(.timestamp($0)) } }
      }
    case .mirrored(let comparison, let constant, let truth):
      guesses = Demand.mirroredGuesses(comparison, constant, truth).map { Sketch($0) }
      guesses += pool.map { Sketch($0) }
    }
    guesses += Sketch.samples(of: type, named: name)
    var seen: Set<Sketch> = []
    return guesses.filter { guess in
      guard fits(guess, type), seen.insert(guess).inserted else { return false }
      guard let constant = guess.constant else {
        // A list with open elements, say: worth a try where nothing is asked of it.
        if case .any = self { return true } else { return false }
      }
      return accepts(constant)
    }
  }

  private static func isExclusion(_ comparison: Comparison, _ truth: Bool) -> Bool {
    switch comparison {
    case .equal, .in: !truth
    case .notEqual, .notIn: truth
    case .less, .lessOrEqual, .greater, .greaterOrEqual, .contains, .overlaps, .includes,
      .startsWith, .endsWith, .like, .matches:
      false
    }
  }

  private func fits(_ guess: Sketch, _ type: Type?) -> Bool {
    guard let type, let kind = type.valueKind else { return true }
    switch guess {
    case .value(.string(let text)):
      if case .choice(let texts) = type { return texts.contains(text) }
      return kind == .string
    case .value(let constant): return constant.valueKind == kind
    case .list: return kind == .list
    case .record: return kind == .record || kind == .map
    case .open, .absent, .null, .numeral, .json, .url: return false
    }
  }

  private static func guesses(
    _ comparison: Comparison, _ constant: Constant, _ truth: Bool
  ) -> [Constant] {
    let (below, above) = constant.neighbours
    switch comparison {
    case .equal, .notEqual: return [constant] + [above, below].compactMap { $0 } + others(constant)
    case .less, .lessOrEqual, .greater, .greaterOrEqual:
      return [constant] + [above, below].compactMap { $0 }
    case .in, .notIn: return members(of: constant)
    case .contains: return [.list([constant]), .list([])] + others(constant).map { .list([$0]) }
    case .overlaps:
      guard case .list(let elements) = constant else { return [] }
      return elements.prefix(8).map { .list([$0]) } + [.list([])]
    case .includes, .startsWith, .endsWith:
      guard case .string(let text) = constant else { return [] }
      let before = comparison == .startsWith ? "" : "some"
      let after = comparison == .endsWith ? "" : "some"
      return [before + text.description + after, text.description, "some-text"]
        .map { .string(ExactString($0)) }
    case .like, .matches:
      guard case .string(let source) = constant, let kind = Pattern.Kind(comparison) else {
        return []
      }
      let fitting = PatternText.matching(kind, source)
      return (fitting + PatternText.justOff(kind, source, from: fitting.first ?? ""))
        .map { .string(ExactString($0)) }
    }
  }

  private static func mirroredGuesses(
    _ comparison: Comparison, _ constant: Constant, _ truth: Bool
  ) -> [Constant] {
    switch comparison {
    case .in, .notIn:
      var guesses: [Constant] = [.list([constant]), .list([])]
      if case .ip(let address) = constant {
        guesses = [.cidr(CIDRBlock(address: address, prefix: 128))] + guesses
      }
      if case .string(let name) = constant {
        guesses += [.record([.init(name: name, value: .bool(true))]), .record([])]
      }
      return guesses
    case .contains:
      guard case .list(let elements) = constant else { return [] }
      return elements
    case .includes, .startsWith, .endsWith: return [constant, .string("some-text")]
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .overlaps, .like,
      .matches:
      return []
    }
  }

  /// What is, and what is not, in a list, a block, a map.
  private static func members(of constant: Constant) -> [Constant] {
    switch constant {
    case .list(let elements):
      return Array(elements.prefix(32)) + (elements.first.map { others($0) } ?? [])
    case .cidr(let block):
      let first = block.address.moved(by: 1).map { [Constant.ip($0)] } ?? []
      return first + [.ip(block.address), .ip(block.last)]
        + [block.address.moved(by: -1), block.last.moved(by: 1)].compactMap { $0.map { .ip($0) } }
    case .folder(let folder):
      return folder.inside.map { .path($0) } + folder.outside.map { .path($0) }
    case .record(let members): return members.prefix(32).map { .string($0.name) }
    case .null, .bool, .string, .number, .timestamp, .duration, .ip, .hours, .version, .path:
      return []
    }
  }

  /// Values that are not this one, of the same type.
  private static func others(_ constant: Constant) -> [Constant] {
    switch constant {
    case .bool(let truth): [.bool(!truth)]
    case .string(let text): [.string(ExactString("other-" + text.description))]
    case .number(let number):
      [number.adding(Decimal(1)).map { Constant.number($0) }].compactMap { $0 }
    case .timestamp, .duration, .version: [constant.neighbours.above].compactMap { $0 }
    case .ip:
      ["192.0.2.1", "2001:db8::1"].compactMap { IPAddress($0).map { Constant.ip($0) } }
    case .cidr: ["192.0.2.0/24"].compactMap { CIDRBlock($0).map { Constant.cidr($0) } }
    case .path(let path): path.outside.map { .path($0) }
    case .folder(let folder): folder.outside.map { .folder($0) }
    case .null, .list, .record, .hours: [.list([])]
    }
  }
}

extension Constant {
  fileprivate var collectionType: Type { if case .record = self { .map(.any) } else { .any } }
}
