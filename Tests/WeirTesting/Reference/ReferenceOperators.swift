// The operators of the language on outcomes, one function each, as Architecture ("Conditions, in
// detail") has them. This second implementation stays: tests hold the machine, and what folds
// constants by the machine's operations, to it, so it has no code in common with either.

import Weir

enum ReferenceOperators {
  // MARK: Kleene

  static func negation(_ operand: ReferenceOutcome) -> ReferenceOutcome {
    let truth = operand.asTruth
    if truth.fault != nil { return truth }
    return .truth(!truth.isTrue, reads: truth.reads)
  }

  /// False if one is false; else uncertain if one is; else true.
  static func conjunction(_ operands: [ReferenceOutcome]) -> ReferenceOutcome {
    let truths = operands.map(\.asTruth)
    let reads = truths.reduce(into: Set<ReferencePlace>()) { $0.formUnion($1.reads) }
    if truths.contains(where: \.isFalse) { return .truth(false, reads: reads) }
    if truths.contains(where: { $0.fault != nil }) { return .failure(.absent, of: truths) }
    return .truth(true, reads: reads)
  }

  static func disjunction(_ operands: [ReferenceOutcome]) -> ReferenceOutcome {
    negation(conjunction(operands.map { negation($0) }))
  }

  // MARK: Equality and order

  static func equal(_ left: ReferenceOutcome, _ right: ReferenceOutcome) -> ReferenceOutcome {
    guard let a = left.value, let b = right.value else {
      return .failure(.absent, of: [left, right])
    }
    func result(_ truth: Bool) -> ReferenceOutcome {
      .truth(truth, reads: left.reads.union(right.reads))
    }
    switch (a, b) {
    case (.bool(let x), .bool(let y)): return result(x == y)
    case (.string(let x), .string(let y)): return result(x.bytes == y.bytes)
    case (.number(let x), .number(let y)): return result(x == y)
    case (.timestamp(let x), .timestamp(let y)): return result(x == y)
    case (.duration(let x), .duration(let y)): return result(x == y)
    case (.ip(let x), .ip(let y)): return result(x.bytes == y.bytes)
    case (.cidr(let x), .cidr(let y)): return result(x.network == y.network && x.prefix == y.prefix)
    case (.version(let x), .version(let y)): return result(x.ordered == y.ordered)
    case (.path(let x), .path(let y)), (.folder(let x), .folder(let y)):
      return result(x.text.bytes == y.text.bytes)
    case (.list(let x), .list(let y)):
      if x.count != y.count { return result(false) }
      return conjunction(zip(x, y).map { equal($0, $1) })
    case (.record(let x), .record(let y)):
      if Set(x.map(\.name)) != Set(y.map(\.name)) { return result(false) }
      return conjunction(
        x.map { member in equal(member.value, y.first { $0.name == member.name }!.value) })
    default: return .failure(.wrongType, of: [left, right])
    }
  }

  /// Below, at or above zero; nil for what has no order.
  static func order(_ left: ReferenceValue, _ right: ReferenceValue) -> Int? {
    func bytes(_ x: [UInt8], _ y: [UInt8]) -> Int {
      x == y ? 0 : x.lexicographicallyPrecedes(y) ? -1 : 1
    }
    func integers(_ x: Int128, _ y: Int128) -> Int { x < y ? -1 : x > y ? 1 : 0 }
    switch (left, right) {
    case (.number(let x), .number(let y)): return ReferenceNumber.order(x, y)
    case (.timestamp(let x), .timestamp(let y)):
      return integers(
        nanoseconds(x.seconds, x.nanoseconds), nanoseconds(y.seconds, y.nanoseconds))
    case (.duration(let x), .duration(let y)):
      return integers(
        nanoseconds(x.seconds, x.nanoseconds), nanoseconds(y.seconds, y.nanoseconds))
    case (.string(let x), .string(let y)): return bytes(x.bytes, y.bytes)
    case (.version(let x), .version(let y)): return bytes(x.ordered, y.ordered)
    default: return nil
    }
  }

  private static func ordered(
    _ left: ReferenceOutcome, _ right: ReferenceOutcome, _ holds: (Int) -> Bool
  ) -> ReferenceOutcome {
    guard let a = left.value, let b = right.value, let order = order(a, b) else {
      return .failure(.wrongType, of: [left, right])
    }
    return .truth(holds(order), reads: left.reads.union(right.reads))
  }

  // MARK: Relations

