// From and to the machine's values: what functions make in memory, what a document becomes, what a
// constant is to the machine and back. The last two let the checker compute a function of constants
// with the very implementation that the machine calls.

extension Value {
  /// A part of a text, by bytes; the whole of it is the text itself, known by its number still.
  @inline(__always)
  package func part(_ range: Range<Int>) -> Value {
    range.count == count
      ? self : .string(region, offset: offset + range.lowerBound, count: range.count)
  }
}

extension Memory {
  /// A text of what `append` appends; when that says no, a fault, and the limit is on record.
  @inline(__always)
  mutating func makeText(_ append: (inout Memory) -> Bool) -> Value {
    let start = scratchCount
    guard append(&self) else { return .fault(.outOfRange) }
    return .string(.scratch, offset: start, count: scratchCount - start)
  }

  /// An address.
  package mutating func make(_ address: IPAddress) -> Value {
    let start = scratchCount
    for index in 0..<IPAddress.byteCount where !appendByte(address.byte(index)) {
      return .fault(.outOfRange)
    }
    return .bytes(.ip, .scratch, offset: start, count: IPAddress.byteCount)
  }

  /// A block of addresses.
  package mutating func make(_ block: CIDRBlock) -> Value {
    let start = scratchCount
    for index in 0..<IPAddress.byteCount where !appendByte(block.address.byte(index)) {
      return .fault(.outOfRange)
    }
    guard appendByte(block.prefix) else { return .fault(.outOfRange) }
    return .bytes(.cidr, .scratch, offset: start, count: CIDRBlock.byteCount)
  }

  /// What a document is to the machine: a null is the fault `null`, a number that is not a decimal
  /// the fault `number_out_of_range`, each in its place.
  package mutating func make(_ document: JSONDocument) -> Value {
    switch document.kind {
    case .null: return .fault(.null)
    case .bool(let truth): return .bool(truth)
    case .string(let text): return make(.string, text.bytes)
    case .number(let text):
      switch Decimal.read(text.utf8) {
      case .value(let decimal): return .number(decimal)
      case .outOfRange: return .fault(.outOfRange)
      case .malformed: return .fault(.badFormat)
      }
    case .list(let elements):
      var values: [Value] = []
      for element in elements { values.append(make(element)) }
      return makeList(values)
    case .record(let members):
      var values: [(name: [UInt8], value: Value)] = []
      for member in members { values.append((member.name.bytes, make(member.value))) }
      return makeRecord(values)
    }
  }

  /// What a constant is to the machine; schedules are added to `hours`.
  package mutating func make(_ constant: Constant, hours: inout [Hours]) -> Value {
    switch constant {
    case .null: return .fault(.null)
    case .bool(let truth): return .bool(truth)
    case .string(let text): return make(.string, text.bytes)
    case .number(let decimal): return .number(decimal)
    case .timestamp(let timestamp): return .timestamp(timestamp)
    case .duration(let interval): return .duration(interval)
    case .ip(let address): return make(address)
    case .cidr(let block): return make(block)
    case .hours(let schedule):
      hours.append(schedule)
      return .hours(hours.count - 1)
    case .version(let version): return make(.version, version.ordered)
    case .path(let path): return make(.path, path.text.bytes)
    case .folder(let folder): return make(.folder, folder.text.bytes)
    case .list(let elements):
      guard let start = allocateValues(elements.count) else { return .fault(.outOfRange) }
      for (index, element) in elements.enumerated() {
        let value = make(element, hours: &hours)
        self[start + index] = value
      }
      return .list(.scratch, offset: start, count: elements.count)
    case .record(let members):
      // They are in byte order.
      guard let start = allocateValues(2 * members.count) else { return .fault(.outOfRange) }
      for (index, member) in members.enumerated() {
        let value = make(member.value, hours: &hours)
        self[start + 2 * index] = make(.string, member.name.bytes)
        self[start + 2 * index + 1] = value
      }
      return .record(.scratch, offset: start, count: members.count)
    }
  }

  /// The constant that a value is. A fault is none, nor is what has one in it: the failure names
  /// the first. A null in a list or record is a part of it like others.
  package func constant(
    of value: Value, hours: [Hours]
  ) -> Result<Constant, FaultKind> {
    do throws(FaultKind) {
      return .success(try readConstant(value, hours))
    } catch {
      return .failure(error)
    }
  }

  private func readConstant(_ value: Value, _ hours: [Hours]) throws(FaultKind) -> Constant {
    switch value.tag {
    case .fault: throw value.faultKind
    case .bool: return .bool(value.isTrue)
    case .string: return .string(ExactString(validated: Array(bytes(of: value))))
    case .number: return .number(value.decimal)
    case .timestamp: return .timestamp(value.timestamp)
    case .duration: return .duration(value.interval)
    case .ip: return .ip(address(of: value))
    case .cidr: return .cidr(block(of: value))
    case .hours:
      guard hours.indices.contains(value.hoursIndex) else { throw .wrongType }
      return .hours(hours[value.hoursIndex])
    case .version: return .version(SemanticVersion(ordered: Array(bytes(of: value))))
    case .path: return .path(AbsolutePath(normalised: Array(bytes(of: value))))
    case .folder: return .folder(AbsolutePath(normalised: Array(bytes(of: value))))
    case .list:
      let values = values(of: value)
      var elements: [Constant] = []
      for index in 0..<value.count {
        elements.append(try readPart(values[index * value.stride], hours))
      }
      return .list(elements)
    case .record:
      let values = values(of: value)
      var members: [Constant.Member] = []
      for place in memberOrder(of: value) {
        members.append(
          Constant.Member(
            name: ExactString(validated: Array(bytes(of: values[place]))),
            value: try readPart(values[place + 1], hours)))
      }
      return .record(members)
    case .opaqueRecord, .opaqueList: throw .wrongType
    }
  }

  private func readPart(_ value: Value, _ hours: [Hours]) throws(FaultKind) -> Constant {
    value.isFault && value.faultKind == .null ? .null : try readConstant(value, hours)
  }
}

extension FaultKind: Error {}

extension Builtin {
  /// What the function makes of constants. A failure is what the machine would come to as well, so
  /// a call that fails may as well be left where it is; one whose result has a null in it must be.
  /// `hours` itself is made by `Hours.init`, which needs the zone's rules.
  package func fold(_ arguments: [Constant]) -> Result<Constant, FaultKind> {
    let arguments = declaration.completed(arguments) { .string($0) }
    guard arguments.count == declaration.parameters.count else { return .failure(.wrongType) }
    var memory = Memory(
      constantBytes: UnsafeBufferPointer(start: nil, count: 0),
      constantValues: UnsafeBufferPointer(start: nil, count: 0))
    var hours: [Hours] = []
    var values: [Value] = []
    for argument in arguments { values.append(memory.make(argument, hours: &hours)) }
    func argument(_ index: Int) -> Value {
      index < values.count ? values[index] : .fault(.absent)
    }
    let result = evaluate(
      BuiltinArguments(argument(0), argument(1), argument(2)), &memory, hours: hours)
    if memory.limitExceeded != nil { return .failure(.outOfRange) }
    return memory.constant(of: result, hours: hours)
  }
}
