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

/// `FORMAT=PATH` in two.
private func coverageFile(_ text: String) throws(Failure) -> (
  format: CoverageFormat, path: String
) {
  guard let sign = text.firstIndex(of: "="), text.index(after: sign) < text.endIndex else {
    throw Failure(
      .usage, "\"\(text)\" is no report",
      hint: "write a format and a file: html=coverage.html")
  }
  let format = try choice(
    String(text[..<sign]), of: CoverageFormat.self, for: "format of coverage")
  return (format, String(text[text.index(after: sign)...]))
}

/// Says which thresholds a report misses; whether it misses any.
func missesThreshold(_ report: CoverageReport, _ thresholds: [CoverageThreshold]) -> Bool {
  let misses = thresholds.compactMap { $0.miss(report) }
  for miss in misses { write("weir: \(miss)\n") }
  return !misses.isEmpty
}

/// The coverage of a run of `weir eval`. Verdicts are its output, so the report for people goes to
/// standard error.
struct EvalCoverage {
  let collector: CoverageCollector
  private let thresholds: [CoverageThreshold]
  private let isShown: Bool
  private let files: [(format: CoverageFormat, path: String)]
  private let color: ColorChoice

  /// Nil where nobody asks for coverage.
  init?(
    _ options: CoverageOptions, _ reports: [String], paths: [String], color: ColorChoice
  ) throws {
    thresholds = try options.thresholds()
    var files: [(format: CoverageFormat, path: String)] = []
    for report in reports { files.append(try coverageFile(report)) }
    self.files = files
    self.color = color
    isShown = options.coverage
    guard isShown || !thresholds.isEmpty || !files.isEmpty else { return nil }
    let policy: TestPolicy
    do throws(PolicyProblem) {
      policy = try TestPolicy.load(
        PolicyChoice(paths: paths, place: FixturePlace(path: paths[0], line: 1, column: 1)),
        standard: paths)
    } catch {
      switch error {
      case .failure(let failure): throw failure
      case .unknownData(let names, declared: _):
        throw Failure(.usage, "the policy declares no data \(names.joined(separator: ", "))")
      case .findings(let findings, let files):
        write(DiagnosticRenderer(files: files, isColored: color.isWanted(on: 2)).render(findings))
        throw ExitCode(2)
      }
    }
    guard policy.hasSources else {
      throw Failure(
        .usage, "\(paths[0]) has no conditions to tell of: it binds documents, and is built",
        hint: "name the sources that it was built from with -p")
    }
    collector = try CoverageCollector(policy)
  }

  /// Writes the reports; false where a threshold is missed.
  func tell() throws(Failure) -> Bool {
    let report = collector.report
    for file in files {
      try System.write(Array(file.format.render(report).utf8), to: file.path)
    }
    if isShown { write(report.text(isColored: color.isWanted(on: 2))) }
    return !missesThreshold(report, thresholds)
  }
}
