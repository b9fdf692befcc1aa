// Judges a condition about one table: what is true for every row, and what keeps no row out. It
// proves what people and programs write to get past a rule that asks for a WHERE: `1 = 1`, `id =
// id`, `NOT false`, `name LIKE '%'`, `EXISTS (SELECT 1)`. Where it proves nothing, a condition
// counts as one.

internal import Weir

/// Judges conditions about the rows of a target.
struct SQLConditionJudge {
  /// Nil where there are several tables.
  let target: SQLPart?
  /// Whether a bare column is the target's.
  let isAlone: Bool
  let scope: SQLWalker.Scope
  private let work = Work()

  init(target: SQLPart?, isAlone: Bool, scope: SQLWalker.Scope) {
    self.target = target
    self.isAlone = isAlone
    self.scope = scope
  }

  /// How many steps of proof are left: a part may be looked at more than once, and what is nested a
  /// hundred deep must not double the work each time.
  private final class Work {
    private var left = ReaderLimits.proofSteps

    /// Whether there is any left; who is past it finds out at the next step.
    var hasSome: Bool { left > 0 }

    /// Takes note of bytes that were compared.
    func compared(_ bytes: Int) { left -= bytes / 64 }

    func step() throws(ReaderUncertainty) {
      left -= 1
      guard left > 0 else { throw ReaderUncertainty("a condition is too long to be judged") }
    }
  }

  // MARK: What keeps rows out

  /// Whether a condition keeps rows of the target out.
  func bounds(_ part: SQLPart) throws(ReaderUncertainty) -> Bool {
    if try isTrue(part) { return false }
    // What is null is true for no row.
    if try SQLConstant(part)?.isNull == true { return true }
    switch part.node {
    case .boolExpr where part["boolop"]?.isText("AND_EXPR") == true:
      for operand in try part.parts("args") where try bounds(operand) { return true }
      return false
    case .boolExpr where part["boolop"]?.isText("OR_EXPR") == true:
      for operand in try part.parts("args") where try !bounds(operand) { return false }
      return true
    case .currentOfExpr: return true
    case .subLink where try asksForItself(part): return false
    default:
      if try isFalse(part) { return true }
      return mentionsTarget(part.value, hidden: [], isBareOurs: isAlone)
    }
  }

  /// `id IN (SELECT a.id FROM b)`: it asks of each row whether it is like itself.
  private func asksForItself(_ part: SQLPart) throws(ReaderUncertainty) -> Bool {
    guard part["subLinkType"]?.isText("ANY_SUBLINK") == true,
      let tested = try part.part("testexpr"), tested.node == .columnRef,
      let query = try part.part("subselect"), query.node == .selectStmt,
      let result = try query.parts("targetList").first, let value = try result.part("val"),
      value.node == .columnRef
    else { return false }
    let names = value.names("fields")
    return names.count > 1 && names.last == tested.names("fields").last
      && isTargets(value, tables(of: query), false)
  }

  /// Whether a column of the target stands anywhere in an expression.
  ///
  /// - Parameters:
  ///   - hidden: names of tables of inner queries, which hide the target's.
  ///   - isBareOurs: whether a bare column is the target's. In a query with tables of its own it is
  ///     most likely one of theirs.
  private func mentionsTarget(
    _ value: SQLValue, hidden: [ExactString], isBareOurs: Bool
  ) -> Bool {
    if value.isNamed("ColumnRef") {
      return isTargets(SQLPart(.columnRef, value), hidden, isBareOurs)
    }
    if value.isNamed("SelectStmt") {
      let inner = tables(of: SQLPart(.selectStmt, value))
      return value.parts.contains {
        mentionsTarget($0, hidden: hidden + inner, isBareOurs: isBareOurs && inner.isEmpty)
      }
    }
    return value.parts.contains {
      mentionsTarget($0, hidden: hidden, isBareOurs: isBareOurs)
    }
  }

