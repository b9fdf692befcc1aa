// Paths for a run, from flags or from settings, and where they are named.

internal import ArgumentParser
internal import Weir
internal import WeirHost

/// Paths, and where they are named.
struct PathChoice {
  var paths: [String]
  /// Where the settings file names each path; for paths from settings only.
  private var stated: [Settings.Stated] = []

  init(paths: [String]) { self.paths = paths }

  init(_ stated: [Settings.Stated]) {
    paths = stated.map(\.text)
    self.stated = stated
  }

  /// Fails if a settings file names a path that is not a policy.
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

  /// A failure to read one of the paths, with the file and line that name it added.
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
