// Goes over one rule's code again, slowly, and notes why it came out uncertain: which paths could
// not be read as the rule needs them. It runs only where a verdict names the rule, works on the
// same slots as the interpreter did, and asks the same `Operations`; what it adds is the
// book-keeping.
//
// Every traced value knows which paths of the request were read for it. A value that is a fault
// knows its causes as well: those of its faulty operands, or, where the operation itself failed,
// one for each path its operands had read. Both are sets of a `Trail`, so that a step costs the
// same however much was read before it, and a rule is traced in time and memory that are those of
// its run times a constant.

/// A value with its history.
private struct Traced {
  var value: Value
  /// Why it is a fault; empty when it is none.
  var causes = TrailSet.empty
  /// Which paths were read for it.
  var reads = TrailSet.empty
  /// The elements of a list that was made here: each has a history of its own.
  var elements: [Traced]?
  /// Where it stands in the request, if it is a part of it as it came.
  var origin: Origin?

  struct Origin {
    var path: TrailPath
    /// The projection's node, as far as it goes.
    var node: Int?
  }

  init(_ value: Value) { self.value = value }
}

/// Traces rules of the request that an interpreter has just judged.
package struct Tracer: ~Copyable {
  private let program: LoadedProgram
  private let now: Traced
  private var trail: Trail
  private var stack: [Traced] = []
  private var loops: [TracedLoop] = []
  /// Left sides of `??` that gave way, and the word where their right sides end: if those are
  /// faults too, both are causes.
  private var replaced: [(end: Int, causes: TrailSet)] = []
  /// Where slots stand, and what rules share, found once a request.
  private var slotPaths: [Int: TrailPath] = [:]
  private var elementSites: [ElementSlot: ElementSite] = [:]
  private var shared: [Int: Traced] = [:]
  private var misfits: [ListAgainstTag: Misfits] = [:]

  private struct TracedLoop {
    var frame: LoopFrame
    var kind: LoopKind
    var subject: Traced
    /// The current element's path, once it was asked for.
    var element: TrailPath?
    /// Of the uncertain bodies so far.
    var causes = TrailSet.empty
    var hasUncertainBody = false
    var reads: TrailSet
  }

  private struct ElementSlot: Hashable {
    var node: Int
    var slot: Int
  }

  private struct ElementSite {
    var steps: [RequestPath.Step]
    var node: Int
  }

  /// A list of the request, and the kind of value that its elements are compared with.
  private struct ListAgainstTag: Hashable {
    var head: UInt64
    var body: UInt64
    var path: UInt32
    var tag: Value.Tag
  }

  /// The elements of a list that do not go together with something.
  private struct Misfits {
    var causes = TrailSet.empty
    /// Some of them is a value, so that both sides are causes.
    var hasValue = false
  }

  /// A tracer for one request; `clock` is the path that `now` was read from, if it was.
  package init(_ program: LoadedProgram, now: Value, clock: RequestPath?) {
    self.program = program
    trail = Trail()
    var instant = Traced(now)
    if let clock {
      instant = Tracer.part(now, at: .init(path: trail.path(clock.steps), node: nil), &trail)
    }
    self.now = instant
  }

  /// The causes of an uncertain rule whose code begins at `word`.
  package mutating func causes(
    ofRuleAt word: Int, _ interpreter: inout Interpreter
  ) -> CauseList {
    var causes = TrailSet.empty
    var word = word + 1
    stack.removeAll()
    loops.removeAll()
    replaced.removeAll()
    trail.isInLoop = false
    while true {
      while let last = replaced.last, last.end == word {
        replaced.removeLast()
        let top = stack.count - 1
        if stack[top].value.isFault {
          stack[top].causes = trail.union(stack[top].causes, last.causes)
        }
      }
      let instruction = program.code[word]
      guard let opcode = Opcode(rawValue: instruction.opcodeByte), opcode != .match else {
        return trail.list(of: causes, interpreter.memory)
      }
      if case .guard(let test) = opcode.family {
        causes = trail.union(causes, guardCauses(opcode, test, instruction, interpreter))
        word += 1
      } else {
        word = step(opcode, instruction, word, &interpreter)
      }
    }
  }

  // MARK: Histories

  /// A part of the request.
  private static func part(
    _ value: Value, at origin: Traced.Origin, _ trail: inout Trail
  ) -> Traced {
    var part = Traced(value)
    part.origin = origin
    part.reads = trail.set(of: origin.path)
    if value.isFault { part.causes = trail.causes(part.reads, value.faultKind) }
    return part
  }

  private mutating func part(_ value: Value, at origin: Traced.Origin) -> Traced {
    Tracer.part(value, at: origin, &trail)
  }

  /// What an operation made of an operand.
  private mutating func made(_ value: Value, from operand: Traced) -> Traced {
    var result = Traced(value)
    result.reads = operand.reads
    guard value.isFault else { return result }
    result.causes =
      operand.value.isFault
      ? operand.causes : trail.blame(operand.reads, value.faultKind)
    return result
  }

  /// What an operation made of two.
  private mutating func made(
    _ value: Value, from left: Traced, _ right: Traced
  ) -> Traced {
    var result = Traced(value)
    result.reads = trail.union(left.reads, right.reads)
    guard value.isFault else { return result }
    switch (left.value.isFault, right.value.isFault) {
    case (true, true): result.causes = trail.union(left.causes, right.causes)
    case (true, false): result.causes = left.causes
    case (false, true): result.causes = right.causes
    case (false, false): result.causes = trail.blame(result.reads, value.faultKind)
    }
    return result
  }

  /// What a function made of its arguments.
  private mutating func made(_ value: Value, from arguments: [Traced]) -> Traced {
    var result = Traced(value)
    for argument in arguments { result.reads = trail.union(result.reads, argument.reads) }
    guard value.isFault else { return result }
    for argument in arguments where argument.value.isFault {
      result.causes = trail.union(result.causes, argument.causes)
    }
    if !arguments.contains(where: { $0.value.isFault }) {
      result.causes = trail.blame(result.reads, value.faultKind)
    }
    return result
  }

  // MARK: Guards

  private mutating func guardCauses(
    _ opcode: Opcode, _ test: GuardTest, _ instruction: Instruction,
    _ interpreter: borrowing Interpreter
  ) -> TrailSet {
    let operand: Traced
    if opcode.slotTest != nil {
      operand = slot(instruction.a, interpreter)
    } else {
      operand = opcode.readsClock ? now : pop()
    }
    // A missing value is an answer to `has`, and to nothing else.
    if case .presence = test {
      return made(Operations.has(operand.value), from: operand).causes
    }
    if operand.value.isFault { return operand.causes }
    // No fault, and yet perhaps not what the guard compares with.
    let truth: Value
    switch test {
    case .truth: truth = operand.value.tag == .bool ? .true : .fault(.wrongType)
    case .text: truth = operand.value.tag == .string ? .true : .fault(.wrongType)
    case .bound:
      truth = Operations.ordered(
        .less, operand.value, program.constantValues[instruction.b], interpreter.memory)
    case .presence: truth = .true
    }
    return made(truth, from: operand).causes
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
    case .local: stack.append(local(a, at: b, interpreter))
    case .loopKey: stack.append(key(of: a, interpreter))
    case .loopValue: stack.append(element(of: a, interpreter))
    case .now: stack.append(now)
    case .member:
      let base = pop()
      let value = Operations.member(base.value, named: constants[b], interpreter.memory)
      stack.append(member(value, named: constants[b], of: base, interpreter.memory))
    case .element:
      let key = pop()
      let base = pop()
      let value = Operations.element(base.value, key.value, interpreter.memory)
      stack.append(look(value, up: key, in: base, interpreter.memory))
    case .list:
      let elements = Array(stack.suffix(a))
      stack.removeLast(a)
      var list = Traced(interpreter.memory.makeList(elements.map(\.value)))
      for element in elements { list.reads = trail.union(list.reads, element.reads) }
      list.elements = elements
      stack.append(list)

    case .not:
      let operand = truth(pop())
      stack.append(made(Operations.not(operand.value), from: operand))
    case .and, .or:
      let right = truth(pop())
      let left = truth(pop())
      let value =
        opcode == .and
        ? Operations.and(left.value, right.value) : Operations.or(left.value, right.value)
      stack.append(made(value, from: left, right))
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
        stack.append(made(result, from: subject))
        return word + b
      }
      loops.append(
        TracedLoop(frame: frame, kind: kind, subject: subject, reads: subject.reads))
      trail.isInLoop = true
    case .next:
      let last = loops.count - 1
      let body = bodyOf(loops[last].kind, pop())
      loops[last].reads = trail.union(loops[last].reads, body.reads)
      loops[last].causes = trail.union(loops[last].causes, body.causes)
      if body.value.isFault { loops[last].hasUncertainBody = true }
      if loops[last].frame.take(body.value, loops[last].kind, interpreter.memory) {
        loops[last].element = nil
        return word - b
      }
      let loop = loops.removeLast()
      trail.isInLoop = !loops.isEmpty
      var result = Traced(loop.frame.result)
      result.reads = loop.reads
      if result.value.isFault {
        // Where there was no room to note which elements, it is the whole that they stand in.
        let isNoted = loop.hasUncertainBody && !(loop.causes.isEmpty && trail.isCut)
        result.causes =
          isNoted ? loop.causes : trail.blame(loop.reads, result.value.faultKind)
      }
      stack.append(result)
    case .call:
      let arguments = Array(stack.suffix(b))
      stack.removeLast(b)
      let value = interpreter.call(Builtin(rawValue: UInt8(a)) ?? .length, arguments.map(\.value))
      var result = made(value, from: arguments)
      // Only `join` and `unique` look at the elements of what they are handed.
      if a == Int(Builtin.join.rawValue) || a == Int(Builtin.unique.rawValue), value.isFault,
        !arguments.contains(where: { $0.value.isFault })
      {
        let faults = faults(in: arguments[0], interpreter.memory)
        if !faults.isEmpty { result.causes = faults }
      }
      stack.append(result)
    case .read:
      let arguments = Array(stack.suffix(b))
      stack.removeLast(b)
      let values = arguments.map(\.value)
      var result = made(interpreter.read(values, with: a), from: arguments)
      if result.value.isFault, !values.contains(where: \.isFault),
        let why = interpreter.whyUnread(values, with: a)
      {
        result.causes = trail.blame(result.reads, result.value.faultKind, because: why)
      }
      stack.append(result)
    case .recall:
      // What rules share has one history.
      guard let value = shared[a] else { break }
      stack.append(value)
      return word + b
    case .remember:
      // A call may be remembered within a quantifier, where there may have been no room for causes.
      if !(trail.isInLoop && trail.isCut) { shared[a] = stack[stack.count - 1] }

    case .inTexts: unary { value, interpreter in interpreter.isIn(value, textSet: b) }
    case .notInTexts:
      unary { value, interpreter in Operations.not(interpreter.isIn(value, textSet: b)) }
    case .overlapsTexts:
      let list = pop()
      let value = interpreter.overlaps(list.value, textSet: b)
      var result = made(value, from: list)
      if value.isFault, list.value.tag == .list {
        let found = misfits(of: list, against: .string, interpreter.memory).causes
        if !found.isEmpty { result.causes = found }
      }
      stack.append(result)
    case .like, .matches: unary { value, interpreter in interpreter.matches(value, pattern: b) }
    case .total:
      let terms = Array(stack.suffix(a))
      stack.removeLast(a)
      let value = terms.map(\.value).withUnsafeBufferPointer {
        Operations.total($0, subtracted: b)
      }
      stack.append(made(value, from: terms))
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
      stack.append(made(operation(operand.value, interpreter), from: operand))
    }
  }

  private mutating func pop() -> Traced { stack.removeLast() }

  // MARK: Parts of the request

  private mutating func slot(_ slot: Int, _ interpreter: borrowing Interpreter) -> Traced {
    let path = slotPaths[slot] ?? trail.path(program.image.slotPaths[slot].steps)
    slotPaths[slot] = path
    return part(interpreter.memory[slot], at: .init(path: path, node: program.slotNodes[slot]))
  }

  /// A member of a value, which is a part of the request if the value is.
  private mutating func member(
    _ value: Value, named name: Value, of base: Traced, reading reads: TrailSet = .empty,
    _ memory: borrowing Memory
  ) -> Traced {
    guard let origin = base.origin else { return made(value, from: base) }
    var part = part(value, at: .init(path: trail.member(name, of: origin.path, memory), node: nil))
    part.reads = trail.union(part.reads, reads)
    return part
  }

  /// The same for an element of a list.
  private mutating func element(
    _ value: Value, at index: Int, of base: Traced, reading reads: TrailSet = .empty
  ) -> Traced {
    guard let origin = base.origin else { return made(value, from: base) }
    var part = part(value, at: .init(path: trail.element(index, of: origin.path), node: nil))
    part.reads = trail.union(part.reads, reads)
    return part
  }

  /// What a computed look-up found. A key that fits names a place in the request, if the base is
  /// one; a constant key does even where the base is not what it should be.
  private mutating func look(
    _ value: Value, up key: Traced, in base: Traced, _ memory: borrowing Memory
  ) -> Traced {
    let isStep = !key.value.isFault && key.reads.isEmpty
    if base.origin != nil, key.value.tag == .string, isStep || base.value.tag == .record {
      return member(value, named: key.value, of: base, reading: key.reads, memory)
    }
    if let origin = base.origin, key.value.tag == .number, isStep || base.value.tag == .list {
      if let index = key.value.decimal.integer, index >= 0 {
        return element(value, at: index, of: base, reading: key.reads)
      }
      var nowhere = Traced(value)
      let place = trail.set(of: trail.place(key.value.decimal, of: origin.path))
      nowhere.causes = trail.causes(place, value.faultKind)
      nowhere.reads = trail.union(key.reads, trail.set(of: origin.path))
      return nowhere
    }
    return made(value, from: base, key)
  }

  /// Where the current element of a loop stands, which is over a part of the request.
  private mutating func elementPath(
    of loop: Int, in origin: Traced.Origin, _ interpreter: borrowing Interpreter
  ) -> TrailPath {
    if let path = loops[loop].element { return path }
    let key = loops[loop].frame.key(interpreter.memory)
    let path =
      key.tag == .string
      ? trail.member(key, of: origin.path, interpreter.memory)
      : trail.element(loops[loop].frame.index, of: origin.path)
    loops[loop].element = path
    return path
  }

  private mutating func key(of loop: Int, _ interpreter: borrowing Interpreter) -> Traced {
    var key = Traced(loops[loop].frame.key(interpreter.memory))
    if let origin = loops[loop].subject.origin {
      key.reads = trail.set(of: elementPath(of: loop, in: origin, interpreter))
    } else {
      key.reads = loops[loop].subject.reads
    }
    return key
  }

  private mutating func element(of loop: Int, _ interpreter: borrowing Interpreter) -> Traced {
    let value = loops[loop].frame.value(interpreter.memory)
    if let origin = loops[loop].subject.origin {
      return part(
        value, at: .init(path: elementPath(of: loop, in: origin, interpreter), node: nil))
    }
    // An element of a list that was made here has read only what it was made of.
    let index = loops[loop].frame.index
    if let made = loops[loop].subject.elements, made.indices.contains(index) { return made[index] }
    var element = Traced(value)
    element.reads = loops[loop].subject.reads
    if value.isFault { element.causes = trail.blame(element.reads, value.faultKind) }
    return element
  }

  /// What `local` pushes: the element itself, its key, or a value that the projection laid out
  /// below it.
  private mutating func local(
    _ loop: Int, at slot: Int, _ interpreter: borrowing Interpreter
  ) -> Traced {
    if loops[loop].frame.isMap, slot == 0 { return key(of: loop, interpreter) }
    guard let origin = loops[loop].subject.origin, let node = origin.node,
      let below = program.image.projection.nodes[node].element?.node,
      let position = position(of: slot, below: below)
    else { return element(of: loop, interpreter) }
    let path = trail.path(position.steps, below: elementPath(of: loop, in: origin, interpreter))
    return part(
      loops[loop].frame.value(at: slot, interpreter.memory),
      at: .init(path: path, node: position.node))
  }

  private mutating func position(of slot: Int, below node: Int) -> ElementSite? {
    let key = ElementSlot(node: node, slot: slot)
    if let known = elementSites[key] { return known }
    let position = program.place(ofElementSlot: slot, below: node).map(ElementSite.init)
    elementSites[key] = position
    return position
  }
}

