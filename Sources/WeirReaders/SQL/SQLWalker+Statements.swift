// One case for each type of statement: what it reads and writes by itself, and what makes it
// uncertain. What is in it, `readFields` finds.

internal import Weir

extension SQLWalker {
  /// Reads a statement into the current entry.
  mutating func read(
    body part: SQLPart, _ scope: Scope, text: [UInt8]?
  ) throws(ReaderUncertainty) {
    switch part.node {
    case .selectStmt: try readSelectStatement(part, scope)
    case .insertStmt: try readInsert(part, scope)
    case .updateStmt, .deleteStmt: try readChange(part, scope)
    case .mergeStmt: try readMerge(part, scope)
    case .truncateStmt: try readTruncate(part)
    case .copyStmt: try readCopy(part, scope)

    case .explainStmt: try readExplain(part, scope)
    case .prepareStmt:
      for type in try part.parts("argtypes") { note(cast: type) }
      if let query = try part.part("query") { try read(statement: query, scope) }
      try readFields(of: part, scope, except: ["query"])
    case .declareCursorStmt:
      if let query = try part.part("query") { try readQuery(query, scope) }
    case .executeStmt:
      throw ReaderUncertainty("EXECUTE runs a statement that was prepared elsewhere")
    case .fetchStmt: throw ReaderUncertainty("FETCH reads a cursor that was declared elsewhere")
    case .callStmt:
      if let call = part["funccall"] { try read(SQLPart(.funcCall, call), scope) }
    case .doStmt: try readDo(part, text: text)

    case .createStmt: try readCreateTable(part, scope)
    case .createForeignTableStmt:
      guard let base = part["base"] else { throw ReaderUncertainty("a table is made of nothing") }
      noteForeign()
      try readCreateTable(SQLPart(.createStmt, base), scope)
    case .createTableAsStmt:
      if let query = try part.part("query") { try readQuery(query, scope) }
      try readFields(of: part, scope, except: ["query"])
    case .viewStmt:
      if let view = part["view"] { noteCreated(SQLPart(.rangeVar, view)) }
      if let query = try part.part("query") { try readQuery(query, scope) }
      try readFields(of: part, scope, except: ["view", "query"])
    case .createSeqStmt:
      if let sequence = part["sequence"] { noteCreated(SQLPart(.rangeVar, sequence)) }
      try readFields(of: part, scope, except: ["sequence"])
    case .createSchemaStmt:
      if let name = part["schemaname"]?.string { facts.creates.insert(SQLName.text(of: [name])) }
      for element in try part.parts("schemaElts") { try read(statement: element, scope) }
    case .ruleStmt:
      if let relation = part["relation"] { noteWritten(SQLPart(.rangeVar, relation)) }
      // What a rule does, it does later; it is of the text all the same.
      for action in try part.parts("actions") { try read(statement: action, scope) }
      try readFields(of: part, scope, except: ["relation", "actions"])
    case .createTrigStmt:
      note(function: part.names("funcname"))
      try readFieldsWritingRelation(of: part, scope, except: ["funcname"])
    case .createEventTrigStmt:
      note(function: part.names("funcname"))
      facts.cascades = true
    case .createFunctionStmt: try readCreateFunction(part, scope)
    case .returnStmt: try readFields(of: part, scope)

    case .renameStmt, .alterObjectSchemaStmt:
      try readFieldsWritingRelation(of: part, scope)
      try noteRenamed(part)
      noteCascade(part)
    case .clusterStmt:
      if part["relation"] == nil { facts.cascades = true }
      try readFieldsWritingRelation(of: part, scope)
    case .alterTableStmt, .indexStmt, .createPolicyStmt, .alterPolicyStmt, .refreshMatViewStmt,
      .alterObjectDependsStmt, .alterOwnerStmt, .alterSeqStmt:
      if part["objtype"]?.isText("OBJECT_FOREIGN_TABLE") == true { noteForeign() }
      try readFieldsWritingRelation(of: part, scope)
      noteCascade(part)
    case .reindexStmt:
      // Of a schema or a database it names no table.
      if part["relation"] == nil { facts.cascades = true }
      try readFieldsWritingRelation(of: part, scope)
    case .createStatsStmt:
      for relation in try part.parts("relations") where relation.node == .rangeVar {
        noteWritten(relation)
      }
      try readFields(of: part, scope, except: ["relations"])
    case .dropStmt: try readDrop(part)
    case .vacuumStmt:
      let relations = try part.parts("rels")
      if relations.isEmpty { facts.cascades = true }
      for item in relations {
        if let relation = item["relation"] { noteWritten(SQLPart(.rangeVar, relation)) }
      }
      try readFields(of: part, scope, except: ["rels"])
    case .lockStmt:
      facts.locks = true
      for relation in try part.parts("relations") { facts.reads.insert(noted(relation)) }
    case .commentStmt, .secLabelStmt: try noteDescribed(part)
    case .grantStmt:
      if part["is_grant"]?.isTrue != true { statement.kind = .revoke }
      // All tables of a schema are named by no name.
      if part["targtype"]?.isText("ACL_TARGET_OBJECT") != true { facts.cascades = true }
      for object in try part.parts("objects") where object.node == .rangeVar {
        noteWritten(object)
      }
      noteCascade(part)
    case .grantRoleStmt:
      if part["is_grant"]?.isTrue != true { statement.kind = .revoke }
      facts.cascades = true
    case .alterDefaultPrivilegesStmt:
      facts.cascades = true
    case .createPublicationStmt, .alterPublicationStmt:
      let schemas = part["pubobjects"]?.items.contains { object in
        object.field("PublicationObjSpec")?.field("pubobjtype")?.isText("PUBLICATIONOBJ_TABLE")
          != true
      }
      if part["for_all_tables"]?.isTrue == true || schemas == true { facts.cascades = true }
      try readFields(of: part, scope)

    case .variableSetStmt: try readSet(part, scope)
    case .discardStmt:
      guard part["target"]?.isText("DISCARD_ALL") != true else {
        throw ReaderUncertainty("DISCARD ALL changes what names and rights later texts have")
      }
      facts.cascades = true
    case .alterRoleSetStmt, .alterDatabaseSetStmt:
      // What a role, a database or a function sets, changes how texts are read from then on.
      if let setting = part["setstmt"] { try readSet(SQLPart(.variableSetStmt, setting), scope) }
      try readFields(of: part, scope, except: ["setstmt"])
    case .alterFunctionStmt:
      for action in try part.parts("actions") { try readFunctionOption(action, scope) }
      try readFields(of: part, scope, except: ["actions"])
    case .transactionStmt:
      if part["kind"]?.isText("TRANS_STMT_COMMIT_PREPARED") == true {
        throw ReaderUncertainty("the transaction that is committed was prepared elsewhere")
      }
    case .alterSystemStmt, .loadStmt, .createPLangStmt, .createExtensionStmt,
      .alterExtensionStmt, .alterExtensionContentsStmt, .createTransformStmt:
      facts.runsProgram = true
      facts.cascades = true
    case .createTableSpaceStmt: facts.touchesFiles = true

    case .createForeignServerStmt, .alterForeignServerStmt, .createUserMappingStmt,
      .alterUserMappingStmt, .createFdwStmt, .alterFdwStmt:
      noteForeign()
    // Dictionaries are files; what is defined may call functions of others.
    case .defineStmt, .alterTSDictionaryStmt:
      facts.touchesFiles = true
      facts.cascades = true
      try readFields(of: part, scope)
    case .createConversionStmt:
      note(function: part.names("func_name"))
      facts.cascades = true
    // A domain's check runs over the rows of every table that uses it.
    case .alterDomainStmt:
      facts.cascades = true
      try readFields(of: part, scope)

    // They reach what they do not name.
    case .dropOwnedStmt, .reassignOwnedStmt, .alterTableMoveAllStmt, .importForeignSchemaStmt,
      .dropdbStmt, .createSubscriptionStmt, .alterSubscriptionStmt:
      facts.cascades = true
      try readFields(of: part, scope)
    case .dropRoleStmt, .dropTableSpaceStmt, .dropSubscriptionStmt, .dropUserMappingStmt,
      .createdbStmt, .createRoleStmt, .alterRoleStmt, .alterDatabaseStmt,
      .alterDatabaseRefreshCollStmt, .createDomainStmt,
      .createCastStmt, .createOpClassStmt,
      .createOpFamilyStmt, .alterOpFamilyStmt, .alterOperatorStmt, .alterTypeStmt,
      .compositeTypeStmt, .createEnumStmt, .createRangeStmt, .alterEnumStmt,
      .alterTSConfigurationStmt,

      .alterTableSpaceOptionsStmt, .alterEventTrigStmt,
      .replicaIdentityStmt, .createAmStmt, .alterCollationStmt, .alterStatsStmt,
      .notifyStmt, .listenStmt, .unlistenStmt, .variableShowStmt,
      .constraintsSetStmt, .checkPointStmt, .closePortalStmt, .deallocateStmt:
      noteCascade(part)
      try readFields(of: part, scope, except: ["typevar"])
    case _: throw ReaderUncertainty("\(part.node.rawValue) is not a statement that is known")
    }
  }

