// Whether a condition asks if something is there.

internal import Weir

extension CheckedExpression {
  /// Whether it has a `has` or `??` in it.
  var asksForPresence: Bool {
    switch kind {
    case .has, .coalesce: return true
    case .constant, .path, .local, .now: return false
    case .compare(_, let left, let right):
      // Most expressions are comparisons, and need no list of their sides.
      return left.asksForPresence || right.asksForPresence
    case .member, .element, .list, .not, .and, .or, .arithmetic, .negate, .quantifier, .call:
      return operands.contains { $0.asksForPresence }
    }
  }
}
