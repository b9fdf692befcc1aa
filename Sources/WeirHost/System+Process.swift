// What the process sets up before anything else: signals that would end it without a message, and
// standard streams that are closed.

internal import Weir

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

extension System {
  /// Sets up the process.
  package static func prepareProcess() {
    // Writing to a closed pipe, or beyond the file size limit, becomes an error that we report.
    signal(SIGPIPE, SIG_IGN)
    signal(SIGXFSZ, SIG_IGN)
    fillStreams()
    // The signals by which Swift's runtime and libraries end the process when memory runs out:
    // Swift cannot recover from that.
    let fatal = [SIGILL, SIGTRAP, SIGABRT, SIGSEGV, SIGBUS]
    for signal in fatal { sayWhy(signal) }
    unblock(fatal)
  }

  /// If a standard stream is closed, the next opened file would get its number, and be read as
  /// requests or be written verdicts. The descriptor put there instead fails on both.
  private static func fillStreams() {
    for (stream, flags) in [
      (STDIN_FILENO, O_WRONLY), (STDOUT_FILENO, O_RDONLY), (STDERR_FILENO, O_RDONLY),
    ]
    where fcntl(stream, F_GETFD) < 0 {
      // `open` returns the lowest free number, which is this one.
      _ = openOnce("/dev/null", flags)
    }
  }

  /// A process started from a thread that blocks all signals inherits the block. A fault would then
  /// end us without a message, and so would `abort` where the C library leaves its signal blocked
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
    // Resets the handler, so that every other fault still ends by its signal.
    action.sa_flags = CInt(bitPattern: UInt32(SA_RESETHAND))
    sigaction(fatal, &action, nil)
  }
}

/// Ends the process with a message if memory was refused. Otherwise it returns, and the signal ends
/// the process: the fault is then a defect of ours.
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