  /// The names by which a query's columns name its tables.
  private func tables(of query: SQLPart) -> [ExactString] {
    var names: [ExactString] = []
    func collect(_ wrapper: SQLValue) {
      var parts = wrapper.parts
      guard let table = parts.next() else { return }
      if let alias = table.field("alias")?.field("aliasname")?.string {
        names.append(alias)
      } else if table.isNamed("RangeVar"), let name = table.field("relname")?.string {
        names.append(name)
      }
      if table.isNamed("JoinExpr") {
        for side in [table.field("larg"), table.field("rarg")] {
          if let side { collect(side) }
        }
      }
    }
    for item in query["fromClause"]?.items ?? [] { collect(item) }
    return names
  }

  private func isTargets(
    _ column: SQLPart, _ hidden: [ExactString], _ isBareOurs: Bool
  ) -> Bool {
    var names = column.names("fields")
    // A star stands for the columns.
    if names.count < column["fields"]?.items.count ?? 0 { names.append("*") }
    guard names.count > 1 else {
      // The name of a table alone is its whole row.
      return isBareOurs || names.first.map { $0 == targetName && !hidden.contains($0) } ?? false
    }
    guard target != nil else { return true }
    let table = names[names.count - 2]
    return table == targetName && !hidden.contains(table)
  }

  /// The name by which columns name the target.
  private var targetName: ExactString? {
    target?["alias"]?.field("aliasname")?.string ?? target?["relname"]?.string
  }

  // MARK: What is true for every row

  /// Whether a condition is true for every row whose columns are not null.
  func isTrue(_ part: SQLPart) throws(ReaderUncertainty) -> Bool {
    try work.step()
    if let truth = try SQLConstant(part)?.truth { return truth }
    switch part.node {
    case .boolExpr:
      let operands = try part.parts("args")
      switch part["boolop"] {
      case "AND_EXPR":
        for operand in operands where try !isTrue(operand) { return false }
        return true
      case "OR_EXPR":
        for operand in operands where try isTrue(operand) { return true }
        return try haveOpposites(operands)
      default:
        guard operands.count == 1 else { return false }
        return try isFalse(operands[0])
      }
    case .operation: return try isTrueOperation(part)
    case .nullTest:
      guard part["nulltesttype"]?.isText("IS_NOT_NULL") == true,
        let operand = try part.part("arg")
      else { return false }
      return try isTruth(operand)
    case .booleanTest:
      guard let operand = try part.part("arg") else { return false }
      switch part["booltesttype"] {
      case "IS_TRUE", "IS_NOT_FALSE": return try isTrue(operand)
      case "IS_FALSE", "IS_NOT_TRUE": return try isFalse(operand)
      case "IS_NOT_UNKNOWN": return try isTruth(operand)
      default: return false
      }
    case .subLink:
      guard let query = try part.part("subselect"), query.node == .selectStmt else { return false }
      return try isTrueQuery(part, query)
    case .typeCast:
      guard let argument = try part.part("arg") else { return false }
      return try isTrue(argument)
    case .coalesceExpr:
      for operand in try part.parts("args") {
        if try isTrue(operand) { return true }
        guard try SQLConstant(operand)?.isNull == true else { return false }
      }
      return false
    case .caseExpr: return try isTrueCase(part)
    default: return false
    }
  }

