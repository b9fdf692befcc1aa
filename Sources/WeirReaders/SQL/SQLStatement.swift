// What one statement of a text does by itself: the facts that a policy asks of it. Names are as
// written: quoted ones as they are, others in lower case, parts joined by dots.

internal import Weir

/// A statement, and what it does apart from the statements in it.
struct SQLStatement {
  /// What a statement is, by its first words; a `WITH` that reads does not count.
  enum Kind: String, CaseIterable, Sendable {
    case alter, call, checkpoint, close, cluster, comment, copy, create, deallocate, declare
    case delete, discard, `do`, drop, execute, explain, fetch, grant, `import`, insert, label
    case listen, load, lock, merge, notify, prepare, reassign, refresh, reindex, revoke, select
    case set, show, transaction, truncate, unlisten, update, vacuum
  }

  /// What a statement's condition says of the rows that it reaches.
  enum Condition {
    case none
    /// True for every row whose columns are not null, as far as the text proves it.
    case trivial
    case some
  }

  var kind: Kind
  var facts = SQLFacts()
  var condition = Condition.none
  /// How many rows it returns at most, if a number says so.
  var limit: String?

  init(_ kind: Kind) { self.kind = kind }
}

/// What a statement, or a whole text, reads, writes and calls.
struct SQLFacts {
  var reads = NameSet()
  var writes = NameSet()
  var unboundedWrites = NameSet()
  var creates = NameSet()
  var drops = NameSet()
  var columns = NameSet()
  var functions = NameSet()
  var operators = NameSet()
  var casts = NameSet()
  var unqualified = NameSet()
  /// Rows or tables are locked beyond what reading and writing do.
  var locks = false
  /// The server runs a program, or code of a library or another language.
  var runsProgram = false
  /// The server reads or writes a file.
  var touchesFiles = false
  /// It reaches objects that the text does not name.
  var cascades = false

  /// Adds what others do.
  mutating func formUnion(_ other: SQLFacts) {
    reads.formUnion(other.reads)
    writes.formUnion(other.writes)
    unboundedWrites.formUnion(other.unboundedWrites)
    creates.formUnion(other.creates)
    drops.formUnion(other.drops)
    columns.formUnion(other.columns)
    functions.formUnion(other.functions)
    operators.formUnion(other.operators)
    casts.formUnion(other.casts)
    unqualified.formUnion(other.unqualified)
    locks = locks || other.locks
    runsProgram = runsProgram || other.runsProgram
    touchesFiles = touchesFiles || other.touchesFiles
    cascades = cascades || other.cascades
  }
}

/// Distinct names, in the order in which they came up.
struct NameSet {
  private(set) var names: [ExactString] = []
  private var known: Set<ExactString> = []

  mutating func insert(_ name: ExactString) {
    // Most sets have a few names, which are compared sooner than hashed.
    if known.isEmpty, names.count < 8 {
      if !names.contains(name) { names.append(name) }
      return
    }
    if known.isEmpty { known = Set(names) }
    if known.insert(name).inserted { names.append(name) }
  }

  mutating func formUnion(_ other: NameSet) {
    for name in other.names { insert(name) }
  }
}