// MARK: What operators find inside lists and records

extension Tracer {
  /// What a truth is asked of: anything else is a fault.
  private mutating func truth(_ operand: Traced) -> Traced {
    operand.value.isFault || operand.value.tag == .bool
      ? operand : made(.fault(.wrongType), from: operand)
  }

  /// What a quantifier takes of a body: a truth, or a number or length to add.
  private mutating func bodyOf(_ kind: LoopKind, _ body: Traced) -> Traced {
    switch kind {
    case .any, .all, .count: truth(body)
    case .sum:
      body.value.isFault || body.value.tag == .number || body.value.tag == .duration
        ? body : made(.fault(.wrongType), from: body)
    case .min, .max: body
    }
  }

  /// The result of a relation. Where it failed for elements or members of its operands, those are
  /// the causes, and not the lists and records they stand in.
  private mutating func related(
    _ opcode: Opcode, _ left: Traced, _ right: Traced, _ value: Value, _ memory: borrowing Memory
  ) -> Traced {
    var result = made(value, from: left, right)
    guard value.isFault, !left.value.isFault, !right.value.isFault else { return result }
    let isList = (left: left.value.tag == .list, right: right.value.tag == .list)
    var found = TrailSet.empty
    if opcode == .equal || opcode == .notEqual {
      found = unequal(left, right, memory)
    } else if (opcode == .in || opcode == .notIn) && isList.right {
      found = mismatches(to: left, in: right, memory)
    } else if opcode == .contains && isList.left {
      found = mismatches(to: right, in: left, memory)
    } else if opcode == .overlaps && isList.left && isList.right, right.value.count > 0 {
      for index in 0..<left.value.count {
        let mark = trail.mark
        let element = element(index, of: left, memory)
        let causes =
          element.value.isFault
          ? trail.union(element.causes, misfits(of: right, against: .fault, memory).causes)
          : mismatches(to: element, in: right, memory)
        if causes.isEmpty { trail.forget(since: mark) }
        found = trail.union(found, causes)
      }
    }
    if !found.isEmpty { result.causes = found }
    return result
  }

