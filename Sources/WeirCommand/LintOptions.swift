// What a run of the linter minds: levels, and the findings that are known.

internal import ArgumentParser
internal import Weir
internal import WeirAnalysis
internal import WeirHost

struct LintOptions: ParsableArguments {
  @Option(
    name: .customLong("level"), parsing: .singleValue,
    help: ArgumentHelp(
      """
      Give a rule or a category a level: error, warning, note, off. May be repeated; a rule wins \
      over its category.
      """, valueName: "rule=level"))
  var levels: [String] = []

  @Option(
    help: ArgumentHelp(
      "End with status 1 from this level on; off for never.", valueName: "level"))
  var failLevel: LintLevel?

  @Option(
    help: ArgumentHelp("Do not tell the findings in this file, which are known.", valueName: "file")
  )
  var baseline: String?

  @Option(
    help: ArgumentHelp(
      "Write the findings there are to a file, for --baseline.", valueName: "file"))
  var writeBaseline: String?

  @Option(
    help: ArgumentHelp(
      "Who can approve, as weir holds has it: holds are checked for enough people.",
      valueName: "file"))
  var trust: String?

  // MARK: Levels

  /// The rules' own levels, then what settings say, then what flags say.
  func levels(_ settings: Settings) throws(Failure) -> LintLevels {
    var result = LintLevels()
    var stated: [(target: LintLevels.Target, level: LintLevel)] = []
    for one in settings[.lintLevels] ?? [] {
      stated.append(try LintOptions.level(one.text, at: one.place))
    }
    result.apply(stated)
    var flags: [(target: LintLevels.Target, level: LintLevel)] = []
    for text in levels { flags.append(try LintOptions.level(text, at: nil)) }
    result.apply(flags)
    return result
  }

  func failLevel(_ settings: Settings) throws(Failure) -> LintLevel {
    try choice(failLevel, settings, .lintFailLevel, for: "level", otherwise: .warning)
  }

  /// `default-allow=off`.
  private static func level(
    _ text: String, at place: String?
  ) throws(Failure) -> (target: LintLevels.Target, level: LintLevel) {
    guard let sign = text.utf8.lastIndex(of: UInt8(ascii: "=")) else {
      throw Failure(
        .usage, "\"\(text)\" gives no level", hint: "write a rule and a level: default-allow=note")
    }
    let name = String(decoding: text.utf8[..<sign], as: UTF8.self)
    let level = String(decoding: text.utf8[sign...].dropFirst(), as: UTF8.self)
    return (
      try choice(name, among: LintLevels.targets, for: "rule or category", at: place),
      try choice(level, of: LintLevel.self, for: "level", at: place)
    )
  }

  // MARK: The baseline

  /// The known findings; nil where no file is named. One that is to be written anew is not read.
  func baseline(_ settings: Settings) throws(Failure) -> LintBaseline? {
    if writeBaseline != nil { return nil }
    let stated = baseline == nil ? settings.value(.lintBaseline) : nil
    guard let path = baseline ?? stated?.text else { return nil }
    do throws(Failure) {
      return try LintOptions.read(path)
    } catch {
      guard let stated else { throw error }
      throw Failure(error.code, "\(stated.place): \(error.message)", hint: error.hint)
    }
  }

  private static let limit = 64 << 20

  private static func read(_ path: String) throws(Failure) -> LintBaseline {
    let bytes = try System.read(path, limit: limit)
    let document: JSONDocument
    do throws(InputError) {
      document = try JSONDocument(parsing: bytes)
    } catch {
      throw Failure(
        .invalidJSON, "\(path) is not JSON: \(error)", hint: "write it with --write-baseline")
    }
    do throws(LintBaseline.Mistake) {
      return try LintBaseline(parsing: document)
    } catch {
      throw Failure(
        .invalidRecord, "\(path) is no baseline: \(error.message)",
        hint: "write it with --write-baseline")
    }
  }
}

extension LintLevel: NamedChoice {}
