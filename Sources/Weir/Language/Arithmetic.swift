// The operators that compute, and the one table of what they take.

/// Exact arithmetic; which operand types go together is the checker's table.
package enum Arithmetic: UInt8, Sendable, CaseIterable {
  case add, subtract, multiply
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
    case .bool, .string, .ip, .cidr, .hours, .version, .path, .folder, .list, .record, .map:
      return .any
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
