// Goes over a parse tree and notes what its statements do. Every type of node has its case, here or
// in `SQLNode.role`: of one that no text's tree can have, and of a name that is not known, the text
// is uncertain.
//
// Names are resolved by scope, as the server does it: a name of `WITH` hides a table of the same
// name where it is visible, and only if that is written without a schema; a target is never one.
// What a statement changes is never less than what is listed: where a name is not written down
// (`CASCADE`, `DROP OWNED`), `cascades` says so.

internal import Weir

/// The statements of a tree, as they come up.
struct SQLWalker {
  private(set) var statements: [SQLStatement] = []
  /// The statement that facts belong to.
  private var current = -1
  /// How deep the text stands in other texts.
  private(set) var depth = 0

  /// The names of `WITH` that hide tables, the innermost last.
  struct Scope {
    fileprivate var names: [ExactString] = []

    /// The scope in which some more names are visible.
    func with(_ names: [ExactString]) -> Scope {
      var scope = self
      scope.names += names
      return scope
    }

    func hides(_ name: ExactString) -> Bool { names.contains(name) }
  }

  /// Reads all statements of a tree; `depth` counts the texts that this one stands in.
  mutating func read(_ tree: SQLTree, depth: Int) throws(ReaderUncertainty) {
    let outer = self.depth
    self.depth = depth
    for statement in tree.statements {
      try read(
        statement: statement.part, Scope(), text: Array(tree.text[statement.range]))
    }
    self.depth = outer
  }

  /// Reads one statement into an entry of its own. `text` is the statement's text where it stands
  /// on the first level of one.
  mutating func read(
    statement part: SQLPart, _ scope: Scope, text: [UInt8]? = nil
  ) throws(ReaderUncertainty) {
    guard case .statement(let kind) = part.node.role else {
      throw ReaderUncertainty("the parser's tree has \(part.node.rawValue) as a statement")
    }
    try enter(kind) { (walker) throws(ReaderUncertainty) in
      try walker.read(body: part, scope, text: text)
    }
  }

  /// Reads into a new entry, and goes back to the one before.
  mutating func enter(
    _ kind: SQLStatement.Kind, _ body: (inout SQLWalker) throws(ReaderUncertainty) -> Void
  ) throws(ReaderUncertainty) {
    guard statements.count < ReaderLimits.statements else {
      throw ReaderUncertainty("the text has more than \(ReaderLimits.statements) statements")
    }
    let outer = current
    current = statements.count
    statements.append(SQLStatement(kind))
    try body(&self)
    current = outer
  }

  /// The statement that facts belong to.
  var statement: SQLStatement {
    get { statements[current] }
    set { statements[current] = newValue }
  }

  /// Its facts.
  var facts: SQLFacts {
    get { statements[current].facts }
    _modify { yield &statements[current].facts }
  }

  /// Reads what a statement would reach if it ran, without its writes: `EXPLAIN` plans it.
  mutating func plan(_ part: SQLPart, _ scope: Scope) throws(ReaderUncertainty) {
    var planner = SQLWalker()
    planner.depth = depth
    try planner.read(statement: part, scope)
    for planned in planner.statements {
      facts.reads.formUnion(planned.facts.reads)
      facts.columns.formUnion(planned.facts.columns)
      facts.functions.formUnion(planned.facts.functions)
      facts.operators.formUnion(planned.facts.operators)
      facts.casts.formUnion(planned.facts.casts)
      facts.unqualified.formUnion(planned.facts.unqualified)
      // A plan needs to know what it writes, too, and tells how much that is.
      facts.reads.formUnion(planned.facts.writes)
      facts.locks = facts.locks || planned.facts.locks
      facts.cascades = facts.cascades || planned.facts.cascades
      facts.touchesFiles = facts.touchesFiles || planned.facts.touchesFiles
      facts.runsProgram = facts.runsProgram || planned.facts.runsProgram
    }
  }

  // MARK: Parts

