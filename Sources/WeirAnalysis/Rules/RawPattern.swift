internal import Weir

/// A pattern in "…" doubles its backslashes. Write it in '…', where each stands for itself.
struct RawPattern: LintRule {
  let name: ExactString = "raw-pattern"
  let category = LintCategory.style
  let level = LintLevel.off

  let bad: LintExample = #"""
    deny digits when name matches «"[a-z]\\d+"»
    """#
  let good: LintExample = #"""
    deny digits when name matches '[a-z]\d+'
    """#

  func findings(in context: LintContext) -> [Diagnostic] {
    context.written.compactMap { written -> Diagnostic? in
      guard case .binary(.compare(let comparison), _, let right, _) = written.expression.kind,
        comparison == .matches || comparison == .like, case .string(let value) = right.kind
      else { return nil }
      let source = Array(context.text(right.range).utf8)
      let backslash = UInt8(ascii: "\\")
      // Nothing but doubled backslashes is escaped, so that the text is the same in the other form.
      guard source.first == UInt8(ascii: "\""), source.contains(backslash),
        !value.bytes.contains(UInt8(ascii: "'")),
        value.bytes.filter({ $0 == backslash }).count * 2
          == source.filter({ $0 == backslash }).count,
        value.bytes.count + source.filter({ $0 == backslash }).count / 2 + 2 == source.count
      else { return nil }
      return finding(
        "a pattern doubles its backslashes", at: right.range, hint: "write it in '…'",
        fix: Diagnostic.Fix(
          "write it in '…'", [Diagnostic.Fix.Edit(right.range, "'\(value)'")]))
    }
  }
}
