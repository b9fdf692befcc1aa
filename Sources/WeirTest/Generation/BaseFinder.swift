// Finds requests that satisfy a rule, one for each way to satisfy it. The search finds a request
// and the machine confirms it; then other rules that would decide are silenced, and every member
// that is not needed is removed.

internal import Weir

/// A request that satisfies a rule.
struct Base {
  var scene: Scene
  /// What must stay as it is, so that one condition alone decides.
  var goals: [Goal]
  var request: JSONPart
  var verdict: Verdict
}

/// Finds bases.
struct BaseFinder {
  let policy: CheckedPolicy
  let pool: ValuePool
  let oracle: Oracle
  private let fit: RequestFit

  init(_ policy: TestPolicy) throws(ProgramError) {
    fit = RequestFit(policy)
    self.policy = policy.checked
    pool = ValuePool(policy.checked)
    oracle = try Oracle(policy)
  }

  /// The paths at which a request does not fit the policy's shape.
  func misfits(of request: JSONPart) -> [RequestPath] {
    let bytes = Array(request.text.utf8)
    guard let document = try? bytes.withUnsafeBufferPointer({ try parseJSON($0) }) else {
      return []
    }
    return fit.misfits(of: document).map { RequestPath(steps: $0.path) }
  }

  /// The instant that a scene is judged at.
  func instant(of scene: Scene, for rule: CheckedRule) -> Timestamp {
    scene.now ?? start(of: rule) ?? ValuePool.noon
  }

  /// An instant in the rule's period; nil if noon (`ValuePool.noon`) is in it.
  func start(of rule: CheckedRule) -> Timestamp? {
    let isInside =
      rule.from.map { $0 <= ValuePool.noon } ?? true
      && (rule.until.map { ValuePool.noon < $0 } ?? true)
    if isInside { return nil }
    if let from = rule.from, rule.until.map({ from < $0 }) ?? true { return from }
    return rule.until?.subtracting(SignedDuration(seconds: 3_600, nanoseconds: 0))
  }

  // MARK: Goals

  /// A rule's conditions as single goals: conditions that tell kinds of requests apart come first.
  func goals(of rule: CheckedRule) -> [Goal] {
    var goals: [Goal] = []
    for expression in rule.conditions { BaseFinder.split(expression, true, into: &goals) }
    for expression in rule.exclusions { BaseFinder.split(expression, false, into: &goals) }
    for bound in BaseFinder.bounds(of: rule) { goals.append(Goal(expression: bound, truth: true)) }
    let isGuard = goals.map { goal -> Bool in
      guard case .compare(.equal, let left, let right) = goal.expression.kind,
        case .path = left.kind, case .constant = right.kind
      else { return false }
      return goal.truth
    }
    return zip(goals, isGuard).filter(\.1).map(\.0) + zip(goals, isGuard).filter { !$0.1 }.map(\.0)
  }

  private static func split(
    _ expression: CheckedExpression, _ truth: Bool, into goals: inout [Goal]
  ) {
    switch (expression.kind, truth) {
    case (.and(let operands), true), (.or(let operands), false):
      for operand in operands { split(operand, truth, into: &goals) }
    case (.not(let operand), _): split(operand, !truth, into: &goals)
    case (_, _): goals.append(Goal(expression: expression, truth: truth))
    }
  }

  /// `from` and `until` as conditions.
  private static func bounds(of rule: CheckedRule) -> [CheckedExpression] {
    func bound(_ comparison: Comparison, _ instant: Timestamp) -> CheckedExpression {
      CheckedExpression(
        .compare(
          comparison, CheckedExpression(.now, .timestamp, rule.range),
          CheckedExpression(.constant(.timestamp(instant)), .timestamp, rule.range)), .bool,
        rule.range)
    }
    return (rule.from.map { [bound(.greaterOrEqual, $0)] } ?? [])
      + (rule.until.map { [bound(.less, $0)] } ?? [])
  }

  /// The goal that a rule does not match.
  private static func silence(of rule: CheckedRule) -> Goal {
    let parts =
      rule.conditions
      + rule.exclusions.map { CheckedExpression(.not($0), .bool, $0.range) } + bounds(of: rule)
    return Goal(expression: CheckedExpression(.and(parts), .bool, rule.range), truth: false)
  }

  // MARK: Search

