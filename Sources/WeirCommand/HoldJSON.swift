// A hold of a ledger as a line of JSON: the hold as a verdict's line has it, with its status, and
// what the ledger knows beside it.

internal import Weir
internal import WeirHost
internal import WeirLedger

struct HoldJSON {
  private let hold: LedgerHold
  private let status: HoldStatus
  private let ledger: Ledger
  private let now: Timestamp

  init(_ hold: LedgerHold, in ledger: Ledger, at now: Timestamp) {
    self.hold = hold
    self.ledger = ledger
    self.now = now
    status = hold.status(in: ledger, at: now)
  }

  /// The line, with its line feed.
  var line: [UInt8] { Self.object(members) + [0x0A] }

  /// The same with what `weir holds show` says beyond a list: who may act, what people were told,
  /// and what the requester asked for before.
  func whole() throws(Failure) -> [UInt8] {
    var members = members
    if let actors = status.actors {
      var parts = [("approvers", Self.list(actors.approvers.map { Self.string($0.description) }))]
      if let override = actors.override {
        parts.append(("override", Self.string(override.description)))
      }
      parts.append(("barred", Self.list(actors.barred.map { Self.string($0.description) })))
      members.append(("actors", Self.object(parts)))
    }
    let notices = try ledger.notices(of: hold).map { notice in
      var parts = [
        ("kind", Self.string(notice.kind)), ("channel", Self.string(notice.channel)),
        ("target", Self.string(notice.target)),
      ]
      if let outcome = notice.outcome { parts.append(("outcome", Self.string(outcome))) }
      return Self.object(parts)
    }
    members.append(("notices", Self.list(notices)))
    let earlier = try ledger.earlierHolds(than: hold, atMost: HoldView.shownEarlier).map { hold in
      let status = hold.status(in: ledger, at: now)
      return Self.object([
        ("key", Self.string(hold.hold.key)), ("generation", Array("\(hold.generation)".utf8)),
        ("rule", Self.string(hold.hold.rule)), ("state", Self.string(status.state.rawValue)),
        ("opened", Self.string(hold.opened.description)),
        ("since", Self.string(status.since.description)),
      ])
    }
    members.append(("earlier", Self.list(earlier)))
    return Self.object(members) + [0x0A]
  }

  private var members: [(name: String, value: [UInt8])] {
    var shown = hold.hold
    shown.status = status
    var members = [
      ("hold", shown.lineText), ("asked", Array("\(hold.asked)".utf8)),
      ("lastAsked", Self.string(hold.lastAsked.description)),
      ("request", hold.request.isEmpty ? Array("null".utf8) : oneLine(hold.request)),
      ("verdict", hold.verdict.lineText),
    ]
    if let explanation = hold.explanation {
      members.append(("explanation", Self.string(explanation)))
    }
    if let command = hold.command {
      members.append(("command", Self.list(command.map(Self.string))))
    }
    members.append(("records", Self.list(hold.records.map { $0.line() })))
    members.append(("seen", Self.string(HoldDigest.text(hold, status))))
    return members
  }

  private static func string(_ value: String) -> [UInt8] {
    var bytes: [UInt8] = []
    JSONString.append(value, to: &bytes)
    return bytes
  }

  private static func list(_ values: [[UInt8]]) -> [UInt8] {
    [0x5B] + values.joined(separator: [0x2C]) + [0x5D]
  }

  private static func object(_ members: [(name: String, value: [UInt8])]) -> [UInt8] {
    let parts = members.map { string($0.name) + [0x3A] + $0.value }
    return [0x7B] + parts.joined(separator: [0x2C]) + [0x7D]
  }

  /// A request without line breaks between its values.
  private func oneLine(_ request: [UInt8]) -> [UInt8] {
    request.map { $0 == 0x0A || $0 == 0x0D ? 0x20 : $0 }
  }
}
