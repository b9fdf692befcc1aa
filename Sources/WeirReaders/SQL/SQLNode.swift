// The node types of PostgreSQL's parse tree, as libpg_query 15 prints them: one case for each, so
// that whoever goes over a tree has to say something of every one, and the compiler tells of one
// that is forgotten. A name in a tree that is none of these makes the text uncertain. A test holds
// the cases, and the table of fields, to the library's own description of its output.

internal import Weir

/// A type of node.
enum SQLNode: String, CaseIterable, Sendable {
  // Statements.
  case insertStmt = "InsertStmt", deleteStmt = "DeleteStmt", updateStmt = "UpdateStmt",
    mergeStmt = "MergeStmt", selectStmt = "SelectStmt", returnStmt = "ReturnStmt",
    alterTableStmt = "AlterTableStmt", alterDomainStmt = "AlterDomainStmt",
    grantStmt = "GrantStmt", grantRoleStmt = "GrantRoleStmt",
    alterDefaultPrivilegesStmt = "AlterDefaultPrivilegesStmt",
    closePortalStmt = "ClosePortalStmt", clusterStmt = "ClusterStmt", copyStmt = "CopyStmt",
    createStmt = "CreateStmt", defineStmt = "DefineStmt", dropStmt = "DropStmt",
    truncateStmt = "TruncateStmt", commentStmt = "CommentStmt", fetchStmt = "FetchStmt",
    indexStmt = "IndexStmt", createFunctionStmt = "CreateFunctionStmt",
    alterFunctionStmt = "AlterFunctionStmt", doStmt = "DoStmt", renameStmt = "RenameStmt",
    ruleStmt = "RuleStmt", notifyStmt = "NotifyStmt", listenStmt = "ListenStmt",
    unlistenStmt = "UnlistenStmt", transactionStmt = "TransactionStmt", viewStmt = "ViewStmt",
    loadStmt = "LoadStmt", createDomainStmt = "CreateDomainStmt", createdbStmt = "CreatedbStmt",
    dropdbStmt = "DropdbStmt", vacuumStmt = "VacuumStmt", explainStmt = "ExplainStmt",
    createTableAsStmt = "CreateTableAsStmt", createSeqStmt = "CreateSeqStmt",
    alterSeqStmt = "AlterSeqStmt", variableSetStmt = "VariableSetStmt",
    variableShowStmt = "VariableShowStmt", discardStmt = "DiscardStmt",
    createTrigStmt = "CreateTrigStmt", createPLangStmt = "CreatePLangStmt",
    createRoleStmt = "CreateRoleStmt", alterRoleStmt = "AlterRoleStmt",
    dropRoleStmt = "DropRoleStmt", lockStmt = "LockStmt",
    constraintsSetStmt = "ConstraintsSetStmt", reindexStmt = "ReindexStmt",
    checkPointStmt = "CheckPointStmt", createSchemaStmt = "CreateSchemaStmt",
    alterDatabaseStmt = "AlterDatabaseStmt",
    alterDatabaseRefreshCollStmt = "AlterDatabaseRefreshCollStmt",
    alterDatabaseSetStmt = "AlterDatabaseSetStmt", alterRoleSetStmt = "AlterRoleSetStmt",
    createConversionStmt = "CreateConversionStmt", createCastStmt = "CreateCastStmt",
    createOpClassStmt = "CreateOpClassStmt", createOpFamilyStmt = "CreateOpFamilyStmt",
    alterOpFamilyStmt = "AlterOpFamilyStmt", prepareStmt = "PrepareStmt",
    executeStmt = "ExecuteStmt", deallocateStmt = "DeallocateStmt",
    declareCursorStmt = "DeclareCursorStmt", createTableSpaceStmt = "CreateTableSpaceStmt",
    dropTableSpaceStmt = "DropTableSpaceStmt",
    alterObjectDependsStmt = "AlterObjectDependsStmt",
    alterObjectSchemaStmt = "AlterObjectSchemaStmt", alterOwnerStmt = "AlterOwnerStmt",
    alterOperatorStmt = "AlterOperatorStmt", alterTypeStmt = "AlterTypeStmt",
    dropOwnedStmt = "DropOwnedStmt", reassignOwnedStmt = "ReassignOwnedStmt",
    compositeTypeStmt = "CompositeTypeStmt", createEnumStmt = "CreateEnumStmt",
    createRangeStmt = "CreateRangeStmt", alterEnumStmt = "AlterEnumStmt",
    alterTSDictionaryStmt = "AlterTSDictionaryStmt",
    alterTSConfigurationStmt = "AlterTSConfigurationStmt", createFdwStmt = "CreateFdwStmt",
    alterFdwStmt = "AlterFdwStmt", createForeignServerStmt = "CreateForeignServerStmt",
    alterForeignServerStmt = "AlterForeignServerStmt",
    createUserMappingStmt = "CreateUserMappingStmt",
    alterUserMappingStmt = "AlterUserMappingStmt", dropUserMappingStmt = "DropUserMappingStmt",
    alterTableSpaceOptionsStmt = "AlterTableSpaceOptionsStmt",
    alterTableMoveAllStmt = "AlterTableMoveAllStmt", secLabelStmt = "SecLabelStmt",
    createForeignTableStmt = "CreateForeignTableStmt",
    importForeignSchemaStmt = "ImportForeignSchemaStmt",
    createExtensionStmt = "CreateExtensionStmt", alterExtensionStmt = "AlterExtensionStmt",
    alterExtensionContentsStmt = "AlterExtensionContentsStmt",
    createEventTrigStmt = "CreateEventTrigStmt", alterEventTrigStmt = "AlterEventTrigStmt",
    refreshMatViewStmt = "RefreshMatViewStmt", replicaIdentityStmt = "ReplicaIdentityStmt",
    alterSystemStmt = "AlterSystemStmt", createPolicyStmt = "CreatePolicyStmt",
    alterPolicyStmt = "AlterPolicyStmt", createTransformStmt = "CreateTransformStmt",
    createAmStmt = "CreateAmStmt", createPublicationStmt = "CreatePublicationStmt",
    alterPublicationStmt = "AlterPublicationStmt",
    createSubscriptionStmt = "CreateSubscriptionStmt",
    alterSubscriptionStmt = "AlterSubscriptionStmt",
    dropSubscriptionStmt = "DropSubscriptionStmt", createStatsStmt = "CreateStatsStmt",
    alterCollationStmt = "AlterCollationStmt", callStmt = "CallStmt",
    alterStatsStmt = "AlterStatsStmt"
  // Their parts.
  case rawStmt = "RawStmt", alias = "Alias", rangeVar = "RangeVar",
    groupingFunc = "GroupingFunc", namedArgExpr = "NamedArgExpr", boolExpr = "BoolExpr",
    subLink = "SubLink", caseExpr = "CaseExpr", caseWhen = "CaseWhen", rowExpr = "RowExpr",
    coalesceExpr = "CoalesceExpr", minMaxExpr = "MinMaxExpr",
    sqlValueFunction = "SQLValueFunction", xmlExpr = "XmlExpr", nullTest = "NullTest",
    booleanTest = "BooleanTest", setToDefault = "SetToDefault", currentOfExpr = "CurrentOfExpr",
    joinExpr = "JoinExpr", intoClause = "IntoClause", alterTableCmd = "AlterTableCmd",
    operation = "A_Expr", columnRef = "ColumnRef", paramRef = "ParamRef", funcCall = "FuncCall",
    star = "A_Star", indices = "A_Indices", indirection = "A_Indirection",
    arrayConstructor = "A_ArrayExpr", resTarget = "ResTarget",
    multiAssignRef = "MultiAssignRef", typeCast = "TypeCast", collateClause = "CollateClause",
    sortBy = "SortBy", windowDef = "WindowDef", rangeSubselect = "RangeSubselect",
    rangeFunction = "RangeFunction", rangeTableSample = "RangeTableSample",
    rangeTableFunc = "RangeTableFunc", rangeTableFuncCol = "RangeTableFuncCol",
    typeName = "TypeName", columnDef = "ColumnDef", indexElem = "IndexElem",
    statsElem = "StatsElem", constraint = "Constraint", defElem = "DefElem",
    groupingSet = "GroupingSet", objectWithArgs = "ObjectWithArgs", accessPriv = "AccessPriv",
    createOpClassItem = "CreateOpClassItem", tableLikeClause = "TableLikeClause",
    functionParameter = "FunctionParameter", lockingClause = "LockingClause",
    xmlSerialize = "XmlSerialize", withClause = "WithClause", inferClause = "InferClause",
    onConflictClause = "OnConflictClause", cteSearchClause = "CTESearchClause",
    cteCycleClause = "CTECycleClause", commonTableExpr = "CommonTableExpr",
    mergeWhenClause = "MergeWhenClause", roleSpec = "RoleSpec",
    triggerTransition = "TriggerTransition", partitionElem = "PartitionElem",
    partitionSpec = "PartitionSpec", partitionBoundSpec = "PartitionBoundSpec",
    partitionRangeDatum = "PartitionRangeDatum", partitionCmd = "PartitionCmd",
    vacuumRelation = "VacuumRelation", publicationObjSpec = "PublicationObjSpec",
    publicationTable = "PublicationTable", integer = "Integer", float = "Float",
    boolean = "Boolean", string = "String", bitString = "BitString", list = "List",
    literal = "A_Const"
  // What only the planner makes, or PL/pgSQL's own parser: no text's tree has it.
  case `var` = "Var", param = "Param", aggref = "Aggref", windowFunc = "WindowFunc",
    subscriptingRef = "SubscriptingRef", funcExpr = "FuncExpr", opExpr = "OpExpr",
    distinctExpr = "DistinctExpr", nullIfExpr = "NullIfExpr",
    scalarArrayOpExpr = "ScalarArrayOpExpr", subPlan = "SubPlan",
    alternativeSubPlan = "AlternativeSubPlan", fieldSelect = "FieldSelect",
    fieldStore = "FieldStore", relabelType = "RelabelType", coerceViaIO = "CoerceViaIO",
    arrayCoerceExpr = "ArrayCoerceExpr", convertRowtypeExpr = "ConvertRowtypeExpr",
    caseTestExpr = "CaseTestExpr", arrayExpr = "ArrayExpr", rowCompareExpr = "RowCompareExpr",
    coerceToDomain = "CoerceToDomain", coerceToDomainValue = "CoerceToDomainValue",
    nextValueExpr = "NextValueExpr", inferenceElem = "InferenceElem",
    targetEntry = "TargetEntry", rangeTblRef = "RangeTblRef", fromExpr = "FromExpr",
    onConflictExpr = "OnConflictExpr", mergeAction = "MergeAction", query = "Query",
    setOperationStmt = "SetOperationStmt", tableFunc = "TableFunc",
    rangeTblEntry = "RangeTblEntry", rangeTblFunction = "RangeTblFunction",
    tableSampleClause = "TableSampleClause", withCheckOption = "WithCheckOption",
    sortGroupClause = "SortGroupClause", windowClause = "WindowClause",
    rowMarkClause = "RowMarkClause", inlineCodeBlock = "InlineCodeBlock",
    callContext = "CallContext", intList = "IntList", oidList = "OidList",
    plAssignStmt = "PLAssignStmt", collateExpr = "CollateExpr"

