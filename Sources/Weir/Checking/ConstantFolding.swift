// What operators make of constants. The machine's own operations compute it, as they do for
// functions (`Builtin.fold`): constants become values in a memory that is small and goes with the
// result. So an operator means one thing, whether the policy or a request has its operands.
//
// Steps into constants are the exception (`ConstantFolding+Lookups.swift`).

package enum ConstantFolding {
  /// What an operation of the machine makes of constants.
  private static func fold(
    _ operands: [Constant],
    by operation: (_ values: [Value], _ memory: inout Memory, _ hours: [Hours]) -> Value
  ) -> Result<Constant, FaultKind> {
    var memory = Memory()
    var hours: [Hours] = []
    var values: [Value] = []
    for operand in operands { values.append(memory.make(operand, hours: &hours)) }
    let value = operation(values, &memory, hours)
    return memory.constant(of: value, hours: hours)
  }

  // MARK: Arithmetic

  /// `+`, `-`, `*`; nil where the machine would have a fault.
  package static func arithmetic(
    _ operation: Arithmetic, _ left: Constant, _ right: Constant
  ) -> Constant? {
    fold([left, right]) { values, _, _ in
      Operations.arithmetic(operation, values[0], values[1])
    }.value
  }

  /// What terms come to together, judged once the sum is whole; nil where the machine would have a
  /// fault.
  package static func total(_ terms: [(value: Constant, isSubtracted: Bool)]) -> Constant? {
    let subtracted = terms.filter(\.isSubtracted)
    let operands = terms.filter { !$0.isSubtracted } + subtracted
    return fold(operands.map(\.value)) { values, _, _ in
      values.withUnsafeBufferPointer { Operations.total($0, subtracted: subtracted.count) }
    }.value
  }

  /// Unary `-`; nil where the machine would have a fault.
  package static func negated(_ constant: Constant) -> Constant? {
    fold([constant]) { values, _, _ in Operations.negate(values[0]) }.value
  }

  // MARK: Comparisons

  /// A comparison of constants; `type` is the right side's: only where that says so is a record a
  /// map.
  package static func compare(
    _ comparison: Comparison, _ left: Constant, _ right: Constant, as type: Type
  ) -> Truth {
    guard case .map = type else { return compare(comparison, left, right) }
    return switch comparison {
    case .in: isKey(left, of: right)
    case .notIn: !isKey(left, of: right)
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .contains, .overlaps,
      .includes, .startsWith, .endsWith, .like, .matches:
      compare(comparison, left, right)
    }
  }

  /// A comparison of constants, of which no record is a map.
  package static func compare(
    _ comparison: Comparison, _ left: Constant, _ right: Constant
  ) -> Truth {
    truth([left, right]) { values, memory, hours in
      let (left, right) = (values[0], values[1])
      switch comparison {
      case .equal: return Operations.equal(left, right, memory)
      case .notEqual: return Operations.notEqual(left, right, memory)
      case .less, .lessOrEqual, .greater, .greaterOrEqual:
        return Operations.ordered(comparison, left, right, memory)
      case .in: return Operations.isMember(left, of: right, memory, hours: hours)
      case .notIn:
        return Operations.not(Operations.isMember(left, of: right, memory, hours: hours))
      case .contains: return Operations.contains(left, right, memory)
      case .overlaps: return Operations.overlaps(left, right, &memory)
      case .includes, .startsWith, .endsWith:
        return Operations.textRelation(comparison, left, right, memory)
      case .like, .matches:
        guard let pattern = pattern(comparison, right, memory) else { return .fault(.wrongType) }
        return Operations.matches(left, pattern, memory)
      }
    }
  }

  private static func isKey(_ key: Constant, of map: Constant) -> Truth {
    var map = map
    if case .record(let members) = map {
      // Only its keys are asked for, and some maps hold much.
      map = .record(members.map { Constant.Member(name: $0.name, value: .null) })
    }
    return truth([key, map]) { values, memory, _ in
      Operations.isKey(values[0], of: values[1], memory)
    }
  }

  private static func truth(
    _ operands: [Constant],
    by operation: (_ values: [Value], _ memory: inout Memory, _ hours: [Hours]) -> Value
  ) -> Truth {
    switch fold(operands, by: operation) {
    case .success(.bool(let truth)): Truth(truth)
    case .success, .failure: .uncertain
    }
  }

  // MARK: Quantifiers

  /// What the bodies of a quantifier come to together; none of them is a fault.
  package static func quantifier(
    _ kind: QuantifierKind, _ bodies: [Constant]
  ) -> Result<Constant, FaultKind> {
    fold(bodies) { values, memory, _ in
      let kind = LoopKind(kind)
      var outcome = QuantifierOutcome(kind)
      for (index, body) in values.enumerated() {
        guard outcome.take(body, kind, at: index, of: values.count, memory) else { break }
      }
      return outcome.value
    }
  }

  // MARK: Patterns and functions

  private static func pattern(
    _ comparison: Comparison, _ source: Value, _ memory: borrowing Memory
  ) -> Pattern? {
    guard source.tag == .string, let kind = Pattern.Kind(comparison) else { return nil }
    return try? Pattern(kind, ExactString(validated: Array(memory.bytes(of: source))))
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
    case .bool, .string, .number, .timestamp, .duration, .ip, .cidr, .hours, .version, .path,
      .folder:
      false
    }
  }
}

struct ConstantFault: Error {
  var kind: FaultKind
}

extension Result {
  /// The success.
  fileprivate var value: Success? { try? get() }
}
