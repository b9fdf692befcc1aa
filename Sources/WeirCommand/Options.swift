// The flags that several subcommands share, each declared once, and how flags and `weir.yaml` come
// together: the flag wins.

internal import ArgumentParser
internal import Weir
internal import WeirHost

/// `-p` and the file of settings, for every subcommand that needs a policy.
struct PolicyOptions: ParsableArguments {
  @Option(
    name: [.short, .customLong("policy")], parsing: .singleValue,
    help: ArgumentHelp(
      "A .weir file, a folder of them, or a built .weirc file. Several make one policy; without any, weir.yaml names them.",
      valueName: "path"))
  var policies: [String] = []

  @Option(
    help: ArgumentHelp(
      "The file of settings. With -p and without this, none is read.", valueName: "file"))
  var config: String?

  @Flag(help: "Read no file of settings: look for no weir.yaml, here or above.")
  var noConfig = false

  /// The settings of this run. One whose policy is named takes none that were not named as well.
  func settings(isPolicyNamed: Bool = false) throws(Failure) -> Settings {
    if let config {
      guard !noConfig else {
        throw Failure(
          .usage, "--config and --no-config exclude each other", hint: "leave one of them out")
      }
      return try Settings(named: config)
    }
    return noConfig || isPolicyNamed || !policies.isEmpty ? Settings() : try Settings.find()
  }

  /// The policy that flags or settings name; of a built one, only what judging takes, or its
  /// sources too.
  func load(_ settings: Settings, withSources: Bool = false) throws(Failure) -> LoadedPolicy {
    let chosen = try choice(settings)
    do throws(Failure) {
      return try LoadedPolicy(chosen.paths, withSources: withSources)
    } catch {
      throw chosen.placed(error)
    }
  }

  func choice(_ settings: Settings) throws(Failure) -> PathChoice {
    if let choice = choiceIfAny(settings) { return choice }
    throw Failure(
      .usage, "no policy is given",
      hint: settings.path.map { "name one with -p, or with policies: in \($0)" }
        ?? "name one with -p, or write a weir.yaml that does")
  }

  /// As `choice`, for those who can do without.
  func choiceIfAny(_ settings: Settings) -> PathChoice? {
    if !policies.isEmpty { return PathChoice(paths: policies) }
    return settings[.policies].map(PathChoice.init)
  }
}

/// Paths, and where they are named.
struct PathChoice {
  var paths: [String]
  /// For those that a file of settings names.
  private var stated: [Settings.Stated] = []

  init(paths: [String]) { self.paths = paths }

  init(_ stated: [Settings.Stated]) {
    paths = stated.map(\.text)
    self.stated = stated
  }

  /// Fails where a file of settings names as a policy what is none.
  func checkPolicies() throws(Failure) {
    guard !stated.isEmpty else { return }
    do throws(Failure) {
      if paths.count == 1, Path.ending(of: paths[0]) == "weirc" {
        _ = try System.status(of: paths[0])
      } else {
        _ = try PolicySource.find(paths)
      }
    } catch {
      throw placed(error)
    }
  }