  /// Reads a statement whose `relation` or `table` is what it changes.
  private mutating func readFieldsWritingRelation(
    of part: SQLPart, _ scope: Scope, except skipped: [StaticString] = []
  ) throws(ReaderUncertainty) {
    for field: StaticString in ["relation", "table", "sequence"] {
      if let relation = part[field] { noteWritten(SQLPart(.rangeVar, relation)) }
    }
    try readFields(
      of: part, scope, except: skipped + ["relation", "table", "sequence", "object"])
  }

  private mutating func readCreateTable(
    _ part: SQLPart, _ scope: Scope
  ) throws(ReaderUncertainty) {
    if let relation = part["relation"] { noteCreated(SQLPart(.rangeVar, relation)) }
    // A parent gets a child, and shows its rows from then on.
    for parent in try part.parts("inhRelations") { noteWritten(parent) }
    try readFields(of: part, scope, except: ["relation", "inhRelations"])
  }

  private mutating func readExplain(
    _ part: SQLPart, _ scope: Scope
  ) throws(ReaderUncertainty) {
    guard let query = try part.part("query") else {
      throw ReaderUncertainty("EXPLAIN explains nothing")
    }
    // The last one counts.
    var runs = false
    for option in try part.parts("options") {
      guard option["defname"]?.isText("analyze") == true else { continue }
      runs = try isOn(option)
    }
    guard runs else { return try plan(query, scope) }
    try read(statement: query, scope)
  }

