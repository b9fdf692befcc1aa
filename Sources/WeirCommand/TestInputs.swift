// The inputs of `weir test`: fixtures, and the policy for fixtures that name none. Everything is
// read again for each run, because under `--watch` any file may have changed.

internal import Weir
internal import WeirHost
internal import WeirTest

struct TestInputs {
  /// Fixtures, and folders of fixtures; nil where the policy's rules carry all the cases.
  var fixtures: PathChoice?
  /// The policy for fixtures that name none.
  var policy: PathChoice?

  /// The inputs that flags or settings name. Without fixtures, the policy's rules have to carry
  /// cases.
  static func named(
    _ given: [String], _ settings: Settings, _ policy: PathChoice?, color: ColorChoice
  ) throws -> TestInputs {
    if !given.isEmpty || settings[.tests] != nil {
      return TestInputs(fixtures: try fixtures(given, settings), policy: policy)
    }
    if let policy, try policy.testPolicy(color: color).hasExamples {
      return TestInputs(fixtures: nil, policy: policy)
    }
    return TestInputs(fixtures: try fixtures(given, settings), policy: policy)
  }

  /// The paths that flags or settings name.
  static func fixtures(_ given: [String], _ settings: Settings) throws(Failure) -> PathChoice {
    if !given.isEmpty { return PathChoice(paths: given) }
    if let named = settings[.tests] { return PathChoice(named) }
    throw Failure(
      .usage, "no fixture is given",
      hint: settings.path.map { "name fixtures or folders of them, or with tests: in \($0)" }
        ?? """
        name fixtures or folders of them; a weir.yaml that does is read without -p, or with \
        --config
        """
    )
  }

  /// Reads every fixture.
  func read(threads: Int) throws(Failure) -> [FixtureReading] {
    guard let fixtures else { return [] }
    do throws(Failure) {
      return FixtureReading.read(try FixtureSearch.find(fixtures.paths), threads: threads)
    } catch {
      throw fixtures.placed(error)
    }
  }
}

extension FixtureReading {
  /// Whether the fixture names the policy of each of its cases.
  var namesPolicy: Bool { fixture.map { $0.groups.allSatisfy { $0.policy.paths != nil } } ?? true }
}

extension TestPolicy {
  /// Whether a rule carries a case.
  fileprivate var hasExamples: Bool { checked.rules.contains { !$0.examples.isEmpty } }
}
