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
      writer.writeParts(of: statement.part.value, place(of: statement.part))
      writer.bytes.append(0x0A)
    }
    return "sha256:" + Hexadecimal.text(Array(SHA256.hash(data: writer.bytes)))
  }

  /// A part of a tree with all its constants, for comparing one with another.
  static func bytes(of value: SQLValue) -> [UInt8] {
    var writer = Writer()
    writer.writeParts(of: value, .plain)
    return writer.bytes
  }

  /// Where a statement's parts stand: what is made for later is bound with all its constants.
  private static func place(of statement: SQLPart) -> Place {
    switch statement.node {
    case .selectStmt, .insertStmt, .updateStmt, .deleteStmt, .mergeStmt, .copyStmt, .explainStmt:
      .plain
    case _: .fixed
    }
  }

  /// Where a part stands.
  private enum Place {
    /// Constants stay, whatever is in it.
    case fixed
    /// Constants stay.
    case plain
    /// In a condition: those that a column is compared with are replaced.
    case condition
    /// What a column is compared with.
    case compared
  }

  private struct Writer {
    var bytes: [UInt8] = []

    /// Writes a value without its name.
    mutating func writeParts(of value: SQLValue, _ place: Place) {
      switch value.kind {
      case .null, .bool, .number: bytes += value.printed
      case .string:
        // The quotes end it: within it they are escaped.
        bytes.append(UInt8(ascii: "\""))
        bytes += value.printed
        bytes.append(UInt8(ascii: "\""))
      case .list:
        bytes.append(UInt8(ascii: "["))
        for item in value.parts {
          writeParts(of: item, place)
          bytes.append(UInt8(ascii: ","))
        }
        bytes.append(UInt8(ascii: "]"))
      case .record: writeMembers(of: value, place)
      }
    }

    private mutating func writeMembers(of record: SQLValue, _ place: Place) {
      if place == .compared {
        var parts = record.parts
        if let member = parts.next(), member.isNamed("A_Const"),
          let kind = SQLShape.replaceable(member)
        {
          bytes += kind.utf8
          return
        }
      }
      bytes.append(UInt8(ascii: "{"))
      for member in record.parts where !SQLShape.isPosition(member) {
        bytes += member.nameBytes
        bytes.append(UInt8(ascii: ":"))
        writeParts(of: member, SQLShape.place(of: member, in: record, place))
        bytes.append(UInt8(ascii: ","))
      }
      bytes.append(UInt8(ascii: "}"))
    }
  }

  /// Where something stands in the text is no part of what it says.
  private static func isPosition(_ member: SQLValue) -> Bool {
    member.kind == .number
      && (member.isNamed("location") || member.isNamed("stmt_location")
        || member.isNamed("stmt_len"))
  }

  /// What stands for a constant that may be replaced; nil for a null and a truth, which are few
  /// enough to be approved one by one.
  private static func replaceable(_ constant: SQLValue) -> String? {
    for member in constant.parts {
      if member.isNamed("ival") || member.isNamed("fval") { return "?number" }
      if member.isNamed("sval") { return "?text" }
      if member.isNamed("bsval") { return "?bits" }
    }
    return nil
  }

  /// Where a member stands, by where what it belongs to does.
  private static func place(
    of member: SQLValue, in record: SQLValue, _ place: Place
  ) -> Place {
    if place == .fixed { return .fixed }
    // Conditions of rows.
    if member.isNamed("whereClause") || member.isNamed("havingClause") || member.isNamed("quals")
      || member.isNamed("joinCondition")
    {
      return .condition
    }
    // What a function is called with, what is set or returned, and how many rows.
    if member.isNamed("FuncCall") || member.isNamed("targetList")
      || member.isNamed("valuesLists") || member.isNamed("limitCount")
      || member.isNamed("limitOffset") || member.isNamed("ResTarget")
      || member.isNamed("TypeName") || member.isNamed("typeName")
    {
      return .fixed
    }
    if place == .plain { return .plain }
    if member.isNamed("lexpr") || member.isNamed("rexpr") {
      guard isComparison(record), comparesColumn(record) else { return .condition }
      // `'{1,2,3}'` is a list of as many as somebody wrote.
      let isList =
        record.field("kind")?.isText("AEXPR_OP_ANY") == true
        || record.field("kind")?.isText("AEXPR_OP_ALL") == true
      return isList && member.field("A_ArrayExpr") == nil ? .fixed : .compared
    }
    // A constant of a type whose texts may hold several values, or name something.
    if member.isNamed("TypeCast"), place == .compared, !isScalar(member) { return .fixed }
    // The constant of `date '2026-01-01'`, and of a list.
    if member.isNamed("TypeCast") || member.isNamed("arg") || member.isNamed("List")
      || member.isNamed("items") || member.isNamed("A_ArrayExpr") || member.isNamed("elements")
      || member.isNamed("A_Const")
    {
      return place
    }
    return .condition
  }

  /// Whether a cast is to a type of single values.
  private static func isScalar(_ cast: SQLValue) -> Bool {
    guard let type = cast.field("typeName"), type.field("arrayBounds") == nil,
      let name = type.field("names").map({ SQLPart.names($0) })?.last
    else { return false }
    return [
      "int2", "int4", "int8", "numeric", "float4", "float8", "text", "varchar", "bpchar", "uuid",
      "date", "time", "timetz", "timestamp", "timestamptz", "interval",
    ].contains(name)
  }

  private static func isComparison(_ record: SQLValue) -> Bool {
    guard let kind = record.field("kind") else { return false }
    func isAny(_ names: StaticString...) -> Bool { names.contains { kind.isText($0) } }
    if isAny(
      "AEXPR_BETWEEN", "AEXPR_NOT_BETWEEN", "AEXPR_BETWEEN_SYM", "AEXPR_NOT_BETWEEN_SYM")
    {
      return true
    }
    guard
      isAny(
        "AEXPR_OP", "AEXPR_OP_ANY", "AEXPR_OP_ALL", "AEXPR_IN", "AEXPR_DISTINCT",
        "AEXPR_NOT_DISTINCT")
    else { return false }
    let names = record.field("name").map { SQLPart.names($0) } ?? []
    return names.count == 1 && ["=", "<>", "<", ">", "<=", ">="].contains(names[0])
  }

  /// Whether a side of a comparison is a column: `1 = 1` and `1 = 2` are not alike.
  private static func comparesColumn(_ record: SQLValue) -> Bool {
    for side: StaticString in ["lexpr", "rexpr"] {
      if record.field(side)?.field("ColumnRef") != nil { return true }
    }
    return false
  }
}
