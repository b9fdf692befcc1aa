// Texts in texts: the bodies of functions and of DO. What SQL and PL/pgSQL say in them is read as
// part of the statement, though a function's body runs later: a text that makes a function which
// deletes is a text that deletes. Other languages, and statements that are put together while they
// run, cannot be known.

internal import CPGQuery
internal import Weir

extension SQLWalker {
  mutating func readDo(_ part: SQLPart, text: [UInt8]?) throws(ReaderUncertainty) {
    var language: ExactString = "plpgsql"
    let options = try part.parts("args")
    // The server may join what its library reads as two.
    guard options.count(where: { $0["defname"]?.isText("as") == true }) == 1,
      options.count(where: { $0["defname"]?.isText("language") == true }) <= 1
    else { throw ReaderUncertainty("DO has several bodies or languages") }
    for option in options where option["defname"]?.isText("language") == true {
      language = try option.part("arg")?["sval"]?.string ?? ""
    }
    guard language.description.lowercasedASCII == "plpgsql", let text else {
      throw ReaderUncertainty(
        "DO runs a body in \(ReaderUncertainty.quoted(language.description)), which is not read")
    }
    try readProcedural(text)
  }

  mutating func readCreateFunction(
    _ part: SQLPart, _ scope: Scope
  ) throws(ReaderUncertainty) {
    facts.creates.insert(SQLName.text(of: part.names("funcname")))
    try readFields(of: part, scope, except: ["funcname", "options", "sql_body"])
    var language: ExactString?
    var body: ExactString?
    for option in try part.parts("options") {
      try readFunctionOption(option, scope)
      switch option["defname"] {
      case "language": language = try option.part("arg")?["sval"]?.string
      case "as":
        body =
          option["arg"]?.field("List")?.field("items")?.items.last?.field("String")?
          .field("sval")?.string
      default: continue
      }
    }
    if let body = try part.part("sql_body") { return try read(body: body) }
    guard let body else { throw ReaderUncertainty("a function has no body that can be read") }
    switch language?.description.lowercasedASCII {
    case "sql": try readInner(body.bytes)
    case "plpgsql":
      // The parser of bodies takes them as those of DO.
      try readProcedural(Array("DO ".utf8) + SQLWalker.quoted(body.bytes))
    default:
      throw ReaderUncertainty(
        """
        a function's body is in \(ReaderUncertainty.quoted(language?.description ?? "")), which is \
        not read
        """)
    }
  }

  /// A body between BEGIN ATOMIC and END, or after RETURN.
  private mutating func read(body part: SQLPart) throws(ReaderUncertainty) {
    switch part.node {
    case .list:
      for inner in try part.parts("items") { try read(body: inner) }
    case .returnStmt: try readFields(of: part, Scope())
    default: try read(statement: part, Scope())
    }
  }

  /// Reads a text of statements in this one. An empty one does nothing.
  private mutating func readInner(_ text: [UInt8]) throws(ReaderUncertainty) {
    guard depth < ReaderLimits.bodies else {
      throw ReaderUncertainty("bodies stand in bodies, more than \(ReaderLimits.bodies) deep")
    }
    // A body's escapes are gone, and with them what the first look at the text has seen.
    guard try !SQLLexer.tokens(text).isEmpty else { return }
    try read(SQLTree(parsing: text), depth: depth + 1)
  }

  private static func quoted(_ body: [UInt8]) -> [UInt8] {
    var quoted: [UInt8] = [UInt8(ascii: "'")]
    for byte in body {
      if byte == UInt8(ascii: "'") { quoted.append(byte) }
      quoted.append(byte)
    }
    quoted.append(UInt8(ascii: "'"))
    return quoted
  }

  // MARK: PL/pgSQL

  /// Reads a DO statement's body: its static statements and expressions.
  private mutating func readProcedural(_ text: [UInt8]) throws(ReaderUncertainty) {
    _ = try SQLLexer.tokens(text)
    let result = (text + [0]).withUnsafeBufferPointer { bytes in
      bytes.withMemoryRebound(to: CChar.self) { pg_query_parse_plpgsql($0.baseAddress) }
    }
    defer { pg_query_free_plpgsql_parse_result(result) }
    if let error = result.error { throw SQLTree.uncertainty(error.pointee) }
    guard let printed = result.plpgsql_funcs else {
      throw ReaderUncertainty("the body's parser failed")
    }
    let functions = try SQLTree.document(printed).items
    guard !functions.isEmpty else { throw ReaderUncertainty("the body's parser found no body") }
    for function in functions { try readProcedural(function) }
  }

