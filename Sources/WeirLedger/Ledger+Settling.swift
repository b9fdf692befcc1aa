// Settling a request: judged, held, opened, joined or spent, in one transaction.

package import Weir
package import WeirHost

extension Ledger {
  /// What is asked for: the request, and what is kept of it where a hold is opened.
  package struct Question {
    /// The request's bytes, as it came.
    package var request: [UInt8]
    /// The command that waits for the answer; nil outside the gate. A verdict that lets it run is
    /// put on record in the transaction that spends for it.
    package var command: [String]?
    /// How many holds one requester may have pending.
    package var pendingLimit: Int
    /// Whether this is the same asking going on, which is not counted again.
    package var isRepeated = false
    /// Why the request is held, for whoever is asked; called where a hold is opened, at most once.
    package var explain: (Verdict, Timestamp) -> String?

    package init(
      request: [UInt8], command: [String]? = nil, pendingLimit: Int = Limits.pendingHolds,
      explain: @escaping (Verdict, Timestamp) -> String? = { _, _ in nil }
    ) {
      self.request = request
      self.command = command
      self.pendingLimit = pendingLimit
      self.explain = explain
    }
  }

  /// What came of it.
  package struct Settlement {
    /// The verdict, each hold with its status.
    package var verdict: Verdict
    /// The instant it was made at.
    package var now: Timestamp
    /// What was put on record: `opened`, `spend`.
    package var records: [HoldRecord]
    /// How far behind the ledger's latest time the clock was; nil where it was not.
    package var clockBehind: SignedDuration?
  }

  /// Judges a request and settles its holds, in one transaction: what is not open is opened, what
  /// waits is joined, and if the whole verdict is then allow, every approval that covers once is
  /// spent. All of it is on disk when this returns; if it throws, nothing is. `witness` is told
  /// last of all: if it fails, nothing is settled.
  package func settle(
    _ question: Question, _ judge: (Timestamp) -> Verdict,
    witness: (Settlement) throws(Failure) -> Void = { _ in }
  ) throws(Failure) -> Settlement {
    try connection.transaction { () throws(Failure) in
      let settlement = try settled(question, judge)
      try witness(settlement)
      return settlement
    }
  }

  private func settled(
    _ question: Question, _ judge: (Timestamp) -> Verdict
  ) throws(Failure) -> Settlement {
    let (now, behind) = try takeTime()
    let verdict = judge(now)
    var settlement = Settlement(verdict: verdict, now: now, records: [], clockBehind: behind)
    guard verdict.effect == .hold else {
      if verdict.effect == .allow, let command = question.command {
        try addVerdict(verdict, question.request, command, at: now)
      }
      return settlement
    }
    var known: [[HoldRecord]] = []
    var statuses: [HoldStatus] = []
    for hold in verdict.holds {
      let records = try records(of: hold.key)
      known.append(records)
      statuses.append(status(of: hold, records, at: now))
    }
    // Nobody is asked in vain: where one hold denies, no other is opened.
    if !statuses.contains(where: { $0.state.effect == .deny }) {
      let unopened = statuses.indices.filter { !statuses[$0].isOpened }
      if !unopened.isEmpty {
        if let refusal = try refusal(of: verdict, unopened.count, question, now) {
          settlement.verdict = refusal
          return settlement
        }
        let explanation = question.explain(verdict, now)
        for index in unopened {
          let hold = verdict.holds[index]
          // Never before what is on record of the generation before.
          let opened = HoldRecord(
            .opened, key: hold.key, generation: statuses[index].generation,
            at: Ledger.instant(now, after: known[index]))
          if opened.at > now { try raise(to: opened.at) }
          try open(hold, opened, verdict, question, explanation)
          settlement.records.append(opened)
          known[index].append(opened)
          statuses[index] = status(of: hold, known[index], at: max(now, opened.at))
        }
      }
      for index in statuses.indices where !unopened.contains(index) {
        let key = verdict.holds[index].key
        if let command = question.command {
          guard try isOfCommand(command, key, statuses[index].generation) else {
            settlement.verdict.deny(.otherCommand)
            return settlement
          }
        }
        if !question.isRepeated { try join(key, statuses[index], now) }
      }
    }
    settlement.verdict = verdict.settled(statuses)
    if settlement.verdict.effect == .allow {
      for (index, hold) in verdict.holds.enumerated() {
        try spend(hold, statuses[index], known[index], verdict, question, now, &settlement)
      }
      if let command = question.command {
        try addVerdict(settlement.verdict, question.request, command, at: now)
      }
    }
    return settlement
  }

  // MARK: Parts

  private func open(
    _ hold: Verdict.Hold, _ record: HoldRecord, _ verdict: Verdict, _ question: Question,
    _ explanation: String?
  ) throws(Failure) {
    try add(record)
    try addHold(
      hold, generation: record.generation, opened: record.at, verdict: verdict.lineText,
      request: question.request, explanation: explanation, command: question.command, asked: 1)
  }

  /// The same request once more, while it waits or is approved.
  private func join(_ key: String, _ status: HoldStatus, _ now: Timestamp) throws(Failure) {
    try connection.run(
      "UPDATE holds SET asked = asked + 1, last_asked = ? WHERE key = ? AND generation = ?",
      [.text(now.description), .text(key), .integer(status.generation)])
    guard connection.changes == 1 else {
      throw damage("\(key) is open on record, and there is no hold")
    }
  }

  private func spend(
    _ hold: Verdict.Hold, _ status: HoldStatus, _ known: [HoldRecord], _ verdict: Verdict,
    _ question: Question, _ now: Timestamp, _ settlement: inout Settlement
  ) throws(Failure) {
    switch hold.clauses.covers {
    case .values: break
    case .once:
      let record = HoldRecord(
        .spend, key: hold.key, generation: status.generation,
        at: Ledger.instant(now, after: known),
        request: "sha256:" + Hexadecimal.text(ContentDigest.sha256(question.request)),
        requestID: verdict.id)
      if record.at > now { try raise(to: record.at) }
      try add(record)
      settlement.records.append(record)
    }
  }

  /// Whether a hold may let a command run: reviewers were shown the command of the gate that opened
  /// it, and no other.
  private func isOfCommand(
    _ command: [String], _ key: String, _ generation: Int
  ) throws(Failure) -> Bool {
    let known = try connection.rows(
      "SELECT command FROM holds WHERE key = ? AND generation = ?",
      [.text(key), .integer(generation)]
    ) { $0.optionalText(0) }
    guard let shown = known.first ?? nil else { return true }
    return shown.utf8.elementsEqual(Ledger.text(command).utf8)
  }

  /// A denial where the requester has too many holds pending.
  private func refusal(
    of verdict: Verdict, _ more: Int, _ question: Question, _ now: Timestamp
  ) throws(Failure) -> Verdict? {
    for name in Ledger.requesterNames(verdict.holds.first?.requester) {
      var pending = 0
      for hold in try openHolds(of: name, at: now)
      where hold.status(in: self, at: now).state == .pending {
        pending += 1
      }
      if pending + more > question.pendingLimit {
        var refused = verdict
        refused.deny(.tooManyHolds)
        return refused
      }
    }
    return nil
  }

  /// The names that the limit and lists go by; one without characters where nobody is known.
  static func requesterNames(_ requester: [String]?) -> [ExactString] {
    guard let requester, !requester.isEmpty else { return [""] }
    return Array(Set(requester.map { ExactString($0).foldedName })).sorted()
  }
}
