// What people do with holds.

package import Weir
package import WeirHost

extension Ledger {
  /// What somebody does.
  package struct Deed {
    package var act: HoldRecord.Act
    package var by: HoldRecord.Person
    package var reason: String?
    /// The digest of what the person was shown, where the person was shown it.
    package var seen: String?

    package init(
      _ act: HoldRecord.Act, by: HoldRecord.Person, reason: String? = nil, seen: String? = nil
    ) {
      self.act = act
      self.by = by
      self.reason = reason
      self.seen = seen
    }
  }

  /// What came of it.
  package struct Outcome {
    package var hold: LedgerHold
    package var record: HoldRecord
    package var status: HoldStatus
    package var clockBehind: SignedDuration?
  }

  /// Puts on record what somebody does with a hold, in one transaction, and says where it stands
  /// then. Refuses what would count for nothing, with the reason. `check` is asked inside the
  /// transaction whether the hold still is what the person has seen, `sign` for a signature, and
  /// `witness` is told last of all: if it fails, nothing is on record.
  package func record(
    _ deed: Deed, on key: String,
    sign: (HoldRecord) throws(Failure) -> HoldRecord.Signature? = { _ in nil },
    check: (LedgerHold, Timestamp) throws(Failure) -> Void = { _, _ in },
    witness: (HoldRecord) throws(Failure) -> Void = { _ in }
  ) throws(Failure) -> Outcome {
    try connection.transaction { () throws(Failure) in
      var (now, behind) = try takeTime()
      var hold = try newestHold(key)
      now = Ledger.instant(now, after: hold.records)
      try raise(to: now)
      try check(hold, now)
      let before = hold.status(in: self, at: now)
      var record = HoldRecord(
        deed.act, key: hold.hold.key, generation: before.generation, at: now, by: deed.by,
        reason: deed.reason, seen: deed.seen)
      if deed.act == .opened {
        guard before.state.effect == .deny else {
          throw refusal(deed, "it is \(before.state.rawValue)")
        }
        record.generation += 1
      }
      record.signature = try sign(record)
      hold.records.append(record)
      hold.generation = record.generation
      let status = hold.status(in: self, at: now)
      guard status.counted.contains(where: { $0.isSameDeed(as: record) }) else {
        let reason = status.ignored.last { $0.record.isSameDeed(as: record) }?.reason
        throw refusal(
          deed,
          deed.act == .opened
            ? "that is for somebody who does not ask for the request"
            : reason?.message ?? "it would count for nothing")
      }
      try add(record)
      if deed.act == .opened {
        hold.opened = now
        hold.asked = 0
        try addHold(
          hold.hold, generation: record.generation, opened: now, verdict: hold.verdict.lineText,
          request: hold.request, explanation: hold.explanation, command: hold.command, asked: 0)
      }
      try witness(record)
      return Outcome(hold: hold, record: record, status: status, clockBehind: behind)
    }
  }

  private func refusal(_ deed: Deed, _ reason: String) -> Failure {
    let what =
      switch deed.act {
      case .opened: "cannot open the hold anew"
      case .approve: "cannot approve the hold"
      case .reject: "cannot reject the hold"
      case .override: "cannot override the hold"
      case .revoke: "cannot revoke the approval"
      case .cancel: "cannot cancel the hold"
      case .spend: "cannot spend the approval"
      }
    return Failure(
      .actRefused, "\(deed.by.name.description) \(what): \(reason)",
      hint: "weir holds show says who may act, and what came before")
  }

  /// Puts on record that a gate lets a command run.
  func addVerdict(
    _ verdict: Verdict, _ request: [UInt8], _ command: [String], at now: Timestamp
  ) throws(Failure) {
    try connection.run(
      "INSERT INTO verdicts (at, verdict, request, command) VALUES (?, ?, ?, ?)",
      [
        .text(now.description), .bytes(verdict.lineText), .bytes(request),
        .text(Ledger.text(command)),
      ])
  }

  /// How many commands gates have let run.
  package func verdictCount() throws(Failure) -> Int {
    try connection.rows("SELECT count(*) FROM verdicts") { $0.integer(0) }.first ?? 0
  }
}

extension HoldRecord {
  /// Whether it is the same deed of the same person: a trust file may say other groups than the
  /// record does.
  fileprivate func isSameDeed(as other: HoldRecord) -> Bool {
    act == other.act && at == other.at && by?.name == other.by?.name
      && generation == other.generation
  }
}
