// Goes over one rule's code again, slowly, and notes why it came out uncertain: which paths could not
// be read as the rule needs them. It runs only where a verdict names the rule, works on the same slots
// as the interpreter did, and asks the same `Operations`; what it adds is the book-keeping.
//
// Every traced value knows which paths of the request were read for it. A value that is a fault knows
// its causes as well: those of its faulty operands, or, where the operation itself failed, one for
// each path its operands had read.

/// A cause before its place in the input is known.
package struct TracedCause: Hashable, Sendable {
  /// None where nothing of the request has a say in it.
  package var steps: [RequestPath.Step]
  /// Behind the steps, an index that no list has: it is no step.
  package var index: Decimal?
  package var fault: FaultKind

  /// A cause for each path that was read for a fault; where none was, the policy itself is the
  /// cause, so that nothing is uncertain without one.
  fileprivate static func of(
    _ fault: FaultKind, _ reads: Set<[RequestPath.Step]>
  ) -> Set<TracedCause> {
    if reads.isEmpty { return [TracedCause(steps: [], fault: fault)] }
    return Set(reads.map { TracedCause(steps: $0, fault: fault) })
  }

  /// The path as a person writes it.
  package var path: String {
    RequestPath.text(of: steps) + (index.map { "[\($0)]" } ?? "")
  }
}

/// A value with its history.
package struct Traced {
  package var value: Value
  /// Why it is a fault; empty when it is none.
  package var causes: Set<TracedCause> = []
  /// Which paths were read for it.
  package var reads: Set<[RequestPath.Step]> = []
  /// The elements of a list that was made here: each has a history of its own.
  fileprivate var elements: [Traced]?
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
      causes = TracedCause.of(value.faultKind, reads)
    }
  }
}