  /// A failure to read one of the paths, with the place that names it.
  func placed(_ failure: Failure) -> Failure {
    let message = failure.message.utf8
    guard let one = stated.first(where: { message.starts(with: $0.text.utf8) }) else {
      return failure
    }
    var failure = failure
    failure.message = "\(one.place): \(failure.message)"
    if failure.code == .notFound { failure.hint = "its paths are relative to its own folder" }
    return failure
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

/// What an option may be, by name. The names are the raw values, and said to be: the argument
/// parser's own way to them looks up at run time what a case can be printed as, and that shows in
/// how long the command takes to start.
protocol NamedChoice: ExpressibleByArgument, CaseIterable, RawRepresentable<String> {}

extension NamedChoice {
  var defaultValueDescription: String { rawValue }
  static var allValueStrings: [String] { allCases.map(\.rawValue) }
  static var allValueDescriptions: [String: String] { [:] }
}

/// What of YAML readers differ about, and is therefore read only when asked for. The types are those
/// of other flags: each new one costs the argument parser a search when the command starts.
struct YAMLFlags: ParsableArguments {
  @Flag(help: "Merge what '<<' names into a record of YAML requests, as YAML 1.1 does.")
  var yamlMerge = false

  @Option(
    help:
      "Tags such as !Ref of YAML requests: refuse them, or keep them as CloudFormation's JSON does.",
    completion: .list(YAMLTagChoice.allCases.map(\.rawValue)))
  var yamlTags: String?

  func options(_ settings: Settings) throws(Failure) -> YAMLOptions {
    let flag = try yamlTags.map { text throws(Failure) in
      try choice(text, of: YAMLTagChoice.self, for: YAMLFlags.what)
    }
    let tags = try choice(
      flag, settings, .yamlTags, for: YAMLFlags.what, otherwise: YAMLTagChoice.refuse)
    return YAMLOptions(
      merges: yamlMerge || settings.value(.yamlMerge)?.text == "true", keepsTags: tags == .keep)
  }

  private static let what = "value of yaml-tags"
}

enum YAMLTagChoice: String, CaseIterable {
  case refuse, keep
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

  /// What a flag says, else what settings say, else the wall clock.
  init(_ flag: String?, _ settings: Settings, _ name: Settings.Name) throws(Failure) {
    if let flag {
      try self.init(flag)
    } else if let stated = try settings.clock(name) {
      do throws(Failure) {
        try self.init(stated.text)
      } catch {
        throw Failure(.invalidSetting, "\(stated.place): \(error.message)", hint: error.hint)
      }
    } else {
      self = .wall
    }
  }

  init(_ text: String) throws(Failure) {
    if text == "wall" {
      self = .wall
    } else if text == "request" {
      self = .request(["time"])
    } else if text.hasPrefix("request=") {
      let names = text.droppingBytes("request=".utf8.count).pieces(between: ".")
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
    case .wall: Timestamp.now()
    case .fixed(let instant): instant
    case .request: Timestamp(seconds: 0, nanoseconds: 0)
    }
  }
}

/// A value by its name in an enumeration: for texts that no argument parser checks. `place` is
/// where a file of settings says it.
func choice<Choice: RawRepresentable & CaseIterable>(
  _ text: String, of: Choice.Type, for what: String, at place: String? = nil
) throws(Failure) -> Choice where Choice.RawValue == String {
  try choice(text, among: Choice.allCases.map { ($0.rawValue, $0) }, for: what, at: place)
}

/// A value by its name in a list.
func choice<Choice>(
  _ text: String, among choices: [(name: String, value: Choice)], for what: String,
  at place: String? = nil
) throws(Failure) -> Choice {
  if let choice = choices.first(where: { $0.name == text }) { return choice.value }
  let names = choices.map(\.name)
  throw Failure(
    place == nil ? .usage : .invalidSetting,
    "\(place.map { "\($0): " } ?? "")\"\(text)\" is no \(what)",
    hint: closestSpelling(to: text, among: names).map { "did you mean \"\($0)\"?" }
      ?? "use one of \(names.joined(separator: ", "))")
}

/// The same for a setting, unless a flag has said it.
func choice<Choice: RawRepresentable & CaseIterable>(
  _ flag: Choice?, _ settings: Settings, _ name: Settings.Name, for what: String, otherwise: Choice
) throws(Failure) -> Choice where Choice.RawValue == String {
  if let flag { return flag }
  guard let stated = settings.value(name) else { return otherwise }
  return try choice(stated.text, of: Choice.self, for: what, at: stated.place)
}

/// How many threads a flag asks for: 0 is one a processor, and more than that would only wait.
func threadCount(_ asked: Int) throws(Failure) -> Int {
  guard asked >= 0 else {
    throw Failure(
      .usage, "--threads \(asked) is not a number of threads",
      hint: "leave it out, or say 0, for one a processor")
  }
  return asked > 0 ? min(asked, processorCount) : processorCount
}

/// Says what keeps a policy from compiling, for the subcommands that need a program.
func requireProgram(_ policy: LoadedPolicy, color: ColorChoice) throws -> Program {
  if let program = policy.program { return program }
  tell(policy.diagnostics, in: policy.files, color: color)
  throw ExitCode(2)
}

/// Writes the compiler's errors to standard error.
func tell(_ errors: [Diagnostic], in files: [SourceFile], color: ColorChoice) {
  let renderer = DiagnosticRenderer(files: files, isColored: color.isWanted(on: 2))
  write(renderer.render(errors))
}
