// A policy that shows what a rule finds, or what it does not.

package import Weir

/// A policy of one file, in which `«` and `»` mark what a rule is to find.
package struct LintExample: Sendable, ExpressibleByStringLiteral {
  /// The policy, without the marks.
  package private(set) var text = ""
  /// What is marked, as ranges of its bytes.
  package private(set) var marks: [SourceRange] = []

  package init(stringLiteral marked: String) {
    var start: Int32 = 0
    for scalar in marked.unicodeScalars {
      switch scalar {
      case "«": start = Int32(text.utf8.count)
      case "»": marks.append(SourceRange(file: 0, start: start, end: Int32(text.utf8.count)))
      default: text.unicodeScalars.append(scalar)
      }
    }
  }
}
