internal import Weir

/// A pattern of `matches` has nothing of a pattern but dots, or nothing at all: as a regular
/// expression it takes any character for each `.`, or it is a comparison in disguise. Compare with
/// `==`, `starts_with`, `ends_with` or `includes`, or escape the dots.
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
    context.textComparisons.compactMap { comparison -> Diagnostic? in
      guard comparison.comparison == .matches, comparison.texts.count == 1,
        let literal = LiteralPattern(comparison.texts[0])
      else { return nil }
      let written = "\(literal.comparison.spelling) \(quoted(literal.text))"
      let instead = "write `\(context.excerpt(comparison.subject.range)) \(written)`"
      if let other = literal.other {
        return finding(
          "`.` stands for any character here: `\(VisibleText.escaped(other.description))` matches too",
          at: comparison.range, hint: "\(instead), or `\\.` for each dot")
      }
      return finding(
        "nothing in this pattern is one", at: comparison.range, hint: instead,
        fix: fix(comparison, written, context))
    }
  }

  /// Both say the same of every value, a text or not. A hold's conditions are in the keys of its
  /// approvals, and stay as they are.
  private func fix(
    _ comparison: TextComparison, _ written: String, _ context: LintContext
  ) -> Diagnostic.Fix? {
    guard !comparison.place.isInHold,
      case .compare(_, let left, let right) = comparison.place.expression.kind,
      left.range.file == right.range.file, left.range.end < right.range.start,
      context.policy.files[Int(right.range.file)].text(in: right.range).first.map({
        $0 == "'" || $0 == "\""
      }) == true
    else { return nil }
    let between = SourceRange(
      file: left.range.file, start: left.range.end, end: right.range.end)
    return Diagnostic.Fix("compare the texts", [Diagnostic.Fix.Edit(between, " \(written)")])
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
    var rest = pattern.bytes[...]
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
}
