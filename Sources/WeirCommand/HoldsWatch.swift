// `weir holds watch`: pending holds live, and decided with keys.

internal import ArgumentParser
internal import Weir
internal import WeirHost
internal import WeirLedger

struct HoldsWatch: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "watch", _superCommandName: "weir holds",
    abstract: "Watch pending holds in a terminal, and decide them with keys.",
    discussion: """
      Without --as it only shows. A hold is decided after it was shown to its end, with a reason, \
      and not if it has changed since.

        weir holds watch --holds holds.db --as ana --group treasury
      """)

  @OptionGroup var ledger: LedgerOptions

  @OptionGroup var person: PersonOptions

  func run() throws {
    let person = try person.person()
    let ledger = try ledger.open(.write)
    guard let terminal = Terminal() else {
      throw Failure(
        .usage, "there is no terminal to draw on", hint: "weir holds list prints what waits")
    }
    var screen = WatchScreen(person: person?.name.description)
    /// The digest of what is on the screen of the hold that is open.
    var shown = ""
    var version = -1
    while true {
      let size = terminal.size
      let now = try ledger.now()
      try show(ledger, person, now, &screen)
      let latest = try ledger.version()
      if let key = screen.openKey, latest != version, version >= 0 {
        // Somebody may have acted on it: what is shown is what is.
        let hold = try ledger.hold(key)
        let digest = HoldDigest.text(hold, hold.status(in: ledger, at: now))
        if digest != shown {
          shown = digest
          screen.open(key, try lines(hold, ledger, now, size.columns), rows: size.rows)
          screen.message = "the hold has changed: look again"
        }
      }
      version = latest
      terminal.draw(screen.frame(columns: size.columns, rows: size.rows))
      for key in terminal.keys(milliseconds: 500) {
        switch screen.handle(key, rows: size.rows) {
        case nil: break
        case .quit: return
        case .open(let key):
          let hold = try ledger.hold(key)
          shown = HoldDigest.text(hold, hold.status(in: ledger, at: now))
          screen.open(key, try lines(hold, ledger, now, size.columns), rows: size.rows)
        case .act(let act, let key, let reason):
          guard let person else { break }
          screen.message = perform(act, key, person, reason, shown, ledger)
        }
      }
    }
  }

  private func lines(
    _ hold: LedgerHold, _ ledger: Ledger, _ now: Timestamp, _ columns: Int
  ) throws -> [String] {
    try HoldView(hold, in: ledger, at: now, isColored: false, width: columns, isFull: true).whole()
      .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  private func show(
    _ ledger: Ledger, _ person: HoldRecord.Person?, _ now: Timestamp, _ screen: inout WatchScreen
  ) throws {
    var filter = Ledger.Filter()
    filter.states = [.pending]
    let holds = try ledger.holds(filter).map { ($0, $0.status(in: ledger, at: now)) }
      .sorted { $0.1.deadline < $1.1.deadline }
    screen.rows = holds.map { hold, status in
      WatchScreen.Row(
        key: hold.hold.key, left: HoldTime.left(status, at: now), rule: hold.hold.rule,
        asked: hold.hold.requester?.joined(separator: ", ") ?? "not known",
        missing: status.missing?.description ?? "",
        isMine: person.map { status.awaits($0) } ?? false)
    }
  }

  private func perform(
    _ act: HoldRecord.Act, _ key: String, _ person: HoldRecord.Person, _ reason: String,
    _ shown: String, _ ledger: Ledger
  ) -> String {
    do throws(Failure) {
      let deed = Ledger.Deed(
        act, by: person, reason: reason.isEmpty ? nil : reason, seen: shown)
      let outcome = try ledger.record(
        deed, on: key,
        check: { hold, now throws(Failure) in
          guard HoldDigest.text(hold, hold.status(in: ledger, at: now)) == shown else {
            throw Failure(.seenChanged, "the hold has changed: look again")
          }
        })
      return StatusText(status: outcome.status).lines[0]
    } catch {
      return error.message
    }
  }
}