  /// A base of a rule that also meets further goals; nil if none was found.
  func base(of rule: CheckedRule, _ further: [Goal] = []) -> Base? {
    let goals = goals(of: rule) + further
    guard var scene = solve(rule, goals, from: Scene()) else { return nil }
    var answer = ask(scene, rule)
    // Rules that would decide instead are silenced, as far as possible.
    var silenced: Set<String> = []
    var silences: [Goal] = []
    for _ in 0..<8 {
      let rivals = rivals(of: rule, answer).filter { silenced.insert($0.name).inserted }
      if rivals.isEmpty { break }
      let all = silences + rivals.map(BaseFinder.silence)
      if let next = solve(rule, goals + all, from: scene) ?? solve(rule, goals + all, from: Scene())
      {
        (scene, silences) = (next, all)
      } else {
        for rival in rivals.prefix(24) {
          let more = silences + [BaseFinder.silence(of: rival)]
          if let next = solve(rule, goals + more, from: scene, steps: 400)
            ?? solve(rule, goals + more, from: Scene(), steps: 400)
          {
            (scene, silences) = (next, more)
          }
        }
      }
      answer = ask(scene, rule)
    }
    if let hold = rule.hold {
      let whole = completing(hold, scene)
      let told = ask(whole, rule)
      if told.matched.contains(rule.name), told.verdict.rules == answer.verdict.rules,
        told.verdict.uncertain.count <= answer.verdict.uncertain.count
      {
        (scene, answer) = (whole, told)
      }
    }
    return minimal(Base(scene: scene, goals: goals, request: .null, verdict: answer.verdict), rule)
  }

  private func solve(
    _ rule: CheckedRule, _ goals: [Goal], from scene: Scene, steps: Int = 4_000
  ) -> Scene? {
    var solver = Solver(pool: pool, start: start(of: rule))
    solver.steps = steps
    return solver.solve(goals, from: scene) { ask($0, rule).matched.contains(rule.name) }
  }

  func ask(_ scene: Scene, _ rule: CheckedRule) -> Oracle.Answer {
    oracle.ask(scene.sketch.json ?? .record([]), now: instant(of: scene, for: rule))
  }

  /// The rules that keep a rule from deciding, or decide beside it.
  private func rivals(of rule: CheckedRule, _ answer: Oracle.Answer) -> [CheckedRule] {
    policy.rules.filter { other in
      guard other.name != rule.name, !other.isObserved else { return false }
      let isMatching = answer.matched.contains(other.name)
      let isUncertain = answer.uncertain.contains(other.name)
      guard isMatching || isUncertain else { return false }
      switch (rule.effect, other.effect) {
      case (.allow, .deny), (.allow, .hold), (.hold, .deny), (.hold, .hold): return true
      case (.allow, .allow), (.deny, .deny): return isMatching
      case (.deny, .hold), (.deny, .allow), (.hold, .allow): return rule.isObserved && isUncertain
      }
    }
  }

  /// The scene with whom a hold names: who asks, who may approve, and what an approval covers. A
  /// hold that nobody may approve would be a poor example of one.
  private func completing(_ hold: HoldClauses<PolicyApprover>, _ scene: Scene) -> Scene {
    var scene = scene
    let required = policy.requester.filter { member(at: $0)?.isOptional != true }
    for path in hold.namedPaths + required + hold.covers.paths {
      let place = SketchPlace(path)
      guard case .sketch(.open) = scene.sketch.look(place),
        let sample = Sketch.sample(of: member(at: path)?.type, named: place.sampleName)
      else { continue }
      scene.sketch = scene.sketch.setting(place, to: sample)
    }
    return scene
  }

  /// What the shape says of a path; optional if anything on the way is.
  private func member(at path: RequestPath) -> RecordShape.Member? {
    guard let shape = policy.shape else { return nil }
    var member = RecordShape.Member(name: "", type: .record(shape))
    for step in path.steps {
      switch (member.type, step) {
      case (.record(let shape), .member(let name)):
        guard var next = shape.member(name) else { return nil }
        next.isOptional = next.isOptional || member.isOptional
        member = next
      case (.list(let element), .index): member.type = element
      case (.map(let value), .member): member.type = value
      case (_, _): return nil
      }
    }
    return member
  }

  // MARK: Stripping

  /// The base without the members that make no difference.
  private func minimal(_ base: Base, _ rule: CheckedRule) -> Base {
    var base = base
    let wanted = Essence(base.verdict)
    for place in base.scene.sketch.memberPlaces() {
      var scene = base.scene
      scene.sketch = scene.sketch.removing(place)
      guard scene != base.scene,
        base.goals.allSatisfy({ scene.truth($0.expression, $0.bindings) == Truth($0.truth) })
      else { continue }
      let answer = ask(scene, rule)
      if Essence(answer.verdict) == wanted, answer.matched.contains(rule.name) {
        base.scene = scene
        base.verdict = answer.verdict
      }
    }
    base.request = base.scene.sketch.json ?? .record([])
    return base
  }
}

/// What of a verdict must not change while members are removed.
private struct Essence: Equatable {
  var effect: Verdict.Effect
  var rules: [String]
  var uncertain: [Verdict.Uncertainty]
  var holds: [Verdict.Hold]

  init(_ verdict: Verdict) {
    effect = verdict.effect
    rules = verdict.rules.map(\.name)
    uncertain = verdict.uncertain
    // The key is of the whole request.
    holds = verdict.holds.map { hold in
      var hold = hold
      hold.key = ""
      return hold
    }
    for index in uncertain.indices {
      for cause in uncertain[index].causes.indices { uncertain[index].causes[cause].byte = nil }
    }
  }
}
