// `weir test --generate`: writes boundary cases of a policy as a fixture for a person to review. It
// runs no cases; after the review the file is a fixture like any other.

internal import ArgumentParser
internal import Weir
internal import WeirHost
internal import WeirTest

/// The flags of `--generate`; `-p` and `--run` are the command's own.
struct GenerateOptions: ParsableArguments {
  @Flag(
    help: ArgumentHelp(
      "Write boundary cases for each rule, with today's verdicts, instead of running tests."))
  var generate = false

  @Option(
    name: [.short, .long],
    help: ArgumentHelp(
      "Where --generate writes its fixture; the standard output without it.", valueName: "file"))
  var output: String?

  @Flag(help: "Let --generate write over a file that exists.")
  var force = false

  func validate() throws {
    guard !generate else { return }
    if output != nil {
      throw ValidationError("--output belongs to --generate; give both, or neither")
    }
    if force { throw ValidationError("--force belongs to --generate; give both, or neither") }
  }

  /// Writes the fixture.
  ///
  /// - Parameters:
  ///   - given: the paths of `-p`, which the fixture names.
  ///   - standard: the policy from `-p` or else from `weir.yaml`.
  ///   - run: the expression of `--run`, which selects rules by name.
  func write(given: [String], standard: PathChoice?, run: String?, color: ColorChoice) throws {
    let file = output.map { OutputFile($0, .fixture) }
    try file?.check()
    if let output, !force, file?.isThere == true {
      throw Failure(
        .unwritable, "\(output) exists, and may hold what somebody wrote",
        hint: "name another file, or say --force to write over it")
    }
    guard let standard else {
      throw Failure(
        .usage, "no policy is given to generate cases for",
        hint: "name one with -p, or with policies: in weir.yaml")
    }
    let filter = try run.map(CaseFilter.init)
    let policy = try standard.testPolicy(color: color)
    guard policy.hasSources else {
      throw Failure(
        .usage, "cases are generated from a policy's sources, and this is a built policy",
        hint: "give -p the sources that it was built from")
    }
    let fixture = try GeneratedFixture(
      policy, paths: output.map { output in given.map { relative($0, to: output) } } ?? given,
      isWanted: { filter?.selects($0) ?? true })
    guard !fixture.rules.isEmpty else {
      throw Failure(
        .noCases, run.map { "no rule's name fits \"\($0)\"" } ?? "the policy has no rule",
        hint: "--run is looked for in the rules' names, modules included")
    }
    // A fixture without cases is refused, so none is written.
    guard fixture.rules.contains(where: { !$0.cases.isEmpty }) else {
      throw Failure(
        .noCases, "no request was found that any rule matches",
        hint: fixture.rules.flatMap { rule in rule.remarks.map { "\(rule.name): \($0)" } }
          .prefix(3).joined(separator: "; "))
    }
    guard let output else {
      var standardOutput = Output(1, name: "the standard output")
      standardOutput.bytes += fixture.text
      return try standardOutput.flush()
    }
    try file?.write(Array(fixture.text.utf8))
    WeirCommand.write(summary(fixture, output))
  }

  private func summary(_ fixture: GeneratedFixture, _ output: String) -> String {
    let cases = fixture.rules.reduce(0) { $0 + $1.cases.count }
    var lines = [
      """
      wrote \(Plural.counted(cases, "case")) for \(Plural.counted(fixture.rules.count, "rule")) to \
      \(output); review them
      """
    ]
    for rule in fixture.rules {
      for remark in rule.remarks { lines.append("  \(rule.name) (\(rule.at)): \(remark)") }
    }
    return lines.map { VisibleText.escaped($0) + "\n" }.joined()
  }

  /// A path, rewritten relative to the folder of `output`.
  private func relative(_ path: String, to output: String) -> String {
    guard !path.hasPrefix("/"), let resolved = System.resolved(path),
      let folder = System.resolved(Path.folder(of: output))
    else { return path }
    let target = resolved.pieces(between: "/", omittingEmpty: true)
    let base = folder.pieces(between: "/", omittingEmpty: true)
    let shared = zip(target, base).prefix { $0 == $1 }.count
    let steps = Array(repeating: "..", count: base.count - shared) + target[shared...]
    return steps.isEmpty ? "." : steps.joined(separator: "/")
  }
}
