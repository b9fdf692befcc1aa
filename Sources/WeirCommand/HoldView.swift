// A hold as a reviewer sees it: what is asked, why it is held, what is missing, who may act, what
// an approval would let pass, and what happened so far. All of it from the ledger; everything that
// comes from a request is escaped, and long values are folded.

internal import Weir
internal import WeirHost
internal import WeirLedger

struct HoldView {
  private let hold: LedgerHold
  private let status: HoldStatus
  private let ledger: Ledger
  private let now: Timestamp
  private let layout: HoldText

  static let shownEarlier = 5

  /// Why the request is held by a policy that was named for that.
  var renewedExplanation: String?

  init(
    _ hold: LedgerHold, in ledger: Ledger, at now: Timestamp, isColored: Bool, width: Int = 80,
    isFull: Bool = false
  ) {
    self.hold = hold
    self.ledger = ledger
    self.now = now
    layout = HoldText(width: width, isFull: isFull, isColored: isColored)
    status = hold.status(in: ledger, at: now)
  }

  /// A few lines, for lists.
  var summary: String {
    var text = title
    for line in verdictLines { text += line }
    return text
  }

  /// Everything on one screen.
  func whole() throws(Failure) -> String {
    var text = title
    for line in verdictLines { text += line }
    text += layout.entry("asked by", askedBy)
    if let command = hold.command {
      text += layout.entry("command", command.map { HoldView.word($0) }.joined(separator: " "))
    }
    text += layout.section("request") + HoldRequestText(layout: layout).lines(of: hold.request)
    if let explanation = hold.explanation {
      text += layout.section("why it is held") + explanation.trimmingLines + "\n"
    }
    if let renewedExplanation {
      text +=
        layout.section("by the policy that was named") + renewedExplanation.trimmingLines + "\n"
    }
    text += layout.section("what it takes")
    text += terms
    text += try soFar()
    text += try earlier()
    // On one line, so that it can be copied.
    return text + "\nseen \(HoldDigest.text(hold, status))\n"
  }

  // MARK: Parts

  private var title: String {
    let left = HoldTime.left(status, at: now)
    let what = left.isEmpty ? status.state.rawValue : "\(status.state.rawValue), \(left) left"
    let number = hold.generation > 1 ? ", time number \(hold.generation)" : ""
    return layout.paint("hold \(hold.hold.key)", 1) + "\n"
      + layout.entry("state", what + number, stateColor)
  }

  private var stateColor: Int? {
    switch status.state {
    case .pending: 33
    case .approved: 32
    case .rejected, .expired, .cancelled, .revoked: 31
    case .spent, .lapsed: nil
    }
  }

  private var verdictLines: [String] {
    let rules = hold.verdict.rules.filter { $0.name.utf8.elementsEqual(hold.hold.rule.utf8) }
    guard let rule = rules.first else { return [layout.entry("rule", hold.hold.rule)] }
    return [layout.entry("rule", "\(rule.name)  \(rule.at)")]
      + (rule.because.map { [layout.entry("because", $0)] } ?? [])
      + rule.annotations.map { layout.entry("", "@\($0.name)(\"\($0.value)\")") }
  }

  private var askedBy: String {
    let who = hold.hold.requester.map { $0.isEmpty ? "nobody" : $0.joined(separator: ", ") }
    let times = hold.asked == 1 ? "once" : "\(hold.asked) times"
    return "\(who ?? "not known"), \(times), first at \(hold.opened)"
  }

  private var terms: String {
    let clauses = hold.hold.clauses
    var text = layout.entry("needs", "\(clauses.needs) within \(clauses.within)")
    if clauses.rejectedBy > 1 { text += layout.entry("", "rejected by \(clauses.rejectedBy)") }
    if let missing = status.missing { text += layout.entry("missing", missing.description, 33) }
    if let actors = status.actors {
      if actors.approvers.isEmpty {
        text += layout.entry("may act", "nobody: who asks is not known")
      } else {
        let people = actors.approvers.map(\.description).joined(separator: ", ")
        let alone = actors.override.map { "; alone, with a reason: \($0)" } ?? ""
        text += layout.entry("may act", people + alone)
      }
      if let escalate = clauses.escalate {
        let from = hold.opened.advanced(by: escalate.after)
        text += layout.entry("", "\(escalate.to) \(now < from ? "from" : "since") \(from)")
      }
      if !actors.barred.isEmpty {
        text += layout.entry("may not", actors.barred.map(barred).joined(separator: ", "))
      }
    }
    let what =
      switch clauses.covers {
      case .once: "this very request, once, for \(clauses.coversFor)"
      case .values(let paths, for: let length):
        "every such request with the same "
          + "\(paths.map(\.text).joined(separator: ", ")) for \(length)"
      }
    text += layout.entry("covers", what)
    text += layout.entry("until", status.state == .pending ? "\(status.deadline)" : untilText)
    return text
  }

  /// Somebody who may not act, and why.
  private func barred(_ name: ExactString) -> String {
    let requesters = hold.hold.requester ?? []
    if requesters.contains(where: { ExactString($0).foldedName == name.foldedName }) {
      return "\(name) (asks)"
    }
    // Whoever has approved may still think better of it.
    let hasRejected = status.counted.contains {
      $0.act == .reject && $0.by?.name.foldedName == name.foldedName
    }
    return "\(name) (\(hasRejected ? "has rejected" : "has approved, may still reject"))"
  }

  private var untilText: String {
    status.until.map { "\($0)" } ?? "ended at \(status.since)"
  }

  private func soFar() throws(Failure) -> String {
    var lines: [String] = []
    for record in hold.records where record.generation == hold.generation {
      let who = record.by.map { HoldView.describe($0) } ?? "weir"
      var line = "\(record.at)  \(who): \(record.act.rawValue)"
      if let reason = record.reason { line += " (\(reason))" }
      if let id = record.requestID { line += " by request \(id)" }
      if let digest = record.request { line += " \(digest)" }
      if let ignored = status.ignored.last(where: { $0.record == record }) {
        line += ": counts for nothing, \(ignored.reason.message)"
      }
      lines.append(line)
    }
    for notice in try ledger.notices(of: hold) {
      lines.append(
        "notice to \(notice.channel) \(notice.target) (\(notice.kind)): "
          + (notice.outcome ?? "not delivered yet"))
    }
    return layout.section("so far") + lines.map(layout.item).joined()
  }

  private static func describe(_ person: HoldRecord.Person) -> String {
    let sets =
      person.groups.map { "group \($0)" } + person.roles.map { "role \($0)" }
    return sets.isEmpty
      ? person.name.description : "\(person.name) (\(sets.joined(separator: ", ")))"
  }

  private func earlier() throws(Failure) -> String {
    let holds = try ledger.earlierHolds(than: hold, atMost: HoldView.shownEarlier)
    guard !holds.isEmpty else { return "" }
    return layout.section("earlier holds of the same requester")
      + holds.map { earlier in
        let status = earlier.status(in: ledger, at: now)
        let key = earlier.hold.key.dropFirst(7).prefix(8)
        let line =
          "\(earlier.opened)  \(key)  \(status.state.rawValue) since \(status.since)  "
          + earlier.hold.rule
        return layout.item(line)
      }.joined()
  }

  // MARK: Text

  /// A word of a command as a shell would need it.
  private static func word(_ word: String) -> String {
    let isPlain =
      !word.isEmpty
      && word.utf8.allSatisfy { byte in
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
          || "-_./:=@%+,".utf8.contains(byte)
      }
    return isPlain ? word : "'" + word.replacing("'", with: "'\\''") + "'"
  }
}
