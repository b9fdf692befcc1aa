// The flags that several subcommands share, each declared once, and how flags and `weir.yaml` come
// together: the flag wins.

internal import ArgumentParser
internal import Weir
internal import WeirFiles

/// `-p`, for every subcommand that needs a policy.
struct PolicyOptions: ParsableArguments {
  @Option(
    name: [.short, .customLong("policy")], parsing: .singleValue,
    help: ArgumentHelp(
      "A .weir file, a folder of them, or a built .weirc file. Several make one policy; without any, weir.yaml names them.",
      valueName: "path"))
  var policies: [String] = []

  /// The policy that flags or settings name; of a built one, only what judging takes, or its sources too.
  func load(_ settings: Settings, withSources: Bool = false) throws(Failure) -> LoadedPolicy {
    try LoadedPolicy(try paths(settings), withSources: withSources)
  }

  func paths(_ settings: Settings) throws(Failure) -> [String] {
    if !policies.isEmpty { return policies }
    if let named = settings.policies, !named.isEmpty { return named }
    throw Failure(
      .usage, "no policy is given",
      hint: settings.path.map { "name one with -p, or with policies: in \($0)" }
        ?? "name one with -p, or write a weir.yaml that does")
  }
}

/// `--limit`, for every subcommand that judges.
struct LimitOptions: ParsableArguments {
  @Option(
    name: .customLong("limit"), parsing: .singleValue,
    help: ArgumentHelp(
      "What one request may take: \(LimitOptions.names). May be repeated.", valueName: "name=count")
  )
  var texts: [String] = []

  private static let names = RequestLimits.Name.allCases.map { name in
    "\(name.rawValue)=N (\(RequestLimits()[name]) unless set)"
  }.joined(separator: " or ")

  /// The limits that hold.
  func limits() throws(Failure) -> RequestLimits {
    var limits = RequestLimits()
    for text in texts {
      let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2 else {
        throw Failure(
          .usage, "\"\(text)\" sets no limit",
          hint: "write a name and a number: --limit steps=2000000"
        )
      }
      let name = try choice(String(parts[0]), of: RequestLimits.Name.self, for: "limit")
      guard let count = Int(parts[1]), (1...name.maximum).contains(count),
        parts[1].utf8.allSatisfy({ (0x30...0x39).contains($0) })
      else {
        throw Failure(
          .usage, "\"\(parts[1])\" is not a limit of \(name.rawValue)",
          hint: "it is a whole number from 1 to \(name.maximum)")
      }
      limits[name] = count
    }
    return limits
  }
}

/// What an option may be, by name. The names are the raw values, and said to be: the argument parser's
/// own way to them looks up at run time what a case can be printed as, and that shows in how long
/// the command takes to start.
protocol NamedChoice: ExpressibleByArgument, CaseIterable, RawRepresentable<String> {}

extension NamedChoice {
  var defaultValueDescription: String { rawValue }
  static var allValueStrings: [String] { allCases.map(\.rawValue) }
  static var allValueDescriptions: [String: String] { [:] }
}

/// When to use colours.
enum ColorChoice: String, NamedChoice {
  case auto, always, never

  /// The answer for output to a descriptor.
  func isWanted(on descriptor: Int32) -> Bool {
    switch self {
    case .always: true
    case .never: false
    case .auto:
      System.isTerminal(descriptor) && System.variable("NO_COLOR") == nil
        && System.variable("TERM") != "dumb"
    }
  }
}

struct ColorOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("When to colour: on a terminal unless NO_COLOR is set, always, never."))
  var color = ColorChoice.auto
}

/// Where `now` comes from.
enum ClockChoice: Equatable {
  case wall
  case fixed(Timestamp)
  case request([String])

  init(_ text: String) throws(Failure) {
    if text == "wall" {
      self = .wall
    } else if text == "request" {
      self = .request(["time"])
    } else if text.hasPrefix("request=") {
      let names = text.dropFirst("request=".count)
        .split(separator: ".", omittingEmptySubsequences: false).map(String.init)
      guard !names.contains("") else {
        throw Failure(
          .usage, "\"\(text)\" names no member of a request",
          hint: "write the way to it with dots: --clock request=context.time")
      }
      self = .request(names)
    } else if let instant = Timestamp(text) {
      self = .fixed(instant)
    } else {
      throw Failure(
        .usage, "\"\(text)\" is no clock",
        hint: "use wall, request, request=PATH, or a time such as 2026-03-02T15:00:00Z")
    }
  }

  /// Where an evaluator takes its instants from.
  var source: ClockSource {
    switch self {
    case .wall, .fixed: .given
    case .request(let names): .request(names)
    }
  }

  /// What to give an evaluator now.
  var instant: Timestamp {
    switch self {
    case .wall: wallClock()
    case .fixed(let instant): instant
    case .request: Timestamp(seconds: 0, nanoseconds: 0)
    }
  }
}

/// A value by its name in an enumeration: for settings, whose texts no argument parser checks.
func choice<Choice: RawRepresentable & CaseIterable>(
  _ text: String, of: Choice.Type, for what: String
) throws(Failure) -> Choice where Choice.RawValue == String {
  if let choice = Choice(rawValue: text) { return choice }
  let names = Choice.allCases.map(\.rawValue)
  throw Failure(
    .usage, "\"\(text)\" is no \(what)",
    hint: closestSpelling(to: text, among: names).map { "did you mean \"\($0)\"?" }
      ?? "use one of \(names.joined(separator: ", "))")
}

/// Says what keeps a policy from compiling, for the subcommands that need a program.
func requireProgram(_ policy: LoadedPolicy, color: ColorChoice) throws -> Program {
  if let program = policy.program { return program }
  let errors = policy.diagnostics.filter { $0.severity == .error }
  let renderer = DiagnosticRenderer(files: policy.files, isColored: color.isWanted(on: 2))
  write(renderer.render(errors))
  throw ExitCode(2)
}
