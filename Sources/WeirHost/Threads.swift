// Threads as Weir uses them: a handful that share one task and end together, and a monitor for what
// they share. POSIX's own, because a concurrency runtime would cost every start what only long runs
// gain by. Whatever recurses (parser, checker, readers of documents) has a bound on its depth, and
// each thread that it may run on has a stack that is large enough for it, whatever `ulimit -s`
// says.

internal import Weir

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// Bytes of each thread's stack, the first one's included: as much as Linux gives by default, and
/// more than twice what the deepest recursion takes in a debug build. The system makes room for it
/// only as it is used.
package let stackBytes = 8 << 20

/// Runs `body` on so many threads at once, this one among them, and returns when all are done. More
/// than one a processor are not started, and where the system grants no further thread, fewer do
/// the work.
package func concurrently(_ count: Int, _ body: @escaping @Sendable () -> Void) {
  var threads: [pthread_t] = []
  for _ in 1..<max(min(count, processorCount), 1) {
    guard let thread = startThread(body) else { break }
    threads.append(thread)
  }
  body()
  for thread in threads { pthread_join(thread, nil) }
}

/// Runs `body`, on this thread if its stack may grow as large as it must, else on one of its own.
package func onLargeStack<Result: Sendable>(_ body: @escaping @Sendable () -> Result) -> Result {
  var limit = rlimit()
  #if canImport(Darwin)
    let isKnown = getrlimit(RLIMIT_STACK, &limit) == 0
  #else
    let isKnown = getrlimit(__rlimit_resource_t(RLIMIT_STACK.rawValue), &limit) == 0
  #endif
  if !isKnown || limit.rlim_cur >= rlim_t(stackBytes) { return body() }
  let box = ResultBox<Result>()
  // Without memory for a stack, this one may still do.
  guard let thread = startThread({ box.result = body() }) else { return body() }
  pthread_join(thread, nil)
  return box.result ?? body()
}

/// What a thread leaves for the one that joins it.
private final class ResultBox<Result: Sendable>: @unchecked Sendable {
  var result: Result?
}

/// A new thread that runs `body`; nil where the system grants none.
private func startThread(_ body: @escaping @Sendable () -> Void) -> pthread_t? {
  let task = Unmanaged.passRetained(Task(body))
  let attributes = UnsafeMutablePointer<pthread_attr_t>.allocate(capacity: 1)
  pthread_attr_init(attributes)
  defer {
    pthread_attr_destroy(attributes)
    attributes.deallocate()
  }
  pthread_attr_setstacksize(attributes, stackBytes)
  #if canImport(Darwin)
    var thread: pthread_t?
  #else
    var thread = pthread_t()
  #endif
  let status = pthread_create(
    &thread, attributes,
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
    return nil
  }
  return thread
}

/// What a new thread is handed.
private final class Task: Sendable {
  let body: @Sendable () -> Void
  init(_ body: @escaping @Sendable () -> Void) { self.body = body }
}

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