  /// A truth as options spell it.
  private func isOn(_ option: SQLPart) throws(ReaderUncertainty) -> Bool {
    guard let argument = try option.part("arg") else { return true }
    switch argument.node {
    case .integer: return (argument["ival"]?.integer ?? 0) != 0
    case .boolean: return argument["boolval"]?.isTrue ?? false
    case .string:
      switch argument["sval"]?.string?.description.lowercasedASCII {
      case "true", "on": return true
      case "false", "off": return false
      default: break
      }
    default: break
    }
    throw ReaderUncertainty("whether EXPLAIN analyses cannot be told")
  }

  // MARK: Objects

  /// What is foreign is a file, a program or another server, as its wrapper and options say.
  private mutating func noteForeign() {
    facts.touchesFiles = true
    facts.runsProgram = true
    facts.cascades = true
  }

  /// A table that has another name, or another schema, from then on.
  private mutating func noteRenamed(_ part: SQLPart) throws(ReaderUncertainty) {
    switch part["renameType"]?.string ?? part["objectType"]?.string {
    case "OBJECT_SCHEMA", "OBJECT_DATABASE", "OBJECT_EXTENSION": facts.cascades = true
    // The server renames a table by the word INDEX, too.
    case "OBJECT_TABLE", "OBJECT_VIEW", "OBJECT_MATVIEW", "OBJECT_FOREIGN_TABLE",
      "OBJECT_SEQUENCE", "OBJECT_INDEX":
      guard let relation = part["relation"].map({ SQLPart(.rangeVar, $0) }),
        let own = relation["relname"]?.string
      else { return }
      let name: ExactString
      if let schema = part["newschema"]?.string {
        name = SQLName.text(of: [schema, own])
      } else {
        let names = [relation["schemaname"]?.string, part["newname"]?.string].compactMap { $0 }
        name = SQLName.text(of: names)
      }
      facts.creates.insert(name)
      facts.writes.insert(name)
    default: return
    }
  }

