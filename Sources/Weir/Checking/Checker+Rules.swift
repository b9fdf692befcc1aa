// Rules: their conditions with those of every `on` around them, annotations, period and reason. The
// clauses of holds are in Checker+Holds.swift.

extension Checker {
  // MARK: Ons

  /// Checks the condition of every `on` once, however many rules stand inside. An outer one comes
  /// before those inside it in the list.
  mutating func checkOns() {
    for index in ons.indices {
      let on = ons[index]
      let condition = condition(on.condition, module: on.module)
      let outer = on.outer.map { ons[$0] }
      policy.onConditions.append(condition)
      ons[index].conditions = (outer?.conditions ?? []) + [condition]
      ons[index].annotations = annotations(on.annotationSyntaxes, around: outer?.annotations ?? [])
    }
  }

  /// What verdicts say of a rule. `@expect` is the linter's alone: what is said to it changes no
  /// verdict line.
  private mutating func annotations(
    _ syntaxes: [SyntaxAnnotation], around outer: [(name: String, value: String)]
  ) -> [(name: String, value: String)] {
    if syntaxes.isEmpty { return outer }
    var own: [String: SourceRange] = [:]
    var result = outer
    for annotation in syntaxes where !annotation.isExpectation {
      let name = annotation.name.text
      if let second = annotation.reason {
        report(
          .unknownAnnotation, "`@\(name)` takes one value", at: second.range,
          hint: "only `@expect` has a reason after its value")
      }
      let value = annotation.value?.value.description ?? "true"
      if let first = own[name] {
        report(
          .duplicateClause, "annotation `@\(name)` stands twice", at: annotation.range,
          labels: [Diagnostic.Label(first, "first here")], hint: "remove one of them")
        continue
      }
      own[name] = annotation.range
      result.removeAll { $0.name == name }
      result.append((name, value))
    }
    return result.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }

  // MARK: Rules

  mutating func checkRules() {
    policy.rules.reserveCapacity(pendingRules.count)
    pendingRules.reverse()
    while let rule = pendingRules.popLast() { policy.rules.append(check(rule)) }
  }

  private mutating func check(_ pending: PendingRule) -> CheckedRule {
    let syntax = pending.syntax
    let on = pending.on.map { ons[$0] }
    var rule = CheckedRule(
      name: pending.qualifiedName, effect: syntax.effect, isObserved: syntax.isObserved,
      conditions: on?.conditions ?? [],
      annotations: annotations(syntax.annotations, around: on?.annotations ?? []),
      documentation: pending.documentation, nameRange: pending.name.range, range: pending.range)
    rule.conditions.reserveCapacity(rule.conditions.count + syntax.clauses.count)
    var hold = PendingHold()
    var places = ClausePlaces()
    for clause in syntax.clauses {
      let name = ClauseName(clause.kind)
      if let name, name.isHolds, syntax.effect != .hold {
        reportMisplaced(clause, name, "only a `hold` has it, and this is \(article(syntax.effect))")
        continue
      }
      if let name, name.isSingle, isRepeated(clause, name, &places) { continue }
      switch clause.kind {
      case .when(let condition):
        rule.conditions.append(self.condition(condition, module: pending.module))
      case .unless(let condition):
        rule.exclusions.append(self.condition(condition, module: pending.module))
      case .because(let template): rule.because = self.template(template, module: pending.module)
      case .from(let text): rule.from = instant(text, of: "from")
      case .until(let text): rule.until = instant(text, of: "until")
      case .example(let example):
        if let example = self.example(example, clause.range) { rule.examples.append(example) }
      case .error: sawSyntaxError = true
      case .hold(let clause): hold.add(clause)
      }
    }
    if let from = rule.from, let until = rule.until, from >= until {
      report(
        .emptyPeriod, "the rule ends before it begins",
        at: places[.until] ?? pending.name.range,
        labels: places[.from].map { [Diagnostic.Label($0, "it begins here")] } ?? [],
        hint: "`until` must be later than `from`")
    }
    if syntax.effect == .hold {
      rule.hold = check(
        hold, at: pending.name.range, whole: syntax.clauses, module: pending.module)
      checkVolatile(rule)
    }
    return rule
  }

  func article(_ effect: PolicyEffect) -> String {
    switch effect {
    case .allow: "an `allow`"
    case .deny: "a `deny`"
    case .hold: "a `hold`"
    }
  }

  mutating func reportMisplaced(_ clause: SyntaxClause, _ name: ClauseName, _ reason: String) {
    report(
      .misplacedClause, "`\(name.words)` does not belong here: \(reason)", at: clause.range,
      hint: "remove the clause, or move it to a rule it belongs to")
  }

  /// Reports the second clause of a kind that stands once.
  mutating func isRepeated(
    _ clause: SyntaxClause, _ name: ClauseName, _ places: inout ClausePlaces
  ) -> Bool {
    if let first = places[name] {
      report(
        .duplicateClause, "`\(name.words)` stands twice", at: clause.range,
        labels: [Diagnostic.Label(first, "first here")], hint: "keep one of them")
      return true
    }
    places[name] = clause.range
    return false
  }

