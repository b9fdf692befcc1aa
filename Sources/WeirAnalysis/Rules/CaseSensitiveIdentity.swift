internal import Weir

/// A host's name or an address of mail is compared letter by letter: `EVIL.example` is the same
/// host as `evil.example`, and escapes a rule that denies the one. Or `lower(…)` is compared with
/// a text that has capitals, which it never is. Put `lower(…)` around what the request says, and
/// write the text in small letters.
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
      if comparison.ignoresCase { return neverEqual(comparison, context) }
      guard Self.names.contains(comparison.lastWord) else { return nil }
      let isOpposite = comparison.comparison == .notEqual || comparison.comparison == .notIn
      // An allow that asks for too much lets nothing pass, and is seen the first time.
      guard isOpposite ? comparison.place.opens : comparison.place.closes else { return nil }
      guard let text = comparison.texts.lazy.compactMap({ named($0, comparison) }).first else {
        return nil
      }
      let path = context.excerpt(comparison.subject.range)
      return finding(
        "`\(VisibleText.escaped(turned(text)))` means the same, and is another text",
        at: comparison.range,
        hint: "write `lower(\(path))`, and the text in small letters")
    }
  }

  /// A text in the wrong case for what is compared with it.
  private func neverEqual(_ comparison: TextComparison, _ context: LintContext) -> Diagnostic? {
    // In a pattern, capitals are also `\\W` and its kin.
    guard comparison.comparison != .matches, comparison.comparison != .like,
      comparison.asksForWhole || comparison.asksForPart,
      case .compare(_, let left, let right) = comparison.place.expression.kind
    else { return nil }
    var read = left.constant == nil ? left : right
    while case .call(.builtin(let function), let arguments) = read.kind,
      let first = arguments.first
    {
      let hasCapitals: Bool
      switch function {
      case .lower, .fold: hasCapitals = false
      case .upper: hasCapitals = true
      default:
        read = first
        continue
      }
      let wrong: ClosedRange<UInt8> = hasCapitals ? 0x61...0x7A : 0x41...0x5A
      guard let text = comparison.texts.first(where: { $0.bytes.contains(where: wrong.contains) })
      else { return nil }
      return finding(
        "`\(context.excerpt(read.range))` has \(hasCapitals ? "no small letters" : "no capitals"), "
          + "and \(quoted(text)) has", at: comparison.range,
        hint: "write the text in \(hasCapitals ? "capitals" : "small letters")")
    }
    return nil
  }

  /// What of a text names something by letters: of a regular expression a word, unless it takes
  /// care of capitals itself.
  private func named(_ text: ExactString, _ comparison: TextComparison) -> ExactString? {
    guard comparison.comparison == .matches else {
      return text.bytes.contains(where: ASCII.isLetter) ? text : nil
    }
    let pattern = PatternText(text, of: comparison)
    if pattern.ignoresCase { return nil }
    return pattern.words.lazy.map(\.text).first { $0.bytes.contains(where: ASCII.isLetter) }
  }

  /// The text with its first letter in the other case.
  private func turned(_ text: ExactString) -> String {
    var bytes = text.bytes
    if let place = bytes.firstIndex(where: ASCII.isLetter) { bytes[place] ^= 0x20 }
    return String(decoding: bytes, as: UTF8.self)
  }
}
