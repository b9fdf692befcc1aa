// `--approvals`, `--holds` and `--trust`: where approvals come from.

internal import ArgumentParser
internal import Weir
internal import WeirAudit
internal import WeirHost
internal import WeirLedger

struct ApprovalOptions: ParsableArguments {
  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "Records of approvals, as JSON lines. May be repeated.", valueName: "file"))
  var approvals: [String] = []

  @Option(
    help: ArgumentHelp(
      "The ledger that opens holds, keeps records and spends approvals once.", valueName: "file"))
  var holds: String?

  @Option(
    help: ArgumentHelp(
      "Whose signatures count, as YAML. What people do counts only if it is signed.",
      valueName: "file"))
  var trust: String?

  @Option(
    help: ArgumentHelp(
      "Holds that one requester may have pending in the ledger; 100 unless said.",
      valueName: "number"))
  var maxPending: String?

  /// What the trust file says of records; nil without one.
  func filter() throws(Failure) -> Ledger.RecordFilter? { try TrustList.filter(trust) }

  /// Where held verdicts are settled; nil where they are not.
  func settler(_ clock: ClockChoice) throws(Failure) -> HoldSettler? {
    switch (approvals.isEmpty, holds) {
    case (true, nil):
      guard trust == nil, maxPending == nil else {
        throw Failure(
          .usage, "\(trust == nil ? "--max-pending" : "--trust") says nothing without records",
          hint: "name them with --approvals FILE, or a ledger with --holds FILE")
      }
      return nil
    case (false, nil):
      return HoldSettler(source: .records(try ApprovalRecords(approvals, try filter())))
    case (true, let path?):
      let ledger = try Ledger(path, .create, clock: try LedgerClock.of(clock))
      ledger.filter = try filter()
      return HoldSettler(source: .ledger(ledger, pendingLimit: try pendingLimit()))
    case (false, _?):
      throw Failure(
        .usage, "--approvals and --holds exclude each other",
        hint: "a ledger has its own records: weir holds approve puts them there")
    }
  }

  private func pendingLimit() throws(Failure) -> Int {
    guard let maxPending else { return Limits.pendingHolds }
    guard let number = Int(maxPending), number >= 0 else {
      throw Failure(.usage, "--max-pending is a whole number", hint: "as in --max-pending 20")
    }
    return number
  }
}

/// The clock of what uses a ledger: a request must not choose the instant at which its own deadline
/// is looked at.
enum LedgerClock {
  static func of(_ choice: ClockChoice) throws(Failure) -> Ledger.Clock {
    switch choice {
    case .wall: return .wall
    case .fixed(let instant): return .fixed(instant)
    case .request:
      throw Failure(
        .usage, "a request cannot be the clock of a ledger: it would choose its own deadlines",
        hint: "leave --clock out, or give a fixed time for a replay")
    }
  }

  static func of(_ flag: String?) throws(Failure) -> Ledger.Clock {
    guard let flag else { return .wall }
    return try of(try ClockChoice(flag))
  }
}

extension TrustList {
  /// What a trust file says of records; nil without one.
  static func filter(_ path: String?) throws(Failure) -> Ledger.RecordFilter? {
    guard let path else { return nil }
    let list = try TrustList(file: path)
    return { list.judge($0, at: $1) }
  }
}
