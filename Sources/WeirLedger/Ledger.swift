// The ledger: one SQLite file of holds, their records, notices and the gate's verdicts.
//
// The journal is a rollback journal, synced with the folder it lies in (`synchronous=EXTRA`): what
// was acknowledged is on disk. Write-ahead logging is never turned on, because versions 3.7.0 to
// 3.51.2 of SQLite can lose acknowledged writes in it when several processes write, and a file that
// somebody has turned to it is turned back.

internal import CSQLite
package import Weir
package import WeirHost

/// An open ledger. One thread uses it at a time; many processes may share its file.
package final class Ledger {
  /// Where the ledger's instants come from; never from a request.
  package enum Clock: Sendable {
    case wall
    /// A fixed instant, for replays and tests.
    case fixed(Timestamp)
  }

  /// What may be done with the file.
  package enum Access: Sendable {
    /// Read and change; the file is made where there is none.
    case create
    /// Read and change a file that is there.
    case write
    /// Read alone.
    case read
  }

  /// Which of some records count at an instant, and why the others do not: what a trust file says.
  package typealias RecordFilter =
    @Sendable (_ records: [HoldRecord], _ now: Timestamp) -> (
      counted: [HoldRecord], dropped: [HoldStatus.Ignored]
    )

  let connection: SQLiteConnection
  private let clock: Clock
  /// Nil where everything that is on record counts.
  package var filter: RecordFilter?

  package init(_ path: String, _ access: Access, clock: Clock = .wall) throws(Failure) {
    switch access {
    case .create: try Ledger.makeFile(path)
    case .write, .read: try Ledger.expectFile(path)
    }
    connection = try SQLiteConnection(path, access)
    self.clock = clock
    try connection.execute(
      """
      PRAGMA trusted_schema = OFF;
      PRAGMA cell_size_check = ON;
      PRAGMA foreign_keys = ON;
      PRAGMA synchronous = EXTRA;
      """)
    switch access {
    case .create, .write: try connection.execute("PRAGMA journal_mode = DELETE")
    case .read: break
    }
    try LedgerSchema.settle(connection, access)
    try expectWholeFile()
  }

  /// Fails where the file is shorter than it says it is: a record that was cut off may be a
  /// rejection. (SQLite itself finds out only when it needs a page that is missing.)
  private func expectWholeFile() throws(Failure) {
    let path = connection.path
    let (pages, bytes) = try connection.reading { () throws(Failure) in
      let pages = try connection.rows(
        "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"
      ) { $0.integer(0) }
      // Whoever reads keeps others from changing the file.
      return (pages.first ?? 0, try System.status(of: path).size)
    }
    guard bytes >= pages else { throw damage("it is cut off") }
  }

  /// A new ledger is its owner's: requests stand in it.
  private static func makeFile(_ path: String) throws(Failure) {
    if !System.isTaken(path) { try System.makeFile(path, mode: 0o600) }
    try expectFile(path)
  }

  private static func expectFile(_ path: String) throws(Failure) {
    let kind = try System.status(of: path).kind
    guard case .file = kind else { throw System.isNoFile(path, kind) }
  }

  // MARK: Time

  /// The instant of a reading: the clock's, or the ledger's latest time if that is later.
  package func now() throws(Failure) -> Timestamp { try time().now }

  /// The instant, and how far the clock is behind it.
  private func time() throws(Failure) -> (now: Timestamp, behind: SignedDuration?) {
    let clock =
      switch self.clock {
      case .wall: Timestamp.now()
      case .fixed(let instant): instant
      }
    guard let mark = try instant(.highWater) else { return (clock, nil) }
    return mark > clock ? (mark, mark.since(clock)) : (clock, nil)
  }

  /// The instant of a new record beside others of its hold: later than all of them, so that the
  /// order of records is that in which they came, and nothing is decided once more by a clock that
  /// stands.
  static func instant(_ now: Timestamp, after records: [HoldRecord]) -> Timestamp {
    guard let last = records.map(\.at).max(), last >= now else { return now }
    return last.advanced(by: SignedDuration(seconds: 0, nanoseconds: 1))
  }

  /// Makes an instant the ledger's latest.
  func raise(to instant: Timestamp) throws(Failure) { try set(.highWater, to: instant) }

  /// The instant of a transaction, which is from then on the ledger's latest.
  func takeTime() throws(Failure) -> (now: Timestamp, behind: SignedDuration?) {
    let time = try time()
    if time.behind == nil {
      try raise(to: time.now)
    }
    return time
  }

  /// An instant that the ledger keeps beside its holds.
  enum Mark: String {
    /// The latest at which it was used.
    case highWater = "high_water"
    /// Up to which it was told which holds expired.
    case expiryTold = "expiry_told"
  }

  func instant(_ mark: Mark) throws(Failure) -> Timestamp? {
    let found = try connection.rows(
      "SELECT value FROM facts WHERE name = ?", [.text(mark.rawValue)]
    ) { $0.text(0) }
    guard let text = found.first else { return nil }
    guard let instant = Timestamp(text) else {
      throw damage("its \(mark.rawValue) is \(JSONString.visible(text))")
    }
    return instant
  }

  func set(_ mark: Mark, to instant: Timestamp) throws(Failure) {
    try connection.run(
      "INSERT OR REPLACE INTO facts (name, value) VALUES (?, ?)",
      [.text(mark.rawValue), .text(instant.description)])
  }

  // MARK: Records

  /// All that is on record of a key, in the order in which it came. A record that cannot be read
  /// fails: it may be a rejection.
  func records(of key: String) throws(Failure) -> [HoldRecord] {
    try connection.rows("SELECT id, line FROM records WHERE key = ? ORDER BY id", [.text(key)]) {
      row throws(Failure) in
      let line = row.bytes(1)
      let record: HoldRecord
      do throws(HoldRecord.Mistake) {
        record = try line.withUnsafeBufferPointer { (line) throws(HoldRecord.Mistake) in
          try HoldRecord(line: line)
        }
      } catch {
        throw damage("record \(row.integer(0)) cannot be read: \(error.message)")
      }
      guard ExactString(record.key) == ExactString(key) else {
        throw damage("record \(row.integer(0)) is filed under another key")
      }
      return record
    }
  }

  func add(_ record: HoldRecord) throws(Failure) {
    try connection.run(
      "INSERT INTO records (key, line) VALUES (?, ?)", [.text(record.key), .bytes(record.line())])
  }

  /// Where a hold stands, by the records that count.
  package func status(
    of hold: Verdict.Hold, _ records: [HoldRecord], at now: Timestamp, opensAnew: Bool = true
  ) -> HoldStatus {
    guard let filter else {
      return HoldStatus(
        of: hold.clauses, key: hold.key, requester: hold.requester, records: records, at: now,
        opensAnew: opensAnew)
    }
    let (counted, dropped) = filter(records, now)
    var status = HoldStatus(
      of: hold.clauses, key: hold.key, requester: hold.requester, records: counted, at: now,
      opensAnew: opensAnew)
    status.ignored += dropped
    return status
  }

  func damage(_ what: String) -> Failure {
    Failure(
      .ledgerDamaged, "\(connection.path): the ledger is damaged: \(what)",
      hint: "restore it from a copy; nothing is allowed by it until then")
  }

  /// A number that changes when another process has changed the ledger.
  package func version() throws(Failure) -> Int { try connection.dataVersion() }

  /// Fails where the file's structure is not whole.
  package func checkIntegrity() throws(Failure) {
    let findings = try connection.rows("PRAGMA integrity_check") { $0.text(0) }
    if findings != ["ok"] { throw damage(findings.first ?? "it has no structure") }
  }
}