  /// Why looking for a value, which is there, in a list came to nothing.
  private mutating func mismatches(
    to value: Traced, in list: Traced, _ memory: borrowing Memory
  ) -> TrailSet {
    let misfits = misfits(of: list, against: value.value.tag, memory)
    var causes = misfits.causes
    if misfits.hasValue {
      causes = trail.union(causes, trail.causes(value.reads, .wrongType))
    }
    guard value.value.tag == .list || value.value.tag == .record else { return causes }
    let values = memory.values(of: list.value)
    for index in 0..<list.value.count
    where values[index * list.value.stride].tag == value.value.tag {
      causes = trail.union(
        causes, unequalParts(value, element(index, of: list, memory), memory))
    }
    return causes
  }

  /// The elements of a list that are faults or of another kind than a tag; for the tag of a fault,
  /// only the faults. Found once for each list and tag: quantifiers ask again and again.
  private mutating func misfits(
    of list: Traced, against tag: Value.Tag, _ memory: borrowing Memory
  ) -> Misfits {
    let key = ListAgainstTag(
      head: list.value.head, body: list.value.body, path: list.origin?.path.number ?? 0, tag: tag)
    let isKept = list.origin != nil
    if isKept, let known = misfits[key] { return known }
    var found = Misfits()
    let values = memory.values(of: list.value)
    for index in 0..<list.value.count {
      let value = values[index * list.value.stride]
      guard value.isFault || tag != .fault && value.tag != tag else { continue }
      let element = element(index, of: list, memory)
      if value.isFault {
        found.causes = trail.union(found.causes, element.causes)
      } else {
        found.hasValue = true
        found.causes = trail.union(found.causes, trail.causes(element.reads, .wrongType))
      }
    }
    if isKept { misfits[key] = found }
    return found
  }

