// Paths that a run takes, from flags or from settings, and where they are named.

internal import ArgumentParser
internal import Weir
internal import WeirHost

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
