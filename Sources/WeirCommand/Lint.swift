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
      Ends with status 0 without findings, 1 with warnings or what --fail-level says, 2 if the \
      policy does not compile.

        weir lint policies
        weir lint policies --format github         annotations of a pull request
        weir lint policies --report sarif=weir.sarif
        weir lint --explain unguarded-optional     what a finding means, and the way out
      """)

  @Argument(help: ArgumentHelp("The policy, as with -p.", valueName: "path"))
  var paths: [String] = []

  @OptionGroup var policy: PolicyOptions

  @Option(
    help: """
      How findings are written: text, JSON lines, SARIF, GitHub's workflow commands, JUnit's XML, \
      Checkstyle's XML, or GitLab's report.
      """)
  var format: LintFormat?

  @Option(
    name: .customLong("report"), parsing: .singleValue,
    help: ArgumentHelp(
      "Write the findings to a file as well. May be repeated.", valueName: "format=path"))
  var reports: [String] = []

  @OptionGroup var options: LintOptions

  @Flag(help: "Fix what can be fixed without changing a verdict.")
  var fix = false

  @Flag(help: "With --fix: show the changes, and make none.")
  var diff = false

  @Option(help: ArgumentHelp("Say what a finding means instead.", valueName: "code"))
  var explain: String?

  @OptionGroup var colors: ColorOptions

  func run() throws {
    var output = Output(1, name: "the standard output")
    if let explain {
      output.bytes += try LintExplanation(explain).text(isColored: colors.color.isWanted(on: 1))
      return try output.flush()
    }
    if diff, !fix {
      throw Failure(.usage, "--diff shows what --fix would do", hint: "say --fix --diff")
    }
    var policy = policy
    policy.policies += paths
    let settings = try policy.settings()
    let format = try choice(
      format, settings, .lintFormat, for: "format of findings", otherwise: .text)
    let levels = try options.levels(settings)
    let failLevel = try options.failLevel(settings)
    let baseline = try options.baseline(settings)
    let reports = try reports.map(Lint.report)
    let written = options.writeBaseline.map { OutputFile($0, .report) }
    try OutputFile.check(reports.map(\.file) + [written].compactMap { $0 })

    let choice = try policy.choice(settings)
    let source = try source(choice)
    var compiled = source.compiled()
    let surroundings =
      compiled.program == nil
      ? LintSurroundings()
      : try LintSurroundings.find(trust: options.trust, settings, choice, levels)
    if fix {
      let fixing = try LintFixing(compiled, of: source, levels, surroundings, baseline)
      if diff {
        output.bytes += fixing.diff
        try output.flush()
        WeirCommand.write("\(fixing.summary) would be fixed\n")
        if fixing.count > 0 { throw ExitStatus.negative }
        return
      }
      try fixing.write()
      if fixing.count > 0 { WeirCommand.write("\(fixing.summary) fixed\n") }
      compiled = fixing.policy
    }
    var report = LintReport(
      files: zip(source.entries, compiled.files).map { entry, file in
        SourceFile(path: entry.path, bytes: file.bytes)
      },
      errors: compiled.errors,
      findings: LintRules.findings(in: compiled, levels, surroundings: surroundings),
      levels: levels, version: version, root: System.workingDirectory)
    if let baseline { report.stale = baseline.accept(&report.findings, in: report.files) }
    if let written, report.errors.isEmpty {
      return try write(LintBaseline(of: report.findings, in: report.files), to: written)
    }
    for (format, file) in reports { try file.write(Array(format.render(report).utf8)) }
    report.isColored = colors.color.isWanted(on: 1)
    output.bytes += format.render(report)
    try output.flush()
    switch format {
    case .text: WeirCommand.write(report.summary + "\n")
    case .github: try StepSummary.append(report.stepSummary())
    case .json, .sarif, .junit, .checkstyle, .gitlab: break
    }
    if !report.errors.isEmpty { throw ExitStatus.unusable }
    if failLevel != .off, report.gravest >= failLevel { throw ExitStatus.negative }
  }

  private func source(_ chosen: PathChoice) throws(Failure) -> PolicySource {
    do throws(Failure) {
      if let path = try LoadedPolicy.builtPath(chosen.paths) {
        // What is not a program is told first.
        _ = try LoadedPolicy.program(path, readers: QueryReader.all)
        throw Failure(
          .usage, "a built policy has no findings left", hint: "lint the sources it was built from")
      }
      return try PolicySource(chosen.paths, readers: QueryReader.all)
    } catch {
      throw chosen.placed(error)
    }
  }

  private func write(_ baseline: LintBaseline, to file: OutputFile) throws(Failure) {
    try file.write(Array(baseline.text.utf8))
    let count = baseline.entries.reduce(0) { $0 + $1.count }
    WeirCommand.write("\(Plural.counted(count, "finding")) written to \(file.path)\n")
  }

  /// `sarif=weir.sarif`.
  private static func report(_ text: String) throws(Failure)
    -> (format: LintFormat, file: OutputFile)
  {
    let (name, path) = try splitReport(text, example: "sarif=weir.sarif")
    let format = try choice(name, of: LintFormat.self, for: "format of findings")
    return (format, OutputFile(path, .report))
  }
}

extension LintFormat: NamedChoice {}
