// What the operators mean on the machine's values: the one place that says it. Operands that are
// faults are handed on, the left one first; operands that do not go together are `wrong_type`. The
// interpreter calls these where it has no faster way that says the same.
//
// Nothing here allocates but for the comparison of large records whose members stand in different
// orders, which would take quadratic time without.

/// The operators' meanings.
package enum Operations {
  // MARK: Equality

  /// `==`, three-valued.
  @inline(__always)
  package static func equal(
    _ left: Value, _ right: Value, _ memory: borrowing Memory
  ) -> Value {
    if left.isFault { return left }
    if right.isFault { return right }
    if left.tag == .string, right.tag == .string {
      return .bool(sameText(left, right, memory))
    }
    return equalInGeneral(left, right, memory)
  }

  /// `!=`, three-valued.
  package static func notEqual(
    _ left: Value, _ right: Value, _ memory: borrowing Memory
  ) -> Value {
    not(equal(left, right, memory))
  }

  /// Whether two strings are the same: by their numbers among the constants where both have one.
  @inline(__always)
  private static func sameText(
    _ left: Value, _ right: Value, _ memory: borrowing Memory
  ) -> Bool {
    if left.internID != 0, right.internID != 0 { return left.internID == right.internID }
    guard left.count == right.count else { return false }
    if left.count > 64 { memory.count(comparisons: left.count / 64) }
    return memory.bytes(of: left).isEqual(to: memory.bytes(of: right))
  }

  @inline(never)
  private static func equalInGeneral(
    _ left: Value, _ right: Value, _ memory: borrowing Memory
  ) -> Value {
    guard left.tag == right.tag else { return .fault(.wrongType) }
    switch left.tag {
    case .bool: return .bool(left.isTrue == right.isTrue)
    // Decimals have one form each, instants and lengths too.
    case .number, .timestamp, .duration:
      return .bool(left.head == right.head && left.body == right.body)
    case .string, .ip, .cidr, .version, .path, .folder:
      memory.count(comparisons: left.count / 64)
      return .bool(memory.bytes(of: left).isEqual(to: memory.bytes(of: right)))
    case .list: return equalLists(left, right, memory)
    case .record: return equalRecords(left, right, memory)
    case .fault, .hours, .opaqueRecord, .opaqueList: return .fault(.wrongType)
    }
  }

  /// What comparing two lists or records counts as, beside their elements.
  private static let composite = 64

  /// After the counts, the `and` of the elements' equality.
  private static func equalLists(
    _ left: Value, _ right: Value, _ memory: borrowing Memory
  ) -> Value {
    memory.count(comparisons: composite)
    guard left.count == right.count else { return .false }
    memory.count(comparisons: left.count)
    let (lefts, rights) = (memory.values(of: left), memory.values(of: right))
    var result = Value.true
    for index in 0..<left.count {
      let same = equal(lefts[index * left.stride], rights[index * right.stride], memory)
      if same.isFalse { return .false }
      if same.isFault, !result.isFault { result = same }
    }
    return result
  }

  /// Members beyond this many are looked up in sorted order.
  private static let scannedMembers = 32

  private static func equalRecords(
    _ left: Value, _ right: Value, _ memory: borrowing Memory
  ) -> Value {
    memory.count(comparisons: composite)
    guard left.count == right.count else { return .false }
    memory.count(comparisons: left.count)
    let (lefts, rights) = (memory.values(of: left), memory.values(of: right))
    let (leftStride, rightStride) = (left.stride, right.stride)
    // Members mostly stand in the same order: the first pass goes as long as they do.
    var index = 0
    var result = Value.true
    while index < left.count,
      sameText(lefts[index * leftStride], rights[index * rightStride], memory)
    {
      let same = equal(lefts[index * leftStride + 1], rights[index * rightStride + 1], memory)
      if same.isFalse { return .false }
      result = and(result, same)
      index += 1
    }
    if index == left.count { return result }
    if left.count > scannedMembers {
      return equalSorted(left, right, memory)
    }
    while index < left.count {
      let key = lefts[index * leftStride]
      var found = 0
      while found < right.count, !sameText(key, rights[found * rightStride], memory) { found += 1 }
      memory.count(comparisons: found)
      guard found < right.count else { return .false }
      result = and(
        result, equal(lefts[index * leftStride + 1], rights[found * rightStride + 1], memory))
      index += 1
    }
    return result
  }

  private static func equalSorted(
    _ left: Value, _ right: Value, _ memory: borrowing Memory
  ) -> Value {
    let (lefts, rights) = (memory.values(of: left), memory.values(of: right))
    let leftOrder = memory.memberOrder(of: left)
    let rightOrder = memory.memberOrder(of: right)
    var result = Value.true
    for (leftPlace, rightPlace) in zip(leftOrder, rightOrder) {
      guard sameText(lefts[leftPlace], rights[rightPlace], memory) else { return .false }
      result = and(result, equal(lefts[leftPlace + 1], rights[rightPlace + 1], memory))
    }
    return result
  }

  // MARK: Order

  /// `<`, `<=`, `>`, `>=`: numbers, times, strings by bytes, versions. Other comparisons have
  /// functions of their own.
  @inline(__always)
  package static func ordered(
    _ comparison: Comparison, _ left: Value, _ right: Value, _ memory: borrowing Memory
  ) -> Value {
    orderedShortly(comparison, left, right).map(Value.bool)
      ?? orderedInGeneral(comparison, left, right, memory)
  }

  /// 10 to the power of 0 and so on, as far as 64 bits reach.
  private static let powersOfTen: [UInt64] = [
    1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000,
    10_000_000_000, 100_000_000_000, 1_000_000_000_000, 10_000_000_000_000, 100_000_000_000_000,
    1_000_000_000_000_000, 10_000_000_000_000_000, 100_000_000_000_000_000,
    1_000_000_000_000_000_000, 10_000_000_000_000_000_000,
  ]

  /// The same of two numbers that are not negative and whose coefficients have 64 bits, as nearly
  /// all are; nil for anything else.
  @inline(__always)
  package static func orderedShortly(
    _ comparison: Comparison, _ left: Value, _ right: Value
  ) -> Bool? {
    // All of the head but the exponent: no sign, no high bits.
    let rest = ~(UInt64(0xFF) << 16)
    let number = UInt64(Value.Tag.number.rawValue)
    guard left.head & rest == number, right.head & rest == number else { return nil }
    var (lower, upper) = (left.body, right.body)
    if left.head != right.head {
      // The one of the greater exponent is brought to the other's. Past 64 bits it is the greater.
      let distance = Int(left.decimal.exponent) &- Int(right.decimal.exponent)
      guard distance.magnitude < powersOfTen.count else { return nil }
      let power = powersOfTen[Int(distance.magnitude)]
      if distance > 0 {
        let (scaled, isTooLong) = lower.multipliedReportingOverflow(by: power)
        (lower, upper) = isTooLong ? (1, 0) : (scaled, upper)
      } else {
        let (scaled, isTooLong) = upper.multipliedReportingOverflow(by: power)
        (lower, upper) = isTooLong ? (0, 1) : (lower, scaled)
      }
    }
    switch comparison {
    case .less: return lower < upper
    case .lessOrEqual: return lower <= upper
    case .greater: return lower > upper
    case .greaterOrEqual: return lower >= upper
    case .equal, .notEqual, .in, .notIn, .contains, .overlaps, .includes, .startsWith, .endsWith,
      .like, .matches:
      return nil
    }
  }

  @inline(never)
  private static func orderedInGeneral(
    _ comparison: Comparison, _ left: Value, _ right: Value, _ memory: borrowing Memory
  ) -> Value {
    if left.isFault { return left }
    if right.isFault { return right }
    guard let order = order(left, right, memory) else { return .fault(.wrongType) }
    switch comparison {
    case .less: return .bool(order < 0)
    case .lessOrEqual: return .bool(order <= 0)
    case .greater: return .bool(order > 0)
    case .greaterOrEqual: return .bool(order >= 0)
    case .equal, .notEqual, .in, .notIn, .contains, .overlaps, .includes, .startsWith, .endsWith,
      .like, .matches:
      return .fault(.wrongType)
    }
  }

  /// Negative, zero or positive as the left value is before, equal to or after the right one; nil
  /// where there is no order.
  package static func order(
    _ left: Value, _ right: Value, _ memory: borrowing Memory
  ) -> Int? {
    guard left.tag == right.tag else { return nil }
    switch left.tag {
    case .number: return left.decimal.compared(with: right.decimal)
    case .timestamp:
      let (left, right) = (left.timestamp, right.timestamp)
      return left < right ? -1 : left == right ? 0 : 1
    case .duration:
      let (left, right) = (left.interval, right.interval)
      return left < right ? -1 : left == right ? 0 : 1
    case .string, .version:
      memory.count(comparisons: min(left.count, right.count) / 64)
      return memory.bytes(of: left).compared(with: memory.bytes(of: right))
    case .fault, .bool, .ip, .cidr, .hours, .path, .folder, .list, .record, .opaqueRecord,
      .opaqueList:
      return nil
    }
  }

  /// Whether values of a kind have an order.
  package static func hasOrder(_ tag: Value.Tag) -> Bool {
    switch tag {
    case .number, .timestamp, .duration, .string, .version: true
    case .fault, .bool, .ip, .cidr, .hours, .path, .folder, .list, .record, .opaqueRecord,
      .opaqueList:
      false
    }
  }

  // MARK: Arithmetic

  /// `+`, `-`, `*`: exact, or the fault `number_out_of_range`.
  package static func arithmetic(
    _ operation: Arithmetic, _ left: Value, _ right: Value
  ) -> Value {
    if left.isFault { return left }
    if right.isFault { return right }
    switch (operation, left.tag, right.tag) {
    case (.add, .number, .number): return number(left.decimal.adding(right.decimal))
    case (.subtract, .number, .number): return number(left.decimal.subtracting(right.decimal))
    case (.multiply, .number, .number): return number(left.decimal.multiplied(by: right.decimal))
    case (.add, .duration, .duration): return duration(left.interval.adding(right.interval))
    case (.subtract, .duration, .duration):
      return duration(left.interval.subtracting(right.interval))
    case (.multiply, .duration, .number):
      return duration(left.interval.multiplied(by: right.decimal))
    case (.multiply, .number, .duration):
      return duration(right.interval.multiplied(by: left.decimal))
    case (.add, .timestamp, .duration): return timestamp(left.timestamp.adding(right.interval))
    case (.add, .duration, .timestamp): return timestamp(right.timestamp.adding(left.interval))
    case (.subtract, .timestamp, .duration):
      return timestamp(left.timestamp.subtracting(right.interval))
    case (.subtract, .timestamp, .timestamp):
      return .duration(left.timestamp.since(right.timestamp))
    case (.add, _, _), (.subtract, _, _), (.multiply, _, _): return .fault(.wrongType)
    }
  }

  /// A sum of several terms, the last of which are subtracted: exact, and judged once it is whole.
  package static func total(
    _ terms: UnsafeBufferPointer<Value>, subtracted: Int
  ) -> Value {
    let firstSubtracted = terms.count &- subtracted
    // As long as it goes, which is nearly always to the end.
    var number = Decimal.zero
    var index = 0
    while index < terms.count, terms[index].tag == .number {
      let term = terms[index].decimal
      guard let next = number.adding(index < firstSubtracted ? term : term.negated) else { break }
      number = next
      index &+= 1
    }
    if index == terms.count { return .number(number) }
    var sum = ExactSum()
    for index in terms.indices {
      let isSubtracted = index >= firstSubtracted
      guard sum.add(terms[index], isSubtracted: isSubtracted) else {
        return terms.first { $0.isFault } ?? .fault(.wrongType)
      }
    }
    return sum.value
  }

  /// Unary `-`: of a number or a duration.
  package static func negate(_ value: Value) -> Value {
    if value.isFault { return value }
    if value.tag == .number { return .number(value.decimal.negated) }
    if value.tag == .duration { return duration(value.interval.negated) }
    return .fault(.wrongType)
  }

  private static func number(_ decimal: Decimal?) -> Value {
    decimal.map(Value.number) ?? .fault(.outOfRange)
  }
  private static func duration(_ interval: SignedDuration?) -> Value {
    interval.map(Value.duration) ?? .fault(.outOfRange)
  }
  private static func timestamp(_ timestamp: Timestamp?) -> Value {
    timestamp.map(Value.timestamp) ?? .fault(.outOfRange)
  }

  // MARK: Membership

  /// `in`: element of a list, address or block in a block, path in a folder, instant in hours. A
  /// record is none of them: it could pass for a list.
  package static func isMember(
    _ element: Value, of collection: Value, _ memory: borrowing Memory, hours: [Hours]
  ) -> Value {
    if element.isFault { return element }
    if collection.isFault { return collection }
    switch (element.tag, collection.tag) {
    case (_, .list): return isElement(element, of: collection, memory)
    case (.ip, .cidr):
      return .bool(memory.block(of: collection).contains(memory.address(of: element)))
    case (.cidr, .cidr):
      return .bool(memory.block(of: collection).contains(memory.block(of: element)))
    case (.path, .folder):
      memory.count(comparisons: collection.count / 64)
      return .bool(
        AbsolutePath.folder(memory.bytes(of: collection), holds: memory.bytes(of: element)))
    case (.timestamp, .hours):
      guard hours.indices.contains(collection.hoursIndex) else { return .fault(.wrongType) }
      return .bool(hours[collection.hoursIndex].contains(element.timestamp))
    default: return .fault(.wrongType)
    }
  }

  /// `in` where a shape says that the collection is a map: it has the key.
  package static func isKey(
    _ key: Value, of map: Value, _ memory: borrowing Memory
  ) -> Value {
    if key.isFault { return key }
    if map.isFault { return map }
    guard key.tag == .string, map.tag == .record else { return .fault(.wrongType) }
    return .bool(memory.member(key, of: map) != nil)
  }

  /// `contains`: the list has the element.
  package static func contains(
    _ list: Value, _ element: Value, _ memory: borrowing Memory
  ) -> Value {
    if list.isFault { return list }
    if element.isFault { return element }
    guard list.tag == .list else { return .fault(.wrongType) }
    return isElement(element, of: list, memory)
  }

  /// The `any` of `==`.
  @inline(__always)
  private static func isElement(
    _ element: Value, of list: Value, _ memory: borrowing Memory
  ) -> Value {
    let values = memory.values(of: list)
    if list.isAscending { return isNumber(element, among: values, memory) }
    let stride = list.stride
    var result = Value.false
    var index = 0
    while index < values.count {
      let same = equal(values[index], element, memory)
      if same.isTrue {
        memory.count(comparisons: index / stride)
        return .true
      }
      if same.isFault { result = result.isFault ? result : same }
      index += stride
    }
    memory.count(comparisons: list.count)
    return result
  }

  /// The same of numbers, at least one, in ascending order.
  @inline(never)
  private static func isNumber(
    _ element: Value, among numbers: UnsafeBufferPointer<Value>, _ memory: borrowing Memory
  ) -> Value {
    // What is not a number is as different from one number as from all.
    guard element.tag == .number else { return equal(numbers[0], element, memory) }
    memory.count(comparisons: Int.bitWidth - numbers.count.leadingZeroBitCount)
    let number = element.decimal
    var low = 0
    var high = numbers.count
    while low < high {
      let middle = (low + high) / 2
      let order = numbers[middle].decimal.compared(with: number)
      if order == 0 { return .true }
      if order < 0 { low = middle + 1 } else { high = middle }
    }
    return .false
  }

  /// `overlaps`: some element of one list is an element of the other. What goes beyond the
  /// comparisons that are left is not looked at; the request is denied then.
  package static func overlaps(
    _ left: Value, _ right: Value, _ memory: inout Memory
  ) -> Value {
    if left.isFault { return left }
    if right.isFault { return right }
    guard left.tag == .list, right.tag == .list else { return .fault(.wrongType) }
    // Whichever stands on the left, and whatever is found first.
    guard left.count * right.count <= memory.comparisonsLeft else {
      memory.exceed(.comparedPairs)
      return .fault(.outOfRange)
    }
    let values = memory.values(of: left)
    var result = Value.false
    var index = 0
    while index < values.count {
      // An element that is null equals nothing, for certain not, if there is nothing to equal.
      if right.count > 0 {
        let found =
          values[index].isFault ? values[index] : isElement(values[index], of: right, memory)
        if found.isTrue { return .true }
        if found.isFault { result = result.isFault ? result : found }
        guard memory.comparisonsLeft >= 0 else {
          memory.exceed(.comparedPairs)
          return .fault(.outOfRange)
        }
      }
      index += left.stride
    }
    return result
  }

  // MARK: Texts

  /// `includes`, `starts_with`, `ends_with`.
  package static func textRelation(
    _ comparison: Comparison, _ left: Value, _ right: Value, _ memory: borrowing Memory
  ) -> Value {
    if left.isFault { return left }
    if right.isFault { return right }
    guard left.tag == .string, right.tag == .string else { return .fault(.wrongType) }
    let (text, part) = (memory.bytes(of: left), memory.bytes(of: right))
    memory.count(comparisons: part.count / 64)
    switch comparison {
    case .includes:
      memory.countSearch(for: right, in: left)
      return .bool(text.firstRange(of: part) != nil)
    case .startsWith: return .bool(text.isPrefixed(by: part))
    case .endsWith: return .bool(text.isSuffixed(by: part))
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .in, .notIn, .contains,
      .overlaps, .like, .matches:
      return .fault(.wrongType)
    }
  }

  /// `like`, `matches`.
  package static func matches(
    _ text: Value, _ pattern: Pattern, _ memory: borrowing Memory
  ) -> Value {
    if text.isFault { return text }
    guard text.tag == .string else { return .fault(.wrongType) }
    memory.count(comparisons: pattern.comparisons(for: text.count))
    return .bool(pattern.matches(memory.bytes(of: text)))
  }
}

