// A hold of a ledger as a line of JSON: the hold as a verdict's line has it, with its status, and
// what the ledger knows beside it.

internal import Weir
internal import WeirLedger

struct HoldJSON {
  private let hold: LedgerHold
  private let status: HoldStatus

  init(_ hold: LedgerHold, in ledger: Ledger, at now: Timestamp) {
    self.hold = hold
    status = hold.status(in: ledger, at: now)
  }

  /// The line, with its line feed.
  var line: [UInt8] {
    var shown = hold.hold
    shown.status = status
    var text = Array(#"{"hold":"#.utf8) + shown.lineText
    func member(_ name: String, _ value: [UInt8]) {
      text.append(UInt8(ascii: ","))
      JSONString.append(name, to: &text)
      text.append(UInt8(ascii: ":"))
      text += value
    }
    func string(_ value: String) -> [UInt8] {
      var bytes: [UInt8] = []
      JSONString.append(value, to: &bytes)
      return bytes
    }
    member("asked", Array("\(hold.asked)".utf8))
    member("lastAsked", string(hold.lastAsked.description))
    member("request", hold.request.isEmpty ? Array("null".utf8) : oneLine(hold.request))
    member("verdict", hold.verdict.lineText)
    if let explanation = hold.explanation { member("explanation", string(explanation)) }
    if let command = hold.command {
      member("command", [0x5B] + command.map { string($0) }.joined(separator: [0x2C]) + [0x5D])
    }
    let records = hold.records.map { $0.line() }.joined(separator: [0x2C])
    member("records", [0x5B] + records + [0x5D])
    member("seen", string(HoldDigest.text(hold, status)))
    return text + [0x7D, 0x0A]
  }

  /// A request without line breaks between its values.
  private func oneLine(_ request: [UInt8]) -> [UInt8] {
    request.map { $0 == 0x0A || $0 == 0x0D ? 0x20 : $0 }
  }
}