  /// Reads every node in a node's fields.
  mutating func readFields(
    of part: SQLPart, _ scope: Scope, except skipped: [StaticString] = []
  ) throws(ReaderUncertainty) {
    guard part.value.kind == .record else {
      throw ReaderUncertainty("the parser's tree has a value where a node should be")
    }
    for field in part.value.parts {
      switch field.kind {
      case .null, .bool, .string, .number: continue
      case .record, .list: break
      }
      if skipped.contains(where: { field.isNamed($0) }) { continue }
      if field.kind == .list {
        for item in field.parts {
          if let inner = try SQLPart(item) { try read(inner, scope) }
        }
        continue
      }
      var parts = field.parts
      guard let first = parts.next() else { continue }
      if first.isNamedAsType {
        if let inner = try SQLPart(field) { try read(inner, scope) }
      } else {
        guard let node = part.node.type(of: field.name) else {
          throw ReaderUncertainty("the parser's tree has a field that is not known: \(field.name)")
        }
        try read(SQLPart(node, field), scope)
      }
    }
  }

  /// Reads a node that is a part of a statement.
  mutating func read(_ part: SQLPart, _ scope: Scope) throws(ReaderUncertainty) {
    switch part.node {
    case .rangeVar:
      noteRead(part, scope)
      if part["alias"]?.field("colnames") != nil { facts.columns.insert("*") }
    case .selectStmt: try readSelect(part, scope)
    case .columnRef: facts.columns.insert(SQLName.text(of: try columnNames(part)))
    case .funcCall:
      let name = part.names("funcname")
      // It is SET by another name.
      guard name.last != "set_config" else {
        throw ReaderUncertainty("set_config sets what names, rights or texts mean")
      }
      note(function: name)
      try readFields(of: part, scope, except: ["funcname"])
    case .operation:
      try noteOperator(part, "name")
      try readFields(of: part, scope, except: ["name"])
    case .subLink:
      try noteOperator(part, "operName")
      try readFields(of: part, scope, except: ["operName"])
    case .sortBy:
      try noteOperator(part, "useOp")
      try readFields(of: part, scope, except: ["useOp"])
    case .typeCast:
      if let type = part["typeName"] { note(cast: SQLPart(.typeName, type)) }
      try readFields(of: part, scope)
    case .joinExpr:
      for name in part.names("usingClause") { facts.columns.insert(SQLName.text(of: [name])) }
      if part["isNatural"]?.isTrue == true { facts.columns.insert("*") }
      try readFields(of: part, scope, except: ["usingClause"])
    case .columnDef:
      if let type = part["typeName"] { note(cast: SQLPart(.typeName, type)) }
      try readFields(of: part, scope)
    case .alterTableCmd:
      noteCascade(part)
      noteColumn(part["name"])
      // A parent, or a partition: both are others from then on.
      if let other = try part.part("def"), other.node == .rangeVar {
        noteWritten(other)
        return
      }
      try readFields(of: part, scope)
    case .partitionCmd:
      if let name = part["name"] { noteWritten(SQLPart(.rangeVar, name)) }
      try readFields(of: part, scope, except: ["name"])
    case .indexElem, .statsElem:
      noteColumn(part["name"])
      try readFields(of: part, scope)
    case .constraint:
      for field: StaticString in ["keys", "fk_attrs", "pk_attrs"] {
        for name in part.names(field) { facts.columns.insert(SQLName.text(of: [name])) }
      }
      try readFields(of: part, scope)
    case .accessPriv:
      for name in part.names("cols") { facts.columns.insert(SQLName.text(of: [name])) }
    // A field of a row, which may be a function of it.
    case .indirection:
      for field in part["indirection"]?.items ?? [] {
        if let name = field.field("String")?.field("sval")?.string {
          facts.columns.insert(SQLName.text(of: [name]))
        }
      }
      try readFields(of: part, scope)
    // Columns that a function's result is cast to.
    case .rangeFunction:
      for column in try part.parts("coldeflist") {
        if let type = column["typeName"] { note(cast: SQLPart(.typeName, type)) }
      }
      try readFields(of: part, scope)
    case .rangeTableFuncCol, .xmlSerialize:
      if let type = part["typeName"] { note(cast: SQLPart(.typeName, type)) }
      try readFields(of: part, scope)
    case .rangeTableSample:
      let method = part.names("method")
      if !SQLName.isOwnSamplingMethod(method) { note(function: method) }
      try readFields(of: part, scope, except: ["method"])
    // What is assigned is printed once for each column.
    case .multiAssignRef where (part["colno"]?.integer ?? 1) != 1: return
    // Names of tables that stand elsewhere in the statement.
    case .lockingClause: facts.locks = true
    case .intoClause:
      if let relation = part["rel"] { noteCreated(SQLPart(.rangeVar, relation)) }
      try readFields(of: part, scope, except: ["rel"])
    case .withClause:
      throw ReaderUncertainty("the parser's tree has WITH in a place that is not known")
    case .collateClause: try readFields(of: part, scope, except: ["collname"])
    // Names for columns hide those of the table.
    case .alias: if part["colnames"] != nil { facts.columns.insert("*") }
    case .roleSpec, .string, .integer, .float, .boolean, .bitString, .star,
      .literal, .paramRef, .setToDefault, .sqlValueFunction, .triggerTransition:
      return
    case .typeName: try readFields(of: part, scope, except: ["names"])
    case .tableLikeClause, .groupingFunc, .namedArgExpr, .boolExpr, .caseExpr, .caseWhen, .rowExpr,
      .coalesceExpr, .minMaxExpr, .xmlExpr, .nullTest, .booleanTest, .currentOfExpr,
      .indices, .arrayConstructor, .resTarget, .multiAssignRef,
      .windowDef, .rangeSubselect, .rangeTableFunc,
      .defElem, .groupingSet, .objectWithArgs,
      .createOpClassItem, .functionParameter, .inferClause,
      .onConflictClause, .cteSearchClause, .cteCycleClause, .mergeWhenClause, .partitionElem,
      .partitionSpec, .partitionBoundSpec, .partitionRangeDatum, .vacuumRelation,
      .publicationObjSpec, .publicationTable, .list:
      try readFields(of: part, scope)
    case .rawStmt, .commonTableExpr:
      throw ReaderUncertainty("the parser's tree has \(part.node.rawValue) where it should not be")
    case _ where part.node.isStatement: try read(statement: part, scope)
    case _:
      throw ReaderUncertainty("the parser's tree has a node of the planner's")
    }
  }

