// A queue of work for several threads.

internal import Weir

/// Indices of pieces of work, each given to the thread that asks first. Threads ask until none is
/// left, so that fewer threads than planned still do all the work.
package final class WorkQueue: @unchecked Sendable {
  private let monitor = Monitor()
  private let count: Int
  // Under the monitor.
  private var next = 0

  /// A queue of the indices below `count`.
  package init(_ count: Int) { self.count = count }

  /// The next index; nil after the last.
  package func take() -> Int? {
    monitor.exclusively {
      guard next < count else { return nil }
      next += 1
      return next - 1
    }
  }
}
