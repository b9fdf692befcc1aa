// `weir bench`: what judging costs, broken down by part of the work.

internal import ArgumentParser
internal import Weir
internal import WeirHost

struct Bench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench", _superCommandName: "weir",
    abstract: "Measure what judging costs: reading, deciding and writing apart, and each rule.",
    discussion: """
      Requests are those of eval. They are held in memory and judged again and again on one \
      core; nothing is written but the report. Three passes take turns, so that all meet the \
      same noise: one that reads, one that also decides, one that also writes the verdict. \
      What a part costs is the difference, in time that the processor has spent on it. \
      Latencies come from a pass of their own, by the clock on the wall; so do the counts of \
      each rule.

        weir bench -p policies requests.jsonl
        weir bench -p policies requests.jsonl --format json > before.json
        weir bench -p policies requests.jsonl --baseline before.json

      Times differ from run to run: believe a ratio if its spread does not contain 1.
      """)

  @OptionGroup var policy: PolicyOptions

  @Option(help: "How requests are written: auto goes by each file's ending.")
  var inputFormat = InputFormat.auto

  @OptionGroup var yaml: YAMLFlags

  @Option(
    help: ArgumentHelp(
      "What 'now' is: wall, request (its member 'time'), request=PATH, or a fixed time.",
      valueName: "clock"))
  var clock: String?

  @Option(help: ArgumentHelp("How often everything is measured.", valueName: "count"))
  var repetitions = 11

  @Option(help: ArgumentHelp("How often everything is run before that.", valueName: "count"))
  var warmUp = 2

  @Option(help: "How the report is written: text for people, or JSON.")
  var format: BenchFormat?

  @Option(
    help: ArgumentHelp(
      "A report written with --format json: says how the times compare.", valueName: "path"))
  var baseline: String?

  @OptionGroup var limits: LimitOptions

  @OptionGroup var colors: ColorOptions

  @Argument(help: "Files of requests; standard input without any, or for '-'.")
  var files: [String] = []

  func run() throws {
    guard repetitions >= 1, warmUp >= 0 else {
      throw Failure(
        .usage, "at least one repetition, and no fewer than none to warm up",
        hint: "leave --repetitions and --warm-up out, or raise them")
    }
    let settings = try policy.settings()
    let clock = try ClockChoice(clock, settings, .benchClock)
    let format = try choice(
      format, settings, .benchFormat, for: "format of reports", otherwise: .text)
    let baseline = try baseline.map { path throws(Failure) in try BenchBaseline(path) }
    let limits = try limits.limits()
    var program = try policy.load(settings).requireProgram(color: colors.color)
    program.limits = limits
    let requests = try load(try yaml.options(settings))
    guard requests.count > 0 else {
      throw Failure(
        .noRequests, "there are no requests in the input", hint: "there is nothing to measure")
    }
    let run = BenchRun(program, requests, clock: clock)
    var report = run.measure(repetitions: repetitions, warmUp: warmUp)
    if let baseline {
      report.baseline = baseline
      if baseline.requests != report.requests || baseline.bytes != report.bytes {
        write("weir: warning: the baseline was measured with other requests\n")
      }
    }
    var output = Output(1, name: "the standard output")
    switch format {
    case .text: output.bytes += report.text
    case .json: output.bytes += report.json
    }
    try output.flush()
  }

  private func load(_ options: YAMLOptions) throws(Failure) -> LoadedRequests {
    var requests = LoadedRequests()
    for path in files.isEmpty ? ["-"] : files {
      switch inputFormat.resolved(for: path) {
      case .jsonl, .auto: try requests.appendLines(path)
      case .json: try requests.appendDocuments(path)
      case .yaml: try requests.appendYAML(path, options)
      }
    }
    return requests
  }
}

enum BenchFormat: String, NamedChoice {
  case text, json
}
