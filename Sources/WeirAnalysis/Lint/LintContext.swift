// What rules look at, and what several of them ask for: found out once, when the first rule asks.

package import Weir

/// A policy as the linter's rules see it. Rules run one after another, on one thread.
package final class LintContext {
  package let policy: CompiledPolicy

  package var checked: CheckedPolicy { policy.checked }

  /// Which rules are asked.
  package let levels: LintLevels

  /// What is known besides the policy.
  package let surroundings: LintSurroundings

  package init(
    _ policy: CompiledPolicy, _ levels: LintLevels = LintLevels(),
    surroundings: LintSurroundings = LintSurroundings()
  ) {
    self.policy = policy
    self.levels = levels
    self.surroundings = surroundings
  }

  // MARK: Suppressions

  /// What the policy says is meant.
  package private(set) lazy var suppressions = LintSuppression.all(in: policy)

  /// Those of each rule in each file, ordered by where they begin to reach, with the end of the
  /// furthest so far: however many there are, few are asked about a finding.
  private lazy var reaches: [Reach: [(index: Int, furthest: Int32)]] = {
    var found: [Reach: [(index: Int, furthest: Int32)]] = [:]
    let order = suppressions.indices.sorted {
      suppressions[$0].reach.start < suppressions[$1].reach.start
    }
    for index in order {
      let (rule, reach) = (suppressions[index].rule, suppressions[index].reach)
      let key = Reach(rule: rule, file: reach.file)
      let end = max(reach.end, reach.start + 1)
      found[key, default: []].append((index, max(end, found[key]?.last?.furthest ?? end)))
    }
    return found
  }()
  private var used: Set<Int> = []

  private struct Reach: Hashable {
    var rule: ExactString
    var file: Int32
  }

  /// Why a finding is not told; nil if it is. Whatever suppresses it is needed from now on.
  func suppress(_ finding: Diagnostic) -> LintFinding.Acceptance? {
    guard case .rule(let name) = finding.code,
      let list = reaches[Reach(rule: name, file: finding.range.file)]
    else { return nil }
    var (low, high) = (0, list.count)
    while low < high {
      let middle = (low + high) / 2
      if suppressions[list[middle].index].reach.start <= finding.range.start {
        low = middle + 1
      } else {
        high = middle
      }
    }
    var matching: [Int] = []
    while low > 0, list[low - 1].furthest > finding.range.start {
      low -= 1
      if suppressions[list[low].index].covers(finding) { matching.append(list[low].index) }
    }
    if matching.isEmpty { return nil }
    used.formUnion(matching)
    return .inSource(reason: matching.lazy.compactMap { self.suppressions[$0].reason }.first)
  }

  /// Those that suppress nothing, once all other rules have been asked.
  var unusedSuppressions: [LintSuppression] {
    suppressions.indices.filter { !used.contains($0) }.map { suppressions[$0] }
  }

  // MARK: What the policy says

  /// The text at a range, short enough for a message.
  package func excerpt(_ range: SourceRange) -> String {
    policy.files[Int(range.file)].excerpt(range)
  }

  /// The trees in the order of their files' paths, which is the order that counts.
  package private(set) lazy var trees = policy.trees.sorted { left, right in
    ExactString(policy.files[Int(left.file)].path) < ExactString(policy.files[Int(right.file)].path)
  }

  /// Every declaration, those of an `on` after it.
  private(set) lazy var declarations = trees.flatMap { $0.declarations.flatMap(\.withInner) }

  /// The policy's `default`, and its range: the first one, if a mistaken policy has several.
  package private(set) lazy var defaultDeclaration: (syntax: SyntaxDefault, range: SourceRange)? = {
    for declaration in declarations {
      if case .default(let syntax) = declaration.kind { return (syntax, declaration.range) }
    }
    return nil
  }()

  /// Rules that deny or hold.
  package private(set) lazy var restrictions = checked.rules.filter { rule in
    switch rule.effect {
    case .deny, .hold: true
    case .allow: false
    }
  }

  /// Comparisons and quantifiers, each place once.
  package private(set) lazy var expressions = LintExpressions(checked)

  /// Comparisons of what a request says with texts of the policy, each place once.
  package private(set) lazy var textComparisons = TextComparison.all(in: expressions)

  /// Proofs about the conditions; only of a policy that compiles.
  package private(set) lazy var prover = ConditionProver(checked)

  package private(set) lazy var ruleIndex = RuleIndex(checked)

  /// The rules that never match, by their places, with what excludes each other in each. Nothing is
  /// known of a policy that does not compile.
  package private(set) lazy var neverMatching: [Int: [Requirement]] = {
    guard policy.program != nil else { return [:] }
    var found: [Int: [Requirement]] = [:]
    for (index, rule) in checked.rules.enumerated() where ruleIndex.isEntangled(index) {
      var demands = ruleIndex.demands(of: index).map(\.requirement)
      if let period = rule.period { demands.append(Requirement(period, .isTrue)) }
      if let needed = prover.exclusion(demands) { found[index] = needed.map { demands[$0] } }
    }
    return found
  }()

  /// The rules that decide nothing, because whenever they match, one of these stricter rules does.
  package private(set) lazy var unreachable: [Int: [Int]] = {
    guard policy.program != nil else { return [:] }
    let rules = checked.rules
    let effects = rules.map(\.effect)
    var found: [Int: [Int]] = [:]
    for (index, rule) in rules.enumerated() {
      if rule.isObserved || rule.effect == .deny || neverMatching[index] != nil { continue }
      let stricter = ruleIndex.covers(of: index) { other in
        switch effects[other] {
        case .deny: true
        case .hold: rule.effect == .allow
        case .allow: false
        }
      }
      if stricter.isEmpty { continue }
      // A denial that is uncertain decides too, whatever else does; an uncertain hold asks whether
      // something allows. A rule that holds has a say when it is uncertain.
      var question = [Requirement(rule, rule.effect == .hold ? .isNotFalse : .isTrue)]
      question += stricter.map {
        Requirement(rules[$0], rules[$0].effect == .deny ? .isFalse : .isNotTrue)
      }
      guard let needed = prover.exclusion(question) else { continue }
      let covering = needed.filter { $0 > 0 }.map { stricter[$0 - 1] }
      if !covering.isEmpty { found[index] = covering }
    }
    return found
  }()

  /// Rules that are another one again, with the first of their kind.
  package private(set) lazy var duplicates: [Int: Int] = {
    guard policy.program != nil else { return [:] }
    var found: [Int: Int] = [:]
    // What reads something else is another rule; of the few that are left, the terms tell.
    let alike = Dictionary(grouping: checked.rules.indices) { ruleIndex.signature(of: $0) }
    for indices in alike.values where indices.count > 1 {
      var known: [ExactString: Int] = [:]
      for index in indices {
        let rule = checked.rules[index]
        let terms = CanonicalForm.terms(rule)
        let key = ExactString("\(rule.effect) \(rule.isObserved)\n\(terms)")
        if let first = known[key] { found[index] = first } else { known[key] = index }
      }
    }
    return found
  }()

  /// The condition of each `when`, `unless` and `on`, as it is written and as it was checked.
  package private(set) lazy var conditions:
    [(syntax: SyntaxExpression, checked: CheckedExpression)] = {
      var byRange: [SourceRange: CheckedExpression] = [:]
      for condition in checked.onConditions { byRange[condition.range] = condition }
      for rule in checked.rules {
        for condition in rule.conditions + rule.exclusions { byRange[condition.range] = condition }
      }
      var found: [(syntax: SyntaxExpression, checked: CheckedExpression)] = []
      func add(_ syntax: SyntaxExpression) {
        if let checked = byRange[syntax.range] { found.append((syntax, checked)) }
      }
      for declaration in declarations {
        switch declaration.kind {
        case .on(let on): add(on.condition)
        case .rule(let rule):
          for clause in rule.clauses {
            switch clause.kind {
            case .when(let condition), .unless(let condition): add(condition)
            case .because, .from, .until, .example, .hold, .error: break
            }
          }
        case .request, .requester, .volatile, .data, .define, .type, .default, .error: break
        }
      }
      return found
    }()

  /// Where each declaration of a name stands, by the name's place.
  package private(set) lazy var declarationRanges: [SourceRange: SourceRange] = {
    var places: [SourceRange: SourceRange] = [:]
    for declaration in declarations {
      switch declaration.kind {
      case .data(let name, _, _), .define(let name, _, _), .type(let name, _):
        places[name.range] = declaration.range
      case .request, .requester, .volatile, .rule, .on, .default, .error: break
      }
    }
    return places
  }()

  /// The clauses of each rule, by its name's place.
  private(set) lazy var clausesByRule: [SourceRange: [SyntaxClause]] = {
    var clauses: [SourceRange: [SyntaxClause]] = [:]
    for declaration in declarations {
      if case .rule(let rule) = declaration.kind, let name = rule.name {
        clauses[name.range] = rule.clauses
      }
    }
    return clauses
  }()

  /// Expressions as they are written.
  private(set) lazy var written = findWrittenConditions()

  /// Every hold.
  private(set) lazy var holds = findHolds()

  /// Every path that conditions, clauses of holds and `requester` read.
  private(set) lazy var conditionPaths: Set<RequestPath> = {
    var paths = Set(checked.requester)
    func add(_ expression: CheckedExpression) {
      if case .path(let path) = expression.kind { paths.insert(path) }
      for operand in expression.operands { add(operand) }
    }
    func add(_ hold: HoldClauses<PolicyApprover>) {
      paths.formUnion(hold.namedPaths + hold.covers.paths)
    }
    for rule in checked.rules {
      for condition in rule.conditions + rule.exclusions { add(condition) }
      if let hold = rule.hold { add(hold) }
    }
    if case .hold(let hold, _) = checked.defaultVerdict { add(hold) }
    return paths
  }()

  /// These, and what reasons show and `volatile` names.
  private(set) lazy var readPaths: Set<RequestPath> = {
    var paths = conditionPaths.union(checked.volatile)
    for rule in checked.rules {
      for part in rule.because?.parts ?? [] {
        if case .path(let path) = part { paths.insert(path) }
      }
    }
    return paths
  }()

  /// Where a rule's reason stands.
  func reasonRange(of rule: CheckedRule) -> SourceRange {
    for clause in clausesByRule[rule.nameRange] ?? [] {
      if case .because(let template) = clause.kind { return template.range }
    }
    return rule.nameRange
  }

  /// What comes of a question about conditions, with a request where there is one.
  func prove(_ question: [Requirement]) -> ProofAnswer { prover.answer(question) }

  /// The first step of a path that a request may leave out by its shape, as a path of its own.
  package func optionalPrefix(of path: RequestPath) -> RequestPath? {
    if let known = optionalPrefixes[path] { return known }
    let prefix = findOptionalPrefix(of: path)
    optionalPrefixes[path] = .some(prefix)
    return prefix
  }

  private var optionalPrefixes: [RequestPath: RequestPath?] = [:]

  private func findOptionalPrefix(of path: RequestPath) -> RequestPath? {
    guard let shape = checked.shape else { return nil }
    var type = Type.record(shape)
    for (index, step) in path.steps.enumerated() {
      let member: RecordShape.Member
      do throws(StepFailure) { member = try type.after(step) } catch { return nil }
      if member.isOptional { return RequestPath(steps: Array(path.steps[...index])) }
      type = member.type
    }
    return nil
  }
}

extension CheckedRule {
  /// A rule with nothing but this one's period; nil where it has none.
  fileprivate var period: CheckedRule? {
    guard from != nil || until != nil else { return nil }
    return CheckedRule(
      name: name, effect: effect, from: from, until: until, nameRange: nameRange, range: range)
  }
}

extension SyntaxDeclaration {
  /// The declaration, and then all that stand in it.
  var withInner: [SyntaxDeclaration] {
    guard case .on(let block) = kind else { return [self] }
    return [self] + block.declarations.flatMap(\.withInner)
  }
}
