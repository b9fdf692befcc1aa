// Holds in the ledger: rows in, rows out, and which of them are listed.

package import Weir
package import WeirHost

extension Ledger {
  /// Which holds to list.
  package struct Filter {
    /// Where they stand; anywhere if empty.
    package var states: Set<HoldState> = []
    package var rule: ExactString?
    package var requester: ExactString?
    /// Holds on which this person could act now.
    package var approver: HoldRecord.Person?

    package init() {}
  }

  private static let columns = """
    holds.key, holds.generation, holds.opened, holds.hold, holds.verdict, holds.request,
    holds.explanation, holds.command, holds.asked, holds.last_asked
    """

  /// The newest generation of each hold that a filter lets pass, the one that opened last first.
  package func holds(_ filter: Filter = Filter()) throws(Failure) -> [LedgerHold] {
    try connection.reading { () throws(Failure) in
      let now = try now()
      var conditions = [
        "generation = (SELECT max(generation) FROM holds AS h WHERE h.key = holds.key)"
      ]
      var values: [SQLiteValue] = []
      // A hold that is pending has its deadline before it.
      if filter.states == [.pending] {
        conditions.append("deadline_s >= ?")
        values.append(.integer(Int(now.seconds)))
      }
      if let rule = filter.rule {
        conditions.append("rule = ?")
        values.append(.text(rule.description))
      }
      if let requester = filter.requester {
        conditions.append("id IN (SELECT hold FROM requesters WHERE name = ?)")
        values.append(.text(requester.foldedName.description))
      }
      let found = try read(conditions.joined(separator: " AND ") + " ORDER BY id DESC", values)
      return found.filter { hold in
        let status = hold.status(in: self, at: now)
        guard filter.states.isEmpty || filter.states.contains(status.state) else { return false }
        return filter.approver.map { status.awaits($0) } ?? true
      }
    }
  }

  /// The newest generation of the hold whose key begins so: with `sha256:` or without it.
  package func hold(_ keyOrPrefix: String) throws(Failure) -> LedgerHold {
    try connection.reading { () throws(Failure) in try newestHold(keyOrPrefix) }
  }

