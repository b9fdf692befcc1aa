// The policy of a subcommand that needs more of it than the program: what compiling it once made.

internal import ArgumentParser
internal import Weir
internal import WeirHost
internal import WeirTest

extension PathChoice {
  /// The policy at these paths. What keeps it from compiling is told, and ends the run.
  func testPolicy(color: ColorChoice) throws -> TestPolicy {
    do throws(PolicyProblem) {
      let place = FixturePlace(path: "the command line", line: 1, column: 1)
      return try TestPolicy.load(PolicyChoice(paths: nil, place: place), standard: paths)
    } catch {
      switch error {
      case .failure(let failure): throw placed(failure)
      case .unknownData(let names, declared: _):
        // Data is replaced by fixtures only, and there is none here.
        throw Failure(.usage, "the policy has no data \(names.joined(separator: ", "))")
      case .findings(let errors, in: let files):
        color.tell(errors, in: files)
        throw ExitStatus.unusable
      }
    }
  }
}
