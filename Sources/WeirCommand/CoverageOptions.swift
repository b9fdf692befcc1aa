// The coverage flags of `weir test` and `weir eval`, and the writing of the reports.

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

  /// Whether coverage is asked for. Every format in `reports` must be one of coverage.
  func isAsked(_ reports: [String]) -> Bool {
    coverage || !threshold.isEmpty || !reports.isEmpty
  }

  /// What the flags ask for. `reports` are the values of `--report`; formats named in `others` are
  /// left to the caller.
  func wanted(_ reports: [String], others: [String] = []) throws(Failure) -> WantedCoverage {
    var wanted = WantedCoverage(isShown: coverage)
    for text in threshold {
      guard let threshold = CoverageThreshold(text) else {
        let kinds = CoverageKind.allCases.map(\.rawValue).joined(separator: ", ")
        throw Failure(
          .usage, "\"\(text)\" is not a threshold",
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
          .usage, "\"\(name)\" is not a format of reports",
          hint: Spelling.closest(to: name, among: names).map { "did you mean \"\($0)\"?" }
            ?? "use one of \(names.joined(separator: ", "))")
      }
    }
    return wanted
  }
}

/// What a run reports about coverage.
struct WantedCoverage {
  var isShown: Bool
  var thresholds: [CoverageThreshold] = []
  var files: [(format: CoverageFormat, file: OutputFile)] = []

  /// Nothing is asked for, and nothing is counted.
  var isNothing: Bool { !isShown && thresholds.isEmpty && files.isEmpty }

  /// Writes the files and reports missed thresholds; true if none is missed.
  func tell(_ report: CoverageReport) throws(Failure) -> Bool {
    for (format, file) in files { try file.write(Array(format.render(report).utf8)) }
    let misses = thresholds.compactMap { $0.miss(report) }
    for miss in misses { write("weir: \(miss)\n") }
    return misses.isEmpty
  }
}

/// The coverage of a run of `weir eval`. The verdicts take the standard output, so the report for
/// people goes to standard error.
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