extension ExactSum {
  /// Adds a term; false for what is none.
  mutating func add(_ value: Value, isSubtracted: Bool) -> Bool {
    switch value.tag {
    case .number: add(value.decimal, isSubtracted: isSubtracted)
    case .duration: add(value.interval, isSubtracted: isSubtracted)
    case .timestamp: add(value.timestamp, isSubtracted: isSubtracted)
    case .fault, .bool, .string, .ip, .cidr, .hours, .version, .path, .folder, .list, .record,
      .opaqueRecord,
      .opaqueList:
      return false
    }
    return true
  }

  /// The total, or the fault that it is.
  var value: Value {
    switch total {
    case .number(let number): .number(number)
    case .duration(let interval): .duration(interval)
    case .timestamp(let timestamp): .timestamp(timestamp)
    case .outOfRange: .fault(.outOfRange)
    case .wrongType: .fault(.wrongType)
    }
  }
}

extension Memory {
  /// The address that a value names; meaningful only where the tag says so.
  @inline(__always)
  package func address(of value: Value) -> IPAddress {
    let bytes = bytes(of: value)
    var high: UInt64 = 0
    var low: UInt64 = 0
    for index in 0..<8 {
      high = high << 8 | UInt64(bytes[index])
      low = low << 8 | UInt64(bytes[index + 8])
    }
    return IPAddress(high: high, low: low)
  }

