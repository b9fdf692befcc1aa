// What a rule demands of one path by a comparison with a constant: enough to see, for most pairs of
// rules, that one does not follow from the other, without a proof.

import Weir

/// A comparison of a path with a constant that is true whenever a rule matches.
final class PathDemand {
  let path: Int
  let comparison: Comparison
  let constant: Constant
  /// Values among which there is one that just fulfils it, if any does, and one that does not.
  let examples: [Constant]

  /// Nil where it is something else.
  init?(_ expression: CheckedExpression, _ paths: inout PathNumbers) {
    guard case .compare(let written, let left, let right) = expression.kind else { return nil }
    if case .path(let path) = left.kind, let constant = right.constant {
      self.path = paths.number(of: path)
      self.constant = constant
      comparison = written
    } else if case .path(let path) = right.kind, let constant = left.constant,
      let turned = written.turned
    {
      self.path = paths.number(of: path)
      self.constant = constant
      comparison = turned
    } else {
      return nil
    }
    examples = PathDemand.examples(comparison, constant)
  }

  /// The same for demands that are equal, in this process.
  var signature: Int {
    var hasher = Hasher()
    hasher.combine(path)
    hasher.combine(comparison)
    hasher.combine(constant)
    return hasher.finalize()
  }

  /// Whether a value fulfils it. What most policies compare is compared here: the machine's own way
  /// costs as much as a request.
  func takes(_ value: Constant) -> Bool {
    switch (comparison, value, constant) {
    case (.equal, _, _): value == constant
    case (.in, _, .list(let elements)): elements.contains(value)
    case (.startsWith, .string(let text), .string(let start)):
      text.bytes.starts(with: start.bytes)
    case (.contains, .list(let elements), _): elements.contains(constant)
    case (.greater, .number(let left), .number(let right)): left > right
    case (.greaterOrEqual, .number(let left), .number(let right)): left >= right
    case (.less, .number(let left), .number(let right)): left < right
    case (.lessOrEqual, .number(let left), .number(let right)): left <= right
    case (_, _, _): ConstantFolding.compare(comparison, value, constant) == .true
    }
  }

  private static func examples(_ comparison: Comparison, _ constant: Constant) -> [Constant] {
    switch (comparison, constant) {
    case (.contains, let element): return [.list([element])]
    case (_, .list(let elements)): return Array(elements.prefix(8))
    case (_, .number):
      let one = Constant.number(Decimal(1))
      return [
        constant, ConstantFolding.arithmetic(.add, constant, one),
        ConstantFolding.arithmetic(.subtract, constant, one),
      ].compactMap { $0 }
    case (_, .string(let text)):
      return [constant, .string(ExactString("\(text)~")), .string(ExactString("~\(text)"))]
    case (_, .bool(let truth)): return [constant, .bool(!truth)]
    case (_, _): return [constant]
    }
  }

  /// Whether some value fulfils all of these and not this one, so that it does not follow from
  /// them. False where none was found.
  func isEscaped(by others: [PathDemand]) -> Bool {
    // A list of all that is asked for has nothing more.
    if comparison == .contains {
      let elements = others.compactMap { $0.comparison == .contains ? $0.constant : nil }
      if elements.count == others.count { return !elements.contains(constant) }
    }
    for other in others {
      for value in other.examples
      where !takes(value) && others.allSatisfy({ $0.takes(value) }) { return true }
    }
    return examples.contains { value in
      !takes(value) && others.allSatisfy { $0.takes(value) }
    }
  }
}
