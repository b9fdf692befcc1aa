// The digest of what a reviewer is shown of a hold. It is of facts that decide what an approval is
// given to: not of the time that passes, of how often the request was repeated, or of the
// requester's other holds, which the requester could change to keep everybody from approving.

internal import Weir
internal import WeirLedger

enum HoldDigest {
  /// `sha256:…` over the facts, each with its length.
  static func text(_ hold: LedgerHold, _ status: HoldStatus) -> String {
    var bytes: [UInt8] = []
    func add(_ part: some Collection<UInt8>) {
      bytes += "\(part.count):".utf8
      bytes += part
    }
    add("weir.dev/hold-shown/v1".utf8)
    add("\(hold.generation)".utf8)
    add(status.state.rawValue.utf8)
    add(hold.hold.lineText)
    add(hold.verdict.lineText)
    add(hold.request)
    add((hold.explanation ?? "").utf8)
    for word in hold.command ?? [] { add(word.utf8) }
    for record in status.counted { add(record.line()) }
    return "sha256:" + Hexadecimal.text(ContentDigest.sha256(bytes))
  }

  /// Whether a digest that somebody gives is this one: whole, or 16 digits of it at least.
  static func matches(_ given: String, _ digest: String) -> Bool {
    let digits = given.hasPrefix("sha256:") ? String(given.dropFirst(7)) : given
    return digits.utf8.count >= 16 && digest.dropFirst(7).hasPrefix(digits)
  }
}
