// Comparisons with their sides changed about.

internal import Weir

extension Comparison {
  /// The comparison that says the same of both sides changed about.
  var turned: Comparison? {
    switch self {
    case .equal, .notEqual: self
    case .less: .greater
    case .lessOrEqual: .greaterOrEqual
    case .greater: .less
    case .greaterOrEqual: .lessOrEqual
    case .in, .notIn, .contains, .overlaps, .includes, .startsWith, .endsWith, .like, .matches: nil
    }
  }
}
