internal import Weir

/// The pattern has an anchor at one end alone, or word boundaries at its ends, as one does that is
/// searched for in a text. `matches` is about the whole text, so that it says more than was meant.
/// Write `.*` where anything may stand.
struct UnanchoredIntent: LintRule {
  let name: ExactString = "unanchored-intent"
  let category = LintCategory.security
  let level = LintLevel.warning

  let bad: LintExample = """
    deny administration when «route matches '^/admin/[a-z]+/'»
    """
  let good: LintExample = """
    deny administration when route matches '/admin/[a-z]+/.*'
    """

  func findings(in context: LintContext) -> [Diagnostic] {
    context.textComparisons.compactMap { comparison -> Diagnostic? in
      guard comparison.comparison == .matches else { return nil }
      for text in comparison.texts {
        guard let anchored = AnchoredPattern(text.bytes) else { continue }
        return finding(
          "`matches` is about the whole text, so that nothing may stand \(anchored.place)",
          at: comparison.range,
          hint: "write `\(VisibleText.escaped(anchored.meant))` where anything may stand "
            + "\(anchored.place), and leave the anchor out where nothing may")
      }
      return nil
    }
  }
}

/// A pattern whose anchors say that it is meant as a part.
private struct AnchoredPattern {
  let meant: String
  /// Where nothing may stand, against what seems meant.
  let place: String

  init?(_ bytes: [UInt8]) {
    var pattern = bytes[...]
    var flags: ArraySlice<UInt8> = []
    // `(?i)` and its kin come first.
    if pattern.starts(with: "(?".utf8), let end = pattern.firstIndex(of: UInt8(ascii: ")")),
      pattern[pattern.startIndex..<end].dropFirst(2).allSatisfy({ "imsU".utf8.contains($0) })
    {
      flags = pattern[...end]
      pattern = pattern[(end + 1)...]
    }
    let caret = UInt8(ascii: "^")
    let dollar = UInt8(ascii: "$")
    let boundary = Array("\\b".utf8)
    func isEscaped(_ slice: ArraySlice<UInt8>) -> Bool {
      // Whether the last byte is: an odd number of backslashes is before it.
      slice.dropLast().reversed().prefix { $0 == UInt8(ascii: "\\") }.count % 2 == 1
    }
    let begins = pattern.first == caret || pattern.starts(with: "\\A".utf8)
    let ends = pattern.last == dollar && !isEscaped(pattern)
    let hasBoundaries =
      pattern.starts(with: boundary)
      || pattern.count > 2 && Array(pattern.suffix(2)) == boundary
        && !isEscaped(pattern.dropLast())
    // Alternatives have ends of their own, and `.*` has said it.
    guard !pattern.contains(UInt8(ascii: "|")) else { return nil }
    let isOpenAtStart = pattern.starts(with: ".*".utf8)
    let isOpenAtEnd = pattern.count >= 2 && Array(pattern.suffix(2)) == Array(".*".utf8)
    let text: ([UInt8]) -> String = { String(decoding: flags + $0, as: UTF8.self) }
    if hasBoundaries {
      guard !isOpenAtStart || !isOpenAtEnd else { return nil }
      var whole = Array(pattern)
      if !isOpenAtStart { whole = Array(".*".utf8) + whole }
      if !isOpenAtEnd { whole += Array(".*".utf8) }
      meant = text(whole)
      place = "around it"
    } else if begins, !ends, !isOpenAtEnd {
      meant = text(Array(pattern.drop { $0 == caret }) + Array(".*".utf8))
      place = "after it"
    } else if ends, !begins, !isOpenAtStart {
      meant = text(Array(".*".utf8) + pattern.dropLast())
      place = "before it"
    } else {
      return nil
    }
  }
}
