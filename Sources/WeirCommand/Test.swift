// `weir test`: whether a policy does what its fixtures say. This file decides what the subcommand
// does in which case. Its parts have their own files: TestInputs (fixtures and policies),
// TestReports (where results go), Test+Watch (runs after every change).

internal import ArgumentParser
internal import Weir
internal import WeirHost
internal import WeirTest

struct Test: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "test", _superCommandName: "weir",
    abstract: "Test policies: judge each case of the fixtures, and say which came out otherwise.",
    discussion: """
      Fixtures are YAML or JSON files; of a folder, those that end in .test.yaml (.test.yml, \
      .test.json). Without any, weir.yaml names them. A fixture names its policy, or -p does.

        weir test                                  the fixtures that weir.yaml names
        weir test payments.test.yaml -v            each case of one fixture
        weir test tests -p policies -r 'transfer'  the cases whose file/name has 'transfer'
        weir test --watch                          again after every change
        weir test --report junit=results.xml       a file for the CI server as well
        weir test --coverage --threshold rules=100 what the cases show of the policy
        weir test --mutate                         edits of the policies that no case notices
        weir test --generate -o new.test.yaml      boundary cases of each rule, to review

      Ends with status 0 if all cases passed, 1 if one failed or a mutant survived, 2 if a \
      fixture or a policy is broken or no case ran: a run that has shown nothing has not passed.
      """)

  @OptionGroup var policy: PolicyOptions
  @OptionGroup(title: "Which cases, and how") var running: TestRunOptions
  @OptionGroup var limits: LimitOptions
  @OptionGroup(title: "Results") var reports: TestReportOptions
  @OptionGroup(title: "Coverage") var coverage: CoverageOptions
  @OptionGroup(title: "Mutation testing") var mutation: MutateOptions
  @OptionGroup(title: "Writing cases") var generation: GenerateOptions

  @Flag(help: "Name the cases, and run none.")
  var list = false

  @Flag(help: "Write the recorded verdicts anew, and show what changes.")
  var update = false

  @Flag(help: "Run again whenever a policy, a fixture, data or a recording changes.")
  var watch = false

  @OptionGroup var colors: ColorOptions

  @Argument(help: "Fixtures, or folders of them.")
  var paths: [String] = []

  private func checkFlags() throws(Failure) {
    if watch, update || list {
      throw Failure(
        .usage, "--watch only runs tests", hint: "leave \(update ? "--update" : "--list") out")
    }
    if update, running.run != nil {
      throw Failure(
        .usage, "--update writes whole recordings, and --run asks for some cases",
        hint: "leave --run out")
    }
  }

  func run() throws {
    try checkFlags()
    let (settings, readings) = try settings()
    let standard = policy.choiceIfAny(settings)
    try standard?.checkPolicies()
    if generation.generate {
      return try generation.write(
        given: policy.policies, standard: standard, run: running.run, color: colors.color)
    }
    let inputs = try TestInputs.named(paths, settings, standard, color: colors.color)
    let reports = try self.reports.targets(settings, color: colors.color)
    // A mistake in a flag is reported before anything runs.
    _ = try limits.limits()
    let wanted = try thresholds().1
    try OutputFile.check(reports.files.map(\.file) + wanted.files.map(\.file))
    let status =
      if watch {
        try self.watch(inputs, reports)
      } else {
        // A pipe from the shell can be read only once.
        try once(
          inputs, try readings ?? inputs.read(threads: try running.options().threads), reports)
      }
    try status.check()
  }

  /// If `paths` names the fixtures and each names its policy, the run uses no `weir.yaml`. To know
  /// that, this reads the fixtures, and returns them so that they are read once.
  private func settings() throws(Failure) -> (Settings, [FixtureReading]?) {
    guard !paths.isEmpty, policy.policies.isEmpty, policy.config == nil, !policy.noConfig,
      !generation.generate
    else { return (try policy.settings(), nil) }
    let inputs = TestInputs(fixtures: PathChoice(paths: paths), policy: nil)
    let readings = try inputs.read(threads: try running.options().threads)
    let namesPolicy = readings.allSatisfy(\.namesPolicy)
    return (try policy.settings(isPolicyNamed: namesPolicy), readings)
  }

  /// The thresholds and reports asked for, of mutants and of coverage.
  private func thresholds() throws(Failure) -> (mutants: Double?, WantedCoverage) {
    var coverage = coverage
    let mutants = try mutation.takeThreshold(from: &coverage.threshold)
    return (
      mutants,
      try coverage.wanted(
        self.reports.reports, others: ResultFormat.allCases.map(\.rawValue))
    )
  }

  /// Does one run; returns its exit status.
  func once(_ inputs: TestInputs, _ readings: [FixtureReading], _ reports: TestReports)
    throws(Failure) -> ExitStatus
  {
    let filter: CaseFilter? =
      if let expression = running.run { try CaseFilter(expression) } else { nil }
    let options = try running.options()
    let (threshold, wanted) = try thresholds()
    var store = PolicyStore(
      standard: inputs.policy?.paths ?? [], limits: try limits.limits())
    var plan = TestPlan(readings, &store, filter: filter)
    let isColored = colors.color.isWanted(on: 2)
    for problem in plan.suites.flatMap(\.problems) {
      WeirCommand.write(isColored ? problem.coloredText : problem.text)
    }
    if list { return try list(plan) }
    if update, try write(plan.updates()) {
      plan = TestPlan(readings, &store, filter: filter)
    }
    var result = plan.run(options)
    if result.ran > 0, result.broken == 0 {
      result.mutation = try mutation.test(plan, readings, threads: options.threads)
    }
    try reports.write(result)
    let isCovered = try tellCoverage(
      of: plan, wanted, threads: options.threads, beside: reports.format)
    if result.ran == 0, result.broken == 0 {
      complain(noCases(result))
      return .unusable
    }
    if result.broken > 0 { return .unusable }
    let surviving = result.mutation.map { MutateOptions.status($0, threshold: threshold) } ?? .fine
    return max(result.failed > 0 || !isCovered ? .negative : .fine, surviving)
  }

  /// False where a threshold is missed.
  private func tellCoverage(
    of plan: TestPlan, _ wanted: WantedCoverage, threads: Int, beside format: ResultFormat
  ) throws(Failure) -> Bool {
    if wanted.isNothing { return true }
    let report: CoverageReport
    do throws(ProgramError) {
      report = try plan.coverage(threads: threads)
    } catch {
      throw Failure(
        .notAProgram, "the policy's conditions make no program: \(error)",
        hint: "this is a defect of Weir; please report it with the policy")
    }
    if wanted.isShown {
      // The other formats are read by programs, which do not expect it.
      if format == .text {
        var output = Output(1, name: "the standard output")
        output.bytes += "\n" + report.text(isColored: colors.color.isWanted(on: 1))
        try output.flush()
      } else {
        WeirCommand.write(report.text(isColored: colors.color.isWanted(on: 2)))
      }
    }
    return try wanted.tell(report)
  }

  private func noCases(_ result: RunResult) -> Failure {
    if let expression = running.run, result.skipped > 0 {
      return Failure(
        .noCases, "--run \(expression) selects none of \(result.skipped) cases",
        hint: "it is looked for in FILE/CASE; weir test --list names them")
    }
    return Failure(
      .noCases, "there are no cases in the fixtures",
      hint: "a run that has judged nothing shows nothing, and so ends with status 2")
  }

  private func list(_ plan: TestPlan) throws(Failure) -> ExitStatus {
    var output = Output(1, name: "the standard output")
    for entry in plan.entries {
      output.bytes +=
        VisibleText.escaped("\(plan.suites[entry.suite].path)/\(entry.test.name)") + "\n"
      try output.flushIfLarge()
    }
    try output.flush()
    if plan.suites.contains(where: { !$0.problems.isEmpty }) { return .unusable }
    if plan.entries.isEmpty {
      complain(noCases(RunResult(suites: [], skipped: plan.skipped)))
      return .unusable
    }
    return .fine
  }

  /// Writes the files that differ; returns whether there are any.
  private func write(_ updates: [RecordingUpdate]) throws(Failure) -> Bool {
    var output = Output(1, name: "the standard output")
    let files = updates.map { OutputFile($0.path, .record(isLine: Verdict.isRecorded)) }
    // All files can be written, or none is.
    try OutputFile.check(files)
    for (update, file) in zip(updates, files) {
      try file.write(update.new)
      output.bytes +=
        UnifiedDiff.between(
          update.old.map { String(decoding: $0, as: UTF8.self) },
          String(decoding: update.new, as: UTF8.self), path: update.path)
    }
    try output.flush()
    return !updates.isEmpty
  }
}

