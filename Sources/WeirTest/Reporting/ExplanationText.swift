// An explanation for people: the values that conditions read, then each rule with its conditions in
// the source, marked with what they came to.

package import Weir
package import WeirAnalysis

/// Shows explanations.
package struct ExplanationText {
  private let isColored: Bool

  package init(isColored: Bool) { self.isColored = isColored }

  package func render(_ explanation: Explanation, _ files: [SourceFile]) -> String {
    var text = ""
    if !explanation.values.isEmpty {
      let longest =
        explanation.values.map { textColumns(of: VisibleText.escaped($0.path)) }.max() ?? 0
      let column = min(longest, TextReport.width / 2)
      for (path, value) in explanation.values {
        let lines = ReportText.wrapped(value, TextReport.width - column - 4)
        for (index, line) in lines.enumerated() {
          text +=
            "  " + ReportText.padded(index == 0 ? VisibleText.escaped(path) : "", column) + "  "
            + line + "\n"
        }
      }
      text += "\n"
    }
    for rule in explanation.rules { text += render(rule, files) }
    if explanation.omitted > 0 {
      text += "  and \(Plural.counted(explanation.omitted, "more rule"))\n\n"
    }
    return text
  }

  private func render(_ rule: ExplainedRule, _ files: [SourceFile]) -> String {
    let outcome =
      switch rule.outcome {
      case .true: "matched"
      case .false: "did not match"
      case .uncertain: "is uncertain"
      }
    let role =
      switch rule.part {
      case .decided, .uncertain: ""
      case .expected: rule.outcome == .true ? ", but did not decide" : ", though expected"
      case .nearMiss: ", but nearly"
      }
    let head = "\(rule.effect.rawValue) \(rule.name) \(outcome)\(role)"
    var text = "  " + painted(VisibleText.escaped(head), .strong) + "\n"
    // The rule's own file first, then those of definitions.
    let own = rule.at.lastIndex(of: ":").map { String(rule.at[..<$0]) } ?? rule.at
    func isOwn(_ file: Int32) -> Bool {
      let path = files[Int(file)].path
      return path == own || path.hasSuffix("/" + own)
    }
    let all = grouped(rule.conditions.flatMap { marks($0, of: rule) }, files)
    let groups = all.filter { isOwn($0.file) } + all.filter { !isOwn($0.file) }
    // By the path that can be opened, where a condition shows it.
    let place =
      groups.first.flatMap { isOwn($0.file) ? files[Int($0.file)].path + line(of: rule.at) : nil }
      ?? rule.at
    text += "    " + painted("--> " + VisibleText.escaped(place), .gutter) + "\n"
    for group in groups {
      let source = files[Int(group.file)]
      let lines = group.marks.map { source.line(at: Int($0.range.start)) }
      let gutter = String(lines.max() ?? 1).utf8.count + 2
      if !isOwn(group.file) {
        let place = "\(source.path):\(lines.min() ?? 1)"
        text += "    " + painted("::: " + VisibleText.escaped(place), .gutter) + "\n"
      }
      let room = TextReport.width - gutter - 3
      let snippet = SourceSnippet(
        isColored: isColored, gutter: gutter, widest: room - 2, margin: room)
      text += snippet.render(group.marks, in: source)
    }
    return text + "\n"
  }

  /// `:38` of `payments.weir:38`.
  private func line(of place: String) -> Substring {
    place.lastIndex(of: ":").map { place[$0...] } ?? ""
  }

  /// By file, in the order in which files first appear: an operand may stand in a definition, and
  /// that in another file than the condition.
  private func grouped(_ marks: [SourceSnippet.Mark], _ files: [SourceFile])
    -> [(file: Int32, marks: [SourceSnippet.Mark])]
  {
    var groups: [(file: Int32, marks: [SourceSnippet.Mark])] = []
    for mark in marks where files.indices.contains(Int(mark.range.file)) {
      if let index = groups.firstIndex(where: { $0.file == mark.range.file }) {
        groups[index].marks.append(mark)
      } else {
        groups.append((mark.range.file, [mark]))
      }
    }
    return groups
  }

  private func marks(
    _ condition: ExplainedCondition, of rule: ExplainedRule
  ) -> [SourceSnippet.Mark] {
    let style: SourceSnippet.Style
    let word: String
    switch condition.truth {
    case .true: (style, word) = (condition.isExclusion ? .error : .good, "true")
    case .false: (style, word) = (condition.isExclusion ? .good : .error, "false")
    case .uncertain: (style, word) = (.warning, "uncertain")
    }
    let remark: String? =
      if condition.isExclusion, condition.truth == .true, rule.outcome == .false {
        "the rule is excluded"
      } else if condition.isDecisive {
        "this alone keeps it from matching"
      } else {
        nil
      }
    return condition.operands.map {
      SourceSnippet.Mark(range: $0.range, label: $0.value, sign: "^", style: .label)
    } + [
      SourceSnippet.Mark(
        range: condition.range, label: remark.map { "\(word): \($0)" } ?? word,
        sign: "-", style: style)
    ]
  }

  private func painted(_ text: String, _ style: SourceSnippet.Style) -> String {
    style.painting(text, isColored)
  }
}
