// PostgreSQL's own parse tree of a text, as libpg_query prints it in JSON, and the steps in it.
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

  /// Parses a text without a NUL.
  init(parsing text: [UInt8]) throws(ReaderUncertainty) {
    self.text = text
    let result = (text + [0]).withUnsafeBufferPointer { bytes in
      bytes.withMemoryRebound(to: CChar.self) { pg_query_parse($0.baseAddress) }
    }
    defer { pg_query_free_parse_result(result) }
    if let error = result.error { throw SQLTree.uncertainty(error.pointee) }
    guard let printed = result.parse_tree else { throw ReaderUncertainty("the parser failed") }
    let document = try SQLTree.document(printed)
    for item in document.field("stmts")?.items ?? [] {
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
  let document: JSONDocument

  /// A node of a type that is known from where it stands.
  init(_ node: SQLNode, _ document: JSONDocument) {
    self.node = node
    self.document = document
  }

  /// A node that names its type, `{"SelectStmt": {…}}`; nil for `{}`, which is none. Whatever else
  /// is there, nobody knows.
  init?(_ document: JSONDocument) throws(ReaderUncertainty) {
    guard case .record(let members) = document.kind else {
      throw ReaderUncertainty("the parser's tree has a value where a node should be")
    }
    guard let member = members.first else { return nil }
    guard members.count == 1, let node = SQLNode.named[member.name] else {
      throw ReaderUncertainty("the parser's tree has a node that is not known: \(member.name)")
    }
    self.init(node, member.value)
  }

  /// A field's value.
  subscript(name: StaticString) -> JSONDocument? { document.field(name) }

  /// The node in a field that names its type.
  func part(_ name: StaticString) throws(ReaderUncertainty) -> SQLPart? {
    guard let field = document.field(name) else { return nil }
    return try SQLPart(field)
  }

  /// The nodes in a field that is a list.
  func parts(_ name: StaticString) throws(ReaderUncertainty) -> [SQLPart] {
    try SQLPart.parts(document.field(name)?.items ?? [])
  }

  /// Nodes that name their types.
  static func parts(_ documents: [JSONDocument]) throws(ReaderUncertainty) -> [SQLPart] {
    var parts: [SQLPart] = []
    for document in documents {
      if let part = try SQLPart(document) { parts.append(part) }
    }
    return parts
  }

  /// The texts of a list of `String` nodes: the parts of a name.
  func names(_ name: StaticString) -> [ExactString] {
    SQLPart.names(document.field(name)?.items ?? [])
  }

  /// The texts of `String` nodes.
  static func names(_ documents: [JSONDocument]) -> [ExactString] {
    documents.compactMap { $0.field("String")?.field("sval")?.text }
  }
}

extension JSONDocument {
  /// The member of a name.
  func field(_ name: StaticString) -> JSONDocument? {
    guard case .record(let members) = kind else { return nil }
    for member in members where member.name.bytes.count == name.utf8CodeUnitCount {
      let isIt = name.withUTF8Buffer { name in
        member.name.bytes.withUnsafeBufferPointer { $0.elementsEqual(name) }
      }
      if isIt { return member.value }
    }
    return nil
  }

  /// A list's elements; none of another value.
  var items: [JSONDocument] {
    guard case .list(let items) = kind else { return [] }
    return items
  }

  /// A string.
  var text: ExactString? {
    guard case .string(let text) = kind else { return nil }
    return text
  }

  /// Whether it is that string.
  func isText(_ text: StaticString) -> Bool {
    guard case .string(let own) = kind else { return false }
    return text.withUTF8Buffer { text in
      own.bytes.withUnsafeBufferPointer { $0.elementsEqual(text) }
    }
  }

  /// Whether it is `true`; the parser leaves out what is false.
  var isTrue: Bool {
    guard case .bool(let truth) = kind else { return false }
    return truth
  }

  /// A whole number.
  var integer: Int? {
    guard case .number(let text) = kind else { return nil }
    return Int(text)
  }
}
