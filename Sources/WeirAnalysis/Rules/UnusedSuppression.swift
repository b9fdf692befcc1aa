internal import Weir

/// A comment `// weir: ignore …` or an `@expect` answers a finding that is not made here, and would
/// hide a new one. Remove it.
struct UnusedSuppression: LintRule {
  let name: ExactString = "unused-suppression"
  let category = LintCategory.hygiene
  let level = LintLevel.warning
  let isAboutSuppressions = true

  let bad: LintExample = """
    «// weir: ignore default-allow: the gateway refuses whatever is new»
    allow reads when action == "read"
    """
  let good: LintExample = """
    // weir: ignore default-allow: the gateway refuses whatever is new
    default allow
    deny writes when action == "write"
    """

  func findings(in context: LintContext) -> [Diagnostic] {
    let rules = LintRules.all.map(\.rule)
    let names = rules.map(\.name)
    return context.unusedSuppressions.compactMap { suppression in
      if let mistake = suppression.mistake {
        return finding(
          "this suppresses nothing: \(mistake)", at: suppression.range,
          hint: "write `// weir: ignore RULE: the reason`, or `@expect(\"RULE\", \"the reason\")`")
      }
      guard let rule = rules.first(where: { $0.name == suppression.rule }) else {
        let meant = Spelling.closest(
          to: suppression.rule.description, among: names.map(\.description))
        return finding(
          "this suppresses nothing: no rule is called `\(suppression.rule)`",
          at: suppression.range,
          hint: meant.map { "did you mean `\($0)`?" }
            ?? "the reference lists the rules; the compiler's errors cannot be suppressed")
      }
      // Whether a rule that is off would find something is not known, nor what one would find that
      // an error kept from seeing the whole policy.
      if context.levels[suppression.rule] == .off || !context.policy.errors.isEmpty
        || !rule.isInformed(context.surroundings)
      {
        return nil
      }
      return finding(
        "this suppresses nothing: `\(suppression.rule)` finds nothing here",
        at: suppression.range,
        hint: "remove it: it would hide the next finding, which nobody has looked at",
        fix: removal(of: suppression, context))
    }
  }

  /// Takes a suppression of one rule away, and its line where nothing else stands on it.
  private func removal(
    of suppression: LintSuppression, _ context: LintContext
  ) -> Diagnostic.Fix? {
    guard context.suppressions.filter({ $0.range == suppression.range }).count == 1 else {
      return nil
    }
    let file = context.policy.files[Int(suppression.range.file)]
    var (start, end) = (Int(suppression.range.start), Int(suppression.range.end))
    func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
    while end < file.bytes.count, isBlank(file.bytes[end]) { end += 1 }
    let isLast =
      end == file.bytes.count || file.bytes[end] == UInt8(ascii: "\n")
      || file.bytes[end] == UInt8(ascii: "\r")
    if isLast {
      while start > 0, isBlank(file.bytes[start - 1]) { start -= 1 }
      if start == 0 || file.bytes[start - 1] == UInt8(ascii: "\n") {
        if end < file.bytes.count, file.bytes[end] == UInt8(ascii: "\r") { end += 1 }
        if end < file.bytes.count, file.bytes[end] == UInt8(ascii: "\n") { end += 1 }
      }
    }
    let range = SourceRange(
      file: suppression.range.file, start: Int32(start), end: Int32(end))
    return Diagnostic.Fix("remove it", [Diagnostic.Fix.Edit(range, "")])
  }
}
