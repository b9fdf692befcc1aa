// Results for people, in a terminal of 80 columns:
//
//     FAIL payments.test.yaml:14  a large one waits for treasury
//
//                expected                          actual
//     verdict    hold                              deny
//     rules      large_transfers                   foreign_currency
//
// and below it the request's decisive values and the rules that had a part in the verdict, with the
// value of each operand under it.

internal import Weir
internal import WeirAnalysis

/// Writes results for people.
package struct TextReport {
  private let context: ReportContext

  private static let width = 80
  /// Of the column that names what is compared.
  private static let subject = 11
  /// Of each of the two columns beside it, with a blank between them.
  private static let column = (width - subject - 2) / 2

  package init(_ context: ReportContext) { self.context = context }

  package func render(_ result: RunResult) -> String {
    var text = ""
    for suite in result.suites {
      for test in suite.cases {
        if test.hasPassed {
          if context.isVerbose { text += headline("ok  ", .good, test) }
        } else {
          text += failure(test)
        }
      }
    }
    let style: SourceSnippet.Style = result.failed > 0 || result.broken > 0 ? .error : .good
    text += painted(result.summary, result.ran > 0 ? style : .error) + "\n"
    if let mutation = result.mutation {
      text += "\n" + MutationText(isColored: context.isColored).render(mutation)
    }
    return text
  }

  private func headline(_ word: String, _ style: SourceSnippet.Style, _ test: CaseResult)
    -> String
  {
    painted(word, style) + " " + VisibleText.escaped(test.place.text) + "  "
      + painted(VisibleText.escaped(test.name), .strong) + "\n"
  }

  /// One failed case, a blank line behind it.
  package func failure(_ test: CaseResult) -> String {
    var text = headline("FAIL", .error, test) + "\n"
    text += row("", ["expected"], ["actual"], .faint)
    for mismatch in test.mismatches {
      text += row(
        mismatch.what.rawValue, mismatch.expected.isEmpty ? ["none"] : mismatch.expected,
        mismatch.actual.isEmpty ? ["none"] : mismatch.actual)
    }
    for hint in test.mismatches.compactMap(\.hint) {
      let lines = wrapped(hint, TextReport.width - TextReport.subject)
      for (index, line) in lines.enumerated() {
        text += padded(index == 0 ? "help" : "", TextReport.subject) + line + "\n"
      }
    }
    text += "\n"
    if let explanation = test.explanation {
      text += render(explanation, test.sources)
    } else if !test.request.isEmpty {
      text +=
        wrapped(String(decoding: test.request, as: UTF8.self), TextReport.width - 2)
        .map { "  " + $0 + "\n" }.joined()
      text +=
        "  No explanation: the policy is built, and its data are not in the file.\n\n"
    }
    return text
  }

  // MARK: Side by side

  private func row(
    _ subject: String, _ left: [String], _ right: [String], _ style: SourceSnippet.Style? = nil
  ) -> String {
    let left = left.flatMap { wrapped($0, TextReport.column) }
    let right = right.flatMap { wrapped($0, TextReport.column) }
    var text = ""
    for index in 0..<max(left.count, right.count) {
      let first = padded(index == 0 ? subject : "", TextReport.subject)
      let expected = index < left.count ? left[index] : ""
      let actual = index < right.count ? right[index] : ""
      text +=
        trimmed(
          first + painted(padded(expected, TextReport.column), style ?? .good) + "  "
            + painted(actual, style ?? .error)) + "\n"
    }
    return text
  }

  private func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - textColumns(of: text)))
  }

  private func trimmed(_ text: String) -> String {
    var text = text
    while text.last == " " { text.removeLast() }
    return text
  }

  /// The text as a terminal may show it, in lines of at most so many columns, broken at blanks or
  /// commas where there are any.
  private func wrapped(_ text: String, _ width: Int) -> [String] {
    var lines: [String] = []
    var line: [(scalar: Unicode.Scalar, width: Int)] = []
    var used = 0
    func joined(_ scalars: some Sequence<(scalar: Unicode.Scalar, width: Int)>) -> String {
      var text = ""
      for scalar in scalars { text.unicodeScalars.append(scalar.scalar) }
      return trimmed(text)
    }
    for scalar in VisibleText.escaped(text).unicodeScalars {
      let columns = textColumns(of: String(scalar))
      if used + columns > width {
        // Behind a blank or a comma in the line's second half is a good place; else in the middle
        // of the word.
        let place = line.lastIndex { $0.scalar == " " || $0.scalar == "," }
        if let place, place >= line.count / 2 {
          lines.append(joined(line[...place]))
          line.removeFirst(place + 1)
        } else {
          lines.append(joined(line))
          line = []
        }
        used = line.reduce(0) { $0 + $1.width }
      }
      if line.isEmpty, !lines.isEmpty, scalar == " " { continue }
      line.append((scalar, columns))
      used += columns
    }
    lines.append(joined(line))
    return lines
  }

  // MARK: Why

  private func render(_ explanation: Explanation, _ files: [SourceFile]) -> String {
    var text = ""
    if !explanation.values.isEmpty {
      let longest =
        explanation.values.map { textColumns(of: VisibleText.escaped($0.path)) }.max() ?? 0
      let column = min(longest, TextReport.width / 2)
      for (path, value) in explanation.values {
        let lines = wrapped(value, TextReport.width - column - 4)
        for (index, line) in lines.enumerated() {
          text +=
            "  " + padded(index == 0 ? VisibleText.escaped(path) : "", column) + "  " + line + "\n"
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
    let all = grouped(rule.conditions.flatMap(marks), files)
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
        isColored: context.isColored, gutter: gutter, widest: room - 2, margin: room)
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

  private func marks(_ condition: ExplainedCondition) -> [SourceSnippet.Mark] {
    let style: SourceSnippet.Style
    let word: String
    switch condition.truth {
    case .true: (style, word) = (condition.isExclusion ? .error : .good, "true")
    case .false: (style, word) = (condition.isExclusion ? .good : .error, "false")
    case .uncertain: (style, word) = (.warning, "uncertain")
    }
    let remark: String? =
      if condition.isExclusion, condition.truth == .true {
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
    style.painting(text, context.isColored)
  }
}
