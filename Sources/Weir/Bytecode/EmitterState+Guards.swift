// Turns a rule's conditions into guards. A conjunction is a row of guards; a negated disjunction is
// too; what a single slot and a constant decide is one fused instruction; the rest is stack code
// that ends in a test, and is shared where several rules say it.

/// One test of a rule's conjunction, in plain words: what is longer stands elsewhere, so that the
/// guards of a hundred thousand rules are one array.
package struct Guard: Sendable {
  /// The test itself.
  package var test: Instruction
  package var range: SourceRange
  /// What is computed first: an index in `EmitterState.blocks`; -1 for a fused guard.
  package var block: Int32 = -1
  /// The number of the fused guard among all of them; -1 until it has one.
  package var condition: Int32 = -1
  /// Where only certain texts of the guard's slot pass, which a dispatch can choose by: those
  /// texts, by number and distinct, in `EmitterState.keyTexts`.
  package var texts: Range<Int32> = 0..<0
  /// Whether a sieve may ask it: one instruction, about a slot.
  package var isSievable = false

  /// Whether it calls what is costly.
  var isCostly = false

  /// Whether the guard is one instruction.
  package var isFused: Bool { block < 0 }
  /// The slot that a dispatch can choose by; nil for none.
  package var keySlot: Int? { texts.isEmpty ? nil : test.a }
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
        texts: isEqual ? keyTexts(CollectionOfOne(number)) : 0..<0, into: &guards)
      return true
    case .in, .notIn:
      guard let texts = constantTexts(expression) else { return false }
      let slot = slot(of: path)
      var numbers = pool.numbers(of: texts)
      let set = pool.setIndex(of: numbers)
      let isIn = (comparison == .in) != negated
      // A set of thousands is better asked than spread over a table.
      let isKey = isIn && numbers.count <= 64
      if isKey { numbers.sort() }
      fuse(
        isIn ? .guardInTexts : .guardNotInTexts, slot, set, at: range,
        texts: isKey ? keyTexts(numbers) : 0..<0, into: &guards)
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

  /// Keeps the texts, given in order, by which a dispatch can choose a guard.
  private mutating func keyTexts(_ ordered: some Collection<UInt32>) -> Range<Int32> {
    let first = keyTexts.count
    for text in ordered where keyTexts.count == first || keyTexts.last != text {
      keyTexts.append(text)
    }
    return Int32(first)..<Int32(keyTexts.count)
  }

  /// Appends an instruction about a slot.
  private func fuse(
    _ opcode: Opcode, _ slot: Int, _ b: Int = 0, at range: SourceRange,
    texts: Range<Int32> = 0..<0, into guards: inout [Guard]
  ) {
    guards.append(
      Guard(
        test: Instruction(opcode, a: slot, b: b), range: range, texts: texts, isSievable: true))
  }

  private mutating func emitGeneral(
    _ condition: CheckedExpression, negated: Bool, into guards: inout [Guard]
  ) {
    var code = CodeBlock()
    emit(condition, into: &code)
    guards.append(
      Guard(
        test: Instruction(negated ? .guardFalse : .guardTrue), range: condition.range,
        block: Int32(blocks.count),
        isCostly: costlyCells != nil && code.instructions.contains { $0.isCostly }))
    blocks.append(code)
  }
}