  static func compare(
    _ comparison: Comparison, _ left: ReferenceOutcome, _ right: ReferenceOutcome,
    isMap: Bool = false
  ) -> ReferenceOutcome {
    switch comparison {
    case .equal: return equal(left, right)
    case .notEqual: return negation(equal(left, right))
    case .less: return ordered(left, right) { $0 < 0 }
    case .lessOrEqual: return ordered(left, right) { $0 <= 0 }
    case .greater: return ordered(left, right) { $0 > 0 }
    case .greaterOrEqual: return ordered(left, right) { $0 >= 0 }
    case .in: return isIn(left, right, isMap)
    case .notIn: return negation(isIn(left, right, isMap))
    case .contains:
      guard left.value != nil, right.value != nil, case .list(let elements) = left.value else {
        return .failure(.wrongType, of: [left, right])
      }
      return among(right, elements, of: left)
    case .overlaps:
      guard case .list(let x) = left.value, case .list(let y) = right.value else {
        return .failure(.wrongType, of: [left, right])
      }
      var result = disjunction(x.flatMap { a in y.map { b in equal(a, b) } })
      result.reads.formUnion(left.reads.union(right.reads))
      return result
    case .includes:
      return texts(left, right) { text, part in
        part.isEmpty || text.indices.contains { text[$0...].starts(with: part) }
      }
    case .startsWith: return texts(left, right) { $0.starts(with: $1) }
    case .endsWith: return texts(left, right) { $0.reversed().starts(with: $1.reversed()) }
    case .like, .matches:
      return texts(left, right) { text, pattern in
        ReferencePatterns.matches(
          text, pattern, isGlob: comparison == .like)
      }
    }
  }

  private static func texts(
    _ left: ReferenceOutcome, _ right: ReferenceOutcome, _ holds: ([UInt8], [UInt8]) -> Bool
  ) -> ReferenceOutcome {
    guard case .string(let a) = left.value, case .string(let b) = right.value else {
      return .failure(.wrongType, of: [left, right])
    }
    return .truth(holds(a.bytes, b.bytes), reads: left.reads.union(right.reads))
  }

  private static func among(
    _ element: ReferenceOutcome, _ elements: [ReferenceOutcome], of list: ReferenceOutcome
  ) -> ReferenceOutcome {
    var result = disjunction(elements.map { equal(element, $0) })
    result.reads.formUnion(element.reads.union(list.reads))
    return result
  }

