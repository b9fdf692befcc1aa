// Cells for calls that are costly: equal calls are computed once a request, however many rules make
// them, and in whichever of them comes first. Calls are equal when their canonical forms are, which
// have the same value and the same causes. A call that reads a variable of a quantifier around it
// has no cell, because its value is another for each element.

/// The cells of one policy's costly calls.
package struct CostlyCells: Sendable {
  /// The cells of those calls that a request may come to more than once.
  private var cells: [ExactString: Int] = [:]

  /// How many cells there are.
  package var count: Int { cells.count }

  /// Gives a cell to each costly call that stands in a policy more than once, or in a quantifier's
  /// body.
  package init(_ policy: CheckedPolicy) {
    var seen: Set<ExactString> = []
    for rule in policy.rules {
      for condition in rule.conditions + rule.exclusions {
        add(condition, isRepeated: false, &seen)
      }
    }
  }

  private mutating func add(
    _ expression: CheckedExpression, isRepeated: Bool, _ seen: inout Set<ExactString>
  ) {
    if case .call(let callee, _) = expression.kind, callee.isCostly,
      expression.freeVariables.isEmpty
    {
      let form = CanonicalForm.text(expression)
      if !seen.insert(form).inserted || isRepeated, cells[form] == nil,
        cells.count < Instruction.maximumA
      {
        cells[form] = cells.count
      }
    }
    if case .quantifier(let quantifier) = expression.kind {
      add(quantifier.subject, isRepeated: isRepeated, &seen)
      add(quantifier.body, isRepeated: true, &seen)
      return
    }
    for operand in expression.operands { add(operand, isRepeated: isRepeated, &seen) }
  }

  /// The cell of a call; nil for one that has none.
  package func cell(of call: CheckedExpression) -> Int? {
    guard case .call(let callee, _) = call.kind, callee.isCostly, !cells.isEmpty,
      call.freeVariables.isEmpty
    else { return nil }
    return cells[CanonicalForm.text(call)]
  }

  /// Operands of `and` or `or`, whose order changes no outcome and no cause: those that call a
  /// costly function come last, because others may settle the matter.
  package static func cheapFirst(_ operands: [CheckedExpression]) -> [CheckedExpression] {
    operands.filter { !hasCostlyCall(in: $0) } + operands.filter { hasCostlyCall(in: $0) }
  }

  private static func hasCostlyCall(in expression: CheckedExpression) -> Bool {
    if case .call(let callee, _) = expression.kind, callee.isCostly { return true }
    return expression.operands.contains { hasCostlyCall(in: $0) }
  }
}

extension CheckedExpression {
  /// The variables of quantifiers around it that its value depends on.
  fileprivate var freeVariables: Set<Int> {
    switch kind {
    case .local(let variable, _): return [variable]
    case .quantifier(let quantifier):
      var inner = quantifier.body.freeVariables
      inner.remove(quantifier.variable)
      if let second = quantifier.secondVariable { inner.remove(second) }
      return inner.union(quantifier.subject.freeVariables)
    case .constant, .path, .now, .member, .element, .list, .not, .and, .or, .compare, .arithmetic,
      .negate, .coalesce, .has, .call:
      return operands.reduce(into: []) { $0.formUnion($1.freeVariables) }
    }
  }
}
