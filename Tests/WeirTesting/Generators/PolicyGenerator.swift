// Whole policies by chance: a shape, definitions, rules of every kind with every clause, spread
// over files. A generated policy compiles; what it means is up to the evaluators to agree on.

package import Weir

/// A policy as parts that can be put together in several orders.
package struct GeneratedPolicy {
  package var shape: [GeneratedMember]
  /// Declarations but for rules; these stand in files without a module, in any order.
  var declarations: [GeneratedExpression] = []
  /// Rules, each with its `on`s around it; those of one group stand in one file.
  var groups: [(module: String?, rules: [GeneratedExpression])] = []

  /// The policy's files; with a source of chance, in another order, with operands, rules and
  /// declarations in another order.
  package func files(shuffledBy random: SplitMix64? = nil) -> [SourceFile] {
    var random = random
    func shuffled<Element>(_ elements: [Element]) -> [Element] {
      random == nil ? elements : elements.shuffled(using: &random!)
    }
    var files: [SourceFile] = []
    for (index, group) in groups.enumerated() {
      var parts = group.rules
      if index == 0 { parts = declarations + parts }
      let texts = shuffled(parts).map { $0.source(shuffledBy: &random) }
      let head = group.module.map { "module \($0)\n\n" } ?? ""
      // Another order of files is another order of names.
      let name = random.map { _ in "z\(groups.count - index)" } ?? "f\(index)"
      files.append(
        SourceFile(path: "\(name).weir", text: head + texts.joined(separator: "\n\n") + "\n"))
    }
    return shuffled(files)
  }

  /// The text of all files, for people.
  package var text: String {
    files().map { "// \($0.path)\n" + String(decoding: $0.bytes, as: UTF8.self) }.joined()
  }
}

extension GeneratedPolicy {
  /// A policy of that seed. `isMonotone` leaves out `has`, `??` and what counts members.
  package init(seed: UInt64, isMonotone: Bool = false) {
    var random = SplitMix64(seed: seed)
    shape = GeneratedType.request(&random)
    let isDynamic = random.once(in: 4)
    var maker = RuleGenerator(
      expressions: ExpressionGenerator(
        shape: shape, isDynamic: isDynamic, isMonotone: isMonotone, random: random))

    if !isDynamic {
      let members = shape.map { "  \($0.source)\n" }.joined()
      declarations.append("request {\n\(members)}")
    }
    declarations.append("requester who")
    for index in 0..<maker.random.below(3) { declarations.append(maker.definition(index)) }
    switch maker.random.below(6) {
    case 0: declarations.append("default allow")
    case 1: declarations.append("default hold\n\(maker.holdClauses())")
    default: break
    }
    var rules: [GeneratedExpression] = []
    for index in 0...(1 + maker.random.below(6)) { rules.append(maker.rule(index)) }
    if maker.random.once(in: 3), rules.count > 2 {
      let half = rules.count / 2
      groups = [(nil, Array(rules[..<half])), (nil, Array(rules[half...]))]
    } else {
      groups = [(nil, rules)]
    }
  }
}

/// Makes rules.
private struct RuleGenerator {
  var expressions: ExpressionGenerator
  var random: SplitMix64 {
    get { expressions.random }
    set { expressions.random = newValue }
  }

  init(expressions: ExpressionGenerator) { self.expressions = expressions }

  mutating func definition(_ index: Int) -> GeneratedExpression {
    let types: [GeneratedType] = random.pick([[], [.number], [.string], [.number, .string]])
    var head = ""
    for (number, type) in types.enumerated() {
      let name = "p\(index)\(number)"
      head += (number == 0 ? "" : ", ") + "\(name): \(type.source)"
      expressions.parameters.append(ExpressionGenerator.Path(text: name, type: type))
    }
    let body = expressions.condition(2)
    expressions.parameters = []
    let name = "define\(index)"
    expressions.definitions.append((name, types))
    return types.isEmpty
      ? "define \(name) = \(body)" : "define \(name)(\(head)) = \(body)"
  }

  mutating func rule(_ index: Int) -> GeneratedExpression {
    let effect = random.pick(["allow", "allow", "allow", "deny", "hold"])
    let observe = random.once(in: 8) ? "observe " : ""
    var text: GeneratedExpression = "\(observe)\(effect) rule\(index)"
    if random.once(in: 5) { text = "@severity(\"high\") \(text)" }
    var clauses: [GeneratedExpression] = []
    for _ in 0..<(random.once(in: 8) ? 0 : 1 + random.below(2)) {
      clauses.append("\n  when \(condition())")
    }
    if random.once(in: 4) { clauses.append("\n  unless \(expressions.condition(2))") }
    if random.once(in: 8) {
      clauses.append("\n  from \"\(random.pick(GeneratedConstants.timestamps))\"")
    } else if random.once(in: 8) {
      clauses.append("\n  until \"\(random.pick(GeneratedConstants.timestamps))\"")
    }
    if random.once(in: 3) {
      let quoted = expressions.quotablePath().map { "{\($0)}" } ?? ""
      clauses.append("\n  because \"rule \(index): \(quoted)\"")
    }
    if effect == "hold" { clauses.append(.text(holdClauses())) }
    var rule: GeneratedExpression = "\(text)\(.row(clauses))"
    if random.once(in: 5) { rule = "on \(expressions.condition(2)) {\n\(rule)\n}" }
    if random.once(in: 10) { rule = "on \(expressions.condition(1)) {\n\(rule)\n}" }
    return rule
  }

  /// Of any depth: small ones decide, large ones find what nobody thought of.
  private mutating func condition() -> GeneratedExpression {
    let depth = random.below(4)
    return expressions.condition(depth)
  }

  mutating func holdClauses() -> String {
    HoldClauseKind.allCases.compactMap { clause($0) }.map { "\n  \($0)" }.joined()
  }

  /// A clause of a hold; nil where the hold is to have none.
  private mutating func clause(_ kind: HoldClauseKind) -> String? {
    switch kind {
    case .needs:
      let needs = [
        "1 of group \"risk\"", "2 of group \"treasury\" and 1 of (group \"risk\" or user \"cfo\")",
        "1 of user who",
      ]
      return "needs \(random.pick(needs))"
    case .within: return "within 15m"
    case .rejectedBy: return random.once(in: 6) ? "rejected by 2" : nil
    case .escalate: return random.once(in: 6) ? "escalate to group \"oncall\" after 5m" : nil
    case .override: return random.once(in: 6) ? "override by user who" : nil
    case .notify: return random.once(in: 6) ? "notify slack \"#x\", mail \"a\"" : nil
    case .covers: return random.pick([nil, "covers once for 1h", "covers id for 1h"])
    }
  }
}
