// `weir lint`: reports everything that the compiler and the linter's rules find in a policy. The
// findings are the result, so they go to standard output.

internal import ArgumentParser
internal import Weir
internal import WeirAnalysis
internal import WeirHost
internal import WeirReaders

struct Lint: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lint", _superCommandName: "weir",
    abstract: "Check a policy: every error and warning in it, in one run.",
    discussion: """
      Ends with status 0 without findings, 1 with warnings, 2 if the policy does not compile.

        weir lint -p policies
        weir lint -p policies --format github      annotations of a pull request
        weir lint --explain unguarded-optional     what a finding means, and the way out
      """)

  @OptionGroup var policy: PolicyOptions

  @Option(help: "How findings are written: text, JSON lines, or GitHub's workflow commands.")
  var format: DiagnosticRenderer.Format?

  @Option(
    name: .customLong("report"), parsing: .singleValue,
    help: ArgumentHelp(
      "Write the findings to a file as well. May be repeated.", valueName: "format=path"))
  var reports: [String] = []

  @Option(help: ArgumentHelp("Say what a finding means instead.", valueName: "code"))
  var explain: String?

  @OptionGroup var colors: ColorOptions

  func run() throws {
    var output = Output(1, name: "the standard output")
    if let explain {
      output.bytes += try Lint.explanation(explain)
      return try output.flush()
    }
    let settings = try policy.settings()
    let format = try choice(
      format, settings, .lintFormat, for: "format of findings", otherwise: .text)
    let reports = try reports.map(Lint.report)
    try OutputFile.check(reports.map(\.file))
    let (diagnostics, files) = try diagnostics(try policy.choice(settings))
    for report in reports {
      let text = Lint.text(diagnostics, files, report.format, isColored: false)
      try report.file.write(Array(text.utf8))
    }
    output.bytes += Lint.text(
      diagnostics, files, format, isColored: colors.color.isWanted(on: 1))
    try output.flush()
    let errors = diagnostics.count { $0.severity == .error }
    let warnings = diagnostics.count - errors
    if format == .text {
      write(
        """
        \(Plural.counted(files.count, "file")), \(Plural.counted(errors, "error")), \
        \(Plural.counted(warnings, "warning"))\n
        """
      )
    }
    if errors > 0 { throw ExitStatus.unusable }
    if warnings > 0 { throw ExitStatus.negative }
  }

  /// All findings for a policy, and the files that they point into.
  private func diagnostics(_ chosen: PathChoice) throws(Failure) -> ([Diagnostic], [SourceFile]) {
    let source: PolicySource
    do throws(Failure) {
      if let path = try LoadedPolicy.builtPath(chosen.paths) {
        // What is not a program is told first.
        _ = try LoadedPolicy.program(path, readers: QueryReader.all)
        throw Failure(
          .usage, "a built policy has no findings left", hint: "lint the sources it was built from")
      }
      source = try PolicySource(chosen.paths, readers: QueryReader.all)
    } catch {
      throw chosen.placed(error)
    }
    return (LintRules.diagnostics(of: source.compiled()), source.openable)
  }

  /// `json=findings.jsonl`.
  private static func report(_ text: String) throws(Failure)
    -> (format: DiagnosticRenderer.Format, file: OutputFile)
  {
    let (name, path) = try splitReport(text, example: "json=findings.jsonl")
    let format = try choice(name, of: DiagnosticRenderer.Format.self, for: "format of findings")
    return (format, OutputFile(path, .report))
  }

  private static func text(
    _ diagnostics: [Diagnostic], _ files: [SourceFile], _ format: DiagnosticRenderer.Format,
    isColored: Bool
  ) -> String {
    DiagnosticRenderer(files: files, isColored: isColored).render(diagnostics, as: format)
  }

  private static func explanation(_ text: String) throws(Failure) -> String {
    let explanation = try choice(
      text, among: LintRules.explanations.map { ($0.code.name, $0) }, for: "code of a finding")
    return "\(explanation.severity.rawValue)[\(text)]\n\n\(explanation.meaning)\n"
  }
}

extension DiagnosticRenderer.Format: NamedChoice {}
