// The values that a policy compares each path with: natural ones for a request that somebody will
// read. Also instants, for rules that read the clock.

internal import Weir

/// What a policy compares its paths with.
struct ValuePool: Sendable {
  /// By path, indices left out; in the order of the policy.
  private(set) var values: [ExactString: [Constant]] = [:]
  private(set) var instants: [Timestamp] = []

  /// A Monday at noon, when offices are open: where a policy asks for the time and nothing hangs on
  /// it.
  static let noon = Timestamp(seconds: 1_772_452_800, nanoseconds: 0)

  init(_ policy: CheckedPolicy) {
    for rule in policy.rules {
      for expression in rule.conditions + rule.exclusions { collect(expression, [:]) }
      for instant in [rule.from, rule.until].compactMap({ $0 }) { add(instant) }
    }
  }

  /// Where a place looks its values up.
  static func key(_ place: SketchPlace) -> ExactString {
    key(
      place.steps.compactMap { step in
        switch step {
        case .member(let name): .member(name)
        case .index: .index(0)
        case .json, .url: nil
        }
      })
  }

  private static func key(_ steps: [RequestPath.Step]) -> ExactString {
    ExactString(
      RequestPath.text(of: steps.map { step in if case .index = step { .index(0) } else { step } }))
  }

  private mutating func add(_ instant: Timestamp) {
    if !instants.contains(instant) { instants.append(instant) }
  }

  private mutating func add(_ constant: Constant, for key: ExactString) {
    let constants: [Constant]
    if case .list(let elements) = constant { constants = elements } else { constants = [constant] }
    for constant in constants where values[key, default: []].count < 24 {
      if values[key]?.contains(constant) != true { values[key, default: []].append(constant) }
    }
  }

  private mutating func collect(
    _ expression: CheckedExpression, _ variables: [Int: [RequestPath.Step]]
  ) {
    switch expression.kind {
    case .constant(let constant):
      if case .timestamp(let instant) = constant { add(instant) }
    case .path, .local, .now: break
    case .member(let base, _): collect(base, variables)
    case .element(let base, let key):
      if case .constant(.record(let members)) = base.kind, let path = steps(of: key, variables) {
        for member in members.prefix(24) {
          add(.string(member.name), for: ValuePool.key(path))
        }
      }
      collect(base, variables)
      collect(key, variables)
    case .list(let elements): for element in elements { collect(element, variables) }
    case .not(let operand), .negate(let operand), .has(let operand): collect(operand, variables)
    case .and(let operands), .or(let operands):
      for operand in operands { collect(operand, variables) }
    case .compare(let comparison, let left, let right):
      switch comparison {
      case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .in, .notIn,
        .contains,
        .overlaps:
        for (side, other) in [(left, right), (right, left)] {
          guard case .constant(let constant) = other.kind, var path = steps(of: side, variables)
          else { continue }
          if comparison == .contains || comparison == .overlaps { path.append(.index(0)) }
          add(constant, for: ValuePool.key(path))
        }
      case .includes, .startsWith, .endsWith, .like, .matches: break
      }
      collect(left, variables)
      collect(right, variables)
    case .arithmetic(_, let left, let right), .coalesce(let left, let right):
      collect(left, variables)
      collect(right, variables)
    case .quantifier(let quantifier):
      collect(quantifier.subject, variables)
      var inner = variables
      if let path = steps(of: quantifier.subject, variables) {
        inner[quantifier.secondVariable ?? quantifier.variable] = path + [.index(0)]
      }
      collect(quantifier.body, inner)
    case .call(_, let arguments): for argument in arguments { collect(argument, variables) }
    }
  }

  private func steps(
    of expression: CheckedExpression, _ variables: [Int: [RequestPath.Step]]
  ) -> [RequestPath.Step]? {
    switch expression.kind {
    case .path(let path): path.steps
    case .local(let variable, let steps): variables[variable].map { $0 + steps }
    case .member(let base, let name): steps(of: base, variables).map { $0 + [.member(name)] }
    case .call(.builtin(.json), let arguments), .call(.builtin(.url), let arguments),
      .call(.builtin(.lower), let arguments),
      .call(.builtin(.trim), let arguments):
      arguments.first.flatMap { steps(of: $0, variables) }
    case .constant, .now, .element, .list, .not, .and, .or, .compare, .arithmetic, .negate,
      .coalesce, .has, .quantifier, .call:
      nil
    }
  }

