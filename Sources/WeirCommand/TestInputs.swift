// The inputs of `weir test`: fixtures, and the policy for fixtures that name none. Everything is
// read again for each run, because under `--watch` any file may have changed.

internal import Weir
internal import WeirHost
internal import WeirTest

struct TestInputs {
  /// Fixtures, and folders of fixtures.
  var fixtures: PathChoice
  /// The policy for fixtures that name none.
  var policy: PathChoice?

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
