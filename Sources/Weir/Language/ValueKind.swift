// The one table of operators: which kinds of values each takes, and what comes out. The checker
// takes the types of arithmetic from it, the reference prints it, and a test holds checker, folding
// and machine to it, for every operator and every pair of kinds in both orders.

/// A type without what it is made of.
package enum ValueKind: String, Sendable, CaseIterable {
  case bool, string, number, timestamp, duration, ip, cidr, hours, version, list, record, map

  /// What `==` compares: values of one kind; a record and a map are the same to it.
  package static let equatable = allCases.filter { $0 != .hours }
  /// What has an order, among its own.
  package static let ordered: [ValueKind] = [.number, .timestamp, .duration, .string, .version]
}

extension Type {
  /// The kind of its values; nil where nothing is known.
  package var valueKind: ValueKind? {
    switch self {
    case .bool: .bool
    case .string, .choice: .string
    case .number: .number
    case .timestamp: .timestamp
    case .duration: .duration
    case .ip: .ip
    case .cidr: .cidr
    case .hours: .hours
    case .version: .version
    case .list: .list
    case .record: .record
    case .map: .map
    case .any: nil
    }
  }

  /// Whether a value of this type may be of that kind.
  fileprivate func mayBe(_ kind: ValueKind) -> Bool { valueKind.map { $0 == kind } ?? true }

  /// Whether `<` means something for it.
  var isOrdered: Bool { valueKind.map { ValueKind.ordered.contains($0) } ?? true }
}

extension Arithmetic {
  package struct Row: Sendable {
    package var left: ValueKind
    package var right: ValueKind
    package var result: ValueKind
  }

  private static func row(_ left: ValueKind, _ right: ValueKind, _ result: ValueKind) -> Row {
    Row(left: left, right: right, result: result)
  }

  /// The pairs of operands that go together.
  package var rows: [Row] {
    switch self {
    case .add: Arithmetic.sums
    case .subtract: Arithmetic.differences
    case .multiply: Arithmetic.products
    }
  }

  private static let sums = [
    row(.number, .number, .number), row(.duration, .duration, .duration),
    row(.timestamp, .duration, .timestamp), row(.duration, .timestamp, .timestamp),
  ]
  private static let differences = [
    row(.number, .number, .number), row(.duration, .duration, .duration),
    row(.timestamp, .duration, .timestamp), row(.timestamp, .timestamp, .duration),
  ]
  private static let products = [
    row(.number, .number, .number), row(.duration, .number, .duration),
    row(.number, .duration, .duration),
  ]

  /// The type of the result; `any` where it depends on what is not known yet, nil when the
  /// operands' types do not go together.
  func result(_ left: Type, _ right: Type) -> Type? {
    let fitting = rows.filter { left.mayBe($0.left) && right.mayBe($0.right) }
    guard let first = fitting.first else { return nil }
    guard fitting.allSatisfy({ $0.result == first.result }) else { return .any }
    switch first.result {
    case .number: return .number
    case .duration: return .duration
    case .timestamp: return .timestamp
    case .bool, .string, .ip, .cidr, .hours, .version, .list, .record, .map: return .any
    }
  }

  package var spelling: String {
    switch self {
    case .add: "+"
    case .subtract: "-"
    case .multiply: "*"
    }
  }
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
      .member(others: [(.string, .map), (.ip, .cidr), (.timestamp, .hours)])
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
