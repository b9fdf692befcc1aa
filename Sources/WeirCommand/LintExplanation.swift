// `weir lint --explain`: what a finding means, and for a rule both of its examples.

internal import Weir
internal import WeirAnalysis
internal import WeirHost

struct LintExplanation {
  private let explanation: LintRules.Explanation
  private let entry: LintRules.Entry?

  init(_ code: String) throws(Failure) {
    let explanation = try choice(
      code, among: LintRules.explanations.map { ($0.code.name, $0) }, for: "code of a finding")
    self.explanation = explanation
    entry = LintRules.all.first { .rule($0.rule.name) == explanation.code }
  }

  func text(isColored: Bool) -> String {
    let code = explanation.code.name
    var text = "\(explanation.level.rawValue)[\(code)]"
    if let category = explanation.category { text += " (\(category.rawValue))" }
    text += "\n\n\(explanation.meaning)\n"
    guard let entry else { return text }
    text += "\nIt finds:\n\n" + LintExplanation.shown(entry.rule.bad, isColored)
    text += "\nIt does not find:\n\n" + LintExplanation.shown(entry.rule.good, isColored)
    text += """

      If it is meant, say so above the line, or before the declaration:

        // weir: ignore \(code): the reason
        @expect("\(code)", "the reason")

      """
    return text
  }

  /// An example, indented, with what is found marked on its first line.
  private static func shown(_ example: LintExample, _ isColored: Bool) -> String {
    let file = SourceFile(path: "", text: example.text)
    let style = SourceSnippet.Style.warning
    return (1...file.lineStarts.count).map { line in
      var text = "  \(file.text(ofLine: line))\n"
      for mark in example.marks where file.line(at: Int(mark.start)) == line {
        let range = file.range(ofLine: line)
        let before = file.text(
          in: SourceRange(file: 0, start: Int32(range.lowerBound), end: mark.start))
        let marked = file.text(
          in: SourceRange(
            file: 0, start: mark.start, end: min(mark.end, Int32(range.upperBound))))
        text += "  " + String(repeating: " ", count: textColumns(of: before))
        text += style.painting(String(repeating: "^", count: textColumns(of: marked)), isColored)
        text += "\n"
      }
      return text
    }.joined()
  }
}