  private mutating func readDrop(_ part: SQLPart) throws(ReaderUncertainty) {
    noteCascade(part)
    let type = part["removeType"]?.string ?? ""
    if type == "OBJECT_EXTENSION" { facts.cascades = true }
    for object in part["objects"]?.items ?? [] {
      let names = try objectNames(object)
      switch type {
      case "OBJECT_TABLE", "OBJECT_VIEW", "OBJECT_MATVIEW", "OBJECT_FOREIGN_TABLE",
        "OBJECT_SEQUENCE":
        let name = SQLName.text(of: names)
        facts.drops.insert(name)
        facts.writes.insert(name)
        if names.count == 1 { facts.unqualified.insert(name) }
      case "OBJECT_TRIGGER", "OBJECT_POLICY", "OBJECT_RULE":
        // The table, then the name of what it has.
        facts.drops.insert(SQLName.text(of: names.suffix(1)))
        let table = SQLName.text(of: names.dropLast())
        facts.writes.insert(table)
        if names.count == 2 { facts.unqualified.insert(table) }
      default: facts.drops.insert(SQLName.text(of: names))
      }
    }
  }

  /// The names of an object, however its kind writes them.
  private func objectNames(_ object: SQLValue) throws(ReaderUncertainty) -> [ExactString] {
    guard let part = try SQLPart(object) else { return [] }
    switch part.node {
    case .string: return part["sval"]?.string.map { [$0] } ?? []
    case .list:
      var names: [ExactString] = []
      for item in part["items"]?.items ?? [] { names += try objectNames(item) }
      return names
    case .typeName: return part.names("names")
    case .objectWithArgs: return part.names("objname")
    default: throw ReaderUncertainty("an object is named in a way that is not known")
    }
  }

  /// What COMMENT and SECURITY LABEL describe, where that is a table or of one.
  private mutating func noteDescribed(_ part: SQLPart) throws(ReaderUncertainty) {
    guard let object = part["object"] else { return }
    let names = try objectNames(object)
    switch part["objtype"] {
    case "OBJECT_TABLE", "OBJECT_VIEW", "OBJECT_MATVIEW", "OBJECT_FOREIGN_TABLE",
      "OBJECT_SEQUENCE":
      noteDescribed(table: names)
    case "OBJECT_COLUMN", "OBJECT_TRIGGER", "OBJECT_POLICY", "OBJECT_RULE", "OBJECT_TABCONSTRAINT":
      noteDescribed(table: names.dropLast())
    default: return
    }
  }

  private mutating func noteDescribed(table names: some Collection<ExactString>) {
    let name = SQLName.text(of: Array(names))
    facts.writes.insert(name)
    if names.count == 1 { facts.unqualified.insert(name) }
  }

  // MARK: Settings

  /// Settings that change neither what names mean, nor whose rights count, nor how a later text is
  /// read.
  private static let harmlessSettings: Set<ExactString> = [
    "application_name", "client_min_messages", "cursor_tuple_fraction", "deadlock_timeout",
    "effective_cache_size", "enable_bitmapscan", "enable_hashagg", "enable_hashjoin",
    "enable_indexonlyscan", "enable_indexscan", "enable_material", "enable_memoize",
    "enable_mergejoin", "enable_nestloop", "enable_parallel_hash", "enable_partition_pruning",
    "enable_seqscan", "enable_sort", "enable_tidscan", "extra_float_digits",
    "from_collapse_limit", "geqo", "hash_mem_multiplier", "idle_in_transaction_session_timeout",
    "idle_session_timeout", "jit", "join_collapse_limit", "lock_timeout",
    "maintenance_work_mem", "max_parallel_workers_per_gather", "random_page_cost",
    "seq_page_cost", "statement_timeout", "work_mem",
  ]

  /// The `SET` among a function's options.
  mutating func readFunctionOption(
    _ option: SQLPart, _ scope: Scope
  ) throws(ReaderUncertainty) {
    guard option["defname"]?.isText("set") == true, let setting = try option.part("arg") else {
      return
    }
    try readSet(setting, scope)
  }

  private mutating func readSet(_ part: SQLPart, _ scope: Scope) throws(ReaderUncertainty) {
    let name = part["name"]?.string ?? "all"
    // How this transaction runs. Whoever has opened one around the text sees that it is `set`.
    if part["kind"]?.isText("VAR_SET_MULTI") == true, name.bytes.elementsEqual("TRANSACTION".utf8) {
      return try readFields(of: part, scope)
    }
    guard Self.harmlessSettings.contains(name) else {
      throw ReaderUncertainty(
        "\(ReaderUncertainty.quoted(name.description)) is set, and what it changes is not known")
    }
    try readFields(of: part, scope)
  }
}