  /// The block that a value names; meaningful only where the tag says so.
  package func block(of value: Value) -> CIDRBlock {
    CIDRBlock(address: address(of: value), prefix: bytes(of: value)[16])
  }

  /// Where the member of that name stands among a record's values; nil when there is none.
  package func member(_ name: Value, of record: Value) -> Int? {
    let values = values(of: record)
    let text = bytes(of: name)
    // Constants have their keys in order, and some are large tables.
    if record.region == .constants {
      count(comparisons: text.count / 4)
      var low = 0
      var high = record.count
      while low < high {
        let middle = (low + high) / 2
        let order = bytes(of: values[middle * record.stride]).compared(with: text)
        if order == 0 { return middle * record.stride }
        if order < 0 { low = middle + 1 } else { high = middle }
      }
      return nil
    }
    // A long name is compared with each that is as long.
    count(comparisons: record.count &* (1 &+ text.count / 64))
    for index in 0..<record.count where bytes(of: values[index * record.stride]).isEqual(to: text) {
      return index * record.stride
    }
    return nil
  }

  /// Where a record's members stand among its values, in byte order of their names.
  func memberOrder(of record: Value) -> [Int] {
    let values = values(of: record)
    let places = (0..<record.count).map { $0 * record.stride }
    if record.region == .constants { return places }
    var names: [(bytes: UnsafeBufferPointer<UInt8>, place: Int)] = []
    for place in places {
      names.append((bytes(of: values[place]), place))
      count(comparisons: 32 + values[place].count / 4)
    }
    names.sort { $0.bytes.compared(with: $1.bytes) < 0 }
    return names.map(\.place)
  }
}
