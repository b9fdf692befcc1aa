// A lock for state that several threads share: POSIX's mutex and condition variable.

internal import Weir

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// A lock with a condition to wait for. The pointers never change and POSIX guards what they point
/// to, so any thread may use it.
package final class Monitor: @unchecked Sendable {
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

  package init() {
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(condition, nil)
  }

  deinit {
    pthread_mutex_destroy(mutex)
    pthread_cond_destroy(condition)
    mutex.deallocate()
    condition.deallocate()
  }

  /// Runs `body` while no other thread runs under this monitor.
  package func exclusively<Result>(_ body: () -> Result) -> Result {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    return body()
  }

  /// Waits until `isTrue`, then runs `body`, and wakes the threads that wait for a change.
  package func exclusively(when isTrue: () -> Bool, _ body: () -> Void) {
    pthread_mutex_lock(mutex)
    while !isTrue() { pthread_cond_wait(condition, mutex) }
    body()
    pthread_cond_broadcast(condition)
    pthread_mutex_unlock(mutex)
  }
}
