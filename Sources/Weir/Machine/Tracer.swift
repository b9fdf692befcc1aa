// Goes over one rule's code again, slowly, and notes why it came out uncertain: which paths could not
// be read as the rule needs them. It runs only where a verdict names the rule, works on the same slots
// as the interpreter did, and asks the same `Operations`; what it adds is the book-keeping.
//
// Every traced value knows which paths of the request were read for it. A value that is a fault knows
// its causes as well: those of its faulty operands, or, where the operation itself failed, one for
// each path its operands had read.

/// A cause before its place in the input is known.
package struct TracedCause: Hashable, Sendable {
  package var steps: [RequestPath.Step]
  package var fault: FaultKind
}

/// A value with its history.
package struct Traced {
  package var value: Value
  /// Why it is a fault; empty when it is none.
  package var causes: Set<TracedCause> = []
  /// Which paths were read for it.
  package var reads: Set<[RequestPath.Step]> = []
  /// Causes of elements of a list made here, which matter once something reads them.
  fileprivate var partCauses: Set<TracedCause> = []
  /// Where it stands in the request, if it is a part of it as it came.
  fileprivate var origin: Origin?

  fileprivate struct Origin {
    var steps: [RequestPath.Step]
    /// The projection's node, as far as it goes.
    var node: Int?
  }

  fileprivate init(_ value: Value) { self.value = value }

  /// A part of the request.
  fileprivate init(_ value: Value, at origin: Origin) {
    self.value = value
    self.origin = origin
    reads = [origin.steps]
    if value.isFault { causes = [TracedCause(steps: origin.steps, fault: value.faultKind)] }
  }

  /// What an operation made of operands.
  fileprivate init(_ value: Value, from operands: [Traced]) {
    self.value = value
    for operand in operands { reads.formUnion(operand.reads) }
    guard value.isFault else { return }
    for operand in operands where operand.value.isFault { causes.formUnion(operand.causes) }
    if !operands.contains(where: { $0.value.isFault }) {
      causes = Set(reads.map { TracedCause(steps: $0, fault: value.faultKind) })
    }
  }
}

