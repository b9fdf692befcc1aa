// What operators make of constants, by the same rules as the machine: nil where the machine would
// have a fault.

package enum ConstantFolding {
  /// The value behind one step into a constant, which may be a null; nil when it is not there.
  package static func value(at step: RequestPath.Step, in constant: Constant) -> Constant? {
    switch (step, constant) {
    case (.member(let name), .record(let members)):
      var low = 0
      var high = members.count
      while low < high {
        let middle = (low + high) / 2
        if members[middle].name == name { return members[middle].value }
        if members[middle].name < name { low = middle + 1 } else { high = middle }
      }
      return nil
    case (.index(let index), .list(let elements)):
      return elements.indices.contains(index) ? elements[index] : nil
    case (.member, _), (.index, _): return nil
    }
  }

  // MARK: Arithmetic

  package static func arithmetic(
    _ operation: Arithmetic, _ left: Constant, _ right: Constant
  ) -> Constant? {
    switch (operation, left, right) {
    case (.add, .number(let left), .number(let right)): left.adding(right).map { .number($0) }
    case (.subtract, .number(let left), .number(let right)):
      left.subtracting(right).map { .number($0) }
    case (.multiply, .number(let left), .number(let right)):
      left.multiplied(by: right).map { .number($0) }
    case (.add, .duration(let left), .duration(let right)):
      left.adding(right).map { .duration($0) }
    case (.subtract, .duration(let left), .duration(let right)):
      left.subtracting(right).map { .duration($0) }
    case (.add, .timestamp(let left), .duration(let right)),
      (.add, .duration(let right), .timestamp(let left)):
      left.adding(right).map { .timestamp($0) }
    case (.subtract, .timestamp(let left), .duration(let right)):
      left.subtracting(right).map { .timestamp($0) }
    case (.subtract, .timestamp(let left), .timestamp(let right)): .duration(left.since(right))
    case (.multiply, .duration(let left), .number(let right)),
      (.multiply, .number(let right), .duration(let left)):
      left.multiplied(by: right).map { .duration($0) }
    case (_, _, _): nil
    }
  }

  /// What terms come to together, judged once the sum is whole; nil where the machine would have a
  /// fault.
  package static func total(_ terms: [(value: Constant, isSubtracted: Bool)]) -> Constant? {
    var sum = ExactSum()
    for (value, isSubtracted) in terms {
      switch value {
      case .number(let number): sum.add(number, isSubtracted: isSubtracted)
      case .duration(let interval): sum.add(interval, isSubtracted: isSubtracted)
      case .timestamp(let timestamp): sum.add(timestamp, isSubtracted: isSubtracted)
      case .null, .bool, .string, .ip, .cidr, .hours, .version, .list, .record: return nil
      }
    }
    switch sum.total {
    case .number(let number): return .number(number)
    case .duration(let interval): return .duration(interval)
    case .timestamp(let timestamp): return .timestamp(timestamp)
    case .outOfRange, .wrongType: return nil
    }
  }

  package static func negated(_ constant: Constant) -> Constant? {
    switch constant {
    case .number(let number): .number(number.negated)
    case .duration(let interval): interval.negated.map { .duration($0) }
    case .null, .bool, .string, .timestamp, .ip, .cidr, .hours, .version, .list, .record: nil
    }
  }

  // MARK: Comparisons

  /// A comparison of constants; `type` is the right side's: only where that says so is a record a
  /// map.
  package static func compare(
    _ comparison: Comparison, _ left: Constant, _ right: Constant, as type: Type
  ) -> Bool? {
    guard case .map = type else { return compare(comparison, left, right) }
    return switch comparison {
    case .in: has(key: left, in: right)
    case .notIn: has(key: left, in: right).map { !$0 }
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .contains, .overlaps,
      .includes, .startsWith, .endsWith, .like, .matches:
      compare(comparison, left, right)
    }
  }

  package static func compare(_ comparison: Comparison, _ left: Constant, _ right: Constant)
    -> Bool?
  {
    switch comparison {
    case .equal: equal(left, right)
    case .notEqual: equal(left, right).map { !$0 }
    case .less: order(left, right).map { $0 < 0 }
    case .lessOrEqual: order(left, right).map { $0 <= 0 }
    case .greater: order(left, right).map { $0 > 0 }
    case .greaterOrEqual: order(left, right).map { $0 >= 0 }
    case .in: membership(left, right)
    case .notIn: membership(left, right).map { !$0 }
    case .contains: if case .list = left { membership(right, left) } else { nil }
    case .overlaps: overlap(left, right)
    case .includes: texts(left, right) { $0.contains(subsequence: $1) }
    case .startsWith: texts(left, right) { $0.starts(with: $1) }
    case .endsWith: texts(left, right) { $0.reversed().starts(with: $1.reversed()) }
    case .like, .matches: patternMatches(comparison, left, right)
    }
  }

  private static func equal(_ left: Constant, _ right: Constant) -> Bool? {
    switch (left, right) {
    case (.bool, .bool), (.string, .string), (.number, .number), (.timestamp, .timestamp),
      (.duration, .duration), (.ip, .ip), (.cidr, .cidr), (.version, .version):
      return left == right
    case (.list(let left), .list(let right)):
      guard left.count == right.count else { return false }
      return all(zip(left, right).lazy.map { equal($0, $1) })
    case (.record(let left), .record(let right)):
      guard left.map(\.name) == right.map(\.name) else { return false }
      return all(zip(left, right).lazy.map { equal($0.value, $1.value) })
    case (_, _):
      return nil
    }
  }

  /// Kleene's `and`.
  private static func all(_ truths: some Sequence<Bool?>) -> Bool? {
    var result: Bool? = true
    for truth in truths {
      if truth == false { return false }
      if truth == nil { result = nil }
    }
    return result
  }

  private static func order(_ left: Constant, _ right: Constant) -> Int? {
    func sign<Value: Comparable>(_ left: Value, _ right: Value) -> Int {
      left == right ? 0 : left < right ? -1 : 1
    }
    switch (left, right) {
    case (.number(let left), .number(let right)): return left.compared(with: right)
    case (.timestamp(let left), .timestamp(let right)): return sign(left, right)
    case (.duration(let left), .duration(let right)): return sign(left, right)
    case (.string(let left), .string(let right)): return sign(left, right)
    case (.version(let left), .version(let right)):
      return left.ordered == right.ordered
        ? 0 : left.ordered.lexicographicallyPrecedes(right.ordered) ? -1 : 1
    case (_, _):
      return nil
    }
  }

  /// Whether a map has a key: what `in` asks of a value that a shape says is a map.
  package static func has(key: Constant, in map: Constant) -> Bool? {
    guard case .string(let key) = key, case .record(let members) = map else { return nil }
    return members.contains { $0.name == key }
  }

  private static func membership(_ left: Constant, _ right: Constant) -> Bool? {
    switch (left, right) {
    case (.ip(let address), .cidr(let block)): return block.contains(address)
    case (.timestamp(let instant), .hours(let hours)): return hours.contains(instant)
    case (_, .list(let elements)):
      var result: Bool? = false
      for element in elements {
        switch equal(left, element) {
        case true: return true
        case false: break
        case nil: result = nil
        }
      }
      return result
    case (_, _):
      return nil
    }
  }

  private static func overlap(_ left: Constant, _ right: Constant) -> Bool? {
    guard case .list(let elements) = left, case .list = right else { return nil }
    var result: Bool? = false
    for element in elements {
      switch membership(element, right) {
      case true: return true
      case false: break
      case nil: result = nil
      }
    }
    return result
  }

  private static func texts(
    _ left: Constant, _ right: Constant, _ relation: ([UInt8], [UInt8]) -> Bool
  ) -> Bool? {
    guard case .string(let left) = left, case .string(let right) = right else { return nil }
    return relation(left.bytes, right.bytes)
  }

  // MARK: Patterns and functions

  private static func patternMatches(
    _ comparison: Comparison, _ left: Constant, _ right: Constant
  ) -> Bool? {
    guard case .string(let text) = left, case .string(let source) = right,
      let kind = Pattern.Kind(comparison), let pattern = try? Pattern(kind, source)
    else { return nil }
    return pattern.matches(text)
  }

  /// What is wrong with a pattern of `like` or `matches`; nil when nothing is.
  static func problem(ofPattern pattern: ExactString, _ comparison: Comparison) -> String? {
    guard let kind = Pattern.Kind(comparison) else { return nil }
    do throws(PatternError) {
      _ = try Pattern(kind, pattern)
      return nil
    } catch {
      return error.reason
    }
  }

  /// A function's value; nil when it is left to the machine.
  static func call(_ builtin: Builtin, _ arguments: [Constant]) -> Result<Constant, ConstantFault>?
  {
    switch builtin.fold(arguments) {
    case .success(let value):
      // What is null in a text is not the policy's to correct, as it is in bound data.
      return builtin == .json && value.hasNull ? nil : .success(value)
    case .failure(let kind):
      // A document may hold numbers that do not fit; they are faults where they stand, which no
      // constant has, and no mistake. So may a list whose elements a function reads hold nulls.
      if builtin == .json && kind != .badFormat || kind == .null { return nil }
      return .failure(ConstantFault(kind: kind))
    }
  }
}

extension Constant {
  /// Whether it is null, or something in it is.
  fileprivate var hasNull: Bool {
    switch self {
    case .null: true
    case .list(let elements): elements.contains { $0.hasNull }
    case .record(let members): members.contains { $0.value.hasNull }
    case .bool, .string, .number, .timestamp, .duration, .ip, .cidr, .hours, .version: false
    }
  }
}

struct ConstantFault: Error {
  var kind: FaultKind
}

extension Array where Element == UInt8 {
  /// Whether the bytes occur, one after the other.
  func contains(subsequence: [UInt8]) -> Bool {
    guard subsequence.count <= count else { return false }
    return (0...(count - subsequence.count)).contains { start in
      self[start..<start + subsequence.count].elementsEqual(subsequence)
    }
  }
}
