// Proves what the machine takes for granted of constants, the projection and what rules refer to:
// that all that is named exists, and that values are what values can be. Every program passes here
// before it runs, the emitter's own as well. `CodeVerifier` looks at the code, `RuleVerifier` at
// the rules' texts.

/// Verifies programs.
package struct Verifier {
  private let image: ProgramImage

  /// Verifies a program and fills in what the machine allocates by.
  package static func verify(_ image: inout ProgramImage) throws(ProgramError) {
    // Whoever made the image by hand has the rules as descriptions.
    image.rules.flatten(image.files)
    let verifier = Verifier(image: image)
    try verifier.verifyConstants()
    try verifier.verifyProjection()
    try verifier.verifyRules()
    image.stackDepth = try CodeVerifier.verify(image)
  }

  private func require(
    _ condition: Bool, _ rule: @autoclosure () -> String
  ) throws(ProgramError) {
    if !condition { throw .invalid(rule()) }
  }

  // MARK: Constants

  private func verifyConstants() throws(ProgramError) {
    try require(image.digest.count == 32, "the digest is no SHA-256")
    try require(image.constantBytes.count <= Limits.constantBytes, "too many constant bytes")
    for text in image.texts {
      try require(
        Int(text.offset) + Int(text.count) <= image.constantBytes.count, "a text ends outside")
    }
    for (index, value) in image.constantValues.enumerated() { try verify(value, at: index) }
    try verifyParts()
    for set in image.textSets {
      try require(!set.bits.isEmpty && set.first > 0, "a set of texts is empty")
      try require(
        Int(set.first) + 64 * (set.bits.count - 1) <= max(image.texts.count, 1),
        "a set has unknown texts")
    }
  }

  /// Every part of a constant is part of that one only, as the emitter lays them out, and they nest
  /// no deeper than what they were read from: so comparing and printing a constant takes time
  /// linear in the program and a bounded stack.
  private func verifyParts() throws(ProgramError) {
    guard image.constantValues.contains(where: { $0.tag == .list || $0.tag == .record }) else {
      return
    }
    var isPart = Array(repeating: false, count: image.constantValues.count)
    var depths = Array(repeating: 0, count: image.constantValues.count)
    for (index, value) in image.constantValues.enumerated()
    where value.tag == .list || value.tag == .record {
      for part in value.offset..<value.offset + value.count * value.stride {
        try require(!isPart[part], "two constants share a part")
        isPart[part] = true
        depths[index] = max(depths[index], depths[part])
      }
      depths[index] += 1
      try require(
        depths[index] <= max(Limits.documentDepth, Limits.requestDepth),
        "a constant nests too deeply")
    }
  }

  private func verify(_ value: Value, at index: Int) throws(ProgramError) {
    // Asked of the byte: `tag` itself takes its validity for granted.
    try require(
      Value.Tag(rawValue: UInt8(truncatingIfNeeded: value.head)) != nil, "an unknown tag")
    switch value.tag {
    case .bool: try require(value.isTrue || value.isFalse, "a bool is neither true nor false")
    case .number:
      let decimal = value.decimal
      try require(Value.number(decimal).isSame(as: value), "a number has stray bits")
      try require(
        Decimal(
          isNegative: decimal.isNegative,
          coefficient: UInt128(decimal.high) << 64 | UInt128(decimal.low),
          exponent: Int(decimal.exponent)) == decimal, "a number is not normalised")
    case .timestamp:
      try require(Value.timestamp(value.timestamp).isSame(as: value), "a bad instant")
    case .duration: try require(Value.duration(value.interval).isSame(as: value), "a bad duration")
    case .string:
      try verifyBytes(value)
      let number = Int(value.internID)
      try require(number > 0 && number <= image.texts.count, "a text has no number")
      let range = image.texts[number - 1]
      try require(
        Int(range.offset) == value.offset && Int(range.count) == value.count,
        "a text's number is another's")
      let bytes = image.constantBytes[value.offset..<value.offset + value.count]
      try require(String(validating: bytes, as: UTF8.self) != nil, "a text is not UTF-8")
    case .ip:
      try verifyBytes(value)
      try require(value.count == 16, "an address has not 16 bytes")
    case .cidr:
      try verifyBytes(value)
      try require(
        value.count == 17 && image.constantBytes[value.offset + 16] <= 128, "a bad block")
    case .version: try verifyBytes(value)
    case .path, .folder:
      try verifyBytes(value)
      let bytes = image.constantBytes[value.offset..<value.offset + value.count]
      try require(String(validating: bytes, as: UTF8.self) != nil, "a path is not UTF-8")
      try require(AbsolutePath.isNormalised(Array(bytes)), "a path is not normalised")
    case .hours: try require(value.body < UInt64(image.hours.count), "unknown hours")
    case .list, .record:
      // What a value contains stands before it: so there is no cycle.
      try require(value.region == .constants, "a constant lies outside the constants")
      try require(
        value.stride == (value.tag == .list ? 1 : 2)
          && value.offset + value.count * value.stride <= index, "a value contains itself")
      if value.tag == .record { try verifyKeys(of: value) }
      if value.isAscending { try verifyOrder(of: value) }
    case .fault:
      // A null in bound data keeps its place.
      try require(Value.fault(.null).isSame(as: value), "a constant is a fault and not null")
    case .opaqueRecord, .opaqueList: throw .invalid("a constant is not a value")
    }
  }

  private func verifyOrder(of list: Value) throws(ProgramError) {
    try image.constantValues.withUnsafeBufferPointer { (values) throws(ProgramError) in
      try require(list.count > 0, "a list without elements has an order")
      for place in list.offset..<list.offset + list.count {
        try require(
          values[place].tag == .number
            && (place == list.offset || values[place - 1].decimal < values[place].decimal),
          "numbers are out of order")
      }
    }
  }

  private func verifyBytes(_ value: Value) throws(ProgramError) {
    try require(
      value.region == .constants && value.offset + value.count <= image.constantBytes.count,
      "a constant ends outside")
  }

  private func verifyKeys(of record: Value) throws(ProgramError) {
    var last: Slice<Table<UInt8>>?
    for member in 0..<record.count {
      let key = image.constantValues[record.offset + 2 * member]
      try require(key.tag == .string, "a member's name is not a text")
      let bytes = image.constantBytes[key.offset..<key.offset + key.count]
      if let last {
        try require(last.lexicographicallyPrecedes(bytes), "members are out of order")
      }
      last = bytes
    }
  }

  // MARK: Projection and rules

  private func verifyProjection() throws(ProgramError) {
    let projection = image.projection
    try require(!projection.nodes.isEmpty, "the projection is empty")
    try require(
      image.slotPaths.count == projection.slotCount, "a slot has no path, or a path no slot")
    var seen = Array(repeating: false, count: projection.nodes.count)
    var slots: Set<Int> = []
    try verify(node: 0, size: projection.slotCount, &seen, &slots, depth: 0)
    try require(slots.count == projection.slotCount, "a slot is filled by nothing")
    try require(!seen.contains(false), "nothing leads to a place in the projection")
  }

  private func verify(
    node index: Int, size: Int, _ seen: inout [Bool], _ slots: inout Set<Int>, depth: Int
  ) throws(ProgramError) {
    try require(
      index < seen.count && !seen[index] && depth <= Limits.requestDepth,
      "the projection is not a tree")
    seen[index] = true
    let node = image.projection.nodes[index]
    if let slot = node.slot {
      try require(slot < size && slots.insert(slot).inserted, "a slot is filled twice")
    }
    if case .choice(let texts) = node.expectation {
      try require(texts.allSatisfy { $0 > 0 && $0 <= image.texts.count }, "an unknown text")
      try require(isAscending(texts, by: <), "a choice is out of order")
    }
    try require(isAscending(node.members) { $0.name < $1.name }, "members are out of order")
    try require(isAscending(node.indexed) { $0.index < $1.index }, "places are out of order")
    for member in node.members {
      try verify(node: member.node, size: size, &seen, &slots, depth: depth + 1)
    }
    for indexed in node.indexed {
      try verify(node: indexed.node, size: size, &seen, &slots, depth: depth + 1)
    }
    if let element = node.element {
      // A member of a map is a key and a value at least.
      try require(
        element.stride >= (element.isMap ? 2 : 1) && element.stride <= Int(UInt16.max),
        "an element has no size")
      var own: Set<Int> = element.isMap ? [0] : []
      try verify(node: element.node, size: element.stride, &seen, &own, depth: depth + 1)
    }
  }

  private func isAscending<Element>(
    _ elements: [Element], by precedes: (Element, Element) -> Bool
  ) -> Bool {
    zip(elements, elements.dropFirst()).allSatisfy(precedes)
  }

  private func verifyRules() throws(ProgramError) {
    let slots = image.projection.slotCount
    try require(image.idSlot < slots, "the id has no slot")
    for slot in image.sensitiveSlots {
      try require(slot < slots, "a sensitive value has no slot")
    }
    for requester in image.requester {
      try require(requester.slot < slots, "a requester has no slot")
    }
    try require(image.rules.isEmpty || image.rules.flat != nil, "rules are not laid flat")
    if let rules = image.rules.flat { try RuleVerifier.verify(rules, of: image) }
    for range in image.ranges { try RuleVerifier.verify(range, in: image.files) }
  }
}

extension Value {
  /// Bit by bit.
  fileprivate func isSame(as other: Value) -> Bool { head == other.head && body == other.body }
}