  private static func isIn(
    _ left: ReferenceOutcome, _ right: ReferenceOutcome, _ isMap: Bool
  ) -> ReferenceOutcome {
    guard let a = left.value, let b = right.value else {
      return .failure(.absent, of: [left, right])
    }
    let reads = left.reads.union(right.reads)
    func bits(_ bytes: [UInt8]) -> [Bool] {
      bytes.flatMap { byte in (0..<8).map { byte >> (7 - $0) & 1 == 1 } }
    }
    // What IPv4 addresses begin with among the others.
    let mappedBytes: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255]
    switch (a, b) {
    case (.string(let name), .record(let members)) where isMap:
      return .truth(members.contains { $0.name == name }, reads: reads)
    case _ where isMap: return .failure(.wrongType, of: [left, right])
    case (_, .list(let elements)): return among(left, elements, of: right)
    case (.ip(let address), .cidr(let block)):
      let count = Int(block.prefix)
      // A block holds addresses of its own family only.
      let mapped = bits(mappedBytes)
      let isV4 = bits(address.bytes).starts(with: mapped)
      let isV4Block = count >= 96 && bits(block.network).starts(with: mapped)
      return .truth(
        isV4 == isV4Block
          && bits(address.bytes).prefix(count) == bits(block.network).prefix(count), reads: reads)
    case (.cidr(let inner), .cidr(let outer)):
      let isV4 = inner.prefix >= 96 && inner.network.starts(with: mappedBytes)
      let isV4Outer = outer.prefix >= 96 && outer.network.starts(with: mappedBytes)
      let count = Int(outer.prefix)
      return .truth(
        isV4 == isV4Outer && Int(inner.prefix) >= count
          && bits(inner.network).prefix(count) == bits(outer.network).prefix(count), reads: reads)
    case (.path(let path), .folder(let folder)):
      let steps = path.description.split(separator: "/")
      return .truth(
        steps.map { Array($0.utf8) }.starts(
          with: folder.description.split(separator: "/").map { Array($0.utf8) }), reads: reads)
    case (.timestamp(let instant), .hours(let hours)):
      return .truth(ReferenceBuiltins.contains(hours, instant), reads: reads)
    default: return .failure(.wrongType, of: [left, right])
    }
  }

  // MARK: Arithmetic

  /// Terms, some of them subtracted. Numbers make a number. Of times, instants may be left over:
  /// one, and it is an instant; none, and it is a length.
  static func total(
    _ terms: [(outcome: ReferenceOutcome, isSubtracted: Bool)]
  ) -> ReferenceOutcome {
    let operands = terms.map(\.outcome)
    if operands.contains(where: { $0.fault != nil }) { return .failure(.absent, of: operands) }
    var numbers: [(number: ReferenceNumber, isSubtracted: Bool)] = []
    var (length, instants, times) = (Int128(0), 0, 0)
    for (outcome, isSubtracted) in terms {
      let sign: Int128 = isSubtracted ? -1 : 1
      switch outcome.value! {
      case .number(let number): numbers.append((number, isSubtracted))
      case .duration(let x):
        times += 1
        length += sign * nanoseconds(x.seconds, x.nanoseconds)
      case .timestamp(let x):
        times += 1
        instants += Int(sign)
        length += sign * nanoseconds(x.seconds, x.nanoseconds)
      case .bool, .string, .ip, .cidr, .hours, .version, .path, .folder, .list, .record:
        return .failure(.wrongType, of: operands)
      }
    }
    var value: ReferenceValue?
    switch (numbers.count, times, instants) {
    case (_, 0, _): value = ReferenceNumber.total(numbers).map { .number($0) }
    case (0, _, 0):
      value = split(length).map {
        .duration(SignedDuration(seconds: $0.seconds, nanoseconds: $0.nanoseconds))
      }
    case (0, _, 1):
      if let (seconds, rest) = split(length),
        (-62_135_596_800...253_402_300_799).contains(seconds)
      {
        value = .timestamp(Timestamp(seconds: seconds, nanoseconds: rest))
      }
    default: return .failure(.wrongType, of: operands)
    }
    let reads = operands.reduce(into: Set<ReferencePlace>()) { $0.formUnion($1.reads) }
    return value.map { .value($0, reads: reads) } ?? .failure(.outOfRange, of: operands)
  }

  static func nanoseconds(_ seconds: Int64, _ nanoseconds: UInt32) -> Int128 {
    Int128(seconds) * 1_000_000_000 + Int128(nanoseconds)
  }

  /// Whole seconds rounded down, and the nanoseconds on top; nil when that overflows.
  private static func split(_ total: Int128) -> (seconds: Int64, nanoseconds: UInt32)? {
    var seconds = total / 1_000_000_000
    var rest = total % 1_000_000_000
    if rest < 0 {
      seconds -= 1
      rest += 1_000_000_000
    }
    return Int64(exactly: seconds).map { ($0, UInt32(rest)) }
  }

  static func arithmetic(
    _ operation: Arithmetic, _ left: ReferenceOutcome, _ right: ReferenceOutcome
  ) -> ReferenceOutcome {
    guard let a = left.value, let b = right.value else {
      return .failure(.absent, of: [left, right])
    }
    func result(_ value: ReferenceValue?) -> ReferenceOutcome {
      value.map { .value($0, reads: left.reads.union(right.reads)) }
        ?? .failure(.outOfRange, of: [left, right])
    }
    func interval(_ total: Int128) -> ReferenceOutcome {
      result(
        split(total).map {
          .duration(SignedDuration(seconds: $0.seconds, nanoseconds: $0.nanoseconds))
        })
    }
    func instant(_ total: Int128) -> ReferenceOutcome {
      // The years 0001 to 9999.
      let parts = split(total).flatMap {
        (-62_135_596_800...253_402_300_799).contains($0.seconds) ? $0 : nil
      }
      return result(
        parts.map { .timestamp(Timestamp(seconds: $0.seconds, nanoseconds: $0.nanoseconds)) })
    }
    func total(_ value: ReferenceValue) -> Int128? {
      switch value {
      case .timestamp(let x): return nanoseconds(x.seconds, x.nanoseconds)
      case .duration(let x): return nanoseconds(x.seconds, x.nanoseconds)
      case .bool, .string, .number, .ip, .cidr, .hours, .version, .path, .folder, .list, .record:
        return nil
      }
    }
    switch (operation, a, b) {
    case (.add, .number(let x), .number(let y)): return result((x + y).map { .number($0) })
    case (.subtract, .number(let x), .number(let y)): return result((x - y).map { .number($0) })
    case (.multiply, .number(let x), .number(let y)): return result((x * y).map { .number($0) })
    case (.add, .duration, .duration): return interval(total(a)! + total(b)!)
    case (.subtract, .duration, .duration): return interval(total(a)! - total(b)!)
    case (.subtract, .timestamp, .timestamp): return interval(total(a)! - total(b)!)
    case (.add, .timestamp, .duration), (.add, .duration, .timestamp):
      return instant(total(a)! + total(b)!)
    case (.subtract, .timestamp, .duration): return instant(total(a)! - total(b)!)
    case (.multiply, .duration, .number(let factor)), (.multiply, .number(let factor), .duration):
      guard
        let length = ReferenceNumber(json: String(total(a) ?? total(b)!)),
        let product = length * factor, let nanoseconds = integer(product)
      else { return result(nil) }
      return interval(nanoseconds)
    default: return .failure(.wrongType, of: [left, right])
    }
  }

  /// The number, if it is whole.
  private static func integer(_ number: ReferenceNumber) -> Int128? {
    if number.digits.isEmpty { return 0 }
    guard number.exponent >= 0 else { return nil }
    let digits = number.digits.map { "\($0)" } + Array(repeating: "0", count: number.exponent)
    return Int128((number.isNegative ? "-" : "") + digits.joined())
  }

  static func negative(_ operand: ReferenceOutcome) -> ReferenceOutcome {
    switch operand.value {
    case .number(let x): return .value(.number(x.negated), reads: operand.reads)
    case .duration(let x):
      guard let (seconds, rest) = split(-nanoseconds(x.seconds, x.nanoseconds)) else {
        return .failure(.outOfRange, of: [operand])
      }
      return .value(
        .duration(SignedDuration(seconds: seconds, nanoseconds: rest)), reads: operand.reads)
    default: return .failure(.wrongType, of: [operand])
    }
  }
}
