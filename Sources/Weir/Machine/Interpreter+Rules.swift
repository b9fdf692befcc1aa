// Rules: candidates are tried one after the other, guard by guard.

extension Interpreter {
  /// What a guard says of its rule.
  enum Answer: UInt8, BitwiseCopyable { case no, yes, unknown }

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
        let answer: Answer
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
        case .guardTrue: answer = Interpreter.isTrue(stack.pointee)
        case .guardFalse: answer = Interpreter.isFalse(stack.pointee)
        case .guardFrom:
          answer = ordered(now, constant(instruction), .greaterOrEqual)
        case .guardUntil: answer = ordered(now, constant(instruction), .less)
        case .guardSlotTrue: answer = Interpreter.isTrue(frame[instruction.a])
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
          .remember:
          guard let guardWord = compute(from: word - code, &counter) else { return }
          frame = self.frame
          word = code + guardWord
          continue
        }
        counter.count(word - code)
        switch answer {
        case .no: continue candidates
        case .yes: break
        case .unknown: isUncertain = true
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
  ) -> Answer {
    let answer: Answer
    switch unsafe unsafeBitCast(instruction.opcodeByte, to: Opcode.self) {
    case .guardSlotTrue: answer = Interpreter.isTrue(frame[instruction.a])
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
      .remember:
      answer = .yes
    }
    return answer
  }

  @inline(__always)
  private func constant(_ instruction: Instruction) -> Value {
    memory.constantValues[instruction.b]
  }

  @inline(__always)
  private static func isTrue(_ value: Value) -> Answer {
    value.isTrue ? .yes : value.isFalse ? .no : .unknown
  }

  @inline(__always)
  private static func isFalse(_ value: Value) -> Answer {
    value.isFalse ? .yes : value.isTrue ? .no : .unknown
  }

  /// A text's number against another; no text is unknown.
  @inline(__always)
  private static func isText(_ value: Value, _ number: Int, _ expected: Bool) -> Answer {
    guard value.tag == .string else { return .unknown }
    return (value.internID == UInt32(truncatingIfNeeded: number)) == expected ? .yes : .no
  }

  @inline(__always)
  private func isIn(_ value: Value, _ set: Int, _ expected: Bool) -> Answer {
    guard value.tag == .string else { return .unknown }
    return program.textSets[set].contains(value.internID) == expected ? .yes : .no
  }

  @inline(__always)
  private static func has(_ value: Value, _ expected: Bool) -> Answer {
    guard value.isFault else { return expected ? .yes : .no }
    let truth = Operations.has(value)
    return truth.isFault ? .unknown : truth.isTrue == expected ? .yes : .no
  }

  /// An order of two values, here where both are short numbers.
  @inline(__always)
  private mutating func ordered(
    _ left: Value, _ right: Value, _ comparison: Comparison
  ) -> Answer {
    if let truth = Operations.orderedShortly(comparison, left, right) { return truth ? .yes : .no }
    return orderedInGeneral(left, right, comparison)
  }

  @inline(never)
  private mutating func orderedInGeneral(
    _ left: Value, _ right: Value, _ comparison: Comparison
  ) -> Answer {
    let truth = Operations.ordered(comparison, left, right, memory)
    return truth.isFault ? .unknown : truth.isTrue ? .yes : .no
  }
}
