// Conditions, evaluated the slow and obvious way: every node of the checked tree, every operand,
// every element, every time.

package import Weir

/// One request, as expressions see it.
package struct ReferenceEvaluator {
  package var request: ReferenceJSON
  /// The instant, or the fault of a clock that the request should have told.
  package var now: ReferenceOutcome
  /// The readers of queries that it may ask.
  package var readers: [QueryReader]
  private var variables: [Int: ReferenceOutcome] = [:]

  package init(request: ReferenceJSON, now: ReferenceOutcome, readers: [QueryReader] = []) {
    self.request = request
    self.now = now
    self.readers = readers
  }

  package func evaluate(_ expression: CheckedExpression) -> ReferenceOutcome {
    switch expression.kind {
    case .constant(let constant): return .value(ReferenceValue(constant))
    case .path(let path):
      return ReferenceReading.read(path.steps, below: request, at: [], as: expression.type)
    case .local(let number, let steps):
      return local(variables[number]!, steps, expression.type)
    case .now: return now
    case .member(let base, let name):
      return step(.member(name), below: evaluate(base), key: nil, as: expression.type)
    case .element(let base, let key):
      return element(evaluate(base), evaluate(key), as: expression.type)
    case .list(let elements):
      let outcomes = elements.map { evaluate($0) }
      return .value(
        .list(outcomes),
        reads: outcomes.reduce(into: Set<ReferencePlace>()) { $0.formUnion($1.reads) })
    case .not(let operand): return ReferenceOperators.negation(evaluate(operand))
    case .and(let operands): return ReferenceOperators.conjunction(operands.map { evaluate($0) })
    case .or(let operands): return ReferenceOperators.disjunction(operands.map { evaluate($0) })
    case .compare(let comparison, let left, let right):
      let isMap = if case .map = right.type { true } else { false }
      return ReferenceOperators.compare(
        comparison, evaluate(left), evaluate(right), isMap: isMap)
    case .arithmetic(.multiply, let left, let right):
      return ReferenceOperators.arithmetic(.multiply, evaluate(left), evaluate(right))
    case .arithmetic(.add, _, _), .arithmetic(.subtract, _, _):
      return ReferenceOperators.total(summands(of: expression, isSubtracted: false))
    case .negate(let operand):
      if isSum(operand) {
        return ReferenceOperators.total(summands(of: expression, isSubtracted: false))
      }
      return ReferenceOperators.negative(evaluate(operand))
    case .coalesce(let left, let right):
      let first = evaluate(left)
      guard let kind = first.fault?.kind, kind == .absent || kind == .null else { return first }
      let second = evaluate(right)
      return second.fault == nil ? second : .failure(kind, of: [first, second])
    case .has(let operand):
      let outcome = evaluate(operand)
      switch outcome.fault?.kind {
      case .absent, .null: return .truth(false, reads: outcome.reads)
      case .notARecord: return outcome
      case nil, .wrongType, .notInEnum, .outOfRange, .badFormat, .noElement:
        return .truth(true, reads: outcome.reads)
      }
    case .quantifier(let quantifier): return evaluate(quantifier)
    case .call(.reader(let reader), let arguments):
      return read(reader, arguments.map { evaluate($0) })
    case .call(.builtin(let builtin), let arguments):
      return call(builtin, arguments.map { evaluate($0) })
    }
  }

  /// What `+` and `-` put together, however they are grouped.
  private func summands(
    of expression: CheckedExpression, isSubtracted: Bool
  ) -> [(outcome: ReferenceOutcome, isSubtracted: Bool)] {
    switch expression.kind {
    case .arithmetic(.add, let left, let right):
      return summands(of: left, isSubtracted: isSubtracted)
        + summands(of: right, isSubtracted: isSubtracted)
    case .arithmetic(.subtract, let left, let right):
      return summands(of: left, isSubtracted: isSubtracted)
        + summands(of: right, isSubtracted: !isSubtracted)
    case .negate(let operand) where isSum(operand):
      return summands(of: operand, isSubtracted: !isSubtracted)
    default: return [(evaluate(expression), isSubtracted)]
    }
  }

  private func isSum(_ expression: CheckedExpression) -> Bool {
    switch expression.kind {
    case .arithmetic(.add, _, _), .arithmetic(.subtract, _, _): true
    case .negate(let operand): isSum(operand)
    default: false
    }
  }

  // MARK: Steps into values

  private func local(
    _ variable: ReferenceOutcome, _ steps: [RequestPath.Step], _ type: Type
  ) -> ReferenceOutcome {
    if let origin = variable.origin {
      return ReferenceReading.read(steps, below: origin.node, at: origin.steps, as: type)
    }
    return steps.reduce(variable) { step($1, below: $0, key: nil, as: .any) }
  }

  /// One step below an outcome; `key` is the outcome that chose it, if it was computed.
  private func step(
    _ step: RequestPath.Step, below base: ReferenceOutcome, key: ReferenceOutcome?, as type: Type
  ) -> ReferenceOutcome {
    let operands = [base] + (key.map { [$0] } ?? [])
    guard let value = base.value else {
      // What is there and has no value is not a record.
      let failure = ReferenceOutcome.failure(.absent, of: operands)
      guard key == nil, let (kind, causes) = failure.fault else { return failure }
      let isMissing = kind == .absent || kind == .null || kind == .noElement
      return .fault(isMissing ? kind : .notARecord, causes: causes, reads: failure.reads)
    }
    if let origin = base.origin {
      var part = ReferenceReading.read([step], below: origin.node, at: origin.steps, as: type)
      part.reads.formUnion(key?.reads ?? [])
      return part
    }
    var found: ReferenceOutcome?
    switch (step, value) {
    case (.member(let name), .record(let members)):
      found = members.first { $0.name == name }?.value
    case (.index(let index), .list(let elements)):
      found = elements.indices.contains(index) ? elements[index] : nil
    default: return .failure(.notARecord, of: operands)
    }
    return found ?? .failure(.absent, of: operands)
  }

  private func element(
    _ base: ReferenceOutcome, _ key: ReferenceOutcome, as type: Type
  ) -> ReferenceOutcome {
    let operands = [base, key]
    if let fault = base.fault, let (node, steps) = base.missing ?? base.origin,
      key.reads.isEmpty, let step = key.value.flatMap(text(for:))
    {
      // The request had no say in the key: this is a path like one that is written out.
      let isMissing = fault.kind == .absent || fault.kind == .null
      let path = step(steps)
      let place = ReferencePlace(path: path, byte: node.offset)
      return .failure(isMissing ? fault.kind : .notARecord, of: [.truth(true, reads: [place])])
    }
    guard base.fault == nil, let value = key.value else {
      let failure = ReferenceOutcome.failure(.absent, of: operands)
      // Only where the collection itself is missing is its element.
      if base.fault?.kind == .absent || base.fault?.kind == .null { return failure }
      return .fault(.notARecord, causes: failure.fault!.causes, reads: failure.reads)
    }
    switch (base.value!, value) {
    case (.record, .string(let name)):
      return step(.member(name), below: base, key: key, as: type)
    case (.list, .number(let number)):
      guard let index = number.integer, index >= 0 else {
        // No list has it.
        guard let (node, steps) = base.origin else { return .failure(.absent, of: operands) }
        let path = RequestPath.text(of: steps) + "[\(number.text)]"
        var nowhere = ReferenceOutcome.failure(
          .absent, of: [.truth(true, reads: [ReferencePlace(path: path, byte: node.offset)])])
        nowhere.reads = base.reads.union(key.reads)
        return nowhere
      }
      return step(.index(index), below: base, key: key, as: type)
    default:
      guard key.reads.isEmpty, let (node, steps) = base.origin, let step = text(for: value) else {
        return .failure(.notARecord, of: operands)
      }
      let place = ReferencePlace(path: step(steps), byte: node.offset)
      return .failure(.notARecord, of: [.truth(true, reads: [place])])
    }
  }

  /// How a path goes on with a key.
  private func text(for key: ReferenceValue) -> (([RequestPath.Step]) -> String)? {
    switch key {
    case .string(let name): return { RequestPath.text(of: $0 + [.member(name)]) }
    case .number(let number): return { RequestPath.text(of: $0) + "[\(number.text)]" }
    case .bool, .timestamp, .duration, .ip, .cidr, .hours, .version, .path, .folder, .list, .record:
      return nil
    }
  }

  // MARK: Quantifiers

  private func evaluate(_ quantifier: CheckedQuantifier) -> ReferenceOutcome {
    let subject = evaluate(quantifier.subject)
    var bodies: [ReferenceOutcome] = []
    func body(_ first: ReferenceOutcome, _ second: ReferenceOutcome?) {
      var inner = self
      inner.variables[quantifier.variable] = first
      if let number = quantifier.secondVariable { inner.variables[number] = second }
      bodies.append(inner.evaluate(quantifier.body))
    }
    // An index or a key was read where its element stands.
    func first(_ value: ReferenceValue, of element: ReferenceOutcome) -> ReferenceOutcome {
      .value(value, reads: element.origin == nil ? subject.reads : element.reads)
    }
    func number(_ number: Int) -> ReferenceValue {
      .number(ReferenceNumber(json: String(number))!)
    }
    // One variable goes through a map only where a type says that it is one.
    let isMap = if case .map = quantifier.subject.type { true } else { false }
    switch subject.value {
    case .list(let elements) where !isMap:
      for (position, element) in elements.enumerated() {
        if quantifier.secondVariable != nil {
          body(first(number(position), of: element), element)
        } else {
          body(element, nil)
        }
      }
    case .record(let members) where isMap || quantifier.secondVariable != nil:
      for member in members {
        body(first(.string(member.name), of: member.value), member.value)
      }
    default: return .failure(.wrongType, of: [subject])
    }
    var result: ReferenceOutcome
    switch quantifier.kind {
    case .any: result = ReferenceOperators.disjunction(bodies)
    case .all: result = ReferenceOperators.conjunction(bodies)
    case .count:
      let truths = bodies.map(\.asTruth)
      if truths.contains(where: { $0.fault != nil }) {
        result = .failure(.absent, of: truths)
      } else {
        result = .value(
          number(truths.count(where: \.isTrue)),
          reads: truths.reduce(into: Set<ReferencePlace>()) { $0.formUnion($1.reads) })
      }
    case .sum: result = sum(bodies, subject, isDuration: quantifier.body.type == .duration)
    case .min: result = extreme(bodies, subject) { $0 < 0 }
    case .max: result = extreme(bodies, subject) { $0 > 0 }
    }
    result.reads.formUnion(subject.reads)
    return result
  }

  private func sum(
    _ bodies: [ReferenceOutcome], _ subject: ReferenceOutcome, isDuration: Bool
  ) -> ReferenceOutcome {
    let bodies = bodies.map { body in
      switch body.value {
      case .number, .duration: body
      default: ReferenceOutcome.failure(.wrongType, of: [body])
      }
    }
    if bodies.contains(where: { $0.fault != nil }) { return .failure(.absent, of: bodies) }
    let zero: ReferenceValue =
      isDuration ? .duration(SignedDuration(seconds: 0, nanoseconds: 0)) : .number(.zero)
    if bodies.isEmpty { return .value(zero) }
    let total = ReferenceOperators.total(bodies.map { ($0, false) })
    return total.fault.map {
      .failure($0.kind, of: bodies.map { .truth(true, reads: $0.reads) } + [subject])
    }
      ?? .value(total.value!, reads: total.reads)
  }

  private func extreme(
    _ bodies: [ReferenceOutcome], _ subject: ReferenceOutcome, _ isBetter: (Int) -> Bool
  ) -> ReferenceOutcome {
    if bodies.contains(where: { $0.fault != nil }) { return .failure(.absent, of: bodies) }
    guard var best = bodies.first else { return .failure(.noElement, of: [subject]) }
    for body in bodies {
      guard let order = ReferenceOperators.order(body.value!, best.value!) else {
        return .failure(.wrongType, of: bodies + [subject])
      }
      if isBetter(order) { best = body }
    }
    best.origin = nil
    best.reads = bodies.reduce(into: Set<ReferencePlace>()) { $0.formUnion($1.reads) }
    return best
  }

  // MARK: Functions

  private func read(
    _ need: QueryReader.Need, _ arguments: [ReferenceOutcome]
  ) -> ReferenceOutcome {
    if arguments.contains(where: { $0.fault != nil }) { return .failure(.absent, of: arguments) }
    var documents: [JSONDocument] = []
    for argument in arguments {
      switch Self.document(argument) {
      case .success(let document): documents.append(document)
      case .failure(let fault): return .failure(fault, of: arguments)
      }
    }
    let reader = readers.first { $0.isNeeded(as: need) }!
    guard case .known(let document) = reader.read(documents) else {
      return .failure(.badFormat, of: arguments)
    }
    return ReferenceReading.computed(
      try! ReferenceJSON.read(CanonicalJSON.encode(document)),
      from: arguments.reduce(into: Set<ReferencePlace>()) { $0.formUnion($1.reads) })
  }

  private func unique(
    _ elements: [ReferenceOutcome], _ reads: Set<ReferencePlace>
  ) -> ReferenceOutcome {
    let faults = elements.filter { $0.fault != nil }
    if !faults.isEmpty { return .failure(.absent, of: faults) }
    var kept: [ReferenceOutcome] = []
    for element in elements {
      let same = kept.map { ReferenceOperators.equal($0, element) }
      if same.contains(where: { $0.fault != nil }) {
        return .failure(.wrongType, of: [.truth(true, reads: reads)])
      }
      if !same.contains(where: \.isTrue) { kept.append(element) }
    }
    return .value(.list(kept.map { .value($0.value!, reads: reads) }), reads: reads)
  }

  /// The document that a value is, or the fault that is in it.
  private static func document(_ outcome: ReferenceOutcome) -> Result<JSONDocument, FaultKind> {
    if let fault = outcome.fault { return .failure(fault.kind) }
    switch outcome.value {
    case .bool(let truth): return .success(JSONDocument(.bool(truth), offset: 0))
    case .string(let text): return .success(JSONDocument(.string(text), offset: 0))
    case .list(let elements):
      var items: [JSONDocument] = []
      for element in elements {
        switch document(element) {
        case .success(let item): items.append(item)
        case .failure(let fault): return .failure(fault)
        }
      }
      return .success(JSONDocument(.list(items), offset: 0))
    default: return .failure(.wrongType)
    }
  }

  private func call(_ builtin: Builtin, _ arguments: [ReferenceOutcome]) -> ReferenceOutcome {
    if arguments.contains(where: { $0.fault != nil }) { return .failure(.absent, of: arguments) }
    let reads = arguments.reduce(into: Set<ReferencePlace>()) { $0.formUnion($1.reads) }
    if builtin == .json {
      // Read here, and not folded: a constant knows no null.
      guard case .string(let text) = arguments[0].value,
        let node = try? ReferenceJSON.read(text.bytes),
        !ReferenceReads.hasDuplicates(node)
      else {
        let isText = if case .string = arguments[0].value { true } else { false }
        return .failure(isText ? .badFormat : .wrongType, of: arguments)
      }
      return ReferenceReading.computed(node, from: reads)
    }
    // A list or map with a faulty element still has a size, keys and values.
    switch (builtin, arguments.first?.value) {
    case (.keys, .record(let members)):
      let names = members.map(\.name).sorted()
      return .value(.list(names.map { .value(.string($0), reads: reads) }), reads: reads)
    case (.values, .record(let members)):
      let sorted = members.sorted { $0.name < $1.name }
      // They are computed, and no parts of the request any more.
      let computed = sorted.map { member in
        member.value.value.map { ReferenceOutcome.value($0, reads: reads) }
          ?? .failure(member.value.fault!.kind, of: [.truth(true, reads: reads)])
      }
      return .value(.list(computed), reads: reads)
    case (.unique, .list(let elements)):
      return unique(elements, reads)
    case (.url, .string(let text)):
      guard case .fault = ReferenceBuiltins.fold(.url, [.string(text)]) else { break }
      // A query that cannot be read is one fault among parts that can.
      let parts = text.description.split(separator: "#", maxSplits: 1)
      let halves = parts[0].split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
      guard halves.count == 2 else { break }
      let plain = text.description.replacing(
        halves[1], with: halves[1].replacing(/%[0-9A-Fa-f]{2}|;/, with: "x"))
      guard
        case .value(.record(let members)) = ReferenceBuiltins.fold(
          .url, [.string(ExactString(plain))])
      else { break }
      return .value(
        .record(
          members.map { member in
            switch member.name {
            case "params": (member.name, .failure(.badFormat, of: [.truth(true, reads: reads)]))
            case "query":
              (member.name, .value(.string(ExactString(String(halves[1]))), reads: reads))
            default: (member.name, .value(ReferenceValue(member.value, reads: reads), reads: reads))
            }
          }), reads: reads)
    case (.length, .list(let elements)):
      return .value(.number(ReferenceNumber(json: String(elements.count))!), reads: reads)
    case (.length, .record(let members)):
      return .value(.number(ReferenceNumber(json: String(members.count))!), reads: reads)
    default: break
    }
    // What has a fault in it is not a constant: `join` fails for it, and nothing else takes it.
    let inner = arguments.flatMap { $0.value!.innerFaults }
    if !inner.isEmpty {
      guard builtin == .join, case .list = arguments[0].value else {
        return .failure(.wrongType, of: arguments)
      }
      return .failure(.absent, of: inner)
    }
    switch ReferenceBuiltins.fold(builtin, arguments.map { $0.value!.constant! }) {
    case .value(let constant): return .value(ReferenceValue(constant, reads: reads), reads: reads)
    case .fault(let kind): return .failure(kind, of: arguments)
    }
  }
}
