// Work that is handed out to several threads.

internal import Weir

/// The numbers of some pieces of work, each given out once to whichever thread asks first. Whoever
/// works asks until there are no more, so that fewer threads than were wanted do all of it.
package final class WorkQueue: @unchecked Sendable {
  private let monitor = Monitor()
  private let count: Int
  // Under the monitor.
  private var next = 0

  /// A queue of the numbers below `count`.
  package init(_ count: Int) { self.count = count }

  /// The next number; nil after the last.
  package func take() -> Int? {
    monitor.exclusively {
      guard next < count else { return nil }
      next += 1
      return next - 1
    }
  }
}