  // MARK: Names

  private func columnNames(_ part: SQLPart) throws(ReaderUncertainty) -> [ExactString] {
    var names: [ExactString] = []
    for field in try part.parts("fields") {
      switch field.node {
      case .string: if let name = field["sval"]?.string { names.append(name) }
      default: names.append("*")
      }
    }
    return names
  }

  /// A table that is read, unless a name of `WITH` hides it.
  private mutating func noteRead(_ relation: SQLPart, _ scope: Scope) {
    if relation["schemaname"] == nil, relation["catalogname"] == nil,
      let name = relation["relname"]?.string, scope.hides(name)
    {
      return
    }
    facts.reads.insert(noted(relation))
  }

  /// A table that is written: a target, which no name of `WITH` hides.
  mutating func noteWritten(_ relation: SQLPart) { facts.writes.insert(noted(relation)) }

  /// A table that is made, and so written.
  mutating func noteCreated(_ relation: SQLPart) {
    let name = noted(relation)
    facts.creates.insert(name)
    facts.writes.insert(name)
  }

  /// A table's name; one without a schema is whatever the search path makes of it.
  mutating func noted(_ relation: SQLPart) -> ExactString {
    let name = SQLName.text(ofRelation: relation)
    if relation["schemaname"] == nil { facts.unqualified.insert(name) }
    return name
  }

  /// A column that is named by a name alone.
  private mutating func noteColumn(_ name: SQLValue?) {
    if let name = name?.string { facts.columns.insert(SQLName.text(of: [name])) }
  }

  /// A function that is called.
  mutating func note(function names: [ExactString]) {
    let name = SQLName.text(of: names)
    facts.functions.insert(name)
    if let last = names.last, SQLName.touchesFiles(last) { facts.touchesFiles = true }
  }

  private mutating func noteOperator(
    _ part: SQLPart, _ field: StaticString
  ) throws(ReaderUncertainty) {
    // `BETWEEN` and its kin are the grammar's, and stand for the server's own comparisons.
    switch part["kind"] {
    case "AEXPR_BETWEEN", "AEXPR_NOT_BETWEEN", "AEXPR_BETWEEN_SYM", "AEXPR_NOT_BETWEEN_SYM": return
    default: break
    }
    let names = part.names(field)
    if !names.isEmpty, !SQLName.isOwnOperator(names) {
      facts.operators.insert(SQLName.text(of: names))
    }
  }

  /// A type that a value is cast to.
  mutating func note(cast type: SQLPart) {
    let names = type.names("names")
    if !SQLName.isOwnType(names) { facts.casts.insert(SQLName.text(of: names)) }
  }
}

extension SQLNode {
  /// Whether it is a statement of a text.
  var isStatement: Bool {
    switch role {
    case .statement: true
    case .part, .foreign: false
    }
  }
}
