// What an approver saw of a query, as a digest: the same for texts that differ in nothing but
// blanks, comments, letters' case of keywords, and the constants that a condition compares columns
// with. Everything else stays: how many items a list has, limits, arguments of functions, what is
// assigned or inserted, bodies, settings. So who approves `DELETE FROM t WHERE id = 1` approves the
// same for another `id`, and neither `id IN (1, 2)` nor `DELETE FROM t`.

internal import Crypto
internal import Weir

/// The shape of a text.
enum SQLShape {
  /// `sha256:…` of a tree. It begins with a number that changes when the form does, so that no
  /// approval outlives what it was given for.
  static func digest(of tree: SQLTree) -> String {
    var writer = Writer()
    writer.bytes += "sql 1\n".utf8
    for statement in tree.statements {
      writer.bytes += statement.part.node.rawValue.utf8
      writer.write(statement.part.document, .plain)
      writer.bytes.append(0x0A)
    }
    return "sha256:" + Hexadecimal.text(Array(SHA256.hash(data: writer.bytes)))
  }

  /// A part of a tree with all its constants, for comparing one with another.
  static func bytes(of document: JSONDocument) -> [UInt8] {
    var writer = Writer()
    writer.write(document, .plain)
    return writer.bytes
  }

  /// Where a part stands.
  private enum Place {
    /// Constants stay.
    case plain
    /// In a condition: those that a column is compared with are replaced.
    case condition
    /// What a column is compared with.
    case compared
  }

  private struct Writer {
    var bytes: [UInt8] = []

    mutating func write(_ document: JSONDocument, _ place: Place) {
      switch document.kind {
      case .null: bytes += "null".utf8
      case .bool(let truth): bytes += (truth ? "true" : "false").utf8
      case .number(let text): bytes += text.utf8
      case .string(let text):
        // The length makes sure that no two trees are written alike.
        bytes += "\(text.bytes.count):".utf8
        bytes += text.bytes
      case .list(let items):
        bytes.append(UInt8(ascii: "["))
        for item in items {
          write(item, place)
          bytes.append(UInt8(ascii: ","))
        }
        bytes.append(UInt8(ascii: "]"))
      case .record(let members): write(members, place)
      }
    }

    private mutating func write(_ members: [JSONDocument.Member], _ place: Place) {
      if place == .compared, let member = members.first, members.count == 1,
        member.name == "A_Const", let kind = SQLShape.replaceable(member.value)
      {
        bytes += "?\(kind)".utf8
        return
      }
      bytes.append(UInt8(ascii: "{"))
      for member in members where !SQLShape.isPosition(member) {
        bytes += member.name.bytes
        bytes.append(UInt8(ascii: ":"))
        write(member.value, SQLShape.place(of: member, in: members, place))
        bytes.append(UInt8(ascii: ","))
      }
      bytes.append(UInt8(ascii: "}"))
    }
  }

  /// Where something stands in the text is no part of what it says.
  private static func isPosition(_ member: JSONDocument.Member) -> Bool {
    guard case .number = member.value.kind else { return false }
    return member.name == "location" || member.name == "stmt_location"
      || member.name == "stmt_len"
  }

  /// The kind of a constant that may be replaced; nil for a null and a truth, which are few enough
  /// to be approved one by one.
  private static func replaceable(_ constant: JSONDocument) -> String? {
    guard case .record(let members) = constant.kind else { return nil }
    for member in members {
      switch member.name {
      case "ival", "fval": return "number"
      case "sval": return "text"
      case "bsval": return "bits"
      default: continue
      }
    }
    return nil
  }

  /// Where a member stands, by where what it belongs to does.
  private static func place(
    of member: JSONDocument.Member, in members: [JSONDocument.Member], _ place: Place
  ) -> Place {
    switch member.name {
    // Conditions of rows.
    case "whereClause", "havingClause", "quals", "joinCondition": return .condition
    // What a function is called with, what is made, and whatever stands in a query's own parts.
    case "FuncCall", "targetList", "valuesLists", "limitCount", "limitOffset", "ResTarget",
      "TypeName", "typeName":
      return .plain
    case "lexpr", "rexpr":
      guard place != .plain, isComparison(members), comparesColumn(members) else {
        return place == .compared ? .condition : place
      }
      return .compared
    // The constant of `date '2026-01-01'`, and of a list.
    case "TypeCast", "arg", "List", "items", "A_ArrayExpr", "elements", "A_Const": return place
    default: return place == .compared ? .condition : place
    }
  }

  private static func isComparison(_ members: [JSONDocument.Member]) -> Bool {
    guard let kind = members.first(where: { $0.name == "kind" })?.value.text else { return false }
    switch kind {
    case "AEXPR_OP", "AEXPR_OP_ANY", "AEXPR_OP_ALL", "AEXPR_IN", "AEXPR_DISTINCT",
      "AEXPR_NOT_DISTINCT":
      let names = members.first { $0.name == "name" }.map { SQLPart.names($0.value.items) } ?? []
      return names.count == 1 && ["=", "<>", "<", ">", "<=", ">="].contains(names[0])
    case "AEXPR_BETWEEN", "AEXPR_NOT_BETWEEN", "AEXPR_BETWEEN_SYM", "AEXPR_NOT_BETWEEN_SYM":
      return true
    default: return false
    }
  }

  /// Whether a side of a comparison is a column: `1 = 1` and `1 = 2` are not alike.
  private static func comparesColumn(_ members: [JSONDocument.Member]) -> Bool {
    members.contains { member in
      (member.name == "lexpr" || member.name == "rexpr") && member.value.field("ColumnRef") != nil
    }
  }
}