  /// Whether a condition is true for no row.
  private func isFalse(_ part: SQLPart) throws(ReaderUncertainty) -> Bool {
    try work.step()
    if let truth = try SQLConstant(part)?.truth { return !truth }
    switch part.node {
    case .boolExpr:
      let operands = try part.parts("args")
      switch part["boolop"] {
      case "AND_EXPR":
        for operand in operands where try isFalse(operand) { return true }
        return try haveOpposites(operands)
      case "OR_EXPR":
        for operand in operands where try !isFalse(operand) { return false }
        return true
      default:
        guard operands.count == 1 else { return false }
        return try isTrue(operands[0])
      }
    case .nullTest:
      guard part["nulltesttype"]?.isText("IS_NULL") == true, let operand = try part.part("arg")
      else { return false }
      if operand.node == .columnRef { return true }
      return try isTruth(operand)
    case .subLink:
      // `id IN (SELECT id FROM b WHERE false)`.
      guard let query = try part.part("subselect"), let condition = try query.part("whereClause")
      else { return false }
      return try isFalse(condition)
    case .operation:
      // `id <> id`, `id < id`.
      guard let name = part.names("name").last, ["<>", "<", ">"].contains(name),
        part["kind"]?.isText("AEXPR_OP") == true
      else { return false }
      return same(part["lexpr"], part["rexpr"])
    default: return false
    }
  }

  /// Whether an expression is true or false for every row whose columns are not null.
  private func isTruth(_ part: SQLPart) throws(ReaderUncertainty) -> Bool {
    try work.step()
    if let constant = try SQLConstant(part) { return !constant.isNull }
    switch part.node {
    case .nullTest, .booleanTest: return true
    case .boolExpr:
      for operand in try part.parts("args") where try !isTruth(operand) { return false }
      return true
    case .operation:
      for side: StaticString in ["lexpr", "rexpr"] {
        guard let operand = try part.part(side) else { continue }
        if operand.node == .columnRef { continue }
        guard try SQLConstant(operand)?.isNull == false else { return false }
      }
      return true
    default: return false
    }
  }

  /// Whether one of several conditions is another's negation.
  private func haveOpposites(_ operands: [SQLPart]) throws(ReaderUncertainty) -> Bool {
    // Nobody reads more of them.
    guard operands.count <= 64 else { return false }
    for (index, left) in operands.enumerated() {
      for right in operands[(index + 1)...] where areOpposite(left, right) { return true }
    }
    return false
  }

  private func areOpposite(_ left: SQLPart, _ right: SQLPart) -> Bool {
    if left.node == .nullTest, right.node == .nullTest {
      return left["nulltesttype"]?.string != right["nulltesttype"]?.string
        && same(left["arg"], right["arg"])
    }
    for (one, other) in [(left, right), (right, left)]
    where one.node == .boolExpr && one["boolop"]?.isText("NOT_EXPR") == true {
      if work.hasSome, let operand = one["args"]?.items.first, let inner = try? SQLPart(operand),
        inner.node == other.node
      {
        let (one, other) = (SQLShape.bytes(of: inner.value), SQLShape.bytes(of: other.value))
        work.compared(one.count + other.count)
        if one == other { return true }
      }
    }
    guard left.node == .operation, right.node == .operation,
      let one = left.names("name").last, let other = right.names("name").last,
      left["kind"]?.string == right["kind"]?.string
    else { return false }
    let opposites: [(ExactString, ExactString)] = [
      ("=", "<>"), ("<", ">="), (">", "<="), ("<=", ">="), ("~~", "!~~"), ("~", "!~"),
      ("~~*", "!~~*"), ("~*", "!~*"),
    ]
    return opposites.contains { $0 == (one, other) || $0 == (other, one) }
      && same(left["lexpr"], right["lexpr"]) && same(left["rexpr"], right["rexpr"])
  }

