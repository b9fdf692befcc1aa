// The operators that compare, and the one table of what they take.

/// The relations. `in` and the texts' relations are here too: all yield a truth.
package enum Comparison: UInt8, Sendable, CaseIterable {
  case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual
  /// Element of a list, address or block in a block, path in a folder, instant in hours; key of a
  /// map, where the type says that it is one.
  case `in`, notIn
  /// List contains the element; lists share an element.
  case contains, overlaps
  /// Text holds the text, begins or ends with it.
  case includes, startsWith, endsWith
  /// Right side is a constant pattern.
  case like, matches
}

extension Comparison {
  /// As a policy spells it.
  package var spelling: String {
    switch self {
    case .equal: "=="
    case .notEqual: "!="
    case .less: "<"
    case .lessOrEqual: "<="
    case .greater: ">"
    case .greaterOrEqual: ">="
    case .in: "in"
    case .notIn: "not in"
    case .contains: "contains"
    case .overlaps: "overlaps"
    case .includes: "includes"
    case .startsWith: "starts_with"
    case .endsWith: "ends_with"
    case .like: "like"
    case .matches: "matches"
    }
  }

  /// What a comparison takes.
  package enum Operands: Sendable {
    /// Two values of one of these kinds.
    case alike([ValueKind])
    /// A value, and a list with elements of its kind; or one of these pairs.
    case member(others: [(left: ValueKind, right: ValueKind)])
    /// A list, and a value of its elements' kind.
    case owner
    /// Two lists with elements of one kind.
    case lists
    /// Two strings; of a pattern, the right one is a constant.
    case texts
  }

  package var operands: Operands {
    switch self {
    case .equal, .notEqual: .alike(ValueKind.equatable)
    case .less, .lessOrEqual, .greater, .greaterOrEqual: .alike(ValueKind.ordered)
    case .in, .notIn:
      .member(others: [
        (.string, .map), (.ip, .cidr), (.cidr, .cidr), (.path, .folder), (.timestamp, .hours),
      ])
    case .contains: .owner
    case .overlaps: .lists
    case .includes, .startsWith, .endsWith, .like, .matches: .texts
    }
  }

  /// Whether values of these kinds go together; elements of lists are of the other side's kind
  /// where the comparison asks for them.
  package func takes(_ left: ValueKind, _ right: ValueKind) -> Bool {
    func isRecord(_ kind: ValueKind) -> Bool { kind == .record || kind == .map }
    switch operands {
    case .alike(let kinds):
      return kinds.contains(left) && (left == right || isRecord(left) && isRecord(right))
    case .member(let others):
      return right == .list && ValueKind.equatable.contains(left)
        || others.contains { $0.left == left && $0.right == right }
    case .owner: return left == .list && ValueKind.equatable.contains(right)
    case .lists: return left == .list && right == .list
    case .texts: return left == .string && right == .string
    }
  }
}
