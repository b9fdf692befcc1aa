// The statements that read and change rows, and the scopes in which their names are visible.

internal import Weir

extension SQLWalker {
  /// A `SELECT`, as a statement or inside one.
  mutating func readSelect(_ part: SQLPart, _ scope: Scope) throws(ReaderUncertainty) {
    let scope = try readWith(part, scope)
    try readFields(of: part, scope, except: ["withClause", "larg", "rarg", "intoClause"])
    if let into = part["intoClause"] {
      try enter(.create) { (walker) throws(ReaderUncertainty) in
        try walker.read(SQLPart(.intoClause, into), scope)
      }
    }
    // The two sides of a set operation see the names of its `WITH`.
    for side in [part["larg"], part["rarg"]] {
      if let side { try readSelect(SQLPart(.selectStmt, side), scope) }
    }
  }

  /// Reads the queries of a statement's `WITH`, and returns the scope of the rest of it.
  ///
  /// Without `RECURSIVE` a query sees the names before its own; with it, all.
  mutating func readWith(_ part: SQLPart, _ scope: Scope) throws(ReaderUncertainty) -> Scope {
    guard let clause = part["withClause"] else { return scope }
    let with = SQLPart(.withClause, clause)
    var queries: [(name: ExactString, query: SQLPart)] = []
    for item in try with.parts("ctes") {
      guard item.node == .commonTableExpr, let name = item["ctename"]?.string,
        let query = try item.part("ctequery")
      else { throw ReaderUncertainty("the parser's tree has a WITH of an unknown form") }
      queries.append((name, query))
      // SEARCH and CYCLE have no table in them, but may have constants and casts.
      if let cycle = item["cycle_clause"] {
        try readFields(of: SQLPart(.cteCycleClause, cycle), scope)
      }
    }
    let all = scope.with(queries.map(\.name))
    var visible = scope
    for (name, query) in queries {
      try readQuery(query, with["recursive"]?.isTrue == true ? all : visible)
      visible = visible.with([name])
    }
    return all
  }

  /// A query in a place where one that changes rows is a statement of its own.
  mutating func readQuery(_ query: SQLPart, _ scope: Scope) throws(ReaderUncertainty) {
    switch query.node {
    case .selectStmt: try readSelect(query, scope)
    default: try read(statement: query, scope)
    }
  }

  mutating func readSelectStatement(
    _ part: SQLPart, _ scope: Scope
  ) throws(ReaderUncertainty) {
    // WITH TIES may return any number more.
    if let count = try part.part("limitCount"), count.node == .literal,
      part["limitOption"]?.isText("LIMIT_OPTION_WITH_TIES") != true
    {
      statement.limit =
        count["ival"].map { "\($0.field("ival")?.integer ?? 0)" }
        ?? count["fval"]?.field("fval")?.string.flatMap { Int($0.description) }.map { "\($0)" }
    }
    statement.condition = try condition(part["whereClause"], of: part, scope).kind
    try readSelect(part, scope)
  }

  mutating func readInsert(_ part: SQLPart, _ scope: Scope) throws(ReaderUncertainty) {
    let scope = try readWith(part, scope)
    let target = try target(of: part)
    noteWritten(target)
    for column in try part.parts("cols") {
      if let name = column["name"]?.string { facts.columns.insert(SQLName.text(of: [name])) }
    }
    try readFields(
      of: part, scope, except: ["withClause", "relation", "selectStmt", "onConflictClause"])
    if let query = try part.part("selectStmt") { try readQuery(query, scope) }
    guard let clause = part["onConflictClause"] else { return }
    let conflict = SQLPart(.onConflictClause, clause)
    guard conflict["action"]?.isText("ONCONFLICT_UPDATE") == true else {
      return try readFields(of: conflict, scope)
    }
    // It updates those rows that an inserted row meets, and no others.
    try enter(.update) { (walker) throws(ReaderUncertainty) in
      walker.statement.condition = .some
      walker.noteWritten(target)
      try walker.noteAssigned(conflict)
      try walker.readFields(of: conflict, scope)
    }
  }

  mutating func readChange(_ part: SQLPart, _ scope: Scope) throws(ReaderUncertainty) {
    let scope = try readWith(part, scope)
    let target = try target(of: part)
    noteWritten(target)
    try noteAssigned(part)
    let condition = try condition(part["whereClause"], of: part, scope)
    statement.condition = condition.kind
    if !condition.boundsTarget {
      facts.unboundedWrites.insert(SQLName.text(ofRelation: target))
    }
    try readFields(of: part, scope, except: ["withClause", "relation"])
  }

