// Threads as Weir uses them: a handful that share one task and end together. They are POSIX
// threads, because loading a concurrency runtime would slow every start and help only long runs.
// All recursion (parser, checker, readers of documents) is bounded in depth, and each thread it may
// run on has a large enough stack, whatever `ulimit -s` says.

internal import Weir

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// POSIX threads.
package enum Threads {
  /// The stack size of each thread in bytes, the main thread included: Linux's default, and more
  /// than twice what the deepest recursion takes in a debug build. The system commits it only as it
  /// is used.
  package static let stackBytes = 8 << 20

  /// How many processors this process may use.
  package static var processorCount: Int { max(1, sysconf(CInt(_SC_NPROCESSORS_ONLN))) }

  /// Runs `body` on `count` threads, the caller's included, and returns when all are done. No more
  /// threads than processors run. Where the system refuses another thread, fewer do the work.
  package static func concurrently(_ count: Int, _ body: @escaping @Sendable () -> Void) {
    var threads: [pthread_t] = []
    for _ in 1..<max(min(count, processorCount), 1) {
      guard let thread = startThread(body) else { break }
      threads.append(thread)
    }
    body()
    for thread in threads { pthread_join(thread, nil) }
  }

  /// Runs `body` on this thread if its stack may grow large enough, else on a new thread.
  package static func onLargeStack<Result: Sendable>(_ body: @escaping @Sendable () -> Result)
    -> Result
  {
    var limit = rlimit()
    #if canImport(Darwin)
      let isKnown = getrlimit(RLIMIT_STACK, &limit) == 0
    #else
      let isKnown = getrlimit(__rlimit_resource_t(RLIMIT_STACK.rawValue), &limit) == 0
    #endif
    if !isKnown || limit.rlim_cur >= rlim_t(stackBytes) { return body() }
    let box = ResultBox<Result>()
    // No memory for a new stack: this thread's stack may still be enough.
    guard let thread = startThread({ box.result = body() }) else { return body() }
    pthread_join(thread, nil)
    return box.result ?? body()
  }

  /// Starts a thread that runs `body`; nil if the system refuses.
  private static func startThread(_ body: @escaping @Sendable () -> Void) -> pthread_t? {
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
}

/// The result that a thread leaves for the thread that joins it.
private final class ResultBox<Result: Sendable>: @unchecked Sendable {
  var result: Result?
}

/// The argument of a new thread.
private final class Task: Sendable {
  let body: @Sendable () -> Void
  init(_ body: @escaping @Sendable () -> Void) { self.body = body }
}