  private func isTrueOperation(_ part: SQLPart) throws(ReaderUncertainty) -> Bool {
    guard let name = part.names("name").last, let right = try part.part("rexpr") else {
      return false
    }
    switch part["kind"] {
    case "AEXPR_OP":
      switch name {
      case "=", "<=", ">=":
        if same(part["lexpr"], part["rexpr"]) { return true }
        guard name == "=", let left = try part.part("lexpr") else { return false }
        return try areEqual(left, right)
      case "~", "~*":
        guard case .text(let pattern)? = try SQLConstant(right) else { return false }
        return ["", "^", "$", ".*", "^.*", ".*$", "^.*$", "()"].contains(pattern)
      default: return false
      }
    case "AEXPR_NOT_DISTINCT": return same(part["lexpr"], part["rexpr"])
    case "AEXPR_LIKE", "AEXPR_ILIKE":
      guard name == "~~" || name == "~~*" else { return false }
      if same(part["lexpr"], part["rexpr"]) { return true }
      return try isAnyPattern(right)
    case "AEXPR_SIMILAR":
      guard name == "~", right.node == .funcCall, let pattern = try right.parts("args").first
      else { return false }
      return try isAnyPattern(pattern)
    case "AEXPR_IN":
      guard name == "=", right.node == .list else { return false }
      let items = right["items"]?.items ?? []
      if items.contains(where: { same($0, part["lexpr"]) }) { return true }
      // A truth is one of the two.
      guard let left = try part.part("lexpr"), try isTruth(left) else { return false }
      var truths: Set<Bool> = []
      for item in try right.parts("items") {
        if case .truth(let truth)? = try SQLConstant(item) { truths.insert(truth) }
      }
      return truths.count == 2
    case "AEXPR_OP_ALL":
      // All of none.
      if case .text(let list)? = try SQLConstant(right) { return list == "{}" }
      return right.node == .arrayConstructor && right["elements"] == nil
    case "AEXPR_OP_ANY":
      guard name == "=", right.node == .arrayConstructor else { return false }
      return right["elements"]?.items.contains { same($0, part["lexpr"]) } ?? false
    case "AEXPR_NOT_BETWEEN":
      // Nothing is between a number and a smaller one.
      guard let bounds = right["items"]?.items, bounds.count == 2,
        let low = try SQLPart(bounds[0]), let high = try SQLPart(bounds[1]),
        let one = try SQLConstant(low), let other = try SQLConstant(high)
      else { return false }
      return one.compared(">", other)?.truth == true
    case "AEXPR_BETWEEN", "AEXPR_BETWEEN_SYM":
      guard let bounds = right["items"]?.items, bounds.count == 2 else { return false }
      return same(part["lexpr"], bounds[0]) && same(part["lexpr"], bounds[1])
    default: return false
    }
  }

  /// `(id = id) = true`.
  private func areEqual(_ left: SQLPart, _ right: SQLPart) throws(ReaderUncertainty) -> Bool {
    for (one, other) in [(left, right), (right, left)] {
      guard case .truth(let truth)? = try SQLConstant(one) else { continue }
      return truth ? try isTrue(other) : try isFalse(other)
    }
    return false
  }

  /// A pattern of nothing but per cent signs.
  private func isAnyPattern(_ part: SQLPart) throws(ReaderUncertainty) -> Bool {
    guard case .text(let pattern)? = try SQLConstant(part) else { return false }
    return !pattern.bytes.isEmpty && pattern.bytes.allSatisfy { $0 == UInt8(ascii: "%") }
  }

  private func isTrueCase(_ part: SQLPart) throws(ReaderUncertainty) -> Bool {
    let branches = try part.parts("args")
    // A first branch that is always taken.
    if let first = branches.first, let condition = try first.part("expr"),
      let result = try first.part("result"), try isTrue(result)
    {
      if let subject = try part.part("arg") {
        if let one = try SQLConstant(subject), let other = try SQLConstant(condition),
          one.compared("=", other)?.truth == true
        {
          return true
        }
      } else if try isTrue(condition) {
        return true
      }
    }
    // All of them.
    guard let otherwise = try part.part("defresult"), try isTrue(otherwise) else { return false }
    for branch in branches {
      guard let result = try branch.part("result"), try isTrue(result) else { return false }
    }
    return true
  }

