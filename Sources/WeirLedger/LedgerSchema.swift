// What a ledger's file holds: the tables, what each column is for, and how a file of an older
// version becomes one of this. Tables hold facts; where a hold stands is computed from them.
//
// Instants are texts as RFC 3339 has them, exact to the nanosecond. Where a table is searched by
// time, a column `…_s` has the whole seconds beside it, for the index alone.

internal import Weir
internal import WeirHost

enum LedgerSchema {
  /// SQLite's field for whose file it is: `Weir` in ASCII.
  static let application = 0x5765_6972
  /// The version of the tables below.
  static var version: Int { migrations.count }

  /// The steps from an empty file to this version, each from one version to the next. A step that
  /// was released is never changed.
  static let migrations: [String] = [
    """
    -- Single facts about the ledger: `high_water` is the latest instant at which it was used.
    CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;

    -- A row each time a hold was opened.
    CREATE TABLE holds (
      id INTEGER PRIMARY KEY,
      key TEXT NOT NULL,             -- what names it
      generation INTEGER NOT NULL,   -- which time it was opened, from 1
      opened TEXT NOT NULL,          -- when
      deadline_s INTEGER NOT NULL,   -- when it expires at the latest: finds what may be pending
      rule TEXT NOT NULL,            -- the rule that holds: to list by
      hold BLOB NOT NULL,            -- the hold as its verdict's line had it
      verdict BLOB NOT NULL,         -- that line
      request BLOB NOT NULL,         -- the request as it came
      explanation TEXT,              -- why it is held, in the policy's source
      command TEXT,                  -- what waits at a gate: a JSON list of words
      asked INTEGER NOT NULL,        -- how often the request was made while it waited
      last_asked TEXT NOT NULL,
      UNIQUE (key, generation)
    ) STRICT;
    CREATE INDEX holds_by_deadline ON holds (deadline_s);

    -- Who asks, by folded names (empty where that is not known): for lists and the limit on them.
    CREATE TABLE requesters (
      name TEXT NOT NULL,
      hold INTEGER NOT NULL REFERENCES holds (id),
      PRIMARY KEY (name, hold)
    ) STRICT, WITHOUT ROWID;

    -- What happened, each a line of JSON as `weir holds export` prints it.
    CREATE TABLE records (
      id INTEGER PRIMARY KEY,
      key TEXT NOT NULL,
      line BLOB NOT NULL
    ) STRICT;
    CREATE INDEX records_by_key ON records (key);

    -- What somebody has to be told.
    CREATE TABLE notices (
      id TEXT PRIMARY KEY,           -- the same on each delivery
      hold INTEGER NOT NULL REFERENCES holds (id),
      kind TEXT NOT NULL,            -- opened, escalated
      channel TEXT NOT NULL,
      target TEXT NOT NULL,
      due TEXT NOT NULL,             -- when it is to be told
      next_s INTEGER NOT NULL,       -- when it is tried next
      attempts INTEGER NOT NULL,
      lease_by TEXT,                 -- who delivers it just now
      lease_until_s INTEGER,
      last_error TEXT,
      ended TEXT,                    -- when it was acknowledged or dropped
      outcome TEXT                   -- delivered, dropped
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX notices_by_time ON notices (next_s) WHERE ended IS NULL;

    -- What gates let run.
    CREATE TABLE verdicts (
      id INTEGER PRIMARY KEY,
      at TEXT NOT NULL,
      verdict BLOB NOT NULL,
      request BLOB NOT NULL,
      command TEXT NOT NULL
    ) STRICT;
    """
  ]

  /// Makes a new file's tables, or brings an older file up to this version; refuses a newer one and
  /// what is not a ledger.
  static func settle(
    _ connection: SQLiteConnection, _ access: Ledger.Access, migrations: [String] = migrations
  ) throws(Failure) {
    let found = try state(connection)
    if found.application == application, found.version == migrations.count { return }
    guard found.application == application || found.isEmpty else {
      throw Failure(
        .notALedger, "\(connection.path) is a database, but not a ledger",
        hint: "a ledger is a file that weir --holds made")
    }
    guard found.version <= migrations.count else {
      throw Failure(
        .ledgerNewer,
        "\(connection.path): the ledger has version \(found.version), and this weir reads up to "
          + "\(migrations.count)", hint: "use the version of weir that wrote it, or a newer one")
    }
    switch access {
    case .read, .write:
      if found.isEmpty {
        throw Failure(
          .notALedger, "\(connection.path) is empty",
          hint: "weir eval --holds makes a ledger where there is none")
      }
    case .create: break
    }
    if case .read = access {
      throw Failure(
        .ledgerDamaged, "\(connection.path): the ledger has the older version \(found.version)",
        hint: "any command that may write it brings it up to date")
    }
    try connection.transaction { () throws(Failure) in
      // Another process may have been faster.
      let found = try state(connection)
      for migration in migrations.dropFirst(found.version) { try connection.execute(migration) }
      try connection.execute("PRAGMA application_id = \(application)")
      try connection.execute("PRAGMA user_version = \(migrations.count)")
    }
  }

  private static func state(
    _ connection: SQLiteConnection
  ) throws(Failure) -> (application: Int, version: Int, isEmpty: Bool) {
    func number(_ sql: String) throws(Failure) -> Int {
      try connection.rows(sql) { $0.integer(0) }.first ?? 0
    }
    let application = try number("PRAGMA application_id")
    let version = try number("PRAGMA user_version")
    let tables = try number("SELECT count(*) FROM sqlite_schema")
    return (application, version, application == 0 && version == 0 && tables == 0)
  }
}
