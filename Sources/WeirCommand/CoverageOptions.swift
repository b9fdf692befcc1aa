// The flags of coverage, for `weir test` and `weir eval`, and what becomes of a report.

internal import ArgumentParser
internal import Weir
internal import WeirHost
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

  /// Whether anybody asks for coverage; all `reports` are of it.
  func isAsked(_ reports: [String]) -> Bool {
    coverage || !threshold.isEmpty || !reports.isEmpty
  }

  /// What is asked for; `reports` are `--report`'s, of which those of `others` are somebody else's.
  func wanted(_ reports: [String], others: [String] = []) throws(Failure) -> WantedCoverage {
    var wanted = WantedCoverage(isShown: coverage)
    for text in threshold {
      guard let threshold = CoverageThreshold(text) else {
        let kinds = CoverageKind.allCases.map(\.rawValue).joined(separator: ", ")
        throw Failure(
          .usage, "\"\(text)\" is no threshold",
          hint: "write one of \(kinds), and a percentage from 0 to 100: --threshold rules=100")
      }
      wanted.thresholds.append(threshold)
    }
    for report in reports {
      let (name, path) = try splitReport(report, example: "html=coverage.html")
      if let format = CoverageFormat(rawValue: name) {
        wanted.files.append((format, OutputFile(path, .report)))
      } else if !others.contains(name) {
        let names = others + CoverageFormat.allCases.map(\.rawValue)
        throw Failure(
          .usage, "\"\(name)\" is no format of reports",
          hint: Spelling.closest(to: name, among: names).map { "did you mean \"\($0)\"?" }
            ?? "use one of \(names.joined(separator: ", "))")
      }
    }
    return wanted
  }
}

/// What a run is to tell of coverage.
struct WantedCoverage {
  var isShown: Bool
  var thresholds: [CoverageThreshold] = []
  var files: [(format: CoverageFormat, file: OutputFile)] = []

  /// Nobody asks, and nothing is counted.
  var isNothing: Bool { !isShown && thresholds.isEmpty && files.isEmpty }

  /// Writes the files and says which thresholds are missed; whether none is.
  func tell(_ report: CoverageReport) throws(Failure) -> Bool {
    for (format, file) in files { try file.write(Array(format.render(report).utf8)) }
    let misses = thresholds.compactMap { $0.miss(report) }
    for miss in misses { write("weir: \(miss)\n") }
    return misses.isEmpty
  }
}

/// The coverage of a run of `weir eval`. Verdicts are its output, so the report for people goes to
/// standard error.
struct EvalCoverage {
  let collector: CoverageCollector
  private let wanted: WantedCoverage
  private let isColored: Bool

  init(
    _ policy: TestPolicy, of chosen: PathChoice, _ wanted: WantedCoverage, color: ColorChoice
  ) throws {
    try OutputFile.check(wanted.files.map(\.file))
    guard policy.hasSources else {
      throw Failure(
        .usage, "\(chosen.paths[0]) has no conditions to tell of: it binds documents, and is built",
        hint: "name the sources that it was built from with -p")
    }
    collector = try CoverageCollector(policy)
    self.wanted = wanted
    isColored = color.isWanted(on: 2)
  }

  /// Writes the reports; false where a threshold is missed.
  func tell() throws(Failure) -> Bool {
    let report = collector.report
    if wanted.isShown { write(report.text(isColored: isColored)) }
    return try wanted.tell(report)
  }
}
