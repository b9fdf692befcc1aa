// The outbox. A notice is made in the transaction that opens its hold, and stays until somebody has
// acknowledged it or its hold is settled. Whoever delivers leases it first: a lease that runs out
// is anyone's, so a notice is told at least once, whoever is killed in between.

internal import Crypto
package import Weir
package import WeirHost

extension Ledger {
  func addNotices(
    of hold: Verdict.Hold, row: Int, generation: Int, opened: Timestamp
  ) throws(Failure) {
    for kind in LedgerNotice.Kind.allCases {
      let due: Timestamp
      switch kind {
      case .opened: due = opened
      case .escalated:
        guard let escalation = hold.clauses.escalate else { continue }
        due = opened.advanced(by: escalation.after)
      }
      for place in hold.clauses.notify {
        let target = place.target.description
        try connection.run(
          """
          INSERT OR IGNORE INTO notices (id, hold, kind, channel, target, due, next_s, attempts)
          VALUES (?, ?, ?, ?, ?, ?, ?, 0)
          """,
          [
            .text(Ledger.noticeID(hold.key, generation, kind, place.channel, target)),
            .integer(row), .text(kind.rawValue), .text(place.channel), .text(target),
            .text(due.description), .integer(due.wholeSecondsUp),
          ])
      }
    }
  }

  /// What names a notice: a digest of all that tells it from others.
  private static func noticeID(
    _ key: String, _ generation: Int, _ kind: LedgerNotice.Kind, _ channel: String,
    _ target: String
  ) -> String {
    var hash = SHA256()
    // Lengths, so that no two lists of parts are one text.
    for part in [key, "\(generation)", kind.rawValue, channel, target] {
      hash.update(data: Array("\(part.utf8.count):\(part)".utf8))
    }
    return "ntc_" + Hexadecimal.text(Array(hash.finalize().prefix(16)))
  }

  /// The next notice that is due on one of some channels, leased to somebody for so long; nil where
  /// there is none. Notices of holds that are settled are dropped on the way.
  package func takeNotice(
    on channels: [String], by holder: String, for lease: SignedDuration
  ) throws(Failure) -> LedgerNotice? {
    try connection.transaction { () throws(Failure) in
      let (now, _) = try takeTime()
      let marks = channels.map { _ in "?" }.joined(separator: ", ")
      while true {
        let rows = try connection.rows(
          """
          SELECT id, hold, kind, channel, target, due, attempts FROM notices
          WHERE ended IS NULL AND next_s <= ? AND (lease_until_s IS NULL OR lease_until_s <= ?)
          AND channel IN (\(marks)) ORDER BY next_s, id LIMIT 1
          """,
          [.integer(Int(now.seconds)), .integer(Int(now.seconds))] + channels.map { .text($0) }
        ) { row throws(Failure) in
          guard let kind = LedgerNotice.Kind(rawValue: row.text(2)),
            let due = Timestamp(row.text(5))
          else { throw damage("a notice cannot be read") }
          return (
            id: row.text(0), hold: row.integer(1), kind: kind, channel: row.text(3),
            target: row.text(4), due: due, attempts: row.integer(6)
          )
        }
        guard let row = rows.first else { return nil }
        let hold = try hold(row: row.hold)
        let status = hold.status(in: self, at: now)
        guard status.state == .pending, status.generation == hold.generation else {
          try end(row.id, as: "dropped", at: now)
          continue
        }
        try connection.run(
          """
          UPDATE notices SET lease_by = ?, lease_until_s = ?, attempts = attempts + 1
          WHERE id = ?
          """,
          [
            .text(holder), .integer(now.advanced(by: lease).wholeSecondsUp), .text(row.id),
          ])
        return LedgerNotice(
          id: row.id, hold: hold, kind: row.kind, channel: row.channel, target: row.target,
          due: row.due, attempt: row.attempts + 1)
      }
    }
  }

  /// Puts on record that a notice was delivered.
  package func acknowledge(_ notice: LedgerNotice) throws(Failure) {
    try connection.transaction { () throws(Failure) in
      try end(notice.id, as: "delivered", at: try takeTime().now)
    }
  }

  /// Gives a notice back that was not delivered, to be tried again after so long.
  package func giveBack(
    _ notice: LedgerNotice, _ error: String, after delay: SignedDuration
  ) throws(Failure) {
    try connection.transaction { () throws(Failure) in
      let (now, _) = try takeTime()
      try connection.run(
        """
        UPDATE notices SET lease_by = NULL, lease_until_s = NULL, last_error = ?, next_s = ?
        WHERE id = ? AND ended IS NULL
        """,
        [.text(error), .integer(now.advanced(by: delay).wholeSecondsUp), .text(notice.id)])
    }
  }

  /// Drops the notices of holds that are settled, inside a transaction, and says how many.
  func dropNotices(at now: Timestamp) throws(Failure) -> Int {
    let waiting = try connection.rows("SELECT id, hold FROM notices WHERE ended IS NULL") {
      (id: $0.text(0), hold: $0.integer(1))
    }
    var dropped = 0
    for notice in waiting {
      let hold = try hold(row: notice.hold)
      let status = hold.status(in: self, at: now)
      if status.state == .pending, status.generation == hold.generation { continue }
      try end(notice.id, as: "dropped", at: now)
      dropped += 1
    }
    return dropped
  }

  /// Channels that notices wait on, with how many.
  package func waitingChannels() throws(Failure) -> [(channel: String, count: Int)] {
    try connection.rows(
      "SELECT channel, count(*) FROM notices WHERE ended IS NULL GROUP BY channel ORDER BY channel"
    ) { (channel: $0.text(0), count: $0.integer(1)) }
  }

  /// When the next notice is to be tried, in seconds since 1970; nil where none waits.
  package func nextNotice(on channels: [String]) throws(Failure) -> Int? {
    let marks = channels.map { _ in "?" }.joined(separator: ", ")
    return try connection.rows(
      """
      SELECT min(max(next_s, coalesce(lease_until_s, 0))) FROM notices
      WHERE ended IS NULL AND channel IN (\(marks))
      """, channels.map { .text($0) }
    ) { $0.isNull(0) ? nil : $0.integer(0) }.first ?? nil
  }

  /// The notices of a hold, for whoever looks at it.
  package func notices(
    of hold: LedgerHold
  ) throws(Failure) -> [(kind: String, channel: String, target: String, outcome: String?)] {
    try connection.rows(
      """
      SELECT kind, channel, target, outcome FROM notices WHERE hold =
      (SELECT id FROM holds WHERE key = ? AND generation = ?) ORDER BY due, channel, target
      """, [.text(hold.hold.key), .integer(hold.generation)]
    ) { ($0.text(0), $0.text(1), $0.text(2), $0.optionalText(3)) }
  }

  private func end(_ id: String, as outcome: String, at now: Timestamp) throws(Failure) {
    try connection.run(
      """
      UPDATE notices SET ended = ?, outcome = ?, lease_by = NULL, lease_until_s = NULL
      WHERE id = ? AND ended IS NULL
      """, [.text(now.description), .text(outcome), .text(id)])
  }
}

extension Timestamp {
  /// Whole seconds since 1970, not before this instant.
  fileprivate var wholeSecondsUp: Int { Int(seconds) + (nanoseconds > 0 ? 1 : 0) }
}
