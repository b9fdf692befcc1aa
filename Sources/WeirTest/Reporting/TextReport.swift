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

  static let width = 80
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

  /// One failed case, a blank line after it.
  package func failure(_ test: CaseResult) -> String {
    var text = headline("FAIL", .error, test) + "\n"
    text += row("", ["expected"], ["actual"], .faint)
    for mismatch in test.mismatches {
      text += row(
        mismatch.what.rawValue, mismatch.expected.isEmpty ? ["none"] : mismatch.expected,
        mismatch.actual.isEmpty ? ["none"] : mismatch.actual)
    }
    for hint in test.mismatches.compactMap(\.hint) {
      let lines = ReportText.wrapped(hint, TextReport.width - TextReport.subject)
      for (index, line) in lines.enumerated() {
        text += ReportText.padded(index == 0 ? "help" : "", TextReport.subject) + line + "\n"
      }
    }
    text += "\n"
    if let explanation = test.explanation {
      text += ExplanationText(isColored: context.isColored).render(explanation, test.sources)
    } else if !test.request.isEmpty {
      text +=
        ReportText.wrapped(String(decoding: test.request, as: UTF8.self), TextReport.width - 2)
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
    let left = left.flatMap { ReportText.wrapped($0, TextReport.column) }
    let right = right.flatMap { ReportText.wrapped($0, TextReport.column) }
    var text = ""
    for index in 0..<max(left.count, right.count) {
      let first = ReportText.padded(index == 0 ? subject : "", TextReport.subject)
      let expected = index < left.count ? left[index] : ""
      let actual = index < right.count ? right[index] : ""
      text +=
        ReportText.trimmed(
          first + painted(ReportText.padded(expected, TextReport.column), style ?? .good) + "  "
            + painted(actual, style ?? .error)) + "\n"
    }
    return text
  }

  private func painted(_ text: String, _ style: SourceSnippet.Style) -> String {
    style.painting(text, context.isColored)
  }
}
