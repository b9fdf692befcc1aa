// Truths among the machine's values: `not`, `and`, `or`, and what a value is where a truth is asked
// for. The tables are those of `Truth`. An uncertain truth is a fault here, which says why: so
// these hand faults on where `Truth` would only say `uncertain`.

extension Operations {
  /// `not`: of a truth; everything else is a fault.
  @inline(__always)
  package static func not(_ value: Value) -> Value {
    if value.isTrue { return .false }
    if value.isFalse { return .true }
    return value.asUncertain
  }

  /// Kleene's `and`; of two faults the first.
  @inline(__always)
  package static func and(_ left: Value, _ right: Value) -> Value {
    if left.isFalse || right.isFalse { return .false }
    if left.isTrue, right.isTrue { return .true }
    return (left.isTrue ? right : left).asUncertain
  }

  /// Kleene's `or`; of two faults the first.
  @inline(__always)
  package static func or(_ left: Value, _ right: Value) -> Value {
    if left.isTrue || right.isTrue { return .true }
    if left.isFalse, right.isFalse { return .false }
    return (left.isFalse ? right : left).asUncertain
  }
}

extension Value {
  /// The truth that it is: of a fault, and of any other value than a truth, `uncertain`.
  @inline(__always)
  package var truth: Truth { isTrue ? .true : isFalse ? .false : .uncertain }

  /// The value as the fault that it makes of what wanted a truth or a number of it.
  package var asUncertain: Value { isFault ? self : .fault(.wrongType) }
}
