// Functions on lists.

extension BuiltinDeclaration {
  static let lists: [BuiltinDeclaration] = [
    BuiltinDeclaration(
      .unique, "unique", [Parameter("list", .list(.any))], .listLikeFirst,
      """
      The elements of a list, each where it first stands and not again; `==` says which are the \
      same. Elements that have no value, or that cannot be compared with each other, are a fault.
      """,
      examples: [
        Example(#"unique(["b", "a", "b"])"#, #"["b", "a"]"#),
        Example("length(unique([1, 1.0, 2]))", "2"),
      ],
      isCostly: true,
      implementation: { arguments, memory, _ in unique(arguments.first, &memory) })
  ]
}

private func unique(_ list: Value, _ memory: inout Memory) -> Value {
  guard list.tag == .list else { return .fault(.wrongType) }
  let elements = memory.values(of: list)
  var values: [Value] = []
  values.reserveCapacity(list.count)
  for index in 0..<list.count { values.append(elements[index * list.stride]) }
  if let fault = values.first(where: \.isFault) { return fault }
  guard let first = values.first else { return list }
  guard values.allSatisfy({ $0.tag == first.tag }) else { return .fault(.wrongType) }
  switch first.tag {
  case .bool, .number, .timestamp, .duration:
    // They have one form each.
    return memory.makeUnique(values) { left, right, _ in
      left.head != right.head
        ? (left.head < right.head ? -1 : 1)
        : left.body < right.body ? -1 : left.body == right.body ? 0 : 1
    }
  case .string, .ip, .cidr, .version, .path, .folder:
    return memory.makeUnique(values) { left, right, memory in
      memory.count(comparisons: min(left.count, right.count) / 64)
      return memory.bytes(of: left).compared(with: memory.bytes(of: right))
    }
  case .list, .record: return memory.makeUniqueByPairs(values)
  case .fault, .hours, .opaqueRecord, .opaqueList: return .fault(.wrongType)
  }
}

extension Memory {
  /// The first of each value of a kind that has an order of some sort.
  fileprivate mutating func makeUnique(
    _ values: [Value], _ order: (Value, Value, borrowing Memory) -> Int
  ) -> Value {
    // A sort compares each as often as the number of all has digits.
    count(comparisons: values.count &* (Int.bitWidth - values.count.leadingZeroBitCount))
    let sorted = values.indices.sorted { left, right in
      let found = order(values[left], values[right], self)
      return found != 0 ? found < 0 : left < right
    }
    var isFirst = Array(repeating: true, count: values.count)
    for (before, after) in zip(sorted, sorted.dropFirst())
    where order(values[before], values[after], self) == 0 {
      isFirst[after] = false
    }
    return makeList(values.indices.filter { isFirst[$0] }.map { values[$0] })
  }

  /// The first of each list or record, each compared with those before it.
  fileprivate mutating func makeUniqueByPairs(_ values: [Value]) -> Value {
    var kept: [Value] = []
    for value in values {
      var isNew = true
      for other in kept {
        let same = Operations.equal(other, value, self)
        if same.isFault { return same }
        guard comparisonsLeft >= 0 else {
          exceed(.comparedPairs)
          return .fault(.outOfRange)
        }
        if same.isTrue {
          isNew = false
          break
        }
      }
      if isNew { kept.append(value) }
    }
    return makeList(kept)
  }
}