  /// The same inside a transaction.
  func newestHold(_ keyOrPrefix: String) throws(Failure) -> LedgerHold {
    let prefix = keyOrPrefix.hasPrefix("sha256:") ? keyOrPrefix : "sha256:" + keyOrPrefix
    let digits = prefix.utf8.dropFirst(7)
    guard digits.count >= 8, digits.count <= 64,
      digits.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) })
    else {
      throw Failure(
        .usage, "\(keyOrPrefix) is not the key of a hold",
        hint: "a key is `sha256:` and 64 hexadecimal digits, of which 8 may do")
    }
    // Above every key that begins so: `g` comes after all digits.
    let found = try read(
      """
      key >= ? AND key < ? AND generation =
      (SELECT max(generation) FROM holds AS h WHERE h.key = holds.key) ORDER BY key LIMIT 2
      """, [.text(prefix), .text(prefix + "g")])
    guard let hold = found.first else {
      throw Failure(
        .noHold, "\(connection.path): there is no hold \(keyOrPrefix)",
        hint: "weir holds list --state all shows which there are")
    }
    guard found.count == 1 else {
      throw Failure(
        .ambiguousKey, "several holds begin with \(keyOrPrefix)", hint: "write more of the key")
    }
    return hold
  }

  /// Holds of a requester that may be pending at an instant, by the folded name.
  func openHolds(of name: ExactString, at now: Timestamp) throws(Failure) -> [LedgerHold] {
    try read(
      "deadline_s >= ? AND id IN (SELECT hold FROM requesters WHERE name = ?)",
      [.integer(Int(now.seconds)), .text(name.description)])
  }

  /// Earlier holds of the same people, other keys and generations, newest first.
  package func earlierHolds(
    than hold: LedgerHold, atMost count: Int
  ) throws(Failure) -> [LedgerHold] {
    try connection.reading { () throws(Failure) in
      var found: [LedgerHold] = []
      for name in Ledger.requesterNames(hold.hold.requester) {
        found += try read(
          """
          id IN (SELECT hold FROM requesters WHERE name = ?)
          AND NOT (key = ? AND generation >= ?)
          AND id < (SELECT id FROM holds AS h WHERE h.key = ? AND h.generation = ?)
          ORDER BY id DESC LIMIT ?
          """,
          [
            .text(name.description), .text(hold.hold.key), .integer(hold.generation),
            .text(hold.hold.key), .integer(hold.generation), .integer(count),
          ])
      }
      return Array(found.prefix(count))
    }
  }

  /// The hold that a notice is about, by its row.
  func hold(row: Int) throws(Failure) -> LedgerHold {
    guard let hold = try read("id = ?", [.integer(row)]).first else {
      throw damage("a notice is about no hold")
    }
    return hold
  }

  /// All records, of one key or of all, in the order in which they came.
  package func export(_ key: String?) throws(Failure) -> [HoldRecord] {
    try connection.reading { () throws(Failure) in
      if let key { return try records(of: key) }
      var all: [HoldRecord] = []
      let keys = try connection.rows("SELECT key FROM records GROUP BY key ORDER BY min(id)") {
        $0.text(0)
      }
      for key in keys { all += try records(of: key) }
      return all
    }
  }

  // MARK: Rows

  func addHold(
    _ hold: Verdict.Hold, generation: Int, opened: Timestamp, verdict: [UInt8], request: [UInt8],
    explanation: String?, command: [String]?, asked: Int
  ) throws(Failure) {
    let deadline = opened.advanced(by: hold.clauses.within)
    try connection.run(
      """
      INSERT INTO holds (key, generation, opened, deadline_s, rule, hold, verdict, request,
      explanation, command, asked, last_asked) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        .text(hold.key), .integer(generation), .text(opened.description),
        .integer(Int(deadline.seconds)), .text(hold.rule), .bytes(hold.lineText), .bytes(verdict),
        .bytes(request), .text(orNil: explanation), .text(orNil: command.map(Ledger.text)),
        .integer(asked), .text(opened.description),
      ])
    let row = try connection.rows("SELECT last_insert_rowid()") { $0.integer(0) }.first ?? 0
    for name in Ledger.requesterNames(hold.requester) {
      try connection.run(
        "INSERT OR IGNORE INTO requesters (name, hold) VALUES (?, ?)",
        [.text(name.description), .integer(row)])
    }
    try addNotices(of: hold, row: row, generation: generation, opened: opened)
  }

  func read(
    _ condition: String, _ values: [SQLiteValue]
  ) throws(Failure) -> [LedgerHold] {
    let rows = try connection.rows(
      "SELECT \(Ledger.columns) FROM holds WHERE \(condition)", values
    ) { row throws(Failure) in
      let key = row.text(0)
      guard let opened = Timestamp(row.text(2)), let lastAsked = Timestamp(row.text(9)),
        let hold = Ledger.decode(row.bytes(3), { try Verdict.Hold(reading: $0) }),
        let verdict = Ledger.decode(row.bytes(4), { try Verdict(reading: $0) }),
        ExactString(hold.key) == ExactString(key)
      else { throw damage("hold \(key) cannot be read") }
      return LedgerHold(
        hold: hold, generation: row.integer(1), opened: opened, asked: row.integer(8),
        lastAsked: lastAsked, request: row.bytes(5), verdict: verdict,
        explanation: row.optionalText(6), command: row.optionalText(7).map(Ledger.words),
        records: [])
    }
    // One statement at a time: records are read once the rows are.
    var holds: [LedgerHold] = []
    for var hold in rows {
      hold.records = try records(of: hold.hold.key)
      holds.append(hold)
    }
    return holds
  }

  private static func decode<Value>(
    _ bytes: [UInt8], _ read: (JSONDocument) throws -> Value
  ) -> Value? {
    guard let document = try? bytes.withUnsafeBufferPointer({ try parseJSON($0) }) else {
      return nil
    }
    return try? read(document)
  }

  /// A command's words as a list of JSON.
  static func text(_ words: [String]) -> String {
    var json: [UInt8] = []
    for word in words {
      json.append(UInt8(ascii: json.isEmpty ? "[" : ","))
      JSONString.append(word, to: &json)
    }
    return String(decoding: json.isEmpty ? [0x5B, 0x5D] : json + [0x5D], as: UTF8.self)
  }

  private static func words(_ text: String) -> [String] {
    guard let document = try? Array(text.utf8).withUnsafeBufferPointer({ try parseJSON($0) }),
      case .list(let elements) = document.kind
    else { return [] }
    return elements.compactMap { element in
      if case .string(let word) = element.kind { word.description } else { nil }
    }
  }
}
