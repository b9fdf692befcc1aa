// Whether leaving a member out gets a request past the whole policy, and not only past one rule.

internal import Weir

/// What can be shown about requests that leave a member out.
struct AbsenceProof {
  /// No such request gets further: other rules stop it, or let it pass with the member as well.
  let isStopped: Bool
  /// A request without the member that an allow lets pass, as the machine says.
  let request: String?

  /// Of a larger policy nothing is said: each question is about all of its rules.
  private static let rules = 200

  /// Rules with a period are asked about one by one, up to this many.
  private static let periods = 8

  /// And as many that always count, for a request to show.
  private static let shown = 8

  /// - Parameters:
  ///   - path: the member that is left out.
  ///   - rule: the rule that is then another one: one that stops requests no longer matches, or an
  ///     allow does.
  init(without path: RequestPath, of rule: Int, in context: LintContext) {
    let known = AbsenceProof.known(without: path, of: rule, in: context)
    isStopped = known.isStopped
    request = known.request
  }

  private typealias Known = (isStopped: Bool, request: String?)

  private static func known(
    without path: RequestPath, of rule: Int, in context: LintContext
  ) -> Known {
    let rules = context.checked.rules
    guard context.policy.program != nil, rules.count <= AbsenceProof.rules else {
      return (false, nil)
    }
    let own = rules[rule]
    let present = CheckedExpression(
      .has(CheckedExpression(.path(path), .any, own.nameRange)), .bool, own.nameRange)
    var question = [Requirement(present, .isFalse)]
    // The same request as before, but for the member.
    if own.effect == .allow {
      question.append(Requirement(own, .isTrue))
    } else {
      question.append(Requirement(own, .isFalse))
      for demand in context.ruleIndex.demands(of: rule) where !demand.expression.reads(path) {
        question.append(demand.requirement)
      }
    }
    for (index, other) in rules.enumerated() where index != rule && !other.isObserved {
      let isStrict =
        switch other.effect {
        case .deny: true
        case .hold: own.effect != .deny
        case .allow: false
        }
      if isStrict { question.append(Requirement(other, .isFalse)) }
    }
    let allows = rules.indices.filter {
      $0 != rule && rules[$0].effect == .allow && !rules[$0].isObserved
    }
    if own.effect == .allow {
      var withMember = [Requirement(present, .isTrue), Requirement(own, .isNotTrue)]
      for demand in context.ruleIndex.demands(of: rule) where !demand.expression.reads(path) {
        withMember.append(demand.requirement)
      }
      withMember += allows.map { Requirement(rules[$0], .isNotTrue) }
      if context.prover.exclusion(withMember) != nil { return (true, nil) }
      return answer(question, context)
    }
    if case .allow = context.checked.defaultVerdict { return answer(question, context) }
    // Somebody has to let it pass. Rules that always count are asked about together: one question
    // for each would be as many as the policy has rules, for each of its rules.
    let (lasting, passing) = (
      allows.filter { rules[$0].from == nil && rules[$0].until == nil },
      allows.filter { rules[$0].from != nil || rules[$0].until != nil }
    )
    var demands = passing.prefix(AbsenceProof.periods).map { Requirement(rules[$0], .isTrue) }
    if !lasting.isEmpty {
      let wholes = lasting.map { rules[$0].wholeCondition }
      let any =
        wholes.count == 1 ? wholes[0] : CheckedExpression(.or(wholes), .bool, own.nameRange)
      // Where no request comes of that, one of a few may give it.
      let few =
        lasting.count > AbsenceProof.shown ? [] : lasting.map { Requirement(rules[$0], .isTrue) }
      demands = [Requirement(any, .isTrue)] + few + demands
    }
    var known: Known = (passing.count <= AbsenceProof.periods, nil)
    for demand in demands {
      let answer = answer(question + [demand], context)
      if answer.isStopped { continue }
      known.isStopped = false
      if answer.request != nil { return answer }
    }
    return known
  }

  private static func answer(_ question: [Requirement], _ context: LintContext) -> Known {
    switch context.prove(question) {
    case .never: (true, nil)
    case .possible(let found): (false, found.request)
    case .notKnown: (false, nil)
    }
  }

  /// Words that show it, where a request does.
  var shown: String {
    guard let request, request.utf8.count <= 120 else { return "" }
    return ", as `\(VisibleText.escaped(request))` does"
  }
}

extension CheckedRule {
  /// What has to be true for it to match while it counts.
  fileprivate var wholeCondition: CheckedExpression {
    let parts =
      conditions + exclusions.map { CheckedExpression(.not($0), .bool, $0.range) }
    if parts.count == 1 { return parts[0] }
    return parts.isEmpty
      ? CheckedExpression(.constant(.bool(true)), .bool, nameRange)
      : CheckedExpression(.and(parts), .bool, nameRange)
  }
}

extension CheckedExpression {
  /// Whether it reads a path, or what lies below it.
  func reads(_ path: RequestPath) -> Bool {
    if case .path(let own) = kind {
      return own.steps.starts(with: path.steps) || path.steps.starts(with: own.steps)
    }
    return operands.contains { $0.reads(path) }
  }
}
