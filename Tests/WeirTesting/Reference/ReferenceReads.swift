// What a policy reads of a request, as a tree, for one purpose: an object that a read path passes
// through may not have two members of one name.

package import Weir

/// One place that a policy reads, or reads through.
package final class ReferenceReads {
  private var members: [ExactString: ReferenceReads] = [:]
  private var indexed: [Int: ReferenceReads] = [:]
  private var every: ReferenceReads?
  /// Whether `every` is of what may be a map: an object is then passed through by all its members.
  /// Where a list is declared, an object is not, and nothing in it is read.
  private var passesMembers = false
  /// The value itself is read, with whatever is in it.
  private var isLeaf = false

  private init() {}

  /// Of a policy: its conditions, and what its texts and holds quote.
  package init(_ policy: CheckedPolicy) {
    add([.member("id")])
    for path in policy.requester + policy.volatile { add(path.steps) }
    for rule in policy.rules {
      for condition in rule.conditions + rule.exclusions { visit(condition, [:]) }
      for case .path(let path) in rule.because?.parts ?? [] { add(path.steps) }
      if let hold = rule.hold { add(hold) }
    }
    if case .hold(let hold, _) = policy.defaultVerdict { add(hold) }
  }

  /// What duplicates there are: none, some where reading them is the policy's choice (inside a
  /// value that it reads as a leaf), or some that make the request an error.
  package enum Duplicates: Int, Comparable {
    case none, inLeaf, onPath
    package static func < (left: Duplicates, right: Duplicates) -> Bool {
      left.rawValue < right.rawValue
    }
  }

  package func duplicates(in node: ReferenceJSON) -> Duplicates {
    var worst = Duplicates.none
    if let object = node.members {
      let isDoubled = Set(object.map(\.name)).count < object.count
      let isPassed = !members.isEmpty || passesMembers
      if isDoubled, isPassed { return .onPath }
      for (name, value) in object {
        if let below = members[name] { worst = max(worst, below.duplicates(in: value)) }
        if let every, passesMembers { worst = max(worst, every.duplicates(in: value)) }
      }
    }
    for (index, value) in (node.elements ?? []).enumerated() {
      if let below = indexed[index] { worst = max(worst, below.duplicates(in: value)) }
      if let every { worst = max(worst, every.duplicates(in: value)) }
    }
    if worst == .none, isLeaf, ReferenceReads.hasDuplicates(node) { return .inLeaf }
    return worst
  }

  /// Whether any object in a value has two members of one name.
  package static func hasDuplicates(_ node: ReferenceJSON) -> Bool {
    if let object = node.members {
      return Set(object.map(\.name)).count < object.count
        || object.contains { hasDuplicates($0.value) }
    }
    return node.elements?.contains { hasDuplicates($0) } ?? false
  }

  // MARK: Collecting

  @discardableResult
  private func add(_ steps: [RequestPath.Step]) -> ReferenceReads {
    let node = steps.reduce(self) { $0.child($1) }
    node.isLeaf = true
    return node
  }

  private func child(_ step: RequestPath.Step) -> ReferenceReads {
    switch step {
    case .member(let name):
      let child = members[name] ?? ReferenceReads()
      members[name] = child
      return child
    case .index(let index):
      let child = indexed[index] ?? ReferenceReads()
      indexed[index] = child
      return child
    }
  }

  /// The elements of a list, or the values of what may be a map.
  private func eachChild(of type: Type) -> ReferenceReads {
    if case .list = type {} else { passesMembers = true }
    let child = every ?? ReferenceReads()
    every = child
    return child
  }

  private func add(_ hold: HoldClauses<PolicyApprover>) {
    func visit(_ approvers: Approvers<PolicyApprover>) {
      switch approvers {
      case .one(_, .path(let path)): add(path.steps)
      case .one(_, .text): break
      case .any(let parts): parts.forEach(visit)
      }
    }
    func visit(_ needs: Needs<PolicyApprover>) {
      switch needs {
      case .factor(_, let approvers): visit(approvers)
      case .all(let parts), .any(let parts): parts.forEach(visit)
      }
    }
    for clause in hold.all {
      switch clause {
      case .needs(let needs): visit(needs)
      case .escalate(let escalation): visit(escalation.to)
      case .override(let approvers): visit(approvers)
      case .covers(.values(let paths, for: _)): for path in paths { add(path.steps) }
      case .covers(.once), .within, .rejectedBy, .notify: break
      }
    }
  }

  /// Adds what an expression reads; returns where in the request its value may stand.
  @discardableResult
  private func visit(
    _ expression: CheckedExpression, _ variables: [Int: [ReferenceReads]]
  ) -> [ReferenceReads] {
    switch expression.kind {
    case .constant, .now: return []
    case .path(let path): return [add(path.steps)]
    case .local(let number, let steps): return variables[number]!.map { $0.add(steps) }
    case .member(let base, let name):
      return visit(base, variables).map { $0.add([.member(name)]) }
    case .element(let base, let key):
      visit(key, variables)
      return visit(base, variables).map {
        let child = $0.eachChild(of: base.type)
        child.isLeaf = true
        return child
      }
    case .list(let operands), .and(let operands), .or(let operands), .call(_, let operands):
      for operand in operands { visit(operand, variables) }
      return []
    case .compare(_, let left, let right), .arithmetic(_, let left, let right):
      visit(left, variables)
      visit(right, variables)
      return []
    case .coalesce(let left, let right): return visit(left, variables) + visit(right, variables)
    case .not(let operand), .negate(let operand), .has(let operand):
      visit(operand, variables)
      return []
    case .quantifier(let quantifier):
      let elements = visit(quantifier.subject, variables).map {
        $0.eachChild(of: quantifier.subject.type)
      }
      var inner = variables
      inner[quantifier.variable] = quantifier.secondVariable == nil ? elements : []
      if let second = quantifier.secondVariable { inner[second] = elements }
      visit(quantifier.body, inner)
      return []
    }
  }
}
