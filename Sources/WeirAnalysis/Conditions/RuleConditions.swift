// A rule's conditions taken apart: a tree of `and`, `or` and `not` whose leaves are the conditions
// that coverage counts and explanations show, and Kleene's tables over it.
//
// The tree is a flat array in which a node stands before what is below it, because it is gone
// through for every rule and every request: from the back it gives the outcome, from the front it
// tells which leaves had a say.

package import Weir

/// One condition of a rule: what is left once `and`, `or` and `not` are taken apart.
package struct Condition: Sendable {
  package enum Kind: Sendable {
    case expression(CheckedExpression)
    /// The rule counts in `[from, until)`.
    case window
  }

  package var kind: Kind
  /// Where it stands: in its rule, or in the definition that the rule uses.
  package var range: SourceRange
  /// It stands behind `unless`.
  package var isExclusion: Bool
  /// What it comes out as whatever the request, where that is known.
  package var constant: Bool?
  /// Another condition of the rule is the same, or its opposite: neither can change alone.
  package var isCoupled = false
  /// Its number among the probes; nil for a constant.
  package var probe: Int?
}

/// The conditions of one rule.
package struct RuleConditions: Sendable {
  /// One place of the tree. A node's children begin behind it and end at its `end`.
  package struct Node: Sendable {
    package enum Kind: UInt8, Sendable {
      case leaf, not, and, or
    }
    package var kind: Kind
    package var end: Int
    /// Which condition a leaf is.
    package var leaf: Int
  }

  package private(set) var nodes: [Node] = []
  package internal(set) var leaves: [Condition] = []

  /// Takes a rule apart.
  package init(_ rule: CheckedRule) {
    append(.and)
    for condition in rule.conditions { add(condition, isExclusion: false) }
    for exclusion in rule.exclusions {
      let place = append(.not)
      add(exclusion, isExclusion: true)
      nodes[place].end = nodes.count
    }
    if rule.from != nil || rule.until != nil {
      addLeaf(Condition(kind: .window, range: rule.nameRange, isExclusion: false))
    }
    nodes[0].end = nodes.count
  }

  private mutating func add(_ expression: CheckedExpression, isExclusion: Bool) {
    switch expression.kind {
    case .not(let operand):
      let place = append(.not)
      add(operand, isExclusion: isExclusion)
      nodes[place].end = nodes.count
    case .and(let operands), .or(let operands):
      let isAnd = if case .and = expression.kind { true } else { false }
      let place = append(isAnd ? .and : .or)
      for operand in operands { add(operand, isExclusion: isExclusion) }
      nodes[place].end = nodes.count
    case .constant, .path, .local, .now, .member, .element, .list, .compare, .arithmetic, .negate,
      .coalesce, .has, .quantifier, .call:
      var condition = Condition(
        kind: .expression(expression), range: expression.range, isExclusion: isExclusion)
      if case .constant(.bool(let truth)) = expression.kind { condition.constant = truth }
      addLeaf(condition)
    }
  }

  @discardableResult
  private mutating func append(_ kind: Node.Kind, leaf: Int = 0) -> Int {
    nodes.append(Node(kind: kind, end: nodes.count + 1, leaf: leaf))
    return nodes.count - 1
  }

  private mutating func addLeaf(_ condition: Condition) {
    append(.leaf, leaf: leaves.count)
    leaves.append(condition)
  }
}

/// What say a node had in its rule's outcome, all else as it was: which steps of its truth, from
/// false to uncertain to true, would have changed the outcome.
package struct Influence: OptionSet, Hashable, Sendable {
  package var rawValue: UInt8

  package init(rawValue: UInt8) { self.rawValue = rawValue }

  package static let falseToUncertain = Influence(rawValue: 1)
  package static let uncertainToTrue = Influence(rawValue: 2)
  /// Others had settled the outcome.
  package static let none: Influence = []
  /// It would have made the difference between a match and none.
  package static let all: Influence = [.falseToUncertain, .uncertainToTrue]

  /// That of the operand of a `not`.
  fileprivate var turned: Influence {
    Influence(rawValue: (rawValue << 1 | rawValue >> 1) & 3)
  }
}

extension RuleConditions {
  /// The rule's outcome for the leaves' truths. `truths` gets the truth of every node.
  package func outcome(_ truths: inout [Truth], leaf: (Int) -> Truth) -> Truth {
    if truths.count < nodes.count {
      truths += Array(repeating: .false, count: nodes.count - truths.count)
    }
    var place = nodes.count
    while place > 0 {
      place -= 1
      let node = nodes[place]
      switch node.kind {
      case .leaf: truths[place] = leaf(node.leaf)
      case .not: truths[place] = !truths[place + 1]
      case .and, .or:
        var truth = Truth(node.kind == .and)
        var child = place + 1
        while child < node.end {
          truth = node.kind == .and ? truth.and(truths[child]) : truth.or(truths[child])
          child = nodes[child].end
        }
        truths[place] = truth
      }
    }
    return truths[0]
  }

  /// What say each node had, by the truths that `outcome` found.
  package func influences(_ truths: [Truth], into influences: inout [Influence]) {
    if influences.count < nodes.count {
      influences += Array(repeating: .none, count: nodes.count - influences.count)
    }
    influences[0] = .all
    for (place, node) in nodes.enumerated() {
      switch node.kind {
      case .leaf: break
      case .not: influences[place + 1] = influences[place].turned
      case .and, .or:
        // An `and` leaves its operands no say once another is false, and while another is uncertain
        // only whether the outcome is false. An `or` is the same upside down.
        let settles = Truth(node.kind == .or)
        var settling = 0
        var uncertain = 0
        var child = place + 1
        while influences[place] != .none, child < node.end {
          if truths[child] == settles { settling += 1 }
          if truths[child] == .uncertain { uncertain += 1 }
          child = nodes[child].end
        }
        child = place + 1
        while child < node.end {
          let othersSettle = settling - (truths[child] == settles ? 1 : 0)
          let othersWaver = uncertain - (truths[child] == .uncertain ? 1 : 0)
          influences[child] = othersSettle > 0 ? .none : influences[place]
          if othersWaver > 0 {
            influences[child].remove(node.kind == .and ? .uncertainToTrue : .falseToUncertain)
          }
          child = nodes[child].end
        }
      }
    }
  }
}