/// Traces rules of the request that an interpreter has just judged.
package struct Tracer: ~Copyable {
  private let program: LoadedProgram
  private let now: Traced
  private var stack: [Traced] = []
  private var loops: [TracedLoop] = []

  private struct TracedLoop {
    var frame: LoopFrame
    var kind: LoopKind
    var subject: Traced
    /// Of the uncertain bodies so far.
    var causes: Set<TracedCause> = []
    var reads: Set<[RequestPath.Step]>
  }

  /// A tracer for one request; `clock` is the path that `now` was read from, if it was.
  package init(_ program: LoadedProgram, now: Value, clock: RequestPath?) {
    self.program = program
    self.now = clock.map { Traced(now, at: .init(steps: $0.steps, node: nil)) } ?? Traced(now)
  }

  /// The causes of an uncertain rule whose code begins at `word`.
  package mutating func causes(
    ofRuleAt word: Int, _ interpreter: inout Interpreter
  ) -> Set<TracedCause> {
    var causes: Set<TracedCause> = []
    var word = word + 1
    stack.removeAll()
    loops.removeAll()
    while true {
      let instruction = program.code[word]
      guard let opcode = Opcode(rawValue: instruction.opcodeByte), opcode != .match else {
        return causes
      }
      if opcode.isGuard {
        causes.formUnion(guardCauses(opcode, instruction, interpreter))
        word += 1
      } else {
        word = step(opcode, instruction, word, &interpreter)
      }
    }
  }

  // MARK: Guards

  private mutating func guardCauses(
    _ opcode: Opcode, _ instruction: Instruction, _ interpreter: borrowing Interpreter
  ) -> Set<TracedCause> {
    let operand: Traced
    switch opcode.entry.a {
    case .slot: operand = slot(instruction.a, interpreter)
    case .none, .constant, .text, .textSet, .pattern, .target, .forward, .backward, .rule, .table,
      .cell, .builtin, .frame, .elementSlot, .count, .loopKind:
      operand = opcode == .guardTrue || opcode == .guardFalse ? pop() : now
    }
    // A missing value is an answer to `has`, and to nothing else.
    let asksForPresence = opcode == .guardHas || opcode == .guardHasNot
    if operand.value.isFault, !asksForPresence { return operand.causes }
    // No fault, and yet perhaps not what the guard compares with.
    let truth: Value
    switch opcode {
    case .guardTrue, .guardFalse, .guardSlotTrue, .guardSlotFalse:
      truth = operand.value.tag == .bool ? .true : .fault(.wrongType)
    case .guardEqualText, .guardNotEqualText, .guardInTexts, .guardNotInTexts:
      truth = operand.value.tag == .string ? .true : .fault(.wrongType)
    case .guardLess, .guardLessOrEqual, .guardGreater, .guardGreaterOrEqual, .guardFrom,
      .guardUntil:
      truth = Operations.ordered(
        .less, operand.value, program.constantValues[instruction.b], interpreter.memory)
    case .guardHas, .guardHasNot: truth = Operations.has(operand.value)
    case .halt, .jump, .switch, .rule, .match, .slot, .constant, .local, .loopKey, .loopValue,
      .now, .member, .element, .list, .not, .and, .or, .jumpIfFalse, .jumpIfTrue, .has,
      .jumpUnlessMissing, .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .in,
      .notIn, .contains, .overlaps, .inTexts, .notInTexts, .overlapsTexts, .includes, .startsWith,
      .endsWith, .like, .matches, .add, .subtract, .multiply, .negate, .loop, .next, .call,
      .recall, .remember:
      truth = .true
    }
    return Traced(truth, from: [operand]).causes
  }

  // MARK: Steps

  /// Performs one instruction and returns the word that comes next.
  private mutating func step(
    _ opcode: Opcode, _ instruction: Instruction, _ word: Int, _ interpreter: inout Interpreter
  ) -> Int {
    let a = instruction.a
    let b = instruction.b
    let constants = program.constantValues
    switch opcode {
    case .halt, .jump, .switch, .rule, .match, .guardTrue, .guardFalse, .guardSlotTrue,
      .guardSlotFalse, .guardEqualText, .guardNotEqualText, .guardInTexts, .guardNotInTexts,
      .guardLess, .guardLessOrEqual, .guardGreater, .guardGreaterOrEqual, .guardHas,
      .guardHasNot, .guardFrom, .guardUntil:
      break  // Not between `rule` and `match`, or handled as a guard.

    case .slot: stack.append(slot(a, interpreter))
    case .constant: stack.append(Traced(constants[b]))
    case .local: stack.append(local(loops[a], at: b, interpreter))
    case .loopKey: stack.append(key(of: loops[a], interpreter))
    case .loopValue: stack.append(element(of: loops[a], interpreter))
    case .now: stack.append(now)
    case .member:
      let base = pop()
      let value = Operations.member(base.value, named: constants[b], interpreter.memory)
      let name = Text(validated: Array(interpreter.memory.bytes(of: constants[b])))
      stack.append(part(value, of: base, by: .member(name)))
    case .element:
      let key = pop()
      let base = pop()
      let value = Operations.element(base.value, key.value, interpreter.memory)
      if base.origin == nil || key.value.isFault || base.value.isFault
        || value.isFault && value.faultKind == .wrongType
      {
        stack.append(Traced(value, from: [base, key]))
      } else if key.value.tag == .string {
        let name = Text(validated: Array(interpreter.memory.bytes(of: key.value)))
        stack.append(part(value, of: base, by: .member(name), reading: key.reads))
      } else {
        let index = key.value.decimal.integer ?? 0
        stack.append(part(value, of: base, by: .index(index), reading: key.reads))
      }
    case .list:
      let elements = Array(stack.suffix(a))
      stack.removeLast(a)
      var list = Traced(interpreter.memory.makeList(elements.map(\.value)))
      for element in elements {
        list.reads.formUnion(element.reads)
        list.partCauses.formUnion(element.causes)
      }
      stack.append(list)

    case .not: unary { value, _ in Operations.not(value) }
    case .and: binary { left, right, _ in Operations.and(left, right) }
    case .or: binary { left, right, _ in Operations.or(left, right) }
    case .jumpIfFalse: if stack[stack.count - 1].value.isFalse { return word + b }
    case .jumpIfTrue: if stack[stack.count - 1].value.isTrue { return word + b }
    case .has: unary { value, _ in Operations.has(value) }
    case .jumpUnlessMissing:
      if stack[stack.count - 1].value.isMissing { _ = pop() } else { return word + b }

    case .loop:
      let kind = LoopKind(rawValue: UInt8(a)) ?? .any
      let subject = pop()
      let frame = LoopFrame(over: subject.value, kind: kind)
      if let result = frame.resultIfEmpty(kind) {
        stack.append(Traced(result, from: [subject]))
        return word + b
      }
      loops.append(
        TracedLoop(frame: frame, kind: kind, subject: subject, reads: subject.reads))
    case .next:
      let body = pop()
      let last = loops.count - 1
      loops[last].reads.formUnion(body.reads)
      loops[last].causes.formUnion(body.causes)
      if loops[last].frame.take(body.value, loops[last].kind, interpreter.memory) {
        return word - b
      }
      let loop = loops.removeLast()
      var result = Traced(loop.frame.result)
      result.reads = loop.reads
      if result.value.isFault {
        result.causes =
          loop.causes.isEmpty
          ? Set(loop.reads.map { TracedCause(steps: $0, fault: result.value.faultKind) })
          : loop.causes
      }
      stack.append(result)
    case .call:
      let arguments = Array(stack.suffix(b))
      stack.removeLast(b)
      stack.append(
        Traced(
          interpreter.call(Builtin(rawValue: UInt8(a)) ?? .length, arguments.map(\.value)),
          from: arguments))
    case .recall, .remember: break

    case .inTexts: unary { value, interpreter in interpreter.isIn(value, textSet: b) }
    case .notInTexts:
      unary { value, interpreter in Operations.not(interpreter.isIn(value, textSet: b)) }
    case .overlapsTexts: unary { value, interpreter in interpreter.overlaps(value, textSet: b) }
    case .like, .matches: unary { value, interpreter in interpreter.matches(value, pattern: b) }
    case .negate: unary { value, _ in Operations.negate(value) }
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .in, .notIn, .contains,
      .overlaps, .includes, .startsWith, .endsWith, .add, .subtract, .multiply:
      let right = pop()
      let left = pop()
      let value = interpreter.relate(opcode, left.value, right.value) ?? .fault(.wrongType)
      stack.append(
        withParts(Traced(value, from: [left, right]), of: [left, right], interpreter.memory))
    }
    return word + 1

    func unary(_ operation: (Value, borrowing Interpreter) -> Value) {
      let operand = pop()
      let value = operation(operand.value, interpreter)
      stack.append(withParts(Traced(value, from: [operand]), of: [operand], interpreter.memory))
    }

    func binary(_ operation: (Value, Value, borrowing Interpreter) -> Value) {
      let right = pop()
      let left = pop()
      let value = operation(left.value, right.value, interpreter)
      stack.append(
        withParts(Traced(value, from: [left, right]), of: [left, right], interpreter.memory))
    }
  }

  private mutating func pop() -> Traced { stack.removeLast() }

  // MARK: Parts of the request

  private func slot(_ slot: Int, _ interpreter: borrowing Interpreter) -> Traced {
    Traced(
      interpreter.memory[slot],
      at: .init(
        steps: program.image.slotPaths[slot].steps, node: program.slotNodes[slot]))
  }

  /// A member or element of a value, which is a part of the request if the value is.
  private func part(
    _ value: Value, of base: Traced, by step: RequestPath.Step,
    reading reads: Set<[RequestPath.Step]> = []
  ) -> Traced {
    guard let origin = base.origin, !base.value.isFault else {
      return Traced(value, from: [base])
    }
    var part = Traced(value, at: .init(steps: origin.steps + [step], node: nil))
    part.reads.formUnion(reads)
    return part
  }

  private func currentStep(
    of loop: TracedLoop, _ interpreter: borrowing Interpreter
  ) -> RequestPath.Step {
    let key = loop.frame.key(interpreter.memory)
    return key.tag == .string
      ? .member(Text(validated: Array(interpreter.memory.bytes(of: key))))
      : .index(loop.frame.index)
  }

  private func key(of loop: TracedLoop, _ interpreter: borrowing Interpreter) -> Traced {
    var key = Traced(loop.frame.key(interpreter.memory))
    if let origin = loop.subject.origin {
      key.reads = [origin.steps + [currentStep(of: loop, interpreter)]]
    } else {
      key.reads = loop.subject.reads
    }
    return key
  }

  private func element(of loop: TracedLoop, _ interpreter: borrowing Interpreter) -> Traced {
    element(of: loop, value: loop.frame.value(interpreter.memory), below: [], interpreter)
  }

  private func element(
    of loop: TracedLoop, value: Value, below steps: [RequestPath.Step], node: Int? = nil,
    _ interpreter: borrowing Interpreter
  ) -> Traced {
    guard let origin = loop.subject.origin else {
      var element = Traced(value, from: [loop.subject])
      if value.isFault {
        element.causes = Set(
          element.reads.map { TracedCause(steps: $0, fault: value.faultKind) })
      }
      return element
    }
    return Traced(
      value,
      at: .init(
        steps: origin.steps + [currentStep(of: loop, interpreter)] + steps, node: node))
  }

  /// What `local` pushes: the element itself, its key, or a value that the projection laid out
  /// below it.
  private func local(
    _ loop: TracedLoop, at slot: Int, _ interpreter: borrowing Interpreter
  ) -> Traced {
    let value = loop.frame.value(at: slot, interpreter.memory)
    if loop.frame.isMap, slot == 0 { return key(of: loop, interpreter) }
    guard let node = loop.subject.origin?.node,
      let element = program.image.projection.nodes[node].element,
      let (steps, site) = program.place(ofElementSlot: slot, below: element.node)
    else { return self.element(of: loop, interpreter) }
    return self.element(of: loop, value: value, below: steps, node: site, interpreter)
  }

  /// Where comparing lists failed for an element of theirs, that element is the cause, not the list.
  private func withParts(
    _ result: Traced, of operands: [Traced], _ memory: borrowing Memory
  ) -> Traced {
    guard result.value.isFault, !operands.contains(where: { $0.value.isFault }) else {
      return result
    }
    var causes: Set<TracedCause> = []
    for operand in operands {
      causes.formUnion(operand.partCauses)
      collectFaults(in: operand.value, at: operand.origin?.steps, memory, into: &causes)
    }
    guard !causes.isEmpty else { return result }
    var precise = result
    precise.causes = causes
    return precise
  }

  private func collectFaults(
    in value: Value, at steps: [RequestPath.Step]?, _ memory: borrowing Memory,
    into causes: inout Set<TracedCause>
  ) {
    guard let steps, value.tag == .list || value.tag == .record else { return }
    let values = memory.values(of: value)
    for index in 0..<value.count {
      let place = index * value.stride
      let part: Value
      let step: RequestPath.Step
      if value.tag == .list {
        part = values[place]
        step = .index(index)
      } else {
        part = values[place + 1]
        step = .member(Text(validated: Array(memory.bytes(of: values[place]))))
      }
      if part.isFault {
        causes.insert(TracedCause(steps: steps + [step], fault: part.faultKind))
      } else {
        collectFaults(in: part, at: steps + [step], memory, into: &causes)
      }
    }
  }
}

extension Opcode {
  /// Whether the instruction tests a rule's condition.
  package var isGuard: Bool {
    rawValue >= Opcode.guardTrue.rawValue && rawValue <= Opcode.guardUntil.rawValue
  }
}
