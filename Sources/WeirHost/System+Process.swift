// What a process of ours settles before it does anything: signals that would end it without a word,
// and streams that nobody has opened.

internal import Weir

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

extension System {
  /// Settles the process.
  package static func prepareProcess() {
    // Writing to a closed pipe, or past the largest size of a file, is an error that we tell.
    signal(SIGPIPE, SIG_IGN)
    signal(SIGXFSZ, SIG_IGN)
    fillStreams()
    // What the runtime and libraries do where the system has no memory left: Swift has no way to go
    // on.
    let fatal = [SIGILL, SIGTRAP, SIGABRT, SIGSEGV, SIGBUS]
    for signal in fatal { sayWhy(signal) }
    unblock(fatal)
  }

  /// Where a stream is closed, the next file that is opened would take its place, and be read as
  /// requests or written as verdicts. What is put there fails to do either.
  private static func fillStreams() {
    for (stream, flags) in [
      (STDIN_FILENO, O_WRONLY), (STDOUT_FILENO, O_RDONLY), (STDERR_FILENO, O_RDONLY),
    ]
    where fcntl(stream, F_GETFD) < 0 {
      // The lowest number that is free, which is this one.
      _ = openOnce("/dev/null", flags)
    }
  }

  /// Whoever starts us from a thread that takes no signals leaves us with all of them blocked; a
  /// fault then ends us unheard, and so does `abort` where the C library leaves its signal blocked
  /// (GNU 2.41).
  private static func unblock(_ signals: [CInt]) {
    var set = sigset_t()
    sigemptyset(&set)
    for signal in signals { sigaddset(&set, signal) }
    sigprocmask(SIG_UNBLOCK, &set, nil)
  }

  private static func sayWhy(_ fatal: CInt) {
    var action = sigaction()
    #if canImport(Darwin)
      action.__sigaction_u.__sa_handler = endWithoutMemory
    #else
      action.__sigaction_handler.sa_handler = endWithoutMemory
    #endif
    // Back to what it was, so that everything else still ends by its signal.
    action.sa_flags = CInt(bitPattern: UInt32(SA_RESETHAND))
    sigaction(fatal, &action, nil)
  }
}

/// Ends the process if it has just been refused memory, and returns to end it by the signal if not:
/// then it is a defect of ours.
private func endWithoutMemory(_ signal: CInt) {
  guard errno == ENOMEM else { return }
  let message: StaticString = """
    weir: error[out-of-memory]: the system grants no more memory
      help: raise the limit (ulimit -v), or split the input; a request without a verdict has not \
    passed

    """
  _ = write(STDERR_FILENO, message.utf8Start, message.utf8CodeUnitCount)
  _exit(ExitStatus.unusable.code)
}
