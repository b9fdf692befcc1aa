// The one table of coverage formats: name, purpose, writer; and the thresholds for coverage.

internal import Weir

/// A way to write coverage.
package enum CoverageFormat: String, Sendable, CaseIterable {
  case text = "coverage-text"
  case json = "coverage-json"
  case lcov, cobertura, html

  /// What it is, for help and reference.
  package var meaning: String {
    switch self {
    case .text: "for people: a table, and the source with what was never seen"
    case .json: "one object, described by grammar/coverage.schema.json"
    case .lcov: "LCOV's trace file, which genhtml and editors read"
    case .cobertura: "Cobertura's XML, which CI servers read"
    case .html: "one page with everything, to be opened in a browser"
    }
  }

  /// The coverage in this format.
  package func render(_ report: CoverageReport) -> String {
    switch self {
    case .text: report.text(isColored: false)
    case .json: report.json()
    case .lcov: report.lcov()
    case .cobertura: report.cobertura()
    case .html: report.html()
    }
  }
}

/// A minimum of coverage.
package struct CoverageThreshold: Sendable, Equatable {
  package var kind: CoverageKind
  /// In thousandths of a percent, so that nothing is rounded.
  private var thousandths: Int
  /// As the user wrote it.
  package var percent: String

  /// Reads `mcdc=80` or `rules=99.5`; nil for anything else.
  package init?(_ text: String) {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, let kind = CoverageKind(rawValue: String(parts[0])) else { return nil }
    var written = parts[1]
    if written.hasSuffix("%") { written = written.dropLast() }
    let digits = written.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    guard digits.count <= 2,
      digits.allSatisfy({ part in
        (1...3).contains(part.utf8.count) && part.utf8.allSatisfy { (0x30...0x39).contains($0) }
      }), let whole = Int(digits[0])
    else { return nil }
    let fraction = digits.count == 2 ? String(digits[1]) : ""
    let padded = fraction + String(repeating: "0", count: 3 - fraction.utf8.count)
    thousandths = whole * 1000 + (Int(padded) ?? 0)
    guard thousandths <= 100_000 else { return nil }
    self.kind = kind
    percent = String(written)
  }

  /// The message if a report misses the threshold, else nil. If there is nothing to cover, it is
  /// met.
  package func miss(_ report: CoverageReport) -> String? {
    let share = report.share(kind)
    guard share.covered * 100_000 < thousandths * share.total else { return nil }
    return
      """
      \(kind.title): covered to \(share.percent)% (\(share.covered) of \(share.total)), and the \
      threshold is \(percent)%
      """
  }
}
