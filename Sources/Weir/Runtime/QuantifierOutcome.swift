// What the quantifiers mean: what the bodies of `any`, `all`, `count`, `sum`, `min` and `max` come
// to together. The machine's loop takes bodies into account as it computes them, the checker those
// of constants.

/// What a quantifier has come to so far.
package struct QuantifierOutcome: BitwiseCopyable {
  /// What it comes to without further elements.
  package private(set) var value: Value
  /// A sum that has left the numbers on its way, and may come back: `value` is a fault meanwhile.
  private var sum = ExactSum()
  private var isWide = false

  /// A quantifier before its first element.
  package init(_ kind: LoopKind) {
    switch kind {
    case .any: value = .false
    case .all: value = .true
    case .count, .sum: value = .number(.zero)
    case .min, .max: value = .fault(.noElement)
    }
  }

  /// Takes the value of the body for one of `count` elements into account; false if those that
  /// follow make no difference any more.
  @inline(__always)
  package mutating func take(
    _ body: Value, _ kind: LoopKind, at index: Int, of count: Int, _ memory: borrowing Memory
  ) -> Bool {
    switch kind {
    case .any:
      if body.isTrue {
        value = .true
        return false
      }
      if !body.isFalse, value.isFalse { value = body.asUncertain }
    case .all:
      if body.isFalse {
        value = .false
        return false
      }
      if !body.isTrue, value.isTrue { value = body.asUncertain }
    case .count:
      if body.isTrue {
        if !value.isFault { value = Operations.arithmetic(.add, value, .number(Decimal(1))) }
      } else if !body.isFalse, !value.isFault {
        value = body.asUncertain
      }
    case .sum:
      if index == 0 {
        let isSummable = body.tag == .number || body.tag == .duration
        value = isSummable ? body : body.asUncertain
      } else {
        let total = Operations.arithmetic(.add, value, body)
        if total.isFault {
          leave(value, adding: body, isLast: index &+ 1 == count)
        } else {
          value = total
        }
      }
    case .min: takeExtreme(body, Operations.ordered(.less, body, value, memory), at: index)
    case .max: takeExtreme(body, Operations.ordered(.greater, body, value, memory), at: index)
    }
    return true
  }

  /// A sum has come to a fault: by what was added, for good; by its size, perhaps only on its way.
  @inline(never)
  private mutating func leave(_ before: Value, adding body: Value, isLast: Bool) {
    if body.isFault || body.tag != .number && body.tag != .duration {
      if isWide || !before.isFault { value = body.asUncertain }
      isWide = false
      return
    }
    if !isWide {
      guard !before.isFault, sum.add(before, isSubtracted: false) else { return }
      isWide = true
    }
    _ = sum.add(body, isSubtracted: false)
    value = isLast ? sum.value : .fault(.outOfRange)
  }

  private mutating func takeExtreme(_ body: Value, _ isBetter: Value, at index: Int) {
    if index == 0 {
      value = Operations.hasOrder(body.tag) ? body : body.asUncertain
    } else if !value.isFault {
      if isBetter.isFault {
        value = body.isFault ? body : isBetter
      } else if isBetter.isTrue {
        value = body
      }
    }
  }
}