  /// Goes over PL/pgSQL's own tree, in which each expression is a text.
  private mutating func readProcedural(_ document: JSONDocument) throws(ReaderUncertainty) {
    switch document.kind {
    case .null, .bool, .string, .number: return
    case .list(let items): for item in items { try readProcedural(item) }
    case .record(let members):
      for member in members {
        guard let statement = PLpgSQLNode(member.name) else {
          guard !member.name.bytes.starts(with: "PLpgSQL_".utf8) else {
            throw ReaderUncertainty("a body does what is not known: \(member.name)")
          }
          try readProcedural(member.value)
          continue
        }
        switch statement {
        case .isDynamic: throw ReaderUncertainty("a body runs SQL that it puts together")
        case .statement(let field): try readProcedural(member.value, statementIn: field)
        case .expression: try readExpression(member.value)
        case .type:
          guard let type = member.value.field("typname")?.text, type != "UNKNOWN" else { continue }
          // A domain's checks run.
          var inner = SQLWalker()
          try inner.read(SQLTree(parsing: Array("SELECT NULL::".utf8) + type.bytes), depth: depth)
          for statement in inner.statements { facts.casts.formUnion(statement.facts.casts) }
        case .transaction:
          try enter(.transaction) { (_) throws(ReaderUncertainty) in }
        case .other: try readProcedural(member.value)
        }
      }
    }
  }

  /// A PL/pgSQL statement one of whose expressions is a whole SQL statement.
  private mutating func readProcedural(
    _ document: JSONDocument, statementIn field: StaticString
  ) throws(ReaderUncertainty) {
    guard case .record(let members) = document.kind else { return }
    for member in members {
      if field.withUTF8Buffer({ member.name.bytes.elementsEqual($0) }),
        let query = member.value.field("PLpgSQL_expr")?.field("query")?.text
      {
        try readInner(query.bytes)
      } else {
        try readProcedural(member.value)
      }
    }
  }

  /// An expression: what follows SELECT, or an assignment.
  private mutating func readExpression(_ document: JSONDocument) throws(ReaderUncertainty) {
    guard let query = document.field("query")?.text else { return }
    let text = query.bytes
    var uncertainty: ReaderUncertainty?
    // `x = 5` reads as a comparison, which has both sides, too.
    var candidates = [Array("SELECT ".utf8) + text, text]
    // A subscript on the left is computed, too.
    if let place = SQLWalker.assignment(in: text) {
      candidates.insert(
        Array("SELECT ".utf8) + text[..<place] + [UInt8(ascii: ",")] + text[(place + 2)...], at: 1)
    }
    for candidate in candidates {
      do throws(ReaderUncertainty) {
        return try readInner(candidate)
      } catch {
        uncertainty = uncertainty ?? error
      }
    }
    throw uncertainty ?? ReaderUncertainty("an expression of a body cannot be read")
  }

  /// Where `:=` stands, if a text may be an assignment.
  private static func assignment(in text: [UInt8]) -> Int? {
    var depth = 0
    for (index, byte) in text.enumerated() {
      switch byte {
      case UInt8(ascii: "["), UInt8(ascii: "("): depth += 1
      case UInt8(ascii: "]"), UInt8(ascii: ")"): depth -= 1
      case UInt8(ascii: ":")
      where depth == 0 && index + 1 < text.count && text[index + 1] == UInt8(ascii: "="):
        return index
      case UInt8(ascii: "'"): return nil
      default: continue
      }
    }
    return nil
  }
}

/// A node of PL/pgSQL's tree, as far as it matters what it is.
private enum PLpgSQLNode {
  /// It runs a text that is put together.
  case isDynamic
  /// It runs the statement in a field.
  case statement(StaticString)
  /// A text that is computed as one value.
  case expression
  /// The type of a variable.
  case type
  /// It ends the transaction, and begins another.
  case transaction
  /// What matters is in it.
  case other

  /// The node of a name; nil for a name that is none, or is not known.
  init?(_ name: ExactString) {
    switch name {
    case "PLpgSQL_stmt_dynexecute", "PLpgSQL_stmt_dynfors": self = .isDynamic
    case "PLpgSQL_stmt_execsql": self = .statement("sqlstmt")
    case "PLpgSQL_stmt_fors", "PLpgSQL_stmt_return_query": self = .statement("query")
    // `CALL f()` and `PERFORM f()` keep their first word in some places and not in others.
    case "PLpgSQL_stmt_call", "PLpgSQL_stmt_perform": self = .other
    case "PLpgSQL_expr": self = .expression
    case "PLpgSQL_type": self = .type
    case "PLpgSQL_stmt_commit", "PLpgSQL_stmt_rollback": self = .transaction
    case "PLpgSQL_function", "PLpgSQL_var", "PLpgSQL_row", "PLpgSQL_rec",
      "PLpgSQL_recfield", "PLpgSQL_arrayelem", "PLpgSQL_stmt_block", "PLpgSQL_stmt_assign",
      "PLpgSQL_stmt_if", "PLpgSQL_if_elsif", "PLpgSQL_stmt_case", "PLpgSQL_case_when",
      "PLpgSQL_stmt_loop", "PLpgSQL_stmt_while", "PLpgSQL_stmt_fori", "PLpgSQL_stmt_foreach_a",
      "PLpgSQL_stmt_exit", "PLpgSQL_stmt_return", "PLpgSQL_stmt_return_next",
      "PLpgSQL_stmt_raise", "PLpgSQL_raise_option", "PLpgSQL_stmt_assert",
      "PLpgSQL_stmt_getdiag", "PLpgSQL_diag_item", "PLpgSQL_exception_block",
      "PLpgSQL_exception", "PLpgSQL_condition":
      self = .other
    // Cursors, and what is newer.
    default: return nil
    }
  }
}