  /// `EXISTS (SELECT 1)`, and `id IN (SELECT id FROM the same table)`.
  private func isTrueQuery(
    _ part: SQLPart, _ query: SQLPart
  ) throws(ReaderUncertainty) -> Bool {
    if let left = query["larg"], let right = query["rarg"] {
      // One of both is enough for a union.
      guard query["op"]?.isText("SETOP_UNION") == true else { return false }
      for side in [left, right] where try isTrueQuery(part, SQLPart(.selectStmt, side)) {
        return true
      }
      return false
    }
    try work.step()
    if query["valuesLists"] != nil {
      guard part["subLinkType"]?.isText("ANY_SUBLINK") == true else { return false }
      return query["valuesLists"]?.items.contains { row in
        let items = row.field("List")?.field("items")?.items ?? []
        return items.count == 1 && same(items[0], part["testexpr"])
      } ?? false
    }
    guard query["havingClause"] == nil, query["limitCount"] == nil,
      query["limitOffset"] == nil, query["withClause"] == nil
    else { return false }
    if let condition = try query.part("whereClause"), try !isTrue(condition) { return false }
    let tables = try query.parts("fromClause")
    switch part["subLinkType"] {
    case "EXISTS_SUBLINK":
      // A row for each row of the target, or a row of nothing.
      if tables.isEmpty { return query["groupClause"] == nil }
      return tables.count == 1 && isTarget(tables[0])
    case "EXPR_SUBLINK":
      guard tables.isEmpty, let result = try query.parts("targetList").first,
        let value = try result.part("val")
      else { return false }
      return try isTrue(value)
    case "ANY_SUBLINK":
      let name = part.names("operName")
      guard name.isEmpty || name == ["="] else { return false }
      if tables.isEmpty {
        guard let result = try query.parts("targetList").first else { return false }
        return same(part["testexpr"], result["val"])
      }
      guard tables.count == 1, isTarget(tables[0]),
        let tested = try part.part("testexpr"), tested.node == .columnRef,
        let result = try query.parts("targetList").first, let value = try result.part("val"),
        value.node == .columnRef
      else { return false }
      return tested.names("fields").last == value.names("fields").last
    default: return false
    }
  }

  /// Whether an item of FROM is the target once more, and no name of WITH.
  private func isTarget(_ table: SQLPart) -> Bool {
    guard let target, table.node == .rangeVar else { return false }
    let name = SQLName.text(ofRelation: table)
    return name == SQLName.text(ofRelation: target)
      && (table["schemaname"] != nil || !scope.hides(name))
  }

  /// Whether two expressions are the same column, or the same expression of columns, whatever they
  /// are cast to.
  private func same(_ left: SQLValue?, _ right: SQLValue?) -> Bool {
    guard let left = left.map(uncast), let right = right.map(uncast) else { return false }
    if let one = left.field("ColumnRef"), let other = right.field("ColumnRef") {
      let one = SQLPart(.columnRef, one).names("fields")
      let other = SQLPart(.columnRef, other).names("fields")
      guard let last = one.last, last == other.last else { return false }
      // `id = a.id` is one column where there is one table.
      return one == other || isAlone
    }
    guard work.hasSome, !isVolatile(left) else { return false }
    let (one, other) = (SQLShape.bytes(of: left), SQLShape.bytes(of: right))
    work.compared(one.count + other.count)
    return one == other
  }

  private func uncast(_ value: SQLValue) -> SQLValue {
    var document = value
    while true {
      if let argument = document.field("TypeCast")?.field("arg") {
        document = argument
      } else if let value = document.field("CoalesceExpr")?.field("args")?.items.first {
        // It is the value itself wherever that is not null.
        document = value
      } else if let query = document.field("SubLink")?.field("subselect")?.field("SelectStmt"),
        query.field("fromClause") == nil, query.field("whereClause") == nil,
        query.field("larg") == nil, let results = query.field("targetList")?.items,
        results.count == 1, let value = results[0].field("ResTarget")?.field("val")
      {
        document = value
      } else {
        return document
      }
    }
  }

  /// Whether an expression may come out differently each time.
  private func isVolatile(_ value: SQLValue) -> Bool {
    value.isNamed("FuncCall") || value.isNamed("SubLink") || value.isNamed("ParamRef")
      || value.parts.contains { isVolatile($0) }
  }
}