/// Traces rules of the request that an interpreter has just judged.
package struct Tracer: ~Copyable {
  private let program: LoadedProgram
  private let now: Traced
  private var stack: [Traced] = []
  private var loops: [TracedLoop] = []
  /// Left sides of `??` that gave way, and the word where their right sides end: if those are faults
  /// too, both are causes.
  private var replaced: [(end: Int, causes: Set<TracedCause>)] = []

  private struct TracedLoop {
    var frame: LoopFrame
    var kind: LoopKind
    var subject: Traced
    /// Of the uncertain bodies so far.
    var causes: Set<TracedCause> = []
    var hasUncertainBody = false
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
    replaced.removeAll()
    while true {
      while let last = replaced.last, last.end == word {
        replaced.removeLast()
        if stack[stack.count - 1].value.isFault {
          stack[stack.count - 1].causes.formUnion(last.causes)
        }
      }
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
      .list, .cell, .builtin, .frame, .elementSlot, .count, .loopKind:
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
    case .halt, .jump, .switch, .tryRules, .rule, .match, .slot, .constant, .local, .loopKey,
      .loopValue,
      .now, .member, .element, .list, .not, .and, .or, .jumpIfFalse, .jumpIfTrue, .has,
      .jumpUnlessMissing, .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .in,
      .notIn, .keyIn, .notKeyIn, .contains, .overlaps, .inTexts, .notInTexts, .overlapsTexts,
      .includes, .startsWith, .endsWith, .like, .matches, .add, .subtract, .total, .multiply,
      .negate, .loop, .loopMap, .loopEither, .next, .call,
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
    case .halt, .jump, .switch, .tryRules, .rule, .match, .guardTrue, .guardFalse, .guardSlotTrue,
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
      stack.append(look(value, up: key, in: base, interpreter.memory))
    case .list:
      let elements = Array(stack.suffix(a))
      stack.removeLast(a)
      var list = Traced(interpreter.memory.makeList(elements.map(\.value)))
      for element in elements {
        list.reads.formUnion(element.reads)
      }
      list.elements = elements
      stack.append(list)

    case .not:
      let operand = truth(pop())
      stack.append(Traced(Operations.not(operand.value), from: [operand]))
    case .and, .or:
      let right = truth(pop())
      let left = truth(pop())
      let value =
        opcode == .and
        ? Operations.and(left.value, right.value) : Operations.or(left.value, right.value)
      stack.append(Traced(value, from: [left, right]))
    case .jumpIfFalse: if stack[stack.count - 1].value.isFalse { return word + b }
    case .jumpIfTrue: if stack[stack.count - 1].value.isTrue { return word + b }
    case .has: unary { value, _ in Operations.has(value) }
    case .jumpUnlessMissing:

      guard stack[stack.count - 1].value.isMissing else { return word + b }
      replaced.append((word + b, pop().causes))

    case .loop, .loopMap, .loopEither:
      let kind = LoopKind(rawValue: UInt8(a)) ?? .any
      let subject = pop()
      let frame = LoopFrame(over: subject.value, by: opcode, kind: kind)
      if let result = frame.resultIfEmpty(kind) {
        stack.append(Traced(result, from: [subject]))
        return word + b
      }
      loops.append(
        TracedLoop(frame: frame, kind: kind, subject: subject, reads: subject.reads))
    case .next:
      let last = loops.count - 1
      let body = bodyOf(loops[last].kind, pop())
      loops[last].reads.formUnion(body.reads)
      loops[last].causes.formUnion(body.causes)
      if body.value.isFault { loops[last].hasUncertainBody = true }
      if loops[last].frame.take(body.value, loops[last].kind, interpreter.memory) {
        return word - b
      }
      let loop = loops.removeLast()
      var result = Traced(loop.frame.result)
      result.reads = loop.reads
      if result.value.isFault {
        result.causes =
          loop.hasUncertainBody
          ? loop.causes
          : TracedCause.of(result.value.faultKind, loop.reads)
      }
      stack.append(result)
    case .call:
      let arguments = Array(stack.suffix(b))
      stack.removeLast(b)
      let value = interpreter.call(Builtin(rawValue: UInt8(a)) ?? .length, arguments.map(\.value))
      // Only `join` looks at the elements of what it is handed.
      let parts =
        a == Int(Builtin.join.rawValue) ? faults(in: arguments[0], interpreter.memory) : []
      let isTheirs = value.isFault && !parts.isEmpty && !arguments.contains { $0.value.isFault }
      stack.append(Traced(value, from: isTheirs ? parts : arguments))
    case .recall, .remember: break

    case .inTexts: unary { value, interpreter in interpreter.isIn(value, textSet: b) }
    case .notInTexts:
      unary { value, interpreter in Operations.not(interpreter.isIn(value, textSet: b)) }
    case .overlapsTexts:
      let list = pop()
      let value = interpreter.overlaps(list.value, textSet: b)
      guard value.isFault, list.value.tag == .list else {
        stack.append(Traced(value, from: [list]))
        break
      }
      let strange = elements(of: list, interpreter.memory).filter { $0.value.tag != .string }
      stack.append(
        union(
          strange.map { $0.value.isFault ? $0 : Traced(.fault(.wrongType), from: [$0]) }, value,
          of: [list]))
    case .like, .matches: unary { value, interpreter in interpreter.matches(value, pattern: b) }
    case .total:
      let terms = Array(stack.suffix(a))
      stack.removeLast(a)
      let value = terms.map(\.value).withUnsafeBufferPointer {
        Operations.total($0, subtracted: b)
      }
      stack.append(Traced(value, from: terms))
    case .negate: unary { value, _ in Operations.negate(value) }
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .in, .notIn, .keyIn,
      .notKeyIn, .contains, .overlaps, .includes, .startsWith, .endsWith, .add, .subtract,
      .multiply:
      let right = pop()
      let left = pop()
      let value = interpreter.relate(opcode, left.value, right.value) ?? .fault(.wrongType)
      stack.append(related(opcode, left, right, value, interpreter.memory))
    }
    return word + 1

    func unary(_ operation: (Value, borrowing Interpreter) -> Value) {
      let operand = pop()
      let value = operation(operand.value, interpreter)
      stack.append(Traced(value, from: [operand]))
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
    guard let origin = base.origin else { return Traced(value, from: [base]) }
    var part = Traced(value, at: .init(steps: origin.steps + [step], node: nil))
    part.reads.formUnion(reads)
    return part
  }

  /// What a computed look-up found. A key that fits names a place in the request, if the base is
  /// one; a constant key does even where the base is not what it should be.
  private func look(
    _ value: Value, up key: Traced, in base: Traced, _ memory: borrowing Memory
  ) -> Traced {
    let isStep = !key.value.isFault && key.reads.isEmpty
    if base.origin != nil, key.value.tag == .string, isStep || base.value.tag == .record {
      let name = Text(validated: Array(memory.bytes(of: key.value)))
      return part(value, of: base, by: .member(name), reading: key.reads)
    }
    if let origin = base.origin, key.value.tag == .number, isStep || base.value.tag == .list {
      if let index = key.value.decimal.integer, index >= 0 {
        return part(value, of: base, by: .index(index), reading: key.reads)
      }
      var nowhere = Traced(value)
      nowhere.reads = key.reads.union([origin.steps])
      nowhere.causes = [
        TracedCause(steps: origin.steps, index: key.value.decimal, fault: value.faultKind)
      ]
      return nowhere
    }
    return Traced(value, from: [base, key])
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
      // An element of a list that was made here has read only what it was made of.
      if let made = loop.subject.elements, made.indices.contains(loop.frame.index) {
        return made[loop.frame.index]
      }
      var element = Traced(value, from: [loop.subject])
      if value.isFault {
        element.causes = TracedCause.of(value.faultKind, element.reads)
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

}

// MARK: What operators find inside lists and records

extension Tracer {
  /// What a truth is asked of: anything else is a fault.
  private func truth(_ operand: Traced) -> Traced {
    operand.value.isFault || operand.value.tag == .bool
      ? operand : Traced(.fault(.wrongType), from: [operand])
  }

  /// What a quantifier takes of a body: a truth, or a number or length to add.
  private func bodyOf(_ kind: LoopKind, _ body: Traced) -> Traced {
    switch kind {
    case .any, .all, .count: truth(body)
    case .sum:
      body.value.isFault || body.value.tag == .number || body.value.tag == .duration
        ? body : Traced(.fault(.wrongType), from: [body])
    case .min, .max: body
    }
  }

  /// The result of a relation. Where it failed for elements or members of its operands, those are
  /// the causes, and not the lists and records they stand in.
  private func related(
    _ opcode: Opcode, _ left: Traced, _ right: Traced, _ value: Value, _ memory: borrowing Memory
  ) -> Traced {
    let operands = [left, right]
    guard value.isFault, !left.value.isFault, !right.value.isFault else {
      return Traced(value, from: operands)
    }
    let isList = (left: left.value.tag == .list, right: right.value.tag == .list)
    var pairs: [Traced] = []
    if opcode == .equal || opcode == .notEqual {
      pairs = [equal(left, right, memory)]
    } else if (opcode == .in || opcode == .notIn) && isList.right {
      for element in elements(of: right, memory) { pairs.append(equal(left, element, memory)) }
    } else if opcode == .contains && isList.left {
      for element in elements(of: left, memory) { pairs.append(equal(element, right, memory)) }
    } else if opcode == .overlaps && isList.left && isList.right {
      let others = elements(of: right, memory)
      for element in elements(of: left, memory) {
        for other in others { pairs.append(equal(element, other, memory)) }
      }
    } else {
      return Traced(value, from: operands)
    }
    return union(pairs, value, of: operands)
  }

  /// A fault for the faults among some outcomes.
  private func union(_ outcomes: [Traced], _ value: Value, of operands: [Traced]) -> Traced {
    var result = Traced(value, from: operands)
    let faults = outcomes.filter(\.value.isFault)
    guard !faults.isEmpty else { return result }
    result.causes = faults.reduce(into: []) { $0.formUnion($1.causes) }
    return result
  }

  /// `Operations.equal`, with the causes of what lies in the operands.
  private func equal(_ left: Traced, _ right: Traced, _ memory: borrowing Memory) -> Traced {
    let value = Operations.equal(left.value, right.value, memory)
    guard value.isFault, !left.value.isFault, !right.value.isFault else {
      return Traced(value, from: [left, right])
    }
    var pairs: [Traced] = []
    switch (left.value.tag, right.value.tag) {
    case (.list, .list):
      for (a, b) in zip(elements(of: left, memory), elements(of: right, memory)) {
        pairs.append(equal(a, b, memory))
      }
    case (.record, .record):
      let others = members(of: right, memory)
      for (name, member) in members(of: left, memory) {
        if let other = others[name] { pairs.append(equal(member, other, memory)) }
      }
    default: break
    }
    return union(pairs, value, of: [left, right])
  }

  /// The elements of a list, each where it was read.
  private func elements(of list: Traced, _ memory: borrowing Memory) -> [Traced] {
    if let made = list.elements { return made }
    let values = memory.values(of: list.value)
    var elements: [Traced] = []
    for index in 0..<list.value.count {
      elements.append(part(values[index * list.value.stride], of: list, by: .index(index)))
    }
    return elements
  }

  private func members(of record: Traced, _ memory: borrowing Memory) -> [Text: Traced] {
    let values = memory.values(of: record.value)
    var members: [Text: Traced] = [:]
    for index in 0..<record.value.count {
      let place = index * record.value.stride
      let name = Text(validated: Array(memory.bytes(of: values[place])))
      members[name] = part(values[place + 1], of: record, by: .member(name))
    }
    return members
  }

  /// The faults in a list or record, however deep.
  private func faults(in value: Traced, _ memory: borrowing Memory) -> [Traced] {
    let parts: [Traced]
    switch value.value.tag {
    case .list: parts = elements(of: value, memory)
    case .record: parts = Array(members(of: value, memory).values)
    case .fault, .bool, .string, .number, .timestamp, .duration, .ip, .cidr, .hours, .version,
      .opaqueRecord, .opaqueList:
      return []
    }
    var found: [Traced] = []
    for part in parts {
      if part.value.isFault { found.append(part) } else { found += faults(in: part, memory) }
    }
    return found
  }
}

extension Opcode {
  /// Whether the instruction tests a rule's condition.
  package var isGuard: Bool {
    rawValue >= Opcode.guardTrue.rawValue && rawValue <= Opcode.guardUntil.rawValue
  }
}
