// Conditions that no fused guard covers: computed on a small stack of values, whose depth the
// verifier knows, until the guard that tests the result.

extension Interpreter {
  /// Runs a condition's code from a word on. Returns the word of the guard after it, with its
  /// value at the stack's bottom; nil where a limit ends the run: `steps` is negative then.
  @inline(never)
  mutating func compute<Counter: StepCounter>(
    from start: Int, _ counter: inout Counter
  ) -> Int? {
    let code = program.code
    let constants = program.constantValues
    let stack = self.stack
    var word = start
    var top = 0
    var depth = 0
    while true {
      let instruction = code[word]
      let a = instruction.a
      let b = instruction.b
      var next = word &+ 1
      // The verifier has seen every byte.
      switch unsafe unsafeBitCast(instruction.opcodeByte, to: Opcode.self) {
      case .halt, .jump, .switch, .tryRules, .rule, .match, .guardTrue, .guardFalse, .guardSlotTrue,
        .guardSlotFalse, .guardEqualText, .guardNotEqualText, .guardInTexts, .guardNotInTexts,
        .guardLess, .guardLessOrEqual, .guardGreater, .guardGreaterOrEqual, .guardHas,
        .guardHasNot, .guardFrom, .guardUntil:
        return word

      // MARK: Values onto the stack
      case .slot:
        stack[top] = memory[a]
        top &+= 1
      case .constant:
        stack[top] = constants[b]
        top &+= 1
      case .local:
        stack[top] = loops[a].value(at: b, memory)
        top &+= 1
      case .loopKey:
        stack[top] = loops[a].key(memory)
        top &+= 1
      case .loopValue:
        stack[top] = loops[a].value(memory)
        top &+= 1
      case .now:
        stack[top] = now
        top &+= 1
      case .member:
        stack[top &- 1] = Operations.member(stack[top &- 1], named: constants[b], memory)
      case .element:
        top &-= 1
        stack[top &- 1] = Operations.element(stack[top &- 1], stack[top], memory)
      case .list:
        top &-= a
        stack[top] = memory.makeList(UnsafeBufferPointer(start: stack + top, count: a))
        top &+= 1

      // MARK: Truths
      case .not: stack[top &- 1] = Operations.not(stack[top &- 1])
      case .and:
        top &-= 1
        stack[top &- 1] = Operations.and(stack[top &- 1], stack[top])
      case .or:
        top &-= 1
        stack[top &- 1] = Operations.or(stack[top &- 1], stack[top])
      case .jumpIfFalse: if stack[top &- 1].isFalse { next = word &+ b }
      case .jumpIfTrue: if stack[top &- 1].isTrue { next = word &+ b }
      case .has: stack[top &- 1] = Operations.has(stack[top &- 1])
      case .jumpUnlessMissing:
        if stack[top &- 1].isMissing { top &-= 1 } else { next = word &+ b }

      // MARK: Relations and arithmetic
      case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .in, .notIn,
        .keyIn, .notKeyIn, .contains, .includes, .startsWith, .endsWith, .add, .subtract,
        .multiply:
        top &-= 1
        stack[top &- 1] =
          relate(
            unsafe unsafeBitCast(instruction.opcodeByte, to: Opcode.self), stack[top &- 1],
            stack[top]) ?? .fault(.wrongType)
      case .overlaps:
        // Two lists are as many comparisons as two quantifiers.
        if depth == 0 { memory.comparisonsLeft = comparisons }
        top &-= 1
        stack[top &- 1] = Operations.overlaps(stack[top &- 1], stack[top], &memory)
        guard memory.comparisonsLeft >= 0 else {
          steps = -1
          return nil
        }
        if depth == 0 { comparisons = memory.comparisonsLeft }
      case .inTexts: stack[top &- 1] = isIn(stack[top &- 1], textSet: b)
      case .notInTexts: stack[top &- 1] = Operations.not(isIn(stack[top &- 1], textSet: b))
      case .overlapsTexts: stack[top &- 1] = overlaps(stack[top &- 1], textSet: b)
      case .like, .matches: stack[top &- 1] = matches(stack[top &- 1], pattern: b)
      case .total:
        top &-= a
        stack[top] = Operations.total(
          UnsafeBufferPointer(start: stack + top, count: a), subtracted: b)
        top &+= 1
      case .negate: stack[top &- 1] = Operations.negate(stack[top &- 1])

      // MARK: Loops, calls, sharing
      case .loop, .loopMap, .loopEither:
        let kind = unsafe unsafeBitCast(UInt8(truncatingIfNeeded: a), to: LoopKind.self)
        let opcode = unsafe unsafeBitCast(instruction.opcodeByte, to: Opcode.self)
        let frame = LoopFrame(over: stack[top &- 1], by: opcode, kind: kind)
        if let result = frame.resultIfEmpty(kind) {
          stack[top &- 1] = result
          next = word &+ b
        } else {
          if depth == 0 { memory.comparisonsLeft = comparisons }
          steps &-= 1
          top &-= 1
          loops[depth] = frame
          depth &+= 1
        }
      case .next:
        top &-= 1
        let kind = unsafe unsafeBitCast(UInt8(truncatingIfNeeded: a), to: LoopKind.self)
        if loops[depth &- 1].take(stack[top], kind, memory) {
          steps &-= 1
          guard steps >= 0 else {
            memory.exceed(.quantifierSteps)
            return nil
          }
          guard memory.comparisonsLeft >= 0 else {
            memory.exceed(.comparedPairs)
            steps = -1
            return nil
          }
          next = word &- b
        } else {
          depth &-= 1
          if depth == 0 { comparisons = memory.comparisonsLeft }
          stack[top] = loops[depth].result
          top &+= 1
        }
      case .call:
        top &-= b
        let builtin = unsafe unsafeBitCast(UInt8(truncatingIfNeeded: a), to: Builtin.self)
        stack[top] = call(builtin, UnsafeBufferPointer(start: stack + top, count: b))
        top &+= 1
      case .read:
        top &-= b
        stack[top] = read(UnsafeBufferPointer(start: stack + top, count: b), with: a)
        top &+= 1
      case .recall:
        if cells[a].run == runNumber {
          stack[top] = cells[a].value
          top &+= 1
          next = word &+ b
        }
      case .remember: cells[a] = Cell(value: stack[top &- 1], run: runNumber)
      }
      counter.count(word)
      word = next
    }
  }
}
