// Well-typed expressions by chance. Every compound is in parentheses: precedence is the parser's
// tests' business. Constants come from small pools that requests draw from too, so that
// comparisons come out both ways.

internal import Weir

/// The constants that policies and requests share.
package enum GeneratedConstants {
  static let strings = [
    "a", "b", "", "eu", "EUR", "read", "é", "e\u{301}", "a/b", "a/b/c.read", "\u{1F600}",
    "10.0.0.1", "1.2.3", "k", "12", "a,b", " A ", "{\"k\":1}", "{\"k\":null,\"a\":[\"a\"]}",
  ]
  static let numbers = [
    "0", "1", "2", "3", "10", "0.1", "0.2", "0.3", "1.5", "9007199254740993", "1e28", "1e-28",
    "79228162514264337593543950335", "100000", "5e28",
  ]
  static let timestamps = [
    "2026-03-01T00:00:00Z", "2026-03-01T01:00:00+01:00", "2026-03-02T12:30:00.5Z",
    "2026-03-29T01:59:59Z", "2025-12-31T23:59:59.999999999Z",
  ]
  static let durations = ["15m", "1h", "90s", "2h30m", "500ms", "1d", "1.5h", "0.25s"]
  static let addresses = [
    "10.0.0.1", "10.1.2.3", "::ffff:10.0.0.1", "192.168.0.1", "2001:db8::1", "::1",
  ]
  static let blocks = ["10.0.0.0/8", "10.0.0.0/24", "2001:db8::/32", "192.168.0.1/32"]
  static let versions = ["1.2.3", "1.2.3-rc.1", "2.0.0"]
  static let keys = ["k", "a", "é", "eu"]
}

/// Makes expressions over one shape.
struct ExpressionGenerator {
  struct Path {
    var text: String
    var type: GeneratedType
  }

  var random: SplitMix64
  /// The policy declares no shape: what is not JSON's own is read with a function.
  var isDynamic: Bool
  /// No `has`, no `??`, and nothing that looks at which members an object has.
  var isMonotone: Bool
  private var rootPaths: [Path] = []
  private var variables: [[Path]] = []
  private var variableCount = 0
  private(set) var quantifierDepth = 0
  /// Definitions that conditions may use: name and the types of the parameters.
  var definitions: [(name: String, parameters: [GeneratedType])] = []
  /// The parameters while a definition's body is made, which reads nothing else of its own.
  var parameters: [Path] = []

  init(
    shape: [GeneratedMember], isDynamic: Bool, isMonotone: Bool, random: SplitMix64
  ) {
    self.random = random
    self.isDynamic = isDynamic
    self.isMonotone = isMonotone
    for member in shape {
      let text = member.isWord ? member.name : "request[\"\(member.name)\"]"
      rootPaths += ExpressionGenerator.paths(Path(text: text, type: member.type), depth: 0)
    }
    if isDynamic {
      rootPaths.append(Path(text: "nowhere", type: .any))
      rootPaths.append(Path(text: "who.inner", type: .any))
    }
  }

  private static func paths(_ path: Path, depth: Int) -> [Path] {
    var all = [path]
    guard depth < 4 else { return all }
    switch path.type {
    case .record(let members):
      for member in members {
        let step = member.isWord ? ".\(member.name)" : "[\"\(member.name)\"]"
        all += paths(Path(text: path.text + step, type: member.type), depth: depth + 1)
      }
    case .list(let element):
      all += paths(Path(text: path.text + "[0]", type: element), depth: depth + 2)
    case .map(let value):
      all += paths(Path(text: path.text + "[\"k\"]", type: value), depth: depth + 2)
    case .bool, .string, .number, .timestamp, .duration, .ip, .cidr, .choice, .any: break
    }
    return all
  }

  // MARK: Paths

  private var allPaths: [Path] { rootPaths + parameters + variables.flatMap { $0 } }

  mutating func path(where isWanted: (GeneratedType) -> Bool) -> Path? {
    // Variables and parameters are few beside the roots: prefer them half the time.
    let near = (parameters + variables.flatMap { $0 }).filter { isWanted($0.type) }
    if !near.isEmpty, random.once(in: 2) { return random.pick(near) }
    let candidates = allPaths.filter { isWanted($0.type) }
    return candidates.isEmpty ? nil : random.pick(candidates)
  }