  /// The causes of an equality that came out uncertain: what in its operands, none of which is a
  /// fault, has no value or does not go together.
  private mutating func unequal(
    _ left: Traced, _ right: Traced, _ memory: borrowing Memory
  ) -> TrailSet {
    guard left.value.tag == right.value.tag else {
      return trail.causes(trail.union(left.reads, right.reads), .wrongType)
    }
    return unequalParts(left, right, memory)
  }

  /// The same of two lists or two records. No part of theirs is unequal, or the whole would be.
  private mutating func unequalParts(
    _ left: Traced, _ right: Traced, _ memory: borrowing Memory
  ) -> TrailSet {
    // Unless the whole is: an element that is certainly another one has no causes.
    guard Operations.equal(left.value, right.value, memory).isFault else { return .empty }
    return misfitParts(left, right, memory)
  }

  private mutating func misfitParts(
    _ left: Traced, _ right: Traced, _ memory: borrowing Memory
  ) -> TrailSet {
    var causes = TrailSet.empty
    switch (left.value.tag, right.value.tag) {
    case (.list, .list):
      for index in 0..<min(left.value.count, right.value.count) {
        let mark = trail.mark
        let pair = (element(index, of: left, memory), element(index, of: right, memory))
        let found = misfitPair(pair.0, pair.1, memory)
        if found.isEmpty { trail.forget(since: mark) }
        causes = trail.union(causes, found)
      }
    case (.record, .record):
      let orders = (memory.memberOrder(of: left.value), memory.memberOrder(of: right.value))
      let (lefts, rights) = (memory.values(of: left.value), memory.values(of: right.value))
      for (leftPlace, rightPlace) in zip(orders.0, orders.1) {
        let mark = trail.mark
        let a = member(lefts[leftPlace + 1], named: lefts[leftPlace], of: left, memory)
        let b = member(rights[rightPlace + 1], named: rights[rightPlace], of: right, memory)
        let found = misfitPair(a, b, memory)
        if found.isEmpty { trail.forget(since: mark) }
        causes = trail.union(causes, found)
      }
    case (_, _): break
    }
    return causes
  }

