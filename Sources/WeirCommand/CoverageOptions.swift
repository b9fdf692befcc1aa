// The flags of coverage, for `weir test` and `weir eval`, and what becomes of a report.

internal import ArgumentParser
internal import Weir
internal import WeirFiles
internal import WeirTest

struct CoverageOptions: ParsableArguments {
  @Flag(help: "Tell which rules and conditions the requests have shown, and which not.")
  var coverage = false

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "End with status 1 if less is covered: rules, conditions or mcdc. May be repeated.",
      valueName: "kind=percent"))
  var threshold: [String] = []

  /// The thresholds, read.
  func thresholds() throws(Failure) -> [CoverageThreshold] {
    var thresholds: [CoverageThreshold] = []
    for text in threshold {
      guard let threshold = CoverageThreshold(text) else {
        let kinds = CoverageKind.allCases.map(\.rawValue).joined(separator: ", ")
        throw Failure(
          .usage, "\"\(text)\" is no threshold",
          hint: "write one of \(kinds), and a percentage from 0 to 100: --threshold rules=100")
      }
      thresholds.append(threshold)
    }
    return thresholds
  }
}

/// Says which thresholds a report misses; whether it misses any.
func missesThreshold(_ report: CoverageReport, _ thresholds: [CoverageThreshold]) -> Bool {
  let misses = thresholds.compactMap { $0.miss(report) }
  for miss in misses { write("weir: \(miss)\n") }
  return !misses.isEmpty
}
