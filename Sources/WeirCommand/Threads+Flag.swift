// `--threads`: how many threads a run takes.

internal import ArgumentParser
internal import Weir
internal import WeirHost

extension Threads {
  /// The number of threads for a flag's value: 0 means one per processor, and more would only wait.
  static func count(_ asked: Int) throws(Failure) -> Int {
    guard asked >= 0 else {
      throw Failure(
        .usage, "--threads \(asked) is not a number of threads",
        hint: "leave it out, or say 0, for one a processor")
    }
    return asked > 0 ? min(asked, Threads.processorCount) : Threads.processorCount
  }
}
