// The policy for a subcommand that needs more than the program: the trees and the checked policy
// too.

internal import ArgumentParser
internal import Weir
internal import WeirHost
internal import WeirTest

extension PathChoice {
  /// The policy at these paths. If it does not compile, the errors are reported and the run ends.
  ///
  /// - Parameter shape: what sources get that declare no request.
  func testPolicy(color: ColorChoice, assuming shape: AssumedShape? = nil) throws -> TestPolicy {
    do throws(PolicyProblem) {
      let place = FixturePlace(path: "the command line", line: 1, column: 1)
      return try TestPolicy.load(
        PolicyChoice(paths: nil, place: place), standard: paths, assuming: shape)
    } catch {
      switch error {
      case .failure(let failure): throw placed(failure)
      case .unknownData(let names, declared: _):
        // Only fixtures replace data, and there is no fixture here.
        throw Failure(.usage, "the policy has no data \(names.joined(separator: ", "))")
      case .findings(let errors, in: let files):
        color.tell(errors, in: files)
        throw ExitStatus.unusable
      }
    }
  }
}
