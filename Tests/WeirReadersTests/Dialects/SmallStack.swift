// What the readers need of a stack, for the worst texts at their limits.

import Foundation

/// Runs work on a thread of its own with a small stack.
func onSmallStack(_ work: @escaping @Sendable () -> Void) {
  let done = DispatchSemaphore(value: 0)
  let thread = Thread {
    work()
    done.signal()
  }
  thread.stackSize = 512 << 10
  thread.start()
  done.wait()
}
