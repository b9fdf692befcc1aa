// The digest of what a reviewer is shown of a hold. It is of facts that decide what an approval is
// given to: not of the time that passes, of how often the request was repeated, or of the
// requester's other holds, which the requester could change to keep everybody from approving.

internal import Weir
internal import WeirHost
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
    // With how many, so that a word of the command is no record.
    add("\(hold.command?.count ?? -1)".utf8)
    for word in hold.command ?? [] { add(word.utf8) }
    for record in status.counted { add(record.line()) }
    return "sha256:" + Hexadecimal.text(ContentDigest.sha256(bytes))
  }

  /// Fails unless a text may be such a digest: one that was mistyped has not "changed since".
  static func expectForm(_ given: String) throws(Failure) {
    let digits = given.utf8.dropFirst(given.hasPrefix("sha256:") ? 7 : 0)
    guard (16...64).contains(digits.count),
      digits.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) })
    else {
      throw Failure(
        .usage, "--seen \"\(given)\" is not the digest of what was shown",
        hint: "weir holds show prints it on its last line; 16 digits of it are enough")
    }
  }

  /// Whether a digest that somebody gives is this one: whole, or 16 digits of it at least.
  static func matches(_ given: String, _ digest: String) -> Bool {
    let digits = given.hasPrefix("sha256:") ? String(given.dropFirst(7)) : given
    return digits.utf8.count >= 16 && digest.dropFirst(7).hasPrefix(digits)
  }
}
