// `weir eval`: requests in, verdicts out.

internal import ArgumentParser
internal import Weir
internal import WeirHost
internal import WeirTest

struct Eval: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "eval", _superCommandName: "weir",
    abstract: "Judge requests: one verdict each, in their order.",
    discussion: """
      Requests are JSON lines, from files or standard input. A file that ends in .json holds one \
      request or an array of them (or several such documents), one that ends in .yaml or .yml \
      YAML documents or lists. Blank lines are skipped. A request that cannot be read is denied \
      with an error; the run goes on and ends with status 2. So does a run without any request.

        weir eval -p policies requests.jsonl
        tail -f requests.log | weir eval -p policies
        weir eval -p policies --clock request=time --fail-on deny,hold recorded.json
        weir eval -p policy.weirc --format text < requests.jsonl
        weir eval -p policies --coverage requests.jsonl > verdicts.jsonl

      Verdicts are written before Weir waits for more input, so a program can hold a \
      conversation with it.
      """)

  @OptionGroup var options: EvalOptions

  @OptionGroup(title: "Approvals") var approvals: ApprovalOptions

  @OptionGroup(title: "Audit") var audit: AuditOptions

  @OptionGroup(title: "Coverage") var coverage: CoverageOptions

  @Option(
    name: .customLong("report"), parsing: .singleValue,
    help: ArgumentHelp(
      """
      Write coverage to a file: coverage-text, coverage-json, lcov, cobertura or html. May be \
      repeated.
      """,
      valueName: "format=path"))
  var reports: [String] = []

  func run() throws {
    try options.run(approvals, audit, coverage, reports)
  }
}

/// The flags that every run of `weir eval` may have, and the run. It is a command itself, which
/// `WeirMain` chooses where no argument is one of the others: what a flag costs at the start, a run
/// that does not use it does not pay.
struct EvalOptions: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "eval", _superCommandName: "weir")

  @OptionGroup var policy: PolicyOptions

  @Option(help: "How requests are written: auto goes by each file's ending.")
  var inputFormat = InputFormat.auto

  @OptionGroup var yaml: YAMLFlags

  @Option(help: "How verdicts are written: JSON lines, or text for people.")
  var format: VerdictFormat?

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "End with status 1 if a verdict is one of these: allow, deny, hold. May be repeated.",
      valueName: "verdict,…"))
  var failOn: [String] = []

  @Option(
    help: ArgumentHelp(
      "What 'now' is: wall, request (its member 'time'), request=PATH, or a fixed time.",
      valueName: "clock"))
  var clock: String?

  @Option(
    name: [.customShort("j"), .long],
    help: ArgumentHelp(
      "Threads that judge the lines of a file; 0 for one a processor. The output is the same.",
      valueName: "threads"))
  var threads = 0

  @OptionGroup var limits: LimitOptions

  @OptionGroup var colors: ColorOptions

  @Argument(help: "Files of requests; standard input without any, or for '-'.")
  var files: [String] = []

  func run() throws { try run(nil, nil, nil, []) }

  /// Whether arguments are of this command alone: none begins as a flag of the others does.
  static func takes(_ arguments: some Sequence<String>) -> Bool {
    let others = [
      "--approvals", "--holds", "--trust", "--max-pending", "--audit", "--coverage", "--report",
      "--threshold", "--help", "-h",
    ]
    return !arguments.contains { argument in others.contains { argument.hasPrefix($0) } }
  }

  func run(
    _ approvals: ApprovalOptions?, _ audit: AuditOptions?, _ coverage: CoverageOptions?,
    _ reports: [String]
  ) throws {
    let settings = try policy.settings()
    let failing = try failing(settings)
    let clock = try ClockChoice(clock, settings, .evalClock)
    let format = try choice(
      format, settings, .evalFormat, for: "format of verdicts", otherwise: .json)
    let threads = try Threads.count(threads)
    let limits = try limits.limits()
    var program: Program
    var measured: EvalCoverage?
    if let coverage, coverage.isAsked(reports) {
      let chosen = try policy.choice(settings)
      var policy = try chosen.testPolicy(color: colors.color)
      policy.program.limits = limits
      program = policy.program
      measured = try EvalCoverage(
        policy, of: chosen, try coverage.wanted(reports), color: colors.color)
    } else {
      program = try policy.load(settings).requireProgram(color: colors.color)
      program.limits = limits
    }
    let audit = try audit?.log()
    var settler = try approvals?.settler(clock)
    if let audit { settler?.onRecord = { audit.take($0) } }
    if settler != nil {
      let explainer = HoldExplainer(try policy.choice(settings))
      settler?.explain = { request, verdict, now in explainer.text(request, verdict, now) }
    }
    var run = try EvalRun(
      program, format: format, clock: clock, threads: threads,
      isColored: colors.color.isWanted(on: 1), yaml: try yaml.options(settings),
      coverage: measured?.collector, settler: settler,
      audit: audit)
    let tally = run.judge(files.isEmpty ? ["-"] : files, as: inputFormat)
    var status = tally.status(failing: failing)
    // Verdicts that became denials on their way out were counted as what they were.
    if audit?.hasFailed == true { status = .unusable }
    if try measured?.tell() == false, status == .fine { status = .negative }
    try status.check()
  }

  /// The effects named by the flag or the settings, one by one or separated by commas.
  private func failing(_ settings: Settings) throws(Failure) -> Set<Verdict.Effect> {
    var stated: [(text: String, place: String?)] = failOn.map { ($0, nil) }
    if stated.isEmpty { stated = (settings[.evalFailOn] ?? []).map { ($0.text, $0.place) } }
    var effects: Set<Verdict.Effect> = []
    for (text, place) in stated {
      for name in text.pieces(between: ",") {
        effects.insert(
          try choice(name, of: Verdict.Effect.self, for: "verdict", at: place))
      }
    }
    return effects
  }
}

