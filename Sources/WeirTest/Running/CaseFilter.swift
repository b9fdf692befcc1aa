// `--run REGEX`: which cases run. The expression is RE2's, as in policies, and is looked for
// anywhere in `FILE/CASE`, as people are used to from other runners.

internal import Weir
package import WeirHost

/// A choice of cases by their names.
package struct CaseFilter: Sendable {
  private let pattern: Pattern

  package init(_ expression: String) throws(Failure) {
    do throws(PatternError) {
      // By itself first: `a)(b` is no expression, though it would become one in parentheses.
      _ = try Pattern(.expression, ExactString(expression))
      pattern = try Pattern(.expression, ExactString("(?s:.*)(?:\(expression))(?s:.*)"))
    } catch {
      throw Failure(
        .usage, "\"\(expression)\" is no regular expression: \(error.reason)",
        hint: "--run takes the syntax of RE2, and looks for it anywhere in FILE/CASE")
    }
  }

  /// Whether the expression is found in a name.
  package func selects(_ name: String) -> Bool { pattern.matches(ExactString(name)) }

  /// Whether a case is to run.
  package func selects(_ name: String, in file: String) -> Bool {
    pattern.matches(ExactString("\(file)/\(name)"))
  }
}
