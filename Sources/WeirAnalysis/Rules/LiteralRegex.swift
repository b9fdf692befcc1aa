internal import Weir

/// A pattern has nothing of one, and is a comparison in disguise, or takes any character where a
/// dot is meant, as `api.example.com` does for `matches`. Compare with `==`, `starts_with`,
/// `ends_with` or `includes`, or escape the dots: `\.`.
struct LiteralRegex: LintRule {
  let name: ExactString = "literal-regex"
  let category = LintCategory.security
  let level = LintLevel.warning

  let bad: LintExample = """
    allow intern when «host matches 'api.example.com'»
    """
  let good: LintExample = """
    allow intern when host == "api.example.com"
    """

  func findings(in context: LintContext) -> [Diagnostic] {
    let comparisons = context.textComparisons.filter {
      $0.comparison == .like || $0.comparison == .matches
    }
    // One text may be a pattern for several members, through a definition.
    let fixed = Set(comparisons.filter(isFixed).map(\.pattern))
    return comparisons.compactMap { comparison -> Diagnostic? in
      guard comparison.texts.count == 1 else { return nil }
      var found =
        comparison.comparison == .like
        ? glob(comparison, context) : expression(comparison, context)
      if fixed.contains(comparison.pattern) { found?.fix = nil }
      return found
    }
  }

  /// Whether its text has to stay: a hold's conditions are in the keys of its approvals, and what
  /// is none of a member's texts is an error of `==`, and none of a pattern.
  private func isFixed(_ comparison: TextComparison) -> Bool {
    if case .choice = comparison.subject.type { return true }
    return comparison.place.isInHold
  }

  private func glob(_ comparison: TextComparison, _ context: LintContext) -> Diagnostic? {
    let text = comparison.texts[0]
    guard !text.bytes.isEmpty, !text.bytes.contains(where: { "*?[]{}\\".utf8.contains($0) }) else {
      return nil
    }
    return disguise(comparison, "== \(quoted(text))", "put a `*` where more may stand", context)
  }

  private func expression(_ comparison: TextComparison, _ context: LintContext) -> Diagnostic? {
    let text = comparison.texts[0]
    guard let literal = LiteralPattern(text) else {
      // A restriction that reaches further is safe.
      guard comparison.place.opens, let name = DottedName(text.bytes) else { return nil }
      return finding(
        "`.` stands for any character here: `\(name.other)` matches where `\(name.text)` is meant",
        at: comparison.range, hint: "write `\(name.escaped)`")
    }
    let written = "\(literal.comparison.spelling) \(quoted(literal.text))"
    let instead = "write `\(context.excerpt(comparison.subject.range)) \(written)`"
    if let other = literal.other {
      return finding(
        "`.` stands for any character here: "
          + "`\(VisibleText.escaped(other.description))` matches too",
        at: comparison.range, hint: "\(instead), or `\\.` for each dot")
    }
    return disguise(
      comparison, written,
      literal.comparison == .equal ? "ask with `includes` where more may stand around it" : nil,
      context)
  }

  private func disguise(
    _ comparison: TextComparison, _ written: String, _ else: String?, _ context: LintContext
  ) -> Diagnostic {
    let instead = "write `\(context.excerpt(comparison.subject.range)) \(written)`"
    return finding(
      "nothing in this pattern is one", at: comparison.range,
      hint: `else`.map { "\(instead), or \($0)" } ?? instead,
      fix: fix(comparison, written, context))
  }

  /// Both say the same of every value, a text or not.
  private func fix(
    _ comparison: TextComparison, _ written: String, _ context: LintContext
  ) -> Diagnostic.Fix? {
    guard case .compare(let old, let left, let right) = comparison.place.expression.kind,
      left.range.file == right.range.file, left.range.end < right.range.start
    else { return nil }
    // Of a definition, a side may be the argument of a call, and stand anywhere.
    let file = context.policy.files[Int(right.range.file)]
    let gap = SourceRange(
      file: left.range.file, start: left.range.end, end: right.range.start)
    let words = file.bytes[gap.bytes(of: file)].split { $0 == 0x20 || $0 == 0x0A || $0 == 0x0D }
    guard words.count == 1, words[0].elementsEqual(old.spelling.utf8),
      let quote = file.bytes[right.range.bytes(of: file)].first,
      quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"")
    else { return nil }
    let between = SourceRange(
      file: left.range.file, start: left.range.end, end: right.range.end)
    return Diagnostic.Fix("compare the texts", [Diagnostic.Fix.Edit(between, " \(written)")])
  }
}

extension TextComparison {
  /// Where the pattern stands.
  fileprivate var pattern: SourceRange {
    if case .compare(_, _, let right) = place.expression.kind { right.range } else { range }
  }
}

/// A regular expression that a comparison of texts says as well.
private struct LiteralPattern {
  private(set) var text: ExactString
  let comparison: Comparison
  /// Another text that it matches, where unescaped dots are in it.
  private(set) var other: ExactString?

