// PostgreSQL's own parse tree of a text, as libpg_query prints it, and the steps in it.
//
// Only `pg_query_parse` and `pg_query_parse_plpgsql` are called: the library's other functions
// recurse deeper. Its fingerprint must not be used for approvals: one list of values has that of
// any other, and `DELETE FROM t` that of `DELETE FROM t WHERE true`.

internal import CPGQuery
internal import Weir

/// A text's tree.
struct SQLTree {
  /// A statement of a text's first level.
  struct Statement {
    var part: SQLPart
    /// Where it stands in the text, in bytes.
    var range: Range<Int>
  }

  /// The text itself, for whoever reads a part of it again.
  let text: [UInt8]
  private(set) var statements: [Statement] = []

  /// What the values of the statements stand in.
  private let print: SQLPrint

  /// Parses a text without a NUL.
  init(parsing text: [UInt8]) throws(ReaderUncertainty) {
    self.text = text
    let result = (text + [0]).withUnsafeBufferPointer { bytes in
      bytes.withMemoryRebound(to: CChar.self) { pg_query_parse($0.baseAddress) }
    }
    if let error = result.error {
      defer { pg_query_free_parse_result(result) }
      throw SQLTree.uncertainty(error.pointee)
    }
    guard let printed = result.parse_tree else {
      pg_query_free_parse_result(result)
      throw ReaderUncertainty("the parser failed")
    }
    print = try SQLPrint(printed) { pg_query_free_parse_result(result) }
    for item in print.root?.field("stmts")?.items ?? [] {
      guard let node = item.field("stmt"), let part = try SQLPart(node) else {
        throw ReaderUncertainty("the parser made a statement of nothing")
      }
      let start = item.field("stmt_location")?.integer ?? 0
      let length = item.field("stmt_len")?.integer ?? 0
      let end = length == 0 ? text.count : min(start + length, text.count)
      statements.append(Statement(part: part, range: min(start, end)..<end))
    }
    guard !statements.isEmpty else { throw ReaderUncertainty("there is no statement in the text") }
  }

  /// A document that the library printed.
  static func document(_ printed: UnsafePointer<CChar>) throws(ReaderUncertainty) -> JSONDocument {
    var count = 0
    while printed[count] != 0 { count += 1 }
    do throws(InputError) {
      return try printed.withMemoryRebound(to: UInt8.self, capacity: count) {
        (bytes) throws(InputError) in
        try parseJSON(UnsafeBufferPointer(start: bytes, count: count))
      }
    } catch {
      throw ReaderUncertainty(
        error.code == .depth
          ? "the statement nests too deep" : "the parser's tree cannot be read: \(error.message)")
    }
  }

  /// Why the parser refuses a text.
  static func uncertainty(_ error: PgQueryError) -> ReaderUncertainty {
    let message = error.message.map { String(cString: $0) } ?? "the parser refuses it"
    // It repeats a token of any length.
    return ReaderUncertainty(
      error.cursorpos > 0 ? "\(message.prefix(160)) (character \(error.cursorpos))" : message)
  }
}

/// A node of a tree.
struct SQLPart {
  let node: SQLNode
  let value: SQLValue

  /// A node of a type that is known from where it stands.
  init(_ node: SQLNode, _ value: SQLValue) {
    self.node = node
    self.value = value
  }

  /// A node that names its type, `{"SelectStmt": {…}}`; nil for `{}`, which is none. Whatever else
  /// is there, nobody knows.
  init?(_ wrapper: SQLValue) throws(ReaderUncertainty) {
    guard wrapper.kind == .record else {
      throw ReaderUncertainty("the parser's tree has a value where a node should be")
    }
    var parts = wrapper.parts
    guard let member = parts.next() else { return nil }
    guard parts.next() == nil, let node = member.node else {
      throw ReaderUncertainty("the parser's tree has a node that is not known: \(member.name)")
    }
    self.init(node, member)
  }

  /// A field's value.
  subscript(name: StaticString) -> SQLValue? { value.field(name) }

  /// The node in a field that names its type.
  func part(_ name: StaticString) throws(ReaderUncertainty) -> SQLPart? {
    guard let field = value.field(name) else { return nil }
    return try SQLPart(field)
  }

  /// The nodes in a field that is a list.
  func parts(_ name: StaticString) throws(ReaderUncertainty) -> [SQLPart] {
    guard let field = value.field(name) else { return [] }
    return try SQLPart.parts(field)
  }

  /// The nodes of a list that name their types.
  static func parts(_ list: SQLValue) throws(ReaderUncertainty) -> [SQLPart] {
    guard list.kind == .list else { return [] }
    var parts: [SQLPart] = []
    for item in list.parts {
      if let part = try SQLPart(item) { parts.append(part) }
    }
    return parts
  }

  /// The texts of a list of `String` nodes: the parts of a name.
  func names(_ name: StaticString) -> [ExactString] {
    value.field(name).map { SQLPart.names($0) } ?? []
  }

  /// The texts of a list of `String` nodes.
  static func names(_ list: SQLValue) -> [ExactString] {
    guard list.kind == .list else { return [] }
    return list.parts.compactMap { $0.field("String")?.field("sval")?.string }
  }
}
