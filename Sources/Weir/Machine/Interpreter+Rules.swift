// Rules: candidates are tried one after the other, guard by guard.

extension Interpreter {
  /// Tries candidates.
  @inline(__always)
  mutating func judge<Counter: StepCounter>(
    _ candidates: UnsafePointer<Candidate>, _ count: Int, _ counter: inout Counter
  ) {
    let code = program.code
    var frame = self.frame
    let matched = self.matched
    let uncertain = self.uncertain
    var matchedCount = self.matchedCount
    var uncertainCount = self.uncertainCount
    var next = candidates
    let end = candidates + count
    defer {
      self.matchedCount = matchedCount
      self.uncertainCount = uncertainCount
    }

    candidates: while next != end {
      let candidate = next.pointee
      next += 1
      var isUncertain = candidate.isUncertain
      var word = code + candidate.word
      counter.begin(candidate.rule)
      while true {
        let instruction = word.pointee
        let answer: Truth
        // The verifier has seen every byte.
        switch unsafe unsafeBitCast(instruction.opcodeByte, to: Opcode.self) {
        case .match:
          counter.count(word - code)
          if isUncertain {
            uncertain[uncertainCount] = candidate.rule
            uncertainCount &+= 1
          } else {
            matched[matchedCount] = candidate.rule
            matchedCount &+= 1
          }
          continue candidates
        case .guardTrue: answer = stack.pointee.truth
        case .guardFalse: answer = Interpreter.isFalse(stack.pointee)
        case .guardFrom:
          answer = ordered(now, constant(instruction), .greaterOrEqual)
        case .guardUntil: answer = ordered(now, constant(instruction), .less)
        case .guardSlotTrue: answer = frame[instruction.a].truth
        case .guardSlotFalse: answer = Interpreter.isFalse(frame[instruction.a])
        case .guardEqualText:
          answer = Interpreter.isText(frame[instruction.a], instruction.b, true)
        case .guardNotEqualText:
          answer = Interpreter.isText(frame[instruction.a], instruction.b, false)
        case .guardInTexts: answer = isIn(frame[instruction.a], instruction.b, true)
        case .guardNotInTexts: answer = isIn(frame[instruction.a], instruction.b, false)
        case .guardLess: answer = ordered(frame[instruction.a], constant(instruction), .less)
        case .guardLessOrEqual:
          answer = ordered(frame[instruction.a], constant(instruction), .lessOrEqual)
        case .guardGreater: answer = ordered(frame[instruction.a], constant(instruction), .greater)
        case .guardGreaterOrEqual:
          answer = ordered(frame[instruction.a], constant(instruction), .greaterOrEqual)
        case .guardHas: answer = Interpreter.has(frame[instruction.a], true)
        case .guardHasNot: answer = Interpreter.has(frame[instruction.a], false)
        case .halt, .jump, .switch, .tryRules, .rule, .slot, .constant, .local, .loopKey,
          .loopValue,
          .now, .member, .element, .list, .not, .and, .or, .jumpIfFalse, .jumpIfTrue, .has,
          .jumpUnlessMissing, .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual,
          .in, .notIn, .keyIn, .notKeyIn, .contains, .overlaps, .inTexts, .notInTexts,
          .overlapsTexts, .includes, .startsWith, .endsWith, .like, .matches, .add, .subtract,
          .total, .multiply, .negate, .loop, .loopMap, .loopEither, .next, .call, .recall,
          .remember, .read:
          guard let guardWord = compute(from: word - code, &counter) else { return }
          frame = self.frame
          word = code + guardWord
          continue
        }
        counter.count(word - code)
        switch answer {
        case .false: continue candidates
        case .true: break
        case .uncertain: isUncertain = true
        }
        word += 1
      }
    }
  }

  // MARK: Guards