  /// A path that is not a parameter: one may stand for a constant, and a function or operator that
  /// has no value for constants is a mistake in the policy.
  private mutating func readPath(where isWanted: (GeneratedType) -> Bool) -> Path? {
    let candidates = (rootPaths + variables.flatMap { $0 }).filter { isWanted($0.type) }
    return candidates.isEmpty ? nil : random.pick(candidates)
  }

  /// A path that a text may quote: from the root, of a value that prints in one way only.
  mutating func quotablePath() -> String? {
    let candidates = rootPaths.filter {
      switch $0.type {
      case .bool, .string, .number, .choice: !$0.text.contains("\"")
      case .timestamp, .duration, .ip, .cidr, .list, .map, .record, .any: false
      }
    }
    return candidates.isEmpty ? nil : random.pick(candidates).text
  }

  private static func isText(_ type: GeneratedType) -> Bool {
    if case .choice = type { return true }
    return type == .string
  }

  private static func isScalar(_ type: GeneratedType) -> Bool {
    switch type {
    case .bool, .string, .number, .choice: true
    case .timestamp, .duration, .ip, .cidr, .list, .map, .record, .any: false
    }
  }

  // MARK: Literals

  func quoted(_ text: String) -> String {
    "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }

  mutating func literal(_ type: GeneratedType) -> GeneratedExpression {
    switch type {
    case .bool: return .text(random.pick(["true", "false"]))
    case .string, .any: return .text(quoted(random.pick(GeneratedConstants.strings)))
    case .choice(let texts): return .text(quoted(random.pick(texts)))
    case .number:
      let number = random.pick(GeneratedConstants.numbers)
      return .text(random.once(in: 5) && number != "0" ? "-\(number)" : number)
    case .timestamp: return "timestamp(\"\(random.pick(GeneratedConstants.timestamps))\")"
    case .duration: return .text(random.pick(GeneratedConstants.durations))
    case .ip: return "ip(\"\(random.pick(GeneratedConstants.addresses))\")"
    case .cidr: return "cidr(\"\(random.pick(GeneratedConstants.blocks))\")"
    case .list(let element):
      let count = 1 + random.below(3)
      var texts: [GeneratedExpression] = []
      for index in 0..<count {
        texts.append(index == 0 ? literal(element) : ", \(literal(element))")
      }
      return "[\(.row(texts))]"
    case .map, .record: return "[]"
    }
  }

  // MARK: Values

  mutating func string(_ depth: Int) -> GeneratedExpression {
    switch random.below(depth <= 0 ? 6 : 13) {
    case 0: return literal(.string)
    case 6: return "lower(\(string(depth - 1)))"
    case 7: return "trim(\(string(depth - 1)))"
    case 8: return "upper(\(string(depth - 1)))"
    case 9: return coalesced({ $0 == .string }, .string) ?? literal(.string)
    case 10: return extreme({ $0 == .string }, depth) ?? literal(.string)
    case 12:
      guard let path = readPath(where: { $0 == .string || $0 == .number }) else {
        return literal(.string)
      }
      return path.type == .number ? "text(\(path.text))" : "percent(\(path.text))"
    default:
      // A choice is not free text: comparing it with others than its own is a mistake.
      let mayBeAny = !isMonotone
      let isWanted = { ExpressionGenerator.isText($0) || ($0 == .any && mayBeAny) }
      guard let path = path(where: isWanted) else { return literal(.string) }
      if case .choice = path.type { return "lower(\(path.text))" }
      return .text(path.text)
    }
  }

  mutating func number(_ depth: Int) -> GeneratedExpression {
    switch random.below(depth <= 0 ? 6 : 14) {
    case 0: return literal(.number)
    case 6, 7: return arithmetic(depth)
    case 8: return quantified("count", depth) ?? literal(.number)
    case 9: return summed(depth) ?? literal(.number)
    case 10: return coalesced({ $0 == .number }, .number) ?? literal(.number)
    case 11: return "length(\(string(depth - 1)))"
    case 12: return extreme({ $0 == .number }, depth) ?? literal(.number)
    case 13:
      guard let path = path(where: { $0 == .number }) else { return literal(.number) }
      return "(-\(path.text))"
    default:
      let mayBeAny = !isMonotone
      guard let path = path(where: { $0 == .number || ($0 == .any && mayBeAny) }) else {
        return literal(.number)
      }
      return .text(path.text)
    }
  }

  /// At least one operand is read from the request: two literals might overflow, and that is an
  /// error of the policy.
  private mutating func arithmetic(_ depth: Int) -> GeneratedExpression {
    guard let path = readPath(where: { $0 == .number }) else { return literal(.number) }
    let small = GeneratedExpression.text(random.pick(["1", "2", "10", "0.5", "1e20", "0.0001"]))
    let other = random.once(in: 3) ? small : number(depth - 1)
    let word = random.pick(["+", "-", "*"])
    // A sum may leave the range on its way and come back, however it is grouped.
    if random.once(in: 3) {
      let sign = random.pick(["+", "-"])
      let operand = number(0)
      let back = random.pick([.text(path.text), "5e28", operand])
      return random.pick([
        "(\(path.text) + \(other) \(sign) \(back))", "(\(other) - (\(back) \(sign) \(path.text)))",
        "(-(\(path.text) + \(back)) + \(other))",
      ])
    }
    return random.once(in: 2)
      ? "(\(path.text) \(word) \(other))" : "(\(other) \(word) \(path.text))"
  }

  mutating func timestamp(_ depth: Int) -> GeneratedExpression {
    switch random.below(depth <= 0 ? 4 : 6) {
    case 0: return "now"
    case 1: return literal(.timestamp)
    case 4:
      return "(\(timestamp(depth - 1)) \(random.pick(["+", "-"])) \(duration(depth - 1)))"
    case 5: return "(\(duration(depth - 1)) + \(timestamp(depth - 1)))"
    default:
      if isDynamic || random.once(in: 4) {
        let wanted: GeneratedType = isDynamic ? .timestamp : .string
        guard let path = readPath(where: { $0 == wanted }) else { return "now" }
        return "timestamp(\(path.text))"
      }
      guard let path = path(where: { $0 == .timestamp }) else { return "now" }
      return .text(path.text)
    }
  }

  mutating func duration(_ depth: Int) -> GeneratedExpression {
    switch random.below(depth <= 0 ? 3 : 6) {
    case 3: return "(\(timestamp(depth - 1)) - \(timestamp(depth - 1)))"
    case 4:
      let factor = random.pick(["2", "3", "-1"])
      return random.once(in: 2)
        ? "(\(duration(depth - 1)) * \(factor))" : "(\(factor) * \(duration(depth - 1)))"
    case 5: return "(\(duration(depth - 1)) \(random.pick(["+", "-"])) \(duration(depth - 1)))"
    case 0: return literal(.duration)
    default:
      guard let path = path(where: { $0 == .duration }) else { return literal(.duration) }
      return isDynamic ? "duration(\(path.text))" : .text(path.text)
    }
  }

  mutating func address() -> GeneratedExpression {
    if random.once(in: 3) {
      guard let path = readPath(where: ExpressionGenerator.isText) else { return literal(.ip) }
      return "ip(\(path.text))"
    }
    guard let path = path(where: { $0 == .ip }) else { return literal(.ip) }
    return isDynamic ? "ip(\(path.text))" : .text(path.text)
  }

  mutating func block() -> GeneratedExpression {
    if random.once(in: 3), let path = path(where: { $0 == .cidr }) {
      return isDynamic ? "cidr(\(path.text))" : .text(path.text)
    }
    return literal(.cidr)
  }

  private mutating func version() -> GeneratedExpression {
    if random.once(in: 2) { return "semver(\"\(random.pick(GeneratedConstants.versions))\")" }
    guard let path = readPath(where: { $0 == .string }) else { return "semver(\"1.0.0\")" }
    return "semver(\(path.text))"
  }

  /// An element of a map or list, chosen by a value of the request.
  private mutating func element(_ isWanted: (GeneratedType) -> Bool) -> GeneratedExpression? {
    let isMonotone = isMonotone
    let base = readPath {
      switch $0 {
      case .list(let element): isWanted(element)
      case .map(let value): !isMonotone && isWanted(value)
      case .bool, .string, .number, .timestamp, .duration, .ip, .cidr, .choice, .record, .any:
        false
      }
    }
    guard let base else { return nil }
    if case .list = base.type, random.once(in: 5) {
      return "\(base.text)[\(random.pick(["-1", "0.5", "1e28", "-0.5"]))]"
    }
    let key: GeneratedType = if case .list = base.type { .number } else { .string }
    guard let path = readPath(where: { $0 == key }) else { return nil }
    return "\(base.text)[\(path.text)]"
  }

  /// A list of texts (choices, too).
  private mutating func texts(_ depth: Int) -> GeneratedExpression {
    switch random.below(7) {
    case 0: return literal(.list(.string))
    case 6 where depth > 0: return "unique(\(texts(depth - 1)))"
    case 1 where depth > 0: return "split(\(string(depth - 1)), \",\")"
    case 2 where depth > 0: return "[\(string(depth - 1)), \(literal(.string))]"
    case 3 where !isMonotone:
      guard let path = path(where: { if case .map = $0 { true } else { false } }) else {
        return literal(.list(.string))
      }
      return "keys(\(path.text))"
    default:
      guard let path = path(where: { $0 == .list(.string) }) else {
        return literal(.list(.string))
      }
      return .text(path.text)
    }
  }

  // MARK: Absence

  private mutating func coalesced(
    _ isWanted: (GeneratedType) -> Bool, _ type: GeneratedType
  ) -> GeneratedExpression? {
    guard !isMonotone, let path = path(where: isWanted), isOfRequest(path) else { return nil }
    if random.once(in: 4), let other = self.path(where: isWanted) {
      return "(\(path.text) ?? \(other.text))"
    }
    var fallback = type
    if case .choice = path.type { fallback = path.type }
    return "(\(path.text) ?? \(literal(fallback)))"
  }

  /// A parameter stands for any expression, and `??` and `has` want a path.
  private func isOfRequest(_ path: Path) -> Bool {
    !parameters.contains { path.text == $0.text }
  }

  // MARK: Quantifiers

  /// Binds a variable to the elements of some list or map, makes a body, and unbinds it.
  private mutating func over(
    where isWanted: (GeneratedType) -> Bool = { _ in true },
    _ body: (inout ExpressionGenerator, [Path]) -> GeneratedExpression?
  ) -> (head: String, body: GeneratedExpression)? {
    let isMonotone = isMonotone
    guard quantifierDepth < 3,
      let subject = path(where: {
        switch $0 {
        case .list(let element): isWanted(element)
        case .map(let value): isMonotone ? false : isWanted(value)
        case .bool, .string, .number, .timestamp, .duration, .ip, .cidr, .choice, .record, .any:
          false
        }
      })
    else { return nil }
    variableCount += 1
    let name = "v\(variableCount)"
    let second = "w\(variableCount)"
    var bound: [Path] = []
    var head = ""
    switch subject.type {
    case .list(let element):
      if random.once(in: 4) {
        head = "\(second), \(name)"
        bound = [Path(text: second, type: .number)]
      } else {
        head = name
      }
      bound += ExpressionGenerator.paths(Path(text: name, type: element), depth: 1)
    case .map(let value):
      head = "\(second), \(name)"
      bound = [Path(text: second, type: .string)]
      bound += ExpressionGenerator.paths(Path(text: name, type: value), depth: 1)
    case .bool, .string, .number, .timestamp, .duration, .ip, .cidr, .choice, .record, .any:
      return nil
    }
    variables.append(bound)
    quantifierDepth += 1
    let made = body(&self, bound)
    quantifierDepth -= 1
    variables.removeLast()
    return made.map { ("(\(head) in \(subject.text): ", $0) }
  }

  private mutating func quantified(_ word: String, _ depth: Int) -> GeneratedExpression? {
    if random.once(in: 5) {
      // Over the keys of a map, or over a computed list of texts.
      variableCount += 1
      let name = "v\(variableCount)"
      var subject = texts(depth - 1)
      if !isMonotone, random.once(in: 2),
        let map = path(where: { if case .map = $0 { true } else { false } })
      {
        subject = .text(map.text)
      }
      variables.append([Path(text: name, type: .string)])
      quantifierDepth += 1
      let body = condition(min(depth - 1, 1))
      quantifierDepth -= 1
      variables.removeLast()
      return "\(word)(\(name) in \(subject): \(body))"
    }
    return over { generator, _ in generator.condition(depth - 1) }
      .map { "\(word)\($0.head)\($0.body))" }
  }

  private mutating func summed(_ depth: Int) -> GeneratedExpression? {
    let made = over { generator, _ in generator.number(depth - 1) }
    return made.map { "sum\($0.head)\($0.body))" }
  }

  private mutating func extreme(
    _ isWanted: (GeneratedType) -> Bool, _ depth: Int
  ) -> GeneratedExpression? {
    let word = random.pick(["min", "max"])
    return over { generator, bound in
      let candidates = bound.filter { isWanted($0.type) }
      return candidates.isEmpty ? nil : .text(generator.random.pick(candidates).text)
    }.map { "\(word)\($0.head)\($0.body))" }
  }

  // MARK: Conditions

  mutating func condition(_ depth: Int) -> GeneratedExpression {
    if depth > 0 {
      switch random.below(12) {
      case 0, 1: return .operands("and", operands(depth))
      case 2, 3: return .operands("or", operands(depth))
      case 4: return "(not \(condition(depth - 1)))"
      case 5, 6:
        if let made = quantified(random.pick(["any", "all"]), depth) { return made }
      case 7:
        if let made = definition(depth) { return made }
      default: break
      }
    }
    return relation(depth)
  }

  private mutating func operands(_ depth: Int) -> [GeneratedExpression] {
    var all: [GeneratedExpression] = []
    for _ in 0...(1 + random.below(2)) { all.append(condition(depth - 1)) }
    return all
  }

  private mutating func definition(_ depth: Int) -> GeneratedExpression? {
    guard parameters.isEmpty, !definitions.isEmpty else { return nil }
    let chosen = random.pick(definitions)
    if chosen.parameters.isEmpty { return .text(chosen.name) }
    var arguments: [GeneratedExpression] = []
    for (index, type) in chosen.parameters.enumerated() {
      let argument = type == .number ? number(min(depth - 1, 1)) : string(min(depth - 1, 1))
      arguments.append(index == 0 ? argument : ", \(argument)")
    }
    return "\(chosen.name)(\(.row(arguments)))"
  }

  private mutating func relation(_ depth: Int) -> GeneratedExpression {
    let order = random.pick(["==", "!=", "<", "<=", ">", ">="])
    let equality = random.pick(["==", "!="])
    switch random.below(34) {
    case 0, 1, 2: return "(\(number(depth - 1)) \(order) \(number(depth - 1)))"
    case 3, 4: return "(\(string(depth - 1)) \(random.once(in: 3) ? order : equality) \(string(0)))"
    case 5:
      guard let path = path(where: { if case .choice = $0 { true } else { false } }) else { break }
      return "(\(path.text) \(equality) \(literal(path.type)))"
    case 6:
      guard let path = path(where: { if case .choice = $0 { true } else { false } }) else { break }
      let word = random.pick(["in", "not in"])
      return "(\(path.text) \(word) \(literal(.list(path.type))))"
    case 7: return "(\(timestamp(depth - 1)) \(order) \(timestamp(0)))"
    case 8: return "(\(duration(depth - 1)) \(order) \(duration(0)))"
    case 9:
      switch random.below(4) {
      case 0: return "(\(block()) in \(block()))"
      case 1:
        guard let path = readPath(where: { $0 == .string }) else { break }
        let folder = random.pick(["/", "/r", "/r/a/", "/r/../é"])
        return "(path(join([\"a/../\", \(path.text)], \"\"), \"/r\") in folder(\"\(folder)\"))"
      default: break
      }
      return "(\(address()) in \(block()))"
    case 10: return "(\(address()) \(equality) \(address()))"
    case 11: return "(\(string(depth - 1)) \(random.pick(["in", "not in"])) \(texts(depth)))"
    case 12: return "(\(texts(depth)) contains \(string(depth - 1)))"
    case 13: return "(\(texts(depth)) overlaps \(texts(depth)))"
    case 14:
      let word = random.pick(["includes", "starts_with", "ends_with"])
      return "(\(string(depth - 1)) \(word) \(string(0)))"
    case 15:
      let pattern = random.pick([
        "a*", "*", "**", "a/*", "a/**.read", "*.read", "é*", "", "?", "*a*", "*/?",
      ])
      return "(\(string(depth - 1)) like \"\(pattern)\")"
    case 16:
      let pattern = random.pick(["a.*", "[a-z]+", "", ".", "(a|b|é)+", "[0-9]{1,3}", ".*read"])
      return "(\(string(depth - 1)) matches \"\(pattern)\")"
    case 17 where !isMonotone:
      guard let path = path(where: { _ in true }), isOfRequest(path) else { break }
      return "(has \(path.text))"
    case 18:
      let time = timestamp(depth - 1)
      let hours = random.pick(["Mon-Fri 09:00-17:00", "Sun 00:00-24:00", "Sat-Sun 22:00-23:30"])
      return "(\(time) in hours(\"\(hours)\", \"UTC\"))"
    case 19:
      guard let path = path(where: { $0 == .bool }) else { break }
      return random.once(in: 2) ? .text(path.text) : "(\(path.text) \(equality) \(literal(.bool)))"
    case 20 where !isMonotone:
      guard let path = path(where: { if case .map = $0 { true } else { false } }) else { break }
      return "(\(string(0)) in \(path.text))"
    case 21:
      guard
        let path = path(where: {
          if case .list(let element) = $0 { ExpressionGenerator.isScalar(element) } else { false }
        })
      else { break }
      return "(\(path.text) \(equality) \(literal(path.type)))"
    case 22:
      guard let path = path(where: { $0 == .list(.number) }) else { break }
      return random.once(in: 2)
        ? "(\(number(0)) in \(path.text))" : "(\(path.text) contains \(number(0)))"
    case 24: return "(\(version()) \(order) \(version()))"
    case 25, 26:
      guard let element = element({ $0 == .number }) else { break }
      if !isMonotone, random.once(in: 2) { return "((\(element) ?? 1) \(order) \(number(0)))" }
      return "(\(element) \(order) \(number(0)))"
    case 27:
      guard let element = element({ $0 == .string }) else { break }
      if !isMonotone, random.once(in: 3) { return "(has \(element))" }
      return "(\(element) \(equality) \(string(0)))"
    case 28:
      guard let path = readPath(where: { $0 == .string }) else { break }
      let member = random.pick(["k", "a[0]", "a.k"])
      if !isMonotone, random.once(in: 3) { return "(has json(\(path.text)).\(member))" }
      return
        "(json(\(path.text)).\(member) \(equality) \(literal(random.pick([.string, .number]))))"
    case 29 where !isMonotone:
      guard let path = path(where: { if case .map(.number) = $0 { true } else { false } }) else {
        break
      }
      return "(\(number(0)) in values(\(path.text)))"
    case 30: return "(join(\(texts(depth)), \",\") \(equality) \(string(0)))"
    case 31:
      let time = timestamp(depth - 1)
      return random.pick([
        "(weekday(\(time), \"UTC\") in [\"Sat\", \"Sun\"])", "(hour(\(time), \"UTC\") < 12)",
        "(date(\(time), \"UTC\") == \"2026-03-01\")",
      ])
    case 32 where !isMonotone:
      // Two values of one type, as a whole.
      guard let path = path(where: { _ in true }) else { break }
      guard let other = self.path(where: { $0 == path.type }) else { break }
      return "(\(path.text) \(equality) \(other.text))"
    case 33:
      guard let path = path(where: { $0 == .any }) else { break }
      if !isOfRequest(path) { break }
      if !isMonotone, random.once(in: 3), quantifierDepth < 3 {
        // A record is not a list, and two variables take either.
        variableCount += 1
        let (name, second) = ("v\(variableCount)", "w\(variableCount)")
        return random.pick([
          "(\(string(0)) in \(path.text))", "(\(path.text) contains \(string(0)))",
          "any(\(name) in \(path.text): \(name) == \(literal(.string)))",
          "(count(\(name) in \(path.text): has \(name)) > 0)",
          "all(\(second), \(name) in \(path.text): \(name) \(equality) \(literal(.string)))",
        ])
      }
      let step = random.pick([".inner", "[0]", ".inner.k", ""])
      if step.isEmpty { return .text(path.text) }
      return "(\(path.text)\(step) \(equality) \(literal(random.pick([.string, .number]))))"
    case 23:
      guard let path = path(where: { $0 == .any }) else { break }
      return "(\(path.text) \(equality) \(literal(random.pick([.string, .number, .bool]))))"
    default: break
    }
    return "(\(number(depth - 1)) \(order) \(literal(.number)))"
  }
}
