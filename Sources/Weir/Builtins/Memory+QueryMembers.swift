// The members of a URL's query, as forms write them: `a=1&b=2&a=3`.

extension Memory {
  /// A map from each name to the list of its values, in their order; `+` is a blank. A query on
  /// which readers disagree is the fault `bad_format`: what is not UTF-8 once it is decoded, and
  /// one with a `;`, which separates members to some.
  mutating func makeQueryMembers(_ query: Value) -> Value {
    count(comparisons: query.count &* 2)
    // The text may stand in the scratch region itself, and must not move while it is read.
    guard reserveBytes(query.count) else { return .fault(.outOfRange) }
    let text = bytes(of: query)
    guard !text.contains(UInt8(ascii: ";")) else { return .fault(.badFormat) }
    var members: [(name: Value, value: Value, place: Int)] = []
    for part in text.split(separator: UInt8(ascii: "&")) {
      let equals = part.firstIndex(of: UInt8(ascii: "=")) ?? part.endIndex
      guard let name = makeDecoded(part[..<equals]),
        let value = makeDecoded(part[equals...].dropFirst())
      else { return .fault(.badFormat) }
      members.append((name, value, members.count))
    }
    count(comparisons: members.count &* 32)
    members.sort { left, right in
      let order = bytes(of: left.name).compared(with: bytes(of: right.name))
      return order != 0 ? order < 0 : left.place < right.place
    }
    var values: [Value] = []
    var next = 0
    while next < members.count {
      let first = next
      let name = bytes(of: members[first].name)
      while next < members.count, bytes(of: members[next].name).isEqual(to: name) { next += 1 }
      let list = makeList(members[first..<next].map(\.value))
      if list.isFault { return list }
      values += [members[first].name, list]
    }
    guard let start = allocateValues(values.count) else { return .fault(.outOfRange) }
    for (place, value) in values.enumerated() { self[start + place] = value }
    return .record(.scratch, offset: start, count: values.count / 2)
  }

  /// A part of a query, decoded.
  private mutating func makeDecoded(_ part: Slice<UnsafeBufferPointer<UInt8>>) -> Value? {
    let start = scratchCount
    let isDecoded = PercentEncoding.decode(
      UnsafeBufferPointer(rebasing: part), plus: .blank, { _ = appendByte($0) })
    let made = Value.string(.scratch, offset: start, count: scratchCount - start)
    guard isDecoded, (try? UTF8Span(validating: bytes(of: made).span)) != nil else { return nil }
    return made
  }
}