  /// The answer of a guard of one slot.
  @inline(__always)
  mutating func answer(
    _ instruction: Instruction, _ frame: UnsafePointer<Value>
  ) -> Truth {
    let answer: Truth
    switch unsafe unsafeBitCast(instruction.opcodeByte, to: Opcode.self) {
    case .guardSlotTrue: answer = frame[instruction.a].truth
    case .guardSlotFalse: answer = Interpreter.isFalse(frame[instruction.a])
    case .guardEqualText:
      answer = Interpreter.isText(frame[instruction.a], instruction.b, true)
    case .guardNotEqualText:
      answer = Interpreter.isText(frame[instruction.a], instruction.b, false)
    case .guardInTexts: answer = isIn(frame[instruction.a], instruction.b, true)
    case .guardNotInTexts: answer = isIn(frame[instruction.a], instruction.b, false)
    case .guardLess: answer = ordered(frame[instruction.a], constant(instruction), .less)
    case .guardLessOrEqual:
      answer = ordered(frame[instruction.a], constant(instruction), .lessOrEqual)
    case .guardGreater: answer = ordered(frame[instruction.a], constant(instruction), .greater)
    case .guardGreaterOrEqual:
      answer = ordered(frame[instruction.a], constant(instruction), .greaterOrEqual)
    case .guardHas: answer = Interpreter.has(frame[instruction.a], true)
    case .guardHasNot: answer = Interpreter.has(frame[instruction.a], false)
    case .halt, .jump, .switch, .tryRules, .rule, .match, .guardTrue, .guardFalse, .guardFrom,
      .guardUntil, .slot, .constant, .local, .loopKey, .loopValue, .now, .member, .element, .list,
      .not, .and, .or, .jumpIfFalse, .jumpIfTrue, .has, .jumpUnlessMissing, .equal, .notEqual,
      .less, .lessOrEqual, .greater, .greaterOrEqual, .in, .notIn, .keyIn, .notKeyIn, .contains,
      .overlaps, .inTexts,
      .notInTexts, .overlapsTexts, .includes, .startsWith, .endsWith, .like, .matches, .add,
      .subtract, .total, .multiply, .negate, .loop, .loopMap, .loopEither, .next, .call, .recall,
      .remember, .read:
      answer = .true
    }
    return answer
  }

  @inline(__always)
  private func constant(_ instruction: Instruction) -> Value {
    memory.constantValues[instruction.b]
  }

  @inline(__always)
  private static func isFalse(_ value: Value) -> Truth {
    value.isFalse ? .true : value.isTrue ? .false : .uncertain
  }

  /// A text's number against another; what is not a text is uncertain.
  @inline(__always)
  private static func isText(_ value: Value, _ number: Int, _ expected: Bool) -> Truth {
    guard value.tag == .string else { return .uncertain }
    return (value.internID == UInt32(truncatingIfNeeded: number)) == expected ? .true : .false
  }

  @inline(__always)
  private func isIn(_ value: Value, _ set: Int, _ expected: Bool) -> Truth {
    guard value.tag == .string else { return .uncertain }
    return program.textSets[set].contains(value.internID) == expected ? .true : .false
  }

  @inline(__always)
  private static func has(_ value: Value, _ expected: Bool) -> Truth {
    guard value.isFault else { return expected ? .true : .false }
    let truth = Operations.has(value)
    return truth.isFault ? .uncertain : truth.isTrue == expected ? .true : .false
  }

  /// An order of two values, here where both are short numbers.
  @inline(__always)
  private mutating func ordered(
    _ left: Value, _ right: Value, _ comparison: Comparison
  ) -> Truth {
    if let truth = Operations.orderedShortly(comparison, left, right) { return Truth(truth) }
    return orderedInGeneral(left, right, comparison)
  }

  @inline(never)
  private mutating func orderedInGeneral(
    _ left: Value, _ right: Value, _ comparison: Comparison
  ) -> Truth {
    Operations.ordered(comparison, left, right, memory).truth
  }
}
