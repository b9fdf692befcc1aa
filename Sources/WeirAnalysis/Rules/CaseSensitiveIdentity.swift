internal import Weir

/// A host's name or an address of mail is compared letter by letter: `EVIL.example` is the same
/// host as `evil.example`, and escapes a rule that denies the one. Put `lower(…)` around what the
/// request says.
struct CaseSensitiveIdentity: LintRule {
  let name: ExactString = "case-sensitive-identity"
  let category = LintCategory.security
  let level = LintLevel.warning

  let bad: LintExample = """
    deny metadata when «host == "metadata.internal"»
    """
  let good: LintExample = """
    deny metadata when lower(host) == "metadata.internal"
    """

  /// Names of members, and last words of names, whose values mean the same in any case (hosts by
  /// RFC 4343; of addresses of mail the domain, and in practice the rest).
  private static let names: Set<ExactString> = [
    "host", "hostname", "domain", "email", "mail",
  ]

  func findings(in context: LintContext) -> [Diagnostic] {
    context.textComparisons.compactMap { comparison -> Diagnostic? in
      guard !comparison.ignoresCase, Self.names.contains(comparison.lastWord) else { return nil }
      let isOpposite = comparison.comparison == .notEqual || comparison.comparison == .notIn
      // An allow that asks for too much lets nothing pass, and is seen the first time.
      guard isOpposite ? comparison.place.opens : comparison.place.closes else { return nil }
      guard let text = comparison.texts.first(where: { $0.bytes.contains(where: isLetter) }) else {
        return nil
      }
      let path = context.excerpt(comparison.subject.range)
      return finding(
        "`\(VisibleText.escaped(turned(text)))` means the same, and is another text",
        at: comparison.range,
        hint: "write `lower(\(path))`, and the text in small letters")
    }
  }

  private func isLetter(_ byte: UInt8) -> Bool {
    (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
  }

  /// The text with its first letter in the other case.
  private func turned(_ text: ExactString) -> String {
    var bytes = text.bytes
    if let place = bytes.firstIndex(where: isLetter) { bytes[place] ^= 0x20 }
    return String(decoding: bytes, as: UTF8.self)
  }
}
