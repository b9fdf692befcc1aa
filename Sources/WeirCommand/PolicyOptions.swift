// `-p` and `--config`: the policy and the settings of a run. A flag wins over a setting.

internal import ArgumentParser
internal import Weir
internal import WeirHost
internal import WeirReaders

/// `-p` and the file of settings, for every subcommand that needs a policy.
struct PolicyOptions: ParsableArguments {
  @Option(
    name: [.short, .customLong("policy")], parsing: .singleValue,
    help: ArgumentHelp(
      """
      A .weir file, a folder of them, or a built .weirc file. Several make one policy; without \
      any, weir.yaml names them.
      """,
      valueName: "path"))
  var policies: [String] = []

  @Option(
    help: ArgumentHelp(
      "The file of settings. With -p and without this, none is read.", valueName: "file"))
  var config: String?

  @Flag(help: "Read no file of settings: look for no weir.yaml, here or above.")
  var noConfig = false

  /// The settings of this run. A run that names its policy uses no settings it did not name.
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

  /// The policy that flags or settings name. A built policy is loaded with its sources only if
  /// asked.
  func load(_ settings: Settings, withSources: Bool = false) throws(Failure) -> LoadedPolicy {
    let chosen = try choice(settings)
    do throws(Failure) {
      return try LoadedPolicy(
        chosen.paths, withSources: withSources, readers: QueryReader.all)
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

  /// As `choice`, but nil where no policy is named.
  func choiceIfAny(_ settings: Settings) -> PathChoice? {
    if !policies.isEmpty { return PathChoice(paths: policies) }
    return settings[.policies].map(PathChoice.init)
  }
}