enum InputFormat: String, NamedChoice {
  case auto, jsonl, json, yaml

  /// The format that the file's extension stands for, where no flag names one.
  func resolved(for path: String) -> InputFormat {
    guard self == .auto else { return self }
    switch Path.ending(of: path) {
    case "json": return .json
    case "yaml", "yml": return .yaml
    default: return .jsonl
    }
  }
}

enum VerdictFormat: String, NamedChoice {
  case json, text
}

/// The counts and outcome of a run.
struct Tally {
  var allowed = 0
  var denied = 0
  var held = 0
  /// How many of the denied requests could not be read as requests.
  var unreadable = 0
  /// YAML documents without content; they are not requests.
  var emptyDocuments = 0
  /// An input could not be opened, or could not be read to its end.
  var hasFailed = false
  /// The run ended before all requests were judged.
  var isCutShort = false

  var total: Int { allowed + denied + held }

  mutating func add(_ other: Tally) {
    allowed += other.allowed
    denied += other.denied
    held += other.held
    unreadable += other.unreadable
    emptyDocuments += other.emptyDocuments
  }

  mutating func count(_ effect: Verdict.Effect, isUnreadable: Bool) {
    switch effect {
    case .allow: allowed += 1
    case .deny: denied += 1
    case .hold: held += 1
    }
    if isUnreadable { unreadable += 1 }
  }

  func status(failing: Set<Verdict.Effect>) -> ExitStatus {
    if hasFailed || unreadable > 0 || total == 0 || isCutShort { return .unusable }
    for effect in failing {
      let count =
        switch effect {
        case .allow: allowed
        case .deny: denied
        case .hold: held
        }
      if count > 0 { return .negative }
    }
    return .fine
  }

  var summary: String {
    let requests = Plural.counted(total, "request")
    let broken = unreadable > 0 ? " (\(unreadable) unreadable)" : ""
    let skipped =
      emptyDocuments == 0
      ? "" : "; \(Plural.counted(emptyDocuments, "empty document")) skipped"
    return "\(requests): \(allowed) allow, \(denied) deny\(broken), \(held) hold\(skipped)"
  }
}