  /// The types by the length of their names.
  private static let byLength: [[(name: [UInt8], node: SQLNode)]] = {
    var table: [[(name: [UInt8], node: SQLNode)]] = []
    for node in allCases {
      let name = Array(node.rawValue.utf8)
      while table.count <= name.count { table.append([]) }
      table[name.count].append((name, node))
    }
    return table
  }()

  /// The type of a name in a tree; nil for a name that is none.
  static func named(_ name: UnsafeBufferPointer<UInt8>) -> SQLNode? {
    guard name.count < byLength.count else { return nil }
    for entry in byLength[name.count]
    where entry.name[0] == name[0] && entry.name.elementsEqual(name) {
      return entry.node
    }
    return nil
  }

  /// What a node is to somebody who goes over a tree.
  enum Role {
    case statement(SQLStatement.Kind)
    case part
    /// It is not part of a tree that was just parsed.
    case foreign
  }

  /// What the node is.
  var role: Role {
    switch self {
    case .insertStmt:
      .statement(.insert)
    case .deleteStmt:
      .statement(.delete)
    case .updateStmt:
      .statement(.update)
    case .mergeStmt:
      .statement(.merge)
    case .selectStmt, .returnStmt:
      .statement(.select)
    case .grantStmt, .grantRoleStmt:
      .statement(.grant)
    case .closePortalStmt:
      .statement(.close)
    case .clusterStmt:
      .statement(.cluster)
    case .copyStmt:
      .statement(.copy)
    case .dropStmt, .dropdbStmt, .dropRoleStmt, .dropTableSpaceStmt, .dropOwnedStmt,
      .dropUserMappingStmt, .dropSubscriptionStmt:
      .statement(.drop)
    case .truncateStmt:
      .statement(.truncate)
    case .commentStmt:
      .statement(.comment)
    case .fetchStmt:
      .statement(.fetch)
    case .doStmt:
      .statement(.`do`)
    case .notifyStmt:
      .statement(.notify)
    case .listenStmt:
      .statement(.listen)
    case .unlistenStmt:
      .statement(.unlisten)
    case .transactionStmt:
      .statement(.transaction)
    case .loadStmt:
      .statement(.load)
    case .vacuumStmt:
      .statement(.vacuum)
    case .explainStmt:
      .statement(.explain)
    case .variableSetStmt, .constraintsSetStmt:
      .statement(.set)
    case .variableShowStmt:
      .statement(.show)
    case .discardStmt:
      .statement(.discard)
    case .lockStmt:
      .statement(.lock)
    case .reindexStmt:
      .statement(.reindex)
    case .checkPointStmt:
      .statement(.checkpoint)
    case .prepareStmt:
      .statement(.prepare)
    case .executeStmt:
      .statement(.execute)
    case .deallocateStmt:
      .statement(.deallocate)
    case .declareCursorStmt:
      .statement(.declare)
    case .reassignOwnedStmt:
      .statement(.reassign)
    case .secLabelStmt:
      .statement(.label)
    case .importForeignSchemaStmt:
      .statement(.`import`)
    case .refreshMatViewStmt:
      .statement(.refresh)
    case .callStmt:
      .statement(.call)
    case .alterTableStmt, .alterDomainStmt, .alterDefaultPrivilegesStmt, .alterFunctionStmt,
      .renameStmt, .alterSeqStmt, .alterRoleStmt, .alterDatabaseStmt,
      .alterDatabaseRefreshCollStmt, .alterDatabaseSetStmt, .alterRoleSetStmt,
      .alterOpFamilyStmt, .alterObjectDependsStmt, .alterObjectSchemaStmt, .alterOwnerStmt,
      .alterOperatorStmt, .alterTypeStmt, .alterEnumStmt, .alterTSDictionaryStmt,
      .alterTSConfigurationStmt, .alterFdwStmt, .alterForeignServerStmt, .alterUserMappingStmt,
      .alterTableSpaceOptionsStmt, .alterTableMoveAllStmt, .alterExtensionStmt,
      .alterExtensionContentsStmt, .alterEventTrigStmt, .replicaIdentityStmt, .alterSystemStmt,
      .alterPolicyStmt, .alterPublicationStmt, .alterSubscriptionStmt, .alterCollationStmt,
      .alterStatsStmt:
      .statement(.alter)
    case .createStmt, .defineStmt, .indexStmt, .createFunctionStmt, .ruleStmt, .viewStmt,
      .createDomainStmt, .createdbStmt, .createTableAsStmt, .createSeqStmt, .createTrigStmt,
      .createPLangStmt, .createRoleStmt, .createSchemaStmt, .createConversionStmt,
      .createCastStmt, .createOpClassStmt, .createOpFamilyStmt, .createTableSpaceStmt,
      .compositeTypeStmt, .createEnumStmt, .createRangeStmt, .createFdwStmt,
      .createForeignServerStmt, .createUserMappingStmt, .createForeignTableStmt,
      .createExtensionStmt, .createEventTrigStmt, .createPolicyStmt, .createTransformStmt,
      .createAmStmt, .createPublicationStmt, .createSubscriptionStmt, .createStatsStmt:
      .statement(.create)
    case .rawStmt, .alias, .rangeVar, .groupingFunc, .namedArgExpr, .boolExpr, .subLink,
      .caseExpr, .caseWhen, .rowExpr, .coalesceExpr, .minMaxExpr, .sqlValueFunction, .xmlExpr,
      .nullTest, .booleanTest, .setToDefault, .currentOfExpr, .joinExpr, .intoClause,
      .alterTableCmd, .operation, .columnRef, .paramRef, .funcCall, .star, .indices,
      .indirection, .arrayConstructor, .resTarget, .multiAssignRef, .typeCast, .collateClause,
      .sortBy, .windowDef, .rangeSubselect, .rangeFunction, .rangeTableSample, .rangeTableFunc,
      .rangeTableFuncCol, .typeName, .columnDef, .indexElem, .statsElem, .constraint, .defElem,
      .groupingSet, .objectWithArgs, .accessPriv, .createOpClassItem, .tableLikeClause,
      .functionParameter, .lockingClause, .xmlSerialize, .withClause, .inferClause,
      .onConflictClause, .cteSearchClause, .cteCycleClause, .commonTableExpr, .mergeWhenClause,
      .roleSpec, .triggerTransition, .partitionElem, .partitionSpec, .partitionBoundSpec,
      .partitionRangeDatum, .partitionCmd, .vacuumRelation, .publicationObjSpec,
      .publicationTable, .integer, .float, .boolean, .string, .bitString, .list, .literal:
      .part
    case .var, .param, .aggref, .windowFunc, .subscriptingRef, .funcExpr, .opExpr,
      .distinctExpr, .nullIfExpr, .scalarArrayOpExpr, .subPlan, .alternativeSubPlan,
      .fieldSelect, .fieldStore, .relabelType, .coerceViaIO, .arrayCoerceExpr,
      .convertRowtypeExpr, .caseTestExpr, .arrayExpr, .rowCompareExpr, .coerceToDomain,
      .coerceToDomainValue, .nextValueExpr, .inferenceElem, .targetEntry, .rangeTblRef,
      .fromExpr, .onConflictExpr, .mergeAction, .query, .setOperationStmt, .tableFunc,
      .rangeTblEntry, .rangeTblFunction, .tableSampleClause, .withCheckOption, .sortGroupClause,
      .windowClause, .rowMarkClause, .inlineCodeBlock, .callContext, .intList, .oidList,
      .plAssignStmt, .collateExpr:
      .foreign
    }
  }

