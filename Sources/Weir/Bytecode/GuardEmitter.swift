// Turns a rule's conditions into guards. A conjunction is a row of guards; a negated disjunction is
// too; what a single slot and a constant decide is one fused instruction; the rest is stack code
// that ends in a test, and is shared where several rules say it.

/// One test of a rule's conjunction.
package struct Guard: Sendable {
  /// What is computed first; empty for a fused guard.
  package var code: CodeBlock
  /// The test itself.
  package var test: Instruction
  package var range: SourceRange
  /// Where the guard holds only for certain texts of a slot: what a dispatch can choose by.
  package var key: DispatchKey?
  /// The number of the fused guard among all of them; -1 until it has one.
  package var condition = -1

  /// Whether the guard is one instruction.
  package var isFused: Bool { code.instructions.isEmpty }

  /// Whether a sieve may ask it: one instruction, about a slot.
  package var isSievable: Bool {
    guard isFused, let opcode = Opcode(rawValue: test.opcodeByte), case .slot = opcode.entry.a
    else {
      return false
    }
    return true
  }
}

/// A guard that only some texts of one slot pass.
package struct DispatchKey: Sendable {
  package var slot: Int
  /// By number, distinct.
  package var texts: [UInt32]
}

extension EmitterState {
  /// The guards that together are true exactly when `condition` is (or, `negated`, is not).
  package mutating func emitGuards(
    _ condition: CheckedExpression, negated: Bool, into guards: inout [Guard]
  ) {
    switch condition.kind {
    case .not(let operand):
      emitGuards(operand, negated: !negated, into: &guards)
    case .and(let operands) where !negated:
      for operand in operands { emitGuards(operand, negated: false, into: &guards) }
    case .or(let operands) where negated:
      for operand in operands { emitGuards(operand, negated: true, into: &guards) }
    case .constant(.bool(let truth)) where truth != negated:
      break
    case .path(let path) where condition.type == .bool:
      let slot = slot(of: path)
      fuse(negated ? .guardSlotFalse : .guardSlotTrue, slot, at: condition.range, into: &guards)
    case .has(let operand):
      guard case .path(let path) = operand.kind else {
        return emitGeneral(condition, negated: negated, into: &guards)
      }
      let slot = slot(of: path)
      fuse(negated ? .guardHasNot : .guardHas, slot, at: condition.range, into: &guards)
    case .compare(let comparison, let left, let right):
      emitComparison(comparison, left, right, condition, negated: negated, into: &guards)
    case .constant, .path, .local, .now, .member, .element, .list, .and, .or, .arithmetic,
      .negate, .coalesce, .quantifier, .call:
      emitGeneral(condition, negated: negated, into: &guards)
    }
  }

  private mutating func emitComparison(
    _ comparison: Comparison, _ left: CheckedExpression, _ right: CheckedExpression,
    _ condition: CheckedExpression, negated: Bool, into guards: inout [Guard]
  ) {
    let range = condition.range
    // The path on the left, the constant on the right; mirrored where the policy has it so.
    if case .path(let path) = left.kind, case .constant(let constant) = right.kind {
      if fuse(comparison, path, constant, right, negated: negated, at: range, into: &guards) {
        return
      }
    } else if case .path(let path) = right.kind, case .constant(let constant) = left.kind,
      let mirrored = mirror(comparison)
    {
      if fuse(mirrored, path, constant, left, negated: negated, at: range, into: &guards) {
        return
      }
    }
    emitGeneral(condition, negated: negated, into: &guards)
  }

  /// Appends one fused instruction for `path comparison constant`, if there is one.
  private mutating func fuse(
    _ comparison: Comparison, _ path: RequestPath, _ constant: Constant,
    _ expression: CheckedExpression, negated: Bool, at range: SourceRange,
    into guards: inout [Guard]
  ) -> Bool {
    let order: (plain: Opcode, negated: Opcode)
    switch comparison {
    case .equal, .notEqual:
      guard case .string(let text) = constant else { return false }
      let slot = slot(of: path)
      let number = pool.number(of: text)
      let isEqual = (comparison == .equal) != negated
      fuse(
        isEqual ? .guardEqualText : .guardNotEqualText, slot, Int(number), at: range,
        key: isEqual ? DispatchKey(slot: slot, texts: [number]) : nil, into: &guards)
      return true
    case .in, .notIn:
      guard let texts = constantTexts(expression) else { return false }
      let slot = slot(of: path)
      let set = pool.setIndex(of: texts)
      let isIn = (comparison == .in) != negated
      // A set of thousands is better asked than spread over a table.
      let key =
        isIn && texts.count <= 64
        ? DispatchKey(slot: slot, texts: Array(Set(texts.map { pool.number(of: $0) })).sorted())
        : nil
      fuse(
        isIn ? .guardInTexts : .guardNotInTexts, slot, set, at: range, key: key, into: &guards)
      return true
    case .less: order = (.guardLess, .guardGreaterOrEqual)
    case .lessOrEqual: order = (.guardLessOrEqual, .guardGreater)
    case .greater: order = (.guardGreater, .guardLessOrEqual)
    case .greaterOrEqual: order = (.guardGreaterOrEqual, .guardLess)
    case .contains, .overlaps, .includes, .startsWith, .endsWith, .like, .matches: return false
    }
    let slot = slot(of: path)
    fuse(
      negated ? order.negated : order.plain, slot, pool.index(of: constant), at: range,
      into: &guards)
    return true
  }

  private func mirror(_ comparison: Comparison) -> Comparison? {
    switch comparison {
    case .equal, .notEqual: comparison
    case .less: .greater
    case .lessOrEqual: .greaterOrEqual
    case .greater: .less
    case .greaterOrEqual: .lessOrEqual
    case .in, .notIn, .contains, .overlaps, .includes, .startsWith, .endsWith, .like, .matches:
      nil
    }
  }

  private func fuse(
    _ opcode: Opcode, _ slot: Int, _ b: Int = 0, at range: SourceRange, key: DispatchKey? = nil,
    into guards: inout [Guard]
  ) {
    guards.append(
      Guard(
        code: CodeBlock(), test: Instruction(opcode, a: slot, b: b), range: range, key: key))
  }

  private mutating func emitGeneral(
    _ condition: CheckedExpression, negated: Bool, into guards: inout [Guard]
  ) {
    var code = CodeBlock()
    emit(condition, into: &code)
    guards.append(
      Guard(
        code: code, test: Instruction(negated ? .guardFalse : .guardTrue), range: condition.range,
        key: nil))
  }
}
