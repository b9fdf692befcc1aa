// A run of items that are laid out together: a declaration, a rule, the head of an `on`, or the
// brace that ends it.

/// What stands in lines of its own.
struct FormatStatement {
  enum Kind {
    case declaration
    /// A rule or a default: its clauses stand below it, or all on its line.
    case rule
    /// Up to the opening brace.
    case blockHead
    case blockEnd
    case endOfFile
  }

  var kind: Kind
  /// The first item; comments above it belong to it as well.
  var start: Int
  /// Columns before its first line.
  var indent: Int
  /// Clauses' first items, of a rule.
  var clauses: [Int] = []
  /// The effect of a rule, after its annotations, or the `on`.
  var head: Int
}
