// One string, number or truth of a request as a value: compared with what its node expects, a fault
// where it is something else.

extension RequestReader {
  typealias Node = UnsafeMutablePointer<ReadingPlan.Node>

  /// `null`, `true` or `false`, by the first byte.
  @inline(__always)
  mutating func literal(_ node: Node, _ first: UInt8) -> Value {
    if first == UInt8(ascii: "n") { return .fault(.null) }
    switch node.pointee.expectation {
    case .any, .bool: return .bool(first == UInt8(ascii: "t"))
    case .string, .number, .timestamp, .duration, .ip, .cidr, .choice, .list, .record:
      return .fault(.wrongType)
    }
  }

  @inline(__always)
  mutating func number(_ node: Node, _ text: JSONText, _ start: Int, _ end: Int) -> Value {
    switch node.pointee.expectation {
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

  /// A string as its node expects it; nothing is done for a node without a slot.
  @inline(__always)
  mutating func string(
    _ node: Node, _ text: JSONText, _ start: Int, _ end: JSONText.StringEnd,
    _ memory: inout Memory
  ) throws(InputError) -> Value {
    guard node.pointee.slot >= 0 else { return .fault(.absent) }
    if !end.hasEscapes, node.pointee.expectation.rawValue <= ReadingPlan.Expectation.string.rawValue
    {
      let count = end.quote &- start
      return .string(
        .input, offset: start, count: count, id: strings.lookup(text.base + start, count))
    }
    return try uncommonString(node, text, start, end, &memory)
  }

  /// A string with escapes, or of which more is expected than to be one.
  @inline(never)
  private mutating func uncommonString(
    _ node: Node, _ text: JSONText, _ start: Int, _ end: JSONText.StringEnd,
    _ memory: inout Memory
  ) throws(InputError) -> Value {
    switch node.pointee.expectation {
    case .any, .string: return try internedName(text, start, end, &memory)
    case .choice:
      let value = try internedName(text, start, end, &memory)
      return isChoice(value.internID, node) ? value : .fault(.notInEnum)
    case .timestamp, .duration, .ip, .cidr:
      return try spelled(node, text, start, end, &memory)
    case .bool, .number, .list, .record: return .fault(.wrongType)
    }
  }

  /// The bytes of a string: where they stand, or decoded where it has escapes.
  @inline(__always)
  mutating func name(
    _ text: JSONText, _ start: Int, _ end: JSONText.StringEnd, _ memory: inout Memory
  ) throws(InputError) -> Value {
    if end.hasEscapes { return try decoded(text, start, end.quote, &memory) }
    return .string(.input, offset: start, count: end.quote - start)
  }

  /// The same, with its number among the policy's constants.
  @inline(__always)
  mutating func internedName(
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
  private mutating func decoded(
    _ text: JSONText, _ start: Int, _ quote: Int, _ memory: inout Memory
  ) throws(InputError) -> Value {
    let place = memory.scratchCount
    let room = quote &- start &+ JSONText.decodingRoom
    if let spare = memory.spareBytes(room),
      let decoded = text.decodeNear(from: start, into: spare, room: room)
    {
      memory.claimBytes(decoded.length)
      return .string(.scratch, offset: place, count: decoded.length)
    }
    guard try text.decode(from: start, to: quote, { memory.appendBytes($0) != nil }) else {
      throw InputError(.scratchBytes, at: start)
    }
    return .string(.scratch, offset: place, count: memory.scratchCount - place)
  }

  /// Whether a constant's number is one of those that a node's value must be.
  @inline(never)
  mutating func isChoice(_ id: UInt32, _ node: Node) -> Bool {
    guard id != 0 else { return false }
    var low = Int(node.pointee.choices.start)
    var high = low &+ Int(node.pointee.choices.count)
    while low < high {
      let middle = (low &+ high) &>> 1
      let candidate = plan.numbers[middle]
      if candidate == id { return true }
      if candidate < id { low = middle + 1 } else { high = middle }
    }
    return false
  }

  /// The value that a string spells, by the node's expectation.
  @inline(never)
  private mutating func spelled(
    _ node: Node, _ text: JSONText, _ start: Int, _ end: JSONText.StringEnd,
    _ memory: inout Memory
  ) throws(InputError) -> Value {
    let scratch = memory.scratchCount
    let bytes = memory.bytes(of: try name(text, start, end, &memory))
    let value: Value?
    switch node.pointee.expectation {
    case .timestamp: value = Timestamp(reading: bytes).map { .timestamp($0) }
    case .duration: value = SignedDuration(reading: bytes).map { .duration($0) }
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
    guard memory.limitExceeded == nil else { throw InputError(.scratchBytes, at: start) }
    return value ?? .fault(.badFormat)
  }

  /// An address in network order, a block with its prefix after it.
  private mutating func append(
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
