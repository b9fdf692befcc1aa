// What a condition says of the rows that a statement reaches: whether it is true for every row, as
// far as the text proves it, and whether it says anything of the target's rows at all. `UPDATE a …
// FROM b WHERE b.id = 5` has a condition, and changes every row of `a`.
//
// Columns may be null, and a row whose condition is null is not reached; `id = id` still counts as
// trivial, because nobody writes it to leave out nulls.

internal import Weir

/// A condition of a statement.
struct SQLCondition {
  /// As a statement tells it.
  let kind: SQLStatement.Condition
  /// Whether it keeps some rows of the target out, as far as can be told: each way to come out true
  /// has a comparison with a column of the target in it that is not true by itself.
  let boundsTarget: Bool

  /// A statement's condition.
  ///
  /// - Parameters:
  ///   - target: the table whose rows are reached; nil where there are several.
  ///   - isAlone: whether there is no other table, so that a bare column is the target's.
  ///   - scope: the names that are no tables.
  init(
    _ condition: SQLPart?, target: SQLPart?, isAlone: Bool, scope: SQLWalker.Scope
  ) throws(ReaderUncertainty) {
    guard let condition else {
      kind = .none
      boundsTarget = false
      return
    }
    let judge = SQLConditionJudge(target: target, isAlone: isAlone, scope: scope)
    kind = try judge.isTrue(condition) ? .trivial : .some
    boundsTarget = try judge.bounds(condition)
  }
}