  private mutating func misfitPair(
    _ left: Traced, _ right: Traced, _ memory: borrowing Memory
  ) -> TrailSet {
    if left.value.isFault || right.value.isFault {
      // Those of the faults among them; both sets are empty otherwise.
      return trail.union(left.causes, right.causes)
    }
    guard left.value.tag == right.value.tag else {
      return trail.causes(trail.union(left.reads, right.reads), .wrongType)
    }
    return misfitParts(left, right, memory)
  }

  /// An element of a list, where it was read.
  private mutating func element(
    _ index: Int, of list: Traced, _ memory: borrowing Memory
  ) -> Traced {
    if let made = list.elements, made.indices.contains(index) { return made[index] }
    return element(
      memory.values(of: list.value)[index * list.value.stride], at: index, of: list)
  }

  /// The faults in a list or record, however deep.
  private mutating func faults(in value: Traced, _ memory: borrowing Memory) -> TrailSet {
    var causes = TrailSet.empty
    func add(
      _ part: Traced, _ tracer: inout Tracer, _ memory: borrowing Memory, from mark: Trail.Mark
    ) {
      let found = part.value.isFault ? part.causes : tracer.faults(in: part, memory)
      if found.isEmpty { tracer.trail.forget(since: mark) }
      causes = tracer.trail.union(causes, found)
    }
    switch value.value.tag {
    case .list:
      for index in 0..<value.value.count {
        let mark = trail.mark
        add(element(index, of: value, memory), &self, memory, from: mark)
      }
    case .record:
      let values = memory.values(of: value.value)
      for index in 0..<value.value.count {
        let place = index * value.value.stride
        let mark = trail.mark
        add(
          member(values[place + 1], named: values[place], of: value, memory), &self, memory,
          from: mark)
      }
    case .fault, .bool, .string, .number, .timestamp, .duration, .ip, .cidr, .hours, .version,
      .path, .folder,
      .opaqueRecord, .opaqueList:
      break
    }
    return causes
  }
}