  mutating func instant(_ text: SyntaxText, of word: String) -> Timestamp? {
    let instant = text.value.bytes.withUnsafeBufferPointer { Timestamp(reading: $0) }
    if instant == nil {
      report(
        .invalidConstant, "\(quoted(text.value)) is not a time", at: text.range,
        hint: "write it as RFC 3339 does, with an offset: `\(word) \"2026-03-01T00:00:00Z\"`")
    }
    return instant
  }

  // MARK: Reasons

  private mutating func template(
    _ syntax: SyntaxTemplate, module: String?
  ) -> CheckedTemplate {
    var parts: [CheckedTemplate.Part] = []
    for part in syntax.parts {
      switch part {
      case .text(let text): parts.append(.text(text))
      case .path(let expression):
        if let part = placeholder(expression, module: module) { parts.append(part) }
      }
    }
    return CheckedTemplate(parts: parts)
  }

  private mutating func placeholder(
    _ syntax: SyntaxExpression, module: String?
  ) -> CheckedTemplate.Part? {
    let expression = root(syntax, module: module).expression
    if expression.isMistake { return nil }
    switch expression.type {
    case .hours:
      report(
        .invalidTemplate, "a reason cannot show \(expression.type.phrase)", at: syntax.range,
        hint: "say in words when it is open")
      return nil
    case .bool, .string, .choice, .number, .timestamp, .duration, .ip, .cidr, .version, .path,
      .folder, .list,
      .record, .map, .any:
      break
    }
    switch expression.kind {
    case .path(let path): return .path(path)
    case .constant(let constant): return .constant(constant.shown)
    case .local, .now, .member, .element, .list, .not, .and, .or, .compare, .arithmetic, .negate,
      .coalesce, .has, .quantifier, .call:
      report(
        .invalidTemplate, "a reason shows paths of the request and constants, and this is computed",
        at: syntax.range, hint: "show what it is computed from")
      return nil
    }
  }

  // MARK: The default

  mutating func checkDefault() {
    for tree in trees {
      for declaration in tree.declarations {
        // Further defaults were reported; only the first one counts.
        guard case .default(let syntax) = declaration.kind, declaration.range == defaultPlace
        else { continue }
        checkDefault(syntax, declaration.range, tree.module?.text)
      }
    }
  }

  private mutating func checkDefault(
    _ syntax: SyntaxDefault, _ range: SourceRange, _ module: String?
  ) {
    var hold = PendingHold()
    var places = ClausePlaces()
    for clause in syntax.clauses {
      guard let name = ClauseName(clause.kind) else {
        sawSyntaxError = true
        continue
      }
      guard case .hold(let part) = clause.kind else {
        reportMisplaced(clause, name, "the default has no conditions, reason or period")
        continue
      }
      if syntax.effect != .hold {
        reportMisplaced(
          clause, name, "only `default hold` has it, and this is `default \(syntax.effect)`")
      } else if !isRepeated(clause, name, &places) {
        hold.add(part)
      }
    }
    switch syntax.effect {
    case .deny: break
    case .allow:
      policy.defaultVerdict = .allow(range)
    case .hold:
      if let checked = check(hold, at: range, whole: syntax.clauses, module: module) {
        policy.defaultVerdict = .hold(checked, range)
      }
    }
  }
}

/// Where a rule's clauses stand: so few that a list is the fastest table.
struct ClausePlaces {
  private var places: [(name: ClauseName, range: SourceRange)] = []

  subscript(_ name: ClauseName) -> SourceRange? {
    get { places.first { $0.name == name }?.range }
    set { if let newValue { places.append((name, newValue)) } }
  }
}

/// The clauses by what they begin with.
enum ClauseName: Equatable {
  case when, unless, because, from, until, example
  case hold(HoldClauseKind)

  init?(_ kind: SyntaxClause.Kind) {
    switch kind {
    case .when: self = .when
    case .unless: self = .unless
    case .because: self = .because
    case .from: self = .from
    case .until: self = .until
    case .example: self = .example
    case .hold(let clause): self = .hold(clause.kind)
    case .error: return nil
    }
  }

  /// As a policy writes it.
  var words: String {
    switch self {
    case .when: "when"
    case .unless: "unless"
    case .because: "because"
    case .from: "from"
    case .until: "until"
    case .example: "matches"
    case .hold(let kind): kind.words
    }
  }

  /// Stands at most once in a rule.
  var isSingle: Bool {
    switch self {
    case .when, .unless, .example: false
    case .because, .from, .until, .hold: true
    }
  }

  /// Belongs to holds alone.
  var isHolds: Bool {
    switch self {
    case .when, .unless, .because, .from, .until, .example: false
    case .hold: true
    }
  }
}