  /// Instants worth trying: noon, the policy's own and their neighbours, every hour of a week, noon
  /// of two months.
  func moments(near instant: Timestamp?) -> [Timestamp] {
    let start = instant ?? ValuePool.noon
    var moments = [start]
    func add(_ seconds: Int64, to base: Timestamp) {
      moments.append(Timestamp(seconds: base.seconds + seconds, nanoseconds: base.nanoseconds))
    }
    for instant in instants { for offset in [0, -1, 1] { add(Int64(offset), to: instant) } }
    for hour in 1..<168 { add(Int64(hour) * 3_600, to: start) }
    for day in 7..<60 { add(Int64(day) * 86_400, to: start) }
    return moments
  }
}

// MARK: - Samples

extension Sketch {
  /// Some value of a type, for a place of that name.
  static func sample(of type: Type?, named name: String? = nil) -> Sketch? {
    samples(of: type, named: name).first
  }

  static func samples(of type: Type?, named name: String? = nil) -> [Sketch] {
    switch type {
    case .bool: [.value(.bool(true)), .value(.bool(false))]
    case .choice(let texts): texts.map { .value(.string($0)) }
    case .number: ["100", "1", "0", "10000"].compactMap(Decimal.init).map { .value(.number($0)) }
    case .timestamp:
      [0, -3_600, 3_600, -90_000, 90_000].map {
        .value(.timestamp(Timestamp(seconds: ValuePool.noon.seconds + $0, nanoseconds: 0)))
      }
    case .duration:
      [60, 1, 3_600].map { .value(.duration(SignedDuration(seconds: $0, nanoseconds: 0))) }
    case .ip:
      ["192.0.2.1", "198.51.100.1", "2001:db8::1"].compactMap { IPAddress($0) }
        .map { .value(.ip($0)) }
    case .cidr:
      ["192.0.2.0/24", "0.0.0.0/0"].compactMap { CIDRBlock($0) }.map { .value(.cidr($0)) }
    case .list(let element): [.list([.undecided(element)]), .list([])]
    case .record, .map: [.record([])]
    case .path:
      ["/some/file", "/other"].compactMap { AbsolutePath($0) }.map { .value(.path($0)) }
    case .folder: ["/some", "/"].compactMap { AbsolutePath($0) }.map { .value(.folder($0)) }
    case .string, .any, .hours, .version, nil:
      texts(named: name ?? "text").map { .value(.string(ExactString($0))) }
        + (type == .any || type == nil
          ? [.value(.number(Decimal(1))), .value(.bool(true))] : [])
    }
  }
}

extension Sketch {
  private static func texts(named name: String) -> [String] {
    if name == "host" { return ["example.com", "192.0.2.1", "2001:db8::1"] }
    return ["some", "other", "third"].map { $0 + "-" + name.replacingDots }
  }
}

extension Decimal {
  /// The number that a text spells.
  init?(_ text: String) {
    guard let decimal = Decimal.read(text.utf8).decimal else { return nil }
    self = decimal
  }
}

extension String {
  /// As part of a sample text: letters, digits and dashes.
  fileprivate var replacingDots: String {
    String(
      unicodeScalars.map { scalar in
        scalar.properties.isAlphabetic || scalar.properties.numericType != nil
          ? Character(scalar) : "-"
      })
  }
}

extension SketchPlace {
  /// What samples at this place are called after: `principal` for `principal.id`.
  var sampleName: String? {
    let names = steps.compactMap { step in
      if case .member(let name) = step { name.description } else { nil }
    }
    guard let last = names.last else { return nil }
    return last == "id" && names.count > 1 ? names[names.count - 2] : last
  }
}