  /// The type of a field that holds a node of one type, and so no name of a type; nil where the
  /// field names the type of what it holds.
  func type(of field: ExactString) -> SQLNode? {
    SQLNode.fields[self]?.first { field.bytes.elementsEqual($0.name.utf8) }?.type
  }

  /// Fields of one type of node, by the type that they stand in.
  static let fields: [SQLNode: [(name: String, type: SQLNode)]] = [
    .literal: [
      ("ival", .integer), ("fval", .float), ("boolval", .boolean), ("sval", .string),
      ("bsval", .bitString),
    ],
    .rangeVar: [("alias", .alias)],
    .joinExpr: [("join_using_alias", .alias), ("alias", .alias)],
    .intoClause: [("rel", .rangeVar)],
    .insertStmt: [
      ("relation", .rangeVar), ("onConflictClause", .onConflictClause),
      ("withClause", .withClause),
    ],
    .deleteStmt: [("relation", .rangeVar), ("withClause", .withClause)],
    .updateStmt: [("relation", .rangeVar), ("withClause", .withClause)],
    .mergeStmt: [("relation", .rangeVar), ("withClause", .withClause)],
    .selectStmt: [
      ("intoClause", .intoClause), ("withClause", .withClause),
      ("larg", .selectStmt), ("rarg", .selectStmt),
    ],
    .alterTableStmt: [("relation", .rangeVar)],
    .alterTableCmd: [("newowner", .roleSpec)],
    .grantStmt: [("grantor", .roleSpec)],
    .grantRoleStmt: [("grantor", .roleSpec)],
    .alterDefaultPrivilegesStmt: [("action", .grantStmt)],
    .clusterStmt: [("relation", .rangeVar)],
    .copyStmt: [("relation", .rangeVar)],
    .createStmt: [
      ("relation", .rangeVar), ("partbound", .partitionBoundSpec),
      ("partspec", .partitionSpec), ("ofTypename", .typeName),
    ],
    .indexStmt: [("relation", .rangeVar)],
    .createFunctionStmt: [("returnType", .typeName)],
    .alterFunctionStmt: [("func", .objectWithArgs)],
    .renameStmt: [("relation", .rangeVar)],
    .ruleStmt: [("relation", .rangeVar)],
    .viewStmt: [("view", .rangeVar)],
    .createDomainStmt: [("typeName", .typeName), ("collClause", .collateClause)],
    .createTableAsStmt: [("into", .intoClause)],
    .createSeqStmt: [("sequence", .rangeVar)],
    .alterSeqStmt: [("sequence", .rangeVar)],
    .createTrigStmt: [("relation", .rangeVar), ("constrrel", .rangeVar)],
    .alterRoleStmt: [("role", .roleSpec)],
    .reindexStmt: [("relation", .rangeVar)],
    .createSchemaStmt: [("authrole", .roleSpec)],
    .alterDatabaseSetStmt: [("setstmt", .variableSetStmt)],
    .alterRoleSetStmt: [("role", .roleSpec), ("setstmt", .variableSetStmt)],
    .createCastStmt: [
      ("sourcetype", .typeName), ("targettype", .typeName),
      ("func", .objectWithArgs),
    ],
    .createOpClassStmt: [("datatype", .typeName)],
    .createTableSpaceStmt: [("owner", .roleSpec)],
    .alterObjectDependsStmt: [("relation", .rangeVar), ("extname", .string)],
    .alterObjectSchemaStmt: [("relation", .rangeVar)],
    .alterOwnerStmt: [("relation", .rangeVar), ("newowner", .roleSpec)],
    .alterOperatorStmt: [("opername", .objectWithArgs)],
    .reassignOwnedStmt: [("newrole", .roleSpec)],
    .compositeTypeStmt: [("typevar", .rangeVar)],
    .createUserMappingStmt: [("user", .roleSpec)],
    .alterUserMappingStmt: [("user", .roleSpec)],
    .dropUserMappingStmt: [("user", .roleSpec)],
    .createForeignTableStmt: [("base", .createStmt)],
    .refreshMatViewStmt: [("relation", .rangeVar)],
    .alterSystemStmt: [("setstmt", .variableSetStmt)],
    .createPolicyStmt: [("table", .rangeVar)],
    .alterPolicyStmt: [("table", .rangeVar)],
    .createTransformStmt: [
      ("type_name", .typeName), ("fromsql", .objectWithArgs),
      ("tosql", .objectWithArgs),
    ],
    .callStmt: [("funccall", .funcCall), ("funcexpr", .funcExpr)],
    .funcCall: [("over", .windowDef)],
    .typeCast: [("typeName", .typeName)],
    .rangeSubselect: [("alias", .alias)],
    .rangeFunction: [("alias", .alias)],
    .rangeTableFunc: [("alias", .alias)],
    .rangeTableFuncCol: [("typeName", .typeName)],
    .columnDef: [
      ("typeName", .typeName), ("identitySequence", .rangeVar),
      ("collClause", .collateClause),
    ],
    .constraint: [("pktable", .rangeVar)],
    .createOpClassItem: [("name", .objectWithArgs), ("storedtype", .typeName)],
    .tableLikeClause: [("relation", .rangeVar)],
    .functionParameter: [("argType", .typeName)],
    .xmlSerialize: [("typeName", .typeName)],
    .onConflictClause: [("infer", .inferClause)],
    .commonTableExpr: [("search_clause", .cteSearchClause), ("cycle_clause", .cteCycleClause)],
    .partitionCmd: [("name", .rangeVar), ("bound", .partitionBoundSpec)],
    .vacuumRelation: [("relation", .rangeVar)],
    .publicationObjSpec: [("pubtable", .publicationTable)],
    .publicationTable: [("relation", .rangeVar)],
  ]
}