/// Which cases run, and how.
struct TestRunOptions: ParsableArguments {
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "Run the cases in whose FILE/NAME this is found (RE2's syntax).", valueName: "regex"))
  var run: String?

  @Flag(help: "Stop at the first failure.")
  var failFast = false

  @Option(help: ArgumentHelp("How often each case runs.", valueName: "n"))
  var count = 1

  @Option(
    help: ArgumentHelp(
      "Run in an order drawn with this seed, or with a new one for 'on'; results keep their order.",
      valueName: "seed"))
  var shuffle: String?

  @Option(
    name: [.customShort("j"), .long],
    help: ArgumentHelp(
      "Threads that judge; 0 for one a processor. The output is the same.", valueName: "threads"))
  var threads = 0

  func options() throws(Failure) -> RunOptions {
    guard count >= 1 else {
      throw Failure(.usage, "--count \(count) runs nothing", hint: "leave it out, or raise it")
    }
    return RunOptions(
      threads: try Threads.count(threads), failsFast: failFast, count: count,
      seed: try seed())
  }

  private func seed() throws(Failure) -> UInt64? {
    guard let shuffle else { return nil }
    if shuffle == "on" {
      let now = Timestamp.now()
      return UInt64(bitPattern: now.seconds) &* 1_000_000_000 &+ UInt64(now.nanoseconds)
    }
    guard let seed = UInt64(shuffle) else {
      throw Failure(
        .usage, "\"\(shuffle)\" is not a seed", hint: "write a whole number, or 'on' for a new one")
    }
    return seed
  }
}
