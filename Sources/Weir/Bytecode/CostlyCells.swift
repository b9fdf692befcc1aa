// Cells for calls that are costly: equal calls are computed once a request, however many rules make
// them, and in whichever of them comes first. Calls are equal when their canonical forms are, which
// have the same value and the same causes. A call that reads a quantifier's variable has no cell,
// because its value is another for each element.

/// The cells of one policy's costly calls.
package struct CostlyCells: Sendable {
  /// The cells of those calls that stand in the policy more than once.
  private var cells: [ExactString: Int] = [:]

  /// How many cells there are.
  package var count: Int { cells.count }

  /// Gives a cell to each costly call that a policy makes more than once.
  package init(_ policy: CheckedPolicy) {
    var uses: [ExactString: Int] = [:]
    for rule in policy.rules {
      for condition in rule.conditions + rule.exclusions {
        CostlyCells.forEachCall(in: condition) { call in
          let form = CanonicalForm.text(call)
          let count = uses[form, default: 0] + 1
          uses[form] = count
          if count == 2, cells.count < Instruction.maximumA { cells[form] = cells.count }
        }
      }
    }
  }

  /// The cell of a call; nil for one that has none.
  package func cell(of call: CheckedExpression) -> Int? {
    guard case .call(let callee, _) = call.kind, callee.isCostly, !cells.isEmpty,
      !CostlyCells.hasVariable(call)
    else { return nil }
    return cells[CanonicalForm.text(call)]
  }

  /// Whether an expression calls a costly function anywhere.
  package static func hasCostlyCall(in expression: CheckedExpression) -> Bool {
    if case .call(let callee, _) = expression.kind, callee.isCostly { return true }
    return expression.operands.contains { hasCostlyCall(in: $0) }
  }

  /// The costly calls in an expression that may have cells.
  private static func forEachCall(
    in expression: CheckedExpression, _ body: (CheckedExpression) -> Void
  ) {
    if case .call(let callee, _) = expression.kind, callee.isCostly, !hasVariable(expression) {
      body(expression)
    }
    for operand in expression.operands { forEachCall(in: operand, body) }
  }

  /// Whether a value depends on a variable of a quantifier around or in it.
  private static func hasVariable(_ expression: CheckedExpression) -> Bool {
    if case .local = expression.kind { return true }
    return expression.operands.contains { hasVariable($0) }
  }
}
