// Threads as Weir uses them: a handful that share one task and end together, and a monitor for what
// they share. POSIX's own, because a concurrency runtime would cost every start what only long runs
// gain by.

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// Runs `body` on so many threads at once, this one among them, and returns when all are done. Where
/// the system grants no further thread, fewer do the work.
package func concurrently(_ count: Int, _ body: @escaping @Sendable () -> Void) {
  var threads: [pthread_t] = []
  for _ in 1..<max(count, 1) {
    let task = Unmanaged.passRetained(Task(body))
    #if canImport(Darwin)
      var thread: pthread_t?
    #else
      var thread = pthread_t()
    #endif
    let status = pthread_create(
      &thread, nil,
      { argument in
        #if canImport(Darwin)
          let pointer: UnsafeMutableRawPointer? = argument
        #else
          let pointer = argument
        #endif
        if let pointer { Unmanaged<Task>.fromOpaque(pointer).takeRetainedValue().body() }
        return nil
      }, task.toOpaque())
    guard status == 0 else {
      task.release()
      break
    }
    #if canImport(Darwin)
      if let thread { threads.append(thread) }
    #else
      threads.append(thread)
    #endif
  }
  body()
  for thread in threads { pthread_join(thread, nil) }
}

/// What a new thread is handed.
private final class Task: Sendable {
  let body: @Sendable () -> Void
  init(_ body: @escaping @Sendable () -> Void) { self.body = body }
}

/// The numbers of some pieces of work, each given out once to whichever thread asks first. Whoever works
/// asks until there are no more, so that fewer threads than were wanted do all of it.
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

/// How many processors this process may use.
package var processorCount: Int { max(1, sysconf(CInt(_SC_NPROCESSORS_ONLN))) }

/// A lock with a condition to wait for. The pointers never change and POSIX guards what they point
/// to, so any thread may hold one.
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

  /// Runs `body` while no other thread runs one under this monitor.
  package func exclusively<Result>(_ body: () -> Result) -> Result {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    return body()
  }

  /// Waits until `isTrue`, then runs `body`, and wakes whoever waits for what it changed.
  package func exclusively(when isTrue: () -> Bool, _ body: () -> Void) {
    pthread_mutex_lock(mutex)
    while !isTrue() { pthread_cond_wait(condition, mutex) }
    body()
    pthread_cond_broadcast(condition)
    pthread_mutex_unlock(mutex)
  }
}
