// What a value is, as the tables of operators know it: `Arithmetic` and `Comparison` say which
// kinds each operator takes, and what comes out. The checker takes the types of arithmetic from
// these tables, the reference prints them, and a test holds checker, folding and machine to them,
// for every operator and every pair of kinds in both orders.

/// A type without what it is made of.
package enum ValueKind: String, Sendable, CaseIterable {
  case bool, string, number, timestamp, duration, ip, cidr, hours, version, path, folder
  case list, record, map

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
    case .path: .path
    case .folder: .folder
    case .list: .list
    case .record: .record
    case .map: .map
    case .any: nil
    }
  }

  /// Whether a value of this type may be of that kind.
  func mayBe(_ kind: ValueKind) -> Bool { valueKind.map { $0 == kind } ?? true }

  /// Whether `<` means something for it.
  var isOrdered: Bool { valueKind.map { ValueKind.ordered.contains($0) } ?? true }
}