  /// Nil where the pattern is one.
  init?(_ pattern: ExactString) {
    var rest = LiteralPattern.withoutAnchors(pattern.bytes)
    let any = Array(".*".utf8)
    let isOpenAtStart = rest.starts(with: any)
    if isOpenAtStart { rest = rest.dropFirst(2) }
    var isOpenAtEnd = false
    if rest.count >= 2, Array(rest.suffix(2)) == any, rest.dropLast(2).last != UInt8(ascii: "\\") {
      isOpenAtEnd = true
      rest = rest.dropLast(2)
    }
    var literal: [UInt8] = []
    var different: [UInt8] = []
    var hasDot = false
    var isEscaped = false
    for byte in rest {
      if isEscaped {
        // `\\.` is a dot, `\\d` a digit.
        let isLetter = (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
        guard !isLetter, !(0x61...0x7A).contains(byte), byte < 0x80 else { return nil }
        literal.append(byte)
        different.append(byte)
        isEscaped = false
        continue
      }
      switch byte {
      case UInt8(ascii: "\\"): isEscaped = true
      case UInt8(ascii: "."):
        hasDot = true
        literal.append(byte)
        different.append(UInt8(ascii: "x"))
      default:
        if "*+?()|[]{}^$".utf8.contains(byte) { return nil }
        literal.append(byte)
        different.append(byte)
      }
    }
    guard !isEscaped, !literal.isEmpty else { return nil }
    // A dot among words is one that was meant: `api.example.com`, `10.0.0.1`, `report.pdf`.
    if hasDot {
      guard literal.contains(where: { $0 != UInt8(ascii: ".") }) else { return nil }
      other = ExactString(validated: different)
    }
    text = ExactString(validated: literal)
    comparison =
      switch (isOpenAtStart, isOpenAtEnd) {
      case (false, false): .equal
      case (false, true): .startsWith
      case (true, false): .endsWith
      case (true, true): .includes
      }
  }

  /// The pattern without anchors that ask for the whole text, as `matches` does anyway. An anchor
  /// at one end alone means something else: `unanchored-intent` says so.
  private static func withoutAnchors(_ bytes: [UInt8]) -> ArraySlice<UInt8> {
    let any = Array(".*".utf8)
    let isEscaped = bytes.dropLast().last == UInt8(ascii: "\\")
    let begins = bytes.first == UInt8(ascii: "^")
    let ends = bytes.last == UInt8(ascii: "$") && !isEscaped
    guard begins || bytes.starts(with: any), ends || bytes.suffix(2).elementsEqual(any) else {
      return bytes[...]
    }
    return bytes.dropFirst(begins ? 1 : 0).dropLast(ends ? 1 : 0)
  }
}

/// A host's name or an address in a larger pattern, with a dot that takes any character.
private struct DottedName {
  private(set) var text = ""
  private(set) var other = ""
  private(set) var escaped = ""

  /// Ends of names that everybody reads as a host's.
  private static let domains: Set<ExactString> = [
    "com", "net", "org", "io", "dev", "edu", "gov", "app", "cloud", "internal", "local", "example",
  ]

  init?(_ pattern: [UInt8]) {
    let dot = UInt8(ascii: ".")
    var run: [UInt8] = []
    var place = PatternText.flags(pattern).end
    // One more step than there are bytes, for the name that ends the pattern.
    while place <= pattern.count {
      let byte = place < pattern.count ? pattern[place] : 0
      let next = place + 1 < pattern.count ? pattern[place + 1] : 0
      if byte == dot, !"*+?{".utf8.contains(next) {
        run.append(dot)
        place += 1
      } else if ASCII.isWordByte(byte) || byte == UInt8(ascii: "-") {
        run.append(byte)
        place += 1
      } else {
        // The last letter is not of the name where it may be repeated, or be left out.
        if !"*+?{".utf8.contains(byte), finish(run) { return }
        run = []
        if byte == UInt8(ascii: "\\") {
          // `\.` and what is beside it are as they should be.
          place += 2
        } else if byte == UInt8(ascii: "[") {
          place = PatternText.endOfClass(pattern, place)
        } else {
          place += 1
        }
      }
    }
    return nil
  }

  /// Whether a run of letters, digits and dots is a name with a dot in it.
  private mutating func finish(_ run: [UInt8]) -> Bool {
    let parts = run.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard parts.count > 1, let last = parts.last, !last.isEmpty, !parts[parts.count - 2].isEmpty,
      Self.domains.contains(ExactString(validated: Array(last)))
        || parts.count > 2
          && parts.allSatisfy({ part in
            (1...3).contains(part.count) && part.allSatisfy { (0x30...0x39).contains($0) }
          })
    else { return false }
    let names = parts.drop { $0.isEmpty }.map { String(decoding: $0, as: UTF8.self) }
    text = names.joined(separator: ".")
    other = names.joined(separator: "x")
    escaped = names.joined(separator: "\\.")
    return true
  }
}
