// JSON put together from parts that are JSON already.

internal import Weir

/// Objects and lists.
enum JSONText {
  /// Members in the order given; those without a value are left out.
  static func object(_ members: [(String, String?)]) -> String {
    "{"
      + members.compactMap { name, value in value.map { "\"\(name)\":\($0)" } }
      .joined(separator: ",") + "}"
  }

  static func list(_ elements: [String]) -> String {
    "[" + elements.joined(separator: ",") + "]"
  }
}