  mutating func readMerge(_ part: SQLPart, _ scope: Scope) throws(ReaderUncertainty) {
    let scope = try readWith(part, scope)
    let target = try target(of: part)
    noteWritten(target)
    // Its condition joins the target with the source, so that rows of it are read.
    facts.reads.insert(SQLName.text(ofRelation: target))
    let condition = try condition(part["joinCondition"], of: part, scope)
    statement.condition = condition.kind
    try readFields(
      of: part, scope, except: ["withClause", "relation", "mergeWhenClauses"])
    for clause in try part.parts("mergeWhenClauses") {
      let kind: SQLStatement.Kind? =
        switch clause["commandType"] {
        case "CMD_INSERT": .insert
        case "CMD_UPDATE": .update
        case "CMD_DELETE": .delete
        case "CMD_NOTHING": nil
        default: throw ReaderUncertainty("a MERGE does what is not known")
        }
      guard let kind else {
        try readFields(of: clause, scope)
        continue
      }
      try enter(kind) { (walker) throws(ReaderUncertainty) in
        walker.noteWritten(target)
        walker.statement.condition = condition.kind
        if kind != .insert, !condition.boundsTarget {
          walker.facts.unboundedWrites.insert(SQLName.text(ofRelation: target))
        }
        try walker.noteAssigned(clause)
        try walker.readFields(of: clause, scope)
      }
    }
  }

  mutating func readTruncate(_ part: SQLPart) throws(ReaderUncertainty) {
    for relation in try part.parts("relations") {
      noteWritten(relation)
      facts.unboundedWrites.insert(SQLName.text(ofRelation: relation))
    }
    noteCascade(part)
  }

  mutating func readCopy(_ part: SQLPart, _ scope: Scope) throws(ReaderUncertainty) {
    let isFrom = part["is_from"]?.isTrue == true
    if let relation = part["relation"] {
      let table = SQLPart(.rangeVar, relation)
      if isFrom {
        noteWritten(table)
      } else {
        facts.reads.insert(noted(table))
      }
    }
    if part["relation"] != nil, part["attlist"] == nil { facts.columns.insert("*") }
    for name in part.names("attlist") { facts.columns.insert(SQLName.text(of: [name])) }
    if let query = try part.part("query") { try readQuery(query, scope) }
    if part["is_program"]?.isTrue == true {
      facts.runsProgram = true
    } else if part["filename"] != nil {
      facts.touchesFiles = true
    }
    try readFields(of: part, scope, except: ["relation", "query", "attlist"])
  }

  private func target(of part: SQLPart) throws(ReaderUncertainty) -> SQLPart {
    guard let relation = part["relation"] else {
      throw ReaderUncertainty("the parser's tree has a change without a target")
    }
    return SQLPart(.rangeVar, relation)
  }

  /// Notes the columns that a node's `targetList` assigns to.
  private mutating func noteAssigned(_ part: SQLPart) throws(ReaderUncertainty) {
    for column in try part.parts("targetList") where column.node == .resTarget {
      if let name = column["name"]?.string { facts.columns.insert(SQLName.text(of: [name])) }
    }
  }

  /// `CASCADE` reaches what the text does not name.
  mutating func noteCascade(_ part: SQLPart) {
    if part["behavior"]?.isText("DROP_CASCADE") == true { facts.cascades = true }
  }

  /// What a condition says of the rows of a statement's target.
  private func condition(
    _ condition: SQLValue?, of part: SQLPart, _ scope: Scope
  ) throws(ReaderUncertainty) -> SQLCondition {
    var others: [SQLPart] = []
    for field: StaticString in ["fromClause", "usingClause"] { others += try part.parts(field) }
    if let source = try part.part("sourceRelation") { others.append(source) }
    let target = part["relation"].map { SQLPart(.rangeVar, $0) }
    return try SQLCondition(
      condition.flatMap { (value) throws(ReaderUncertainty) in try SQLPart(value) },
      target: target ?? (others.count == 1 ? others[0] : nil),
      isAlone: target == nil ? others.count == 1 : others.isEmpty, scope: scope)
  }
}
