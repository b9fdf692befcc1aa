// Files that are not what a ledger was: each is a clear error, nothing is lost, nothing is allowed.

import CSQLite
import Foundation
import Testing
import Weir
import WeirHost
import WeirTesting

@testable import WeirLedger

@Suite struct BadLedgerTests {
  private func code(_ body: () throws -> Void) -> Failure.Code? {
    do {
      try body()
      return nil
    } catch { return (error as? Failure)?.code }
  }

  /// Changes a ledger behind its back.
  private func edit(_ path: String, _ sql: String) {
    var handle: OpaquePointer?
    #expect(sqlite3_open(path, &handle) == SQLITE_OK)
    #expect(sqlite3_exec(handle, sql, nil, nil, nil) == SQLITE_OK)
    sqlite3_close(handle)
  }

  /// A scene with an approved hold.
  private func approved() throws -> (scene: LedgerScene, key: String) {
    let scene = try LedgerScene()
    let key = try #require(try scene.ask(0).verdict.holds.first?.key)
    try scene.act(.approve, key, 1, by: "ana")
    try scene.act(.approve, key, 2, by: "bob")
    return (scene, key)
  }

  @Test func whatIsNotALedger() throws {
    let folder = try Folder(["text": "not a database, and longer than a header of one is, really"])
    #expect(code { _ = try Ledger(folder("text"), .create) } == .notALedger)
    #expect(code { _ = try Ledger(folder("nothing"), .read) } == .notFound)
    #expect(code { _ = try Ledger(folder("nothing"), .write) } == .notFound)
    #expect(code { _ = try Ledger(folder.path, .create) } == .notARegularFile)
    #expect(code { _ = try Ledger("/dev/null", .create) } == .notARegularFile)
    #expect(code { _ = try Ledger(":memory:", .read) } != nil)
    try folder.write("empty", "")
    #expect(code { _ = try Ledger(folder("empty"), .read) } == .notALedger)
    edit(folder("other"), "CREATE TABLE t (x); PRAGMA user_version = 1")
    #expect(code { _ = try Ledger(folder("other"), .create) } == .notALedger)
    let fifo = folder("fifo")
    #expect(mkfifo(fifo, 0o600) == 0)
    #expect(code { _ = try Ledger(fifo, .create) } == .notARegularFile)
  }

  @Test func aNewerVersionIsRefused() throws {
    let (scene, _) = try approved()
    edit(scene.path, "PRAGMA user_version = \(LedgerSchema.version + 1)")
    #expect(code { _ = try scene.ledger(3) } == .ledgerNewer)
    #expect(code { _ = try scene.ask(3) } == .ledgerNewer)
  }

  @Test func anOlderVersionIsMigrated() throws {
    let (scene, key) = try approved()
    let connection = try SQLiteConnection(scene.path, .write)
    let steps = LedgerSchema.migrations + ["CREATE TABLE extra (x INTEGER) STRICT"]
    try LedgerSchema.settle(connection, .write, migrations: steps)
    #expect(try connection.rows("PRAGMA user_version") { $0.integer(0) } == [steps.count])
    #expect(try connection.rows("SELECT count(*) FROM extra") { $0.integer(0) } == [0])
    let count = try connection.rows("SELECT count(*) FROM records WHERE key = ?", [.text(key)]) {
      $0.integer(0)
    }
    #expect(count == [3])
  }

  @Test(arguments: [
    "UPDATE records SET line = CAST('{}' AS BLOB) WHERE id = 2",
    "UPDATE records SET line = CAST(replace(line, 'approve', 'approved') AS BLOB)",
    "UPDATE records SET line = CAST(replace(line, 'sha256:', 'sha256:0') AS BLOB)",
    "UPDATE facts SET value = 'yesterday'", "DROP TABLE records", "DROP TABLE facts",
  ])
  func whatWasEditedAllowsNothing(sql: String) throws {
    let (scene, _) = try approved()
    edit(scene.path, sql)
    let failure = code { _ = try scene.ask(3) }
    #expect(failure == .ledgerDamaged || failure == .unreadable, "\(sql): \(failure as Any)")
  }

  @Test func aTruncatedFileAllowsNothing() throws {
    let (scene, _) = try approved()
    let whole = try Data(contentsOf: URL(filePath: scene.path))
    for length in stride(from: 0, to: whole.count, by: 1_013) {
      try whole.prefix(length).write(to: URL(filePath: scene.path))
      let settlement = try? scene.ask(3)
      #expect(settlement?.verdict.effect != .allow, "\(length) bytes")
    }
    try whole.write(to: URL(filePath: scene.path))
    #expect(try scene.ask(3).verdict.effect == .allow)
  }

  @Test func damagedBytesAllowNothingByAccident() throws {
    let (scene, key) = try approved()
    let whole = try Data(contentsOf: URL(filePath: scene.path))
    var random = SplitMix64(seed: baseSeed)
    for _ in 0..<200 {
      var bytes = whole
      for _ in 0..<20 { bytes[random.below(bytes.count)] = UInt8(random.below(256)) }
      try bytes.write(to: URL(filePath: scene.path))
      // It ends, whatever it says; where it allows, the two approvals are there all the same.
      guard let settlement = try? scene.ask(3), settlement.verdict.effect == .allow else {
        continue
      }
      guard let records = try? scene.ledger(4).export(key) else { continue }
      #expect(records.filter { $0.act == .approve }.count == 2)
    }
  }

  @Test func aReadOnlyFileIsSaidToBe() throws {
    // The system lets root write everywhere.
    guard getuid() != 0 else { return }
    let (scene, _) = try approved()
    #expect(chmod(scene.path, 0o400) == 0)
    #expect(code { _ = try scene.ask(3) } == .unwritable)
  }

  @Test func aFullDiskLosesNothing() throws {
    let (scene, key) = try approved()
    // As a full disk: SQLite may not grow the file, nor the journal of a change.
    let connection = try SQLiteConnection(scene.path, .write)
    let pages = try connection.rows("PRAGMA page_count") { $0.integer(0) }.first ?? 0
    try connection.execute("PRAGMA max_page_count = \(pages)")
    let failure = code {
      try connection.transaction { () throws(Failure) in
        for _ in 0..<1_000 {
          try connection.run(
            "INSERT INTO records (key, line) VALUES (?, ?)",
            [.text(key), .bytes(Array(repeating: 0x20, count: 1_000))])
        }
      }
    }
    #expect(failure == .ledgerFull)
    #expect(try scene.ledger(3).export(key).count == 3)
    try scene.ledger(3).checkIntegrity()
  }

  @Test func aLockThatIsHeldIsTold() throws {
    let (scene, _) = try approved()
    let other = try SQLiteConnection(scene.path, .write)
    try other.execute("BEGIN IMMEDIATE")
    let ledger = try scene.ledger(3, .write)
    try ledger.connection.execute("PRAGMA busy_timeout = 50")
    #expect(
      code { _ = try ledger.record(.init(.approve, by: .init(name: "ana")), on: "00000000") }
        == .ledgerBusy)
  }
}
