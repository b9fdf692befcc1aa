// What a condition comes to. Conditions have three truths, because a request may lack what they
// ask about: whoever computes, shows or compares the outcome of a condition uses this type. The
// machine has truths among its values (`Value.truth`); there, an uncertain one is a fault and says
// why.
//
// The cases stand in the order of the machine's answers, and not of Kleene's tables: so a `Bool` is
// a `Truth` without a step of computing.

/// A truth of Kleene's logic.
package enum Truth: UInt8, Sendable, BitwiseCopyable, Hashable, CaseIterable {
  case `false`, `true`
  /// It cannot be told whether the condition holds.
  case uncertain
}

extension Truth {
  /// A truth that is certain.
  @inlinable
  package init(_ truth: Bool) { self = truth ? .true : .false }

  /// `not`: what is uncertain stays so.
  @inlinable
  package static prefix func ! (truth: Truth) -> Truth {
    switch truth {
    case .false: .true
    case .true: .false
    case .uncertain: .uncertain
    }
  }

  /// `and`: false if one is false; else uncertain if one is; else true.
  @inlinable
  package func and(_ other: Truth) -> Truth {
    switch (self, other) {
    case (.false, _), (_, .false): .false
    case (.uncertain, _), (_, .uncertain): .uncertain
    case (.true, .true): .true
    }
  }

  /// `or`: true if one is true; else uncertain if one is; else false.
  @inlinable
  package func or(_ other: Truth) -> Truth {
    switch (self, other) {
    case (.true, _), (_, .true): .true
    case (.uncertain, _), (_, .uncertain): .uncertain
    case (.false, .false): .false
    }
  }

  /// What it is as a `Bool`; nil where it is uncertain.
  @inlinable
  package var certain: Bool? {
    switch self {
    case .false: false
    case .true: true
    case .uncertain: nil
    }
  }

  /// The name that reports give it.
  package var name: String {
    switch self {
    case .false: "false"
    case .true: "true"
    case .uncertain: "uncertain"
    }
  }
}

extension Sequence where Element == Truth {
  /// The `and` of all, which is true of none. Those after the first that is false are not asked
  /// for.
  package var conjunction: Truth {
    var result = Truth.true
    for truth in self {
      result = result.and(truth)
      if result == .false { break }
    }
    return result
  }

  /// The `or` of all, which is false of none. Those after the first that is true are not asked for.
  package var disjunction: Truth {
    var result = Truth.false
    for truth in self {
      result = result.or(truth)
      if result == .true { break }
    }
    return result
  }
}
