// Where results go: one format to the standard output, any number to files.

internal import ArgumentParser
internal import Weir
internal import WeirHost
internal import WeirTest

struct TestReportOptions: ParsableArguments {
  @Flag(name: .shortAndLong, help: "Name every case, not only those that failed.")
  var verbose = false

  @Option(
    help:
      "How results are written: text, JSON, JUnit's XML, TAP, or GitHub's workflow commands.")
  var format: ResultFormat?

  @Option(
    name: .customLong("report"), parsing: .singleValue,
    help: ArgumentHelp(
      """
      Write results or coverage to a file as well: also coverage-text, coverage-json, lcov, \
      cobertura, html. May be repeated.
      """,
      valueName: "format=path"))
  var reports: [String] = []

  func targets(_ settings: Settings, color: ColorChoice) throws(Failure) -> TestReports {
    let format = try choice(
      format, settings, .testFormat, for: "format of results", otherwise: .text)
    var files: [(format: ResultFormat, file: OutputFile)] = []
    for report in reports {
      // The other names are coverage formats: see CoverageOptions.swift.
      let (name, path) = try splitReport(report, example: "junit=results.xml")
      if let format = ResultFormat(rawValue: name) {
        files.append((format, OutputFile(path, .report)))
      }
    }
    return TestReports(
      format: format, isVerbose: verbose, isColored: color.isWanted(on: 1), files: files)
  }
}

extension ResultFormat: NamedChoice {}

/// Splits `FORMAT=PATH` into its two parts.
func splitReport(_ text: String, example: String) throws(Failure) -> (
  format: String, path: String
) {
  let bytes = text.utf8
  guard let sign = bytes.firstIndex(of: UInt8(ascii: "=")),
    bytes.index(after: sign) < bytes.endIndex
  else {
    throw Failure(
      .usage, "\"\(text)\" is not a report", hint: "write a format and a file: \(example)")
  }
  return (
    String(decoding: bytes[..<sign], as: UTF8.self),
    String(decoding: bytes[sign...].dropFirst(), as: UTF8.self)
  )
}

/// The reports of a run.
struct TestReports {
  var format: ResultFormat
  var isVerbose: Bool
  var isColored: Bool
  var files: [(format: ResultFormat, file: OutputFile)]

  func write(_ result: RunResult) throws(Failure) {
    for (format, file) in files {
      let context = ReportContext(version: version, isVerbose: isVerbose)
      try file.write(Array(format.render(result, context).utf8))
    }
    var output = Output(1, name: "the standard output")
    let context = ReportContext(version: version, isColored: isColored, isVerbose: isVerbose)
    output.bytes += format.render(result, context)
    try output.flush()
  }
}
