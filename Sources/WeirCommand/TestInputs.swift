// What `weir test` works on: fixtures, and the policy for those that name none. Everything is read anew
// for each run, because under `--watch` anything may have changed.

internal import Weir
internal import WeirFiles
internal import WeirTest

struct TestInputs {
  /// Fixtures and folders of them.
  var paths: [String]
  /// The policy's paths for fixtures that name none; may be empty.
  var policy: [String]

  /// The paths that flags or settings name.
  static func paths(_ given: [String], _ settings: Settings) throws(Failure) -> [String] {
    if !given.isEmpty { return given }
    if let named = settings.tests, !named.isEmpty { return named }
    throw Failure(
      .usage, "no fixture is given",
      hint: settings.path.map { "name fixtures or folders of them, or with tests: in \($0)" }
        ?? "name fixtures or folders of them, or write a weir.yaml that does")
  }

  /// Every fixture, read.
  func read(threads: Int) throws(Failure) -> [FixtureReading] {
    FixtureReading.read(try FixtureSearch.find(paths), threads: threads)
  }
}
