// Turns checked expressions into stack code. Code for one condition stands in a buffer of its own
// with relative jumps, so that two conditions that mean the same have the same words.

/// Code with what each word was made from.
package struct CodeBlock: Sendable {
  package var instructions: [Instruction] = []
  package var ranges: [SourceRange] = []

  package init() {}

  package mutating func append(
    _ opcode: Opcode, a: Int = 0, b: Int = 0, at range: SourceRange
  ) {
    instructions.append(Instruction(opcode, a: a, b: b))
    ranges.append(range)
  }

  package mutating func append(_ block: CodeBlock) {
    instructions += block.instructions
    ranges += block.ranges
  }

  /// Appends a forward jump whose target `land` will fill in.
  fileprivate mutating func jump(_ opcode: Opcode, a: Int = 0, at range: SourceRange) -> Int {
    append(opcode, a: a, at: range)
    return instructions.count - 1
  }

  /// Lets a jump go to the word that comes next.
  fileprivate mutating func land(_ jump: Int) {
    let old = instructions[jump]
    guard let opcode = Opcode(rawValue: old.opcodeByte) else { return }
    instructions[jump] = Instruction(opcode, a: old.a, b: instructions.count - jump)
  }
}

/// What the emitter knows of the program as it grows: constants and projection.
package struct EmitterState {
  package var pool = ConstantPool()
  package var projection: ProjectionBuilder
  /// What guards compute, and the texts that they can be chosen by (see `Guard`).
  package var blocks: [CodeBlock] = []
  package var keyTexts: [UInt32] = []
  /// The readers that the program needs, by number.
  package var readers: [QueryReader.Need] = []
  /// The cells of costly calls; nil in a policy without.
  package var costlyCells: CostlyCells?
  /// The loops around the expression being emitted, outermost first.
  fileprivate var loops: [Loop] = []

  package init(shape: RecordShape?) { projection = ProjectionBuilder(shape: shape) }

  fileprivate struct Loop {
    enum Layout {
      /// Elements are laid out by the projection: the draft of the element (or map value).
      case projected(draft: Int, isMap: Bool)
      /// Elements are values as they come.
      case generic
    }
    var first: Int
    var second: Int?
    var layout: Layout
  }

  /// The slot of a path of the request.
  package mutating func slot(of path: RequestPath, _ want: Want = .scalar) -> Int {
    let draft = projection.draft(path.steps)
    return projection.slot(at: draft, want, pool: &pool)
  }

  // MARK: Calls

  /// A call; one with a cell is computed where a request first needs it.
  private mutating func emitCall(
    _ callee: Callee, _ arguments: [CheckedExpression], cell: Int?, _ range: SourceRange,
    into block: inout CodeBlock
  ) {
    let recall = cell.map { block.jump(.recall, a: $0, at: range) }
    for argument in arguments { emit(argument, .whole, into: &block) }
    switch callee {
    case .builtin(let builtin):
      block.append(.call, a: Int(builtin.rawValue), b: arguments.count, at: range)
    case .reader(let reader):
      block.append(.read, a: number(of: reader), b: arguments.count, at: range)
    }
    if let cell { block.append(.remember, a: cell, at: range) }
    if let recall { block.land(recall) }
  }

  private mutating func number(of reader: QueryReader.Need) -> Int {
    if let known = readers.firstIndex(of: reader) { return known }
    readers.append(reader)
    return readers.count - 1
  }

  // MARK: Expressions

  package mutating func emit(
    _ expression: CheckedExpression, _ want: Want = .scalar, into block: inout CodeBlock
  ) {
    let range = expression.range
    switch expression.kind {
    case .constant(let constant):
      block.append(.constant, b: pool.index(of: constant), at: range)
    case .path(let path):
      block.append(.slot, a: slot(of: path, want), at: range)
    case .local(let variable, let steps):
      emitLocal(variable, steps, want, range, into: &block)
    case .now: block.append(.now, at: range)
    case .member(let base, let name):
      emit(base, .whole, into: &block)
      block.append(.member, b: pool.index(of: .string(name)), at: range)
    case .element(let base, let key):
      emit(base, .whole, into: &block)
      emit(key, into: &block)
      block.append(.element, at: range)
    case .list(let elements):
      for element in elements { emit(element, .whole, into: &block) }
      block.append(.list, a: elements.count, at: range)

    case .not(let operand):
      emit(operand, into: &block)
      block.append(.not, at: range)
    case .and(let operands): emitKleene(operands, .and, .jumpIfFalse, range, into: &block)
    case .or(let operands): emitKleene(operands, .or, .jumpIfTrue, range, into: &block)
    case .compare(let comparison, let left, let right):
      emitComparison(comparison, left, right, range, into: &block)
    case .arithmetic where expression.isLongSum, .negate where expression.isSum:
      emitTotal(expression.terms, range, into: &block)
    case .arithmetic(let arithmetic, let left, let right):
      emit(left, into: &block)
      emit(right, into: &block)
      switch arithmetic {
      case .add: block.append(.add, at: range)
      case .subtract: block.append(.subtract, at: range)
      case .multiply: block.append(.multiply, at: range)
      }
    case .negate(let operand):
      emit(operand, into: &block)
      block.append(.negate, at: range)
    case .coalesce(let left, let right):
      emit(left, want, into: &block)
      let jump = block.jump(.jumpUnlessMissing, at: range)
      emit(right, want, into: &block)
      block.land(jump)
    case .has(let operand):
      emit(operand, into: &block)
      block.append(.has, at: range)
    case .quantifier(let quantifier): emitQuantifier(quantifier, range, into: &block)
    case .call(let callee, let arguments):
      emitCall(callee, arguments, cell: costlyCells?.cell(of: expression), range, into: &block)
    }
  }

  /// A sum of more terms than two, those that are subtracted last.
  private mutating func emitTotal(
    _ terms: [CheckedExpression.Term], _ range: SourceRange, into block: inout CodeBlock
  ) {
    for (term, isSubtracted) in terms where !isSubtracted { emit(term, into: &block) }
    for (term, isSubtracted) in terms where isSubtracted { emit(term, into: &block) }
    block.append(.total, a: terms.count, b: terms.count { $0.isSubtracted }, at: range)
  }

  /// Each operand but the last may settle the matter; the others are combined.
  private mutating func emitKleene(
    _ operands: [CheckedExpression], _ combine: Opcode, _ settle: Opcode, _ range: SourceRange,
    into block: inout CodeBlock
  ) {
    var jumps: [Int] = []
    let operands = costlyCells == nil ? operands : CostlyCells.cheapFirst(operands)
    for (index, operand) in operands.enumerated() {
      emit(operand, into: &block)
      if index > 0 { block.append(combine, at: range) }
      if index < operands.count - 1 { jumps.append(block.jump(settle, at: range)) }
    }
    for jump in jumps { block.land(jump) }
  }

  private mutating func emitComparison(
    _ comparison: Comparison, _ left: CheckedExpression, _ right: CheckedExpression,
    _ range: SourceRange, into block: inout CodeBlock
  ) {
    let opcode: Opcode
    switch comparison {
    case .like, .matches:
      emit(left, into: &block)
      guard case .constant(.string(let text)) = right.kind else {
        // The checker lets only constant patterns through; without one nothing matches.
        block.append(.constant, b: pool.index(of: .number(.zero)), at: right.range)
        block.append(.equal, at: range)
        return
      }
      let pattern = ProgramImage.PatternSource(
        kind: comparison == .like ? .glob : .expression, text: text)
      block.append(
        comparison == .like ? .like : .matches, b: pool.index(of: pattern), at: range)
      return
    case .in, .notIn:
      if let texts = constantTexts(right) {
        emit(left, into: &block)
        block.append(
          comparison == .in ? .inTexts : .notInTexts, b: pool.setIndex(of: texts), at: range)
        return
      }
      if case .map = right.type {
        opcode = comparison == .in ? .keyIn : .notKeyIn
      } else {
        opcode = comparison == .in ? .in : .notIn
      }
    case .overlaps:
      if let texts = constantTexts(right) {
        emit(left, .whole, into: &block)
        block.append(.overlapsTexts, b: pool.setIndex(of: texts), at: range)
        return
      }
      opcode = .overlaps
    case .equal: opcode = .equal
    case .notEqual: opcode = .notEqual
    case .less: opcode = .less
    case .lessOrEqual: opcode = .lessOrEqual
    case .greater: opcode = .greater
    case .greaterOrEqual: opcode = .greaterOrEqual
    case .contains: opcode = .contains
    case .includes: opcode = .includes
    case .startsWith: opcode = .startsWith
    case .endsWith: opcode = .endsWith
    }
    // A constant scalar on one side needs no more of the other than what kind of thing it is.
    let wantLeft: Want = isScalarConstant(right) && comparison != .contains ? .scalar : .whole
    let wantRight: Want = isScalarConstant(left) && !isMembership(comparison) ? .scalar : .whole
    if comparison == .contains {
      emitElements(left, wantLeft, into: &block)
    } else {
      emit(left, wantLeft, into: &block)
    }
    if comparison == .in || comparison == .notIn {
      emitElements(right, wantRight, into: &block)
    } else {
      emit(right, wantRight, into: &block)
    }
    block.append(opcode, at: range)
  }

  /// Emits what is asked for an element.
  private mutating func emitElements(
    _ expression: CheckedExpression, _ want: Want, into block: inout CodeBlock
  ) {
    if case .constant(let constant) = expression.kind {
      block.append(.constant, b: pool.index(ofElements: constant), at: expression.range)
    } else {
      emit(expression, want, into: &block)
    }
  }

  private func isMembership(_ comparison: Comparison) -> Bool {
    switch comparison {
    case .in, .notIn, .contains, .overlaps: true
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .includes,
      .startsWith, .endsWith, .like, .matches:
      false
    }
  }

  /// The texts of a constant list of nothing but texts, at least one.
  package func constantTexts(_ expression: CheckedExpression) -> [ExactString]? {
    guard case .constant(.list(let elements)) = expression.kind, !elements.isEmpty else {
      return nil
    }
    var texts: [ExactString] = []
    texts.reserveCapacity(elements.count)
    for element in elements {
      guard case .string(let text) = element else { return nil }
      texts.append(text)
    }
    return texts
  }

  private func isScalarConstant(_ expression: CheckedExpression) -> Bool {
    guard case .constant(let constant) = expression.kind else { return false }
    switch constant {
    case .bool, .string, .number, .timestamp, .duration, .ip, .cidr, .hours, .version, .path,
      .folder:
      return true
    case .null, .list, .record: return false
    }
  }

  // MARK: Loops

  private mutating func emitQuantifier(
    _ quantifier: CheckedQuantifier, _ range: SourceRange, into block: inout CodeBlock
  ) {
    let layout = emitSubject(quantifier.subject, into: &block)
    let kind = Int(LoopKind(quantifier.kind).rawValue)
    let start = block.jump(loopOpcode(quantifier), a: kind, at: range)
    loops.append(
      Loop(first: quantifier.variable, second: quantifier.secondVariable, layout: layout))
    let body = block.instructions.count
    emit(quantifier.body, into: &block)
    loops.removeLast()
    block.append(.next, a: kind, b: block.instructions.count - body, at: range)
    block.land(start)
  }

  /// The loop over what the subject may be.
  private func loopOpcode(_ quantifier: CheckedQuantifier) -> Opcode {
    switch quantifier.subject.type {
    case .list: .loop
    case .map: .loopMap
    case .bool, .string, .choice, .number, .timestamp, .duration, .ip, .cidr, .hours, .version,
      .path, .folder,
      .record, .any:
      quantifier.takesMap ? .loopEither : .loop
    }
  }

  private mutating func emitSubject(
    _ subject: CheckedExpression, into block: inout CodeBlock
  ) -> Loop.Layout {
    let isMap: Bool
    switch subject.type {
    case .list: isMap = false
    case .map: isMap = true
    case .bool, .string, .choice, .number, .timestamp, .duration, .ip, .cidr, .hours, .version,
      .path, .folder,
      .record, .any:
      emit(subject, .whole, into: &block)
      return .generic
    }
    switch subject.kind {
    case .path(let path):
      let draft = projection.draft(path.steps)
      block.append(
        .slot, a: projection.slot(at: draft, .scalar, pool: &pool), at: subject.range)
      return .projected(
        draft: projection.elements(of: draft, isMap: isMap, pool: &pool), isMap: isMap)
    case .local(let variable, let steps):
      if let (depth, draft) = projectedDraft(variable, steps) {
        let slot = projection.slot(at: draft, .scalar, pool: &pool)
        let element = projection.elements(of: draft, isMap: isMap, pool: &pool)
        block.append(.local, a: depth, b: slot, at: subject.range)
        return .projected(draft: element, isMap: isMap)
      }
    case .constant, .now, .member, .element, .list, .not, .and, .or, .compare, .arithmetic,
      .negate, .coalesce, .has, .quantifier, .call:
      break
    }
    emit(subject, .whole, into: &block)
    return .generic
  }

  /// The draft of a value below a variable whose loop the projection lays out; nil for an index, a
  /// key, or a generic element.
  private mutating func projectedDraft(
    _ variable: Int, _ steps: [RequestPath.Step]
  ) -> (depth: Int, draft: Int)? {
    guard let depth = loops.lastIndex(where: { $0.first == variable || $0.second == variable })
    else { return nil }
    let loop = loops[depth]
    guard case .projected(let draft, let isMap) = loop.layout else { return nil }
    // The value is the only variable of a list's loop, or the second of two.
    let isValue = loop.second.map { $0 == variable } ?? !isMap
    guard isValue else { return nil }
    return (depth, projection.draft(below: draft, steps))
  }

  private mutating func emitLocal(
    _ variable: Int, _ steps: [RequestPath.Step], _ want: Want, _ range: SourceRange,
    into block: inout CodeBlock
  ) {
    if let (depth, draft) = projectedDraft(variable, steps) {
      block.append(
        .local, a: depth, b: projection.slot(at: draft, want, pool: &pool), at: range)
      return
    }
    guard let depth = loops.lastIndex(where: { $0.first == variable || $0.second == variable })
    else {
      // A variable out of scope is a checker's defect; an absent member is the safe reading of it.
      block.append(.constant, b: pool.index(of: .record([])), at: range)
      block.append(.member, b: pool.index(of: .string("")), at: range)
      return
    }
    let loop = loops[depth]
    if loop.second == nil {
      block.append(.local, a: depth, b: 0, at: range)
    } else {
      block.append(loop.second == variable ? .loopValue : .loopKey, a: depth, at: range)
    }
    for step in steps {
      switch step {
      case .member(let name):
        block.append(.member, b: pool.index(of: .string(name)), at: range)
      case .index(let index):
        block.append(.constant, b: pool.index(of: .number(Decimal(index))), at: range)
        block.append(.element, at: range)
      }
    }
  }
}

extension CheckedExpression {
  /// A sum that `add` or `sub` alone do not make.
  fileprivate var isLongSum: Bool {
    guard case .arithmetic(let operation, let left, let right) = kind, operation != .multiply else {
      return false
    }
    return left.isSum || right.isSum
  }
}
