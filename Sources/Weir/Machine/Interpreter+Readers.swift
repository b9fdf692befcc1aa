// Calls of readers of queries: values become documents, and what was read becomes values.

extension Interpreter {
  /// What a reader of the host's makes of arguments; a fault among them is the result.
  package mutating func read(_ arguments: UnsafeBufferPointer<Value>, with reader: Int) -> Value {
    for argument in arguments {
      if argument.isFault { return argument }
      memory.count(comparisons: ReadingCost.comparisons(argument, memory))
    }
    // Nobody who forgets a reader lets anything pass.
    guard reader < readers.count, let registered = readers[reader] else {
      return .fault(.badFormat)
    }
    let key = ReadingCache.key(reader, arguments, memory)
    if let key, let entry = readings.entry(key) {
      switch entry {
      case .known(let snapshot): return memory.make(snapshot)
      case .uncertain: return .fault(.badFormat)
      }
    }
    let documents: [JSONDocument]
    switch memory.documents(of: arguments) {
    case .success(let read): documents = read
    case .failure(let fault): return .fault(fault)
    }
    switch registered.read(documents) {
    case .uncertain(let why):
      if let key { readings.remember(.uncertain(why), key) }
      return .fault(.badFormat)
    case .known(let document):
      let mark = memory.mark
      let value = memory.make(document)
      if let key, memory.limitExceeded == nil {
        readings.remember(.known(memory.snapshot(of: value, since: mark)), key)
      }
      return value
    }
  }

  /// The same, of an array.
  package mutating func read(_ arguments: [Value], with reader: Int) -> Value {
    arguments.withUnsafeBufferPointer { read($0, with: reader) }
  }

  /// Why a reader could not know what arguments say; nil where it did, or could not be asked.
  package mutating func whyUnread(_ arguments: [Value], with reader: Int) -> String? {
    guard reader < readers.count, let registered = readers[reader] else {
      return "nobody is here to read it"
    }
    return arguments.withUnsafeBufferPointer { arguments in
      if let key = ReadingCache.key(reader, arguments, memory),
        case .uncertain(let why) = readings.entry(key)
      {
        return why
      }
      guard case .success(let documents) = memory.documents(of: arguments),
        case .uncertain(let why) = registered.read(documents)
      else { return nil }
      return why
    }
  }
}

/// What reading counts against the limits of a request.
enum ReadingCost {
  /// How many comparisons take as long as reading a value: 16 for each byte of its texts, which is
  /// more than the slowest reader takes.
  static func comparisons(_ value: Value, _ memory: borrowing Memory) -> Int {
    switch value.tag {
    case .string: return 16 &* (value.count &+ 1)
    case .list:
      // What the policy itself says does not grow with a request.
      guard value.region != .constants else { return 1 }
      var sum = 1
      let values = memory.values(of: value)
      for index in 0..<value.count {
        sum &+= comparisons(values[index * value.stride], memory)
      }
      return sum
    case .fault, .bool, .number, .timestamp, .duration, .ip, .cidr, .hours, .version, .path,
      .folder, .record, .opaqueRecord, .opaqueList:
      return 1
    }
  }
}

extension Memory {
  /// The documents that values are. A fault is none, nor is what has one in it; nor are the values
  /// that no document has.
  func documents(
    of values: UnsafeBufferPointer<Value>
  ) -> Result<[JSONDocument], FaultKind> {
    do throws(FaultKind) {
      var documents: [JSONDocument] = []
      for value in values { documents.append(try readDocument(value)) }
      return .success(documents)
    } catch {
      return .failure(error)
    }
  }

  private func readDocument(_ value: Value) throws(FaultKind) -> JSONDocument {
    func document(_ kind: JSONDocument.Kind) -> JSONDocument { JSONDocument(kind, offset: 0) }
    switch value.tag {
    case .fault: throw value.faultKind
    case .bool: return document(.bool(value.isTrue))
    case .string: return document(.string(ExactString(validated: Array(bytes(of: value)))))
    case .number: return document(.number(value.decimal.description))
    case .list:
      let values = values(of: value)
      var elements: [JSONDocument] = []
      for index in 0..<value.count {
        elements.append(try readDocument(values[index * value.stride]))
      }
      return document(.list(elements))
    case .record:
      let values = values(of: value)
      var members: [JSONDocument.Member] = []
      for place in memberOrder(of: value) {
        let name = ExactString(validated: Array(bytes(of: values[place])))
        members.append(JSONDocument.Member(name, try readDocument(values[place + 1])))
      }
      return document(.record(members))
    case .timestamp, .duration, .ip, .cidr, .hours, .version, .path, .folder, .opaqueRecord,
      .opaqueList:
      throw .wrongType
    }
  }
}
