// One string, number or truth of a request as a value: compared with what its node expects, a fault
// where it is something else.

extension RequestReader {
  func truth(_ site: Int, _ truth: Bool) -> Value {
    switch plan.sites[site].expectation {
    case .any, .bool: .bool(truth)
    case .string, .number, .timestamp, .duration, .ip, .cidr, .choice, .list, .record:
      .fault(.wrongType)
    }
  }

  func number(_ site: Int, _ text: JSONText, _ start: Int, _ end: Int) -> Value {
    switch plan.sites[site].expectation {
    case .any, .number: RequestReader.number(text, start, end)
    case .bool, .string, .timestamp, .duration, .ip, .cidr, .choice, .list, .record:
      .fault(.wrongType)
    }
  }

  /// A number that the grammar let pass.
  static func number(_ text: JSONText, _ start: Int, _ end: Int) -> Value {
    switch Decimal.read(text.slice(start, end)) {
    case .value(let decimal): .number(decimal)
    // The grammar has had its say: what is left is a number that does not fit.
    case .outOfRange, .malformed: .fault(.outOfRange)
    }
  }

  @inline(__always)
  mutating func string(
    _ site: Int, _ text: JSONText, _ start: Int, _ end: JSONText.StringEnd,
    _ memory: inout Memory
  ) throws(InputError) -> Value {
    switch plan.sites[site].expectation {
    case .any, .string: return try internedName(text, start, end, &memory)
    case .choice:
      let value = try internedName(text, start, end, &memory)
      return isChoice(value.internID, site) ? value : .fault(.notInEnum)
    case .timestamp, .duration, .ip, .cidr:
      return try spelled(site, text, start, end, &memory)
    case .bool, .number, .list, .record: return .fault(.wrongType)
    }
  }

  /// The bytes of a string: where they stand, or decoded where it has escapes.
  @inline(__always)
  func name(
    _ text: JSONText, _ start: Int, _ end: JSONText.StringEnd, _ memory: inout Memory
  ) throws(InputError) -> Value {
    if end.hasEscapes { return try decoded(text, start, end.quote, &memory) }
    return .string(.input, offset: start, count: end.quote - start)
  }

  /// The same, with its number among the policy's constants.
  @inline(__always)
  func internedName(
    _ text: JSONText, _ start: Int, _ end: JSONText.StringEnd, _ memory: inout Memory
  ) throws(InputError) -> Value {
    if end.hasEscapes {
      var value = try decoded(text, start, end.quote, &memory)
      let id = strings.lookup(memory.bytes(of: value))
      value.head |= UInt64(id) << 32
      return value
    }
    let id = strings.lookup(text.base + start, end.quote - start)
    return .string(.input, offset: start, count: end.quote - start, id: id)
  }

  @inline(never)
  private func decoded(
    _ text: JSONText, _ start: Int, _ quote: Int, _ memory: inout Memory
  ) throws(InputError) -> Value {
    let place = memory.scratchCount
    guard try text.decode(from: start, to: quote, { memory.appendBytes($0) != nil }) else {
      throw InputError(.limit, at: start)
    }
    return .string(.scratch, offset: place, count: memory.scratchCount - place)
  }

  private func isChoice(_ id: UInt32, _ site: Int) -> Bool {
    guard id != 0 else { return false }
    let choices = plan.sites[site].choices.range
    var low = choices.lowerBound
    var high = choices.upperBound
    while low < high {
      let middle = (low + high) / 2
      let candidate = plan.numbers[middle]
      if candidate == id { return true }
      if candidate < id { low = middle + 1 } else { high = middle }
    }
    return false
  }

  /// The value that a string spells, by the node's expectation.
  @inline(never)
  private func spelled(
    _ site: Int, _ text: JSONText, _ start: Int, _ end: JSONText.StringEnd,
    _ memory: inout Memory
  ) throws(InputError) -> Value {
    let scratch = memory.scratchCount
    let bytes = memory.bytes(of: try name(text, start, end, &memory))
    let value: Value?
    switch plan.sites[site].expectation {
    case .timestamp: value = Timestamp(reading: bytes).map { .timestamp($0) }
    case .duration: value = Interval(reading: bytes).map { .duration($0) }
    case .ip:
      let address = IPAddress(reading: bytes)
      // What was decoded only to be parsed is not kept; `bytes` is of no more use from here on.
      memory.truncateBytes(to: scratch)
      guard let address else { return .fault(.badFormat) }
      value = append(address, prefix: nil, &memory)
    case .cidr:
      let block = CIDRBlock(reading: bytes)
      memory.truncateBytes(to: scratch)
      guard let block else { return .fault(.badFormat) }
      value = append(block.address, prefix: block.prefix, &memory)
    case .any, .bool, .string, .number, .choice, .list, .record: value = nil
    }
    guard memory.limitExceeded == nil else { throw InputError(.limit, at: start) }
    return value ?? .fault(.badFormat)
  }

  /// An address in network order, a block with its prefix behind it.
  private func append(
    _ address: IPAddress, prefix: UInt8?, _ memory: inout Memory
  ) -> Value? {
    let words = (address.high.bigEndian, address.low.bigEndian)
    let place = withUnsafeBytes(of: words) { raw in
      memory.appendBytes(raw.assumingMemoryBound(to: UInt8.self))
    }
    guard let place else { return nil }
    guard let prefix else { return .bytes(.ip, .scratch, offset: place, count: 16) }
    guard memory.appendByte(prefix) else { return nil }
    return .bytes(.cidr, .scratch, offset: place, count: 17)
  }
}
