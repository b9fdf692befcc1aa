// A program that is given something on its standard input and some time: what delivers a notice. It
// runs without a shell, in a process group of its own, so that its time limit ends all of it.

internal import Weir

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// One run of a program.
package struct ChildProcess {
  /// How it ended.
  package enum End: Equatable {
    case exited(CInt)
    case killed(CInt)
    /// Its time was over.
    case timedOut
  }

  /// How long a program has between being asked to end and being ended, in milliseconds.
  private static let grace = 1_000

  /// Runs a program to its end, or to that of its time.
  ///
  /// - Parameters:
  ///   - environment: added to this process's own.
  ///   - input: what it reads; that it does not read all of it is its own affair.
  package static func run(
    _ program: String, _ environment: [(name: String, value: String)], input: [UInt8],
    milliseconds: Int
  ) throws(Failure) -> End {
    var ends: [CInt] = [-1, -1]
    guard pipe(&ends) == 0 else { throw System.failure(program, .unreadable) }
    _ = fcntl(ends[1], F_SETFD, FD_CLOEXEC)
    _ = fcntl(ends[1], F_SETFL, O_NONBLOCK)
    let child: pid_t
    do throws(Failure) {
      child = try spawn([program], environment, streams: [ends[0]])
    } catch {
      close(ends[0])
      close(ends[1])
      throw error
    }
    close(ends[0])
    let end = Timestamp.now().advanced(by: duration(milliseconds))
    write(input, to: ends[1], until: end)
    close(ends[1])
    if let status = wait(for: child, until: end) { return status }
    finish(child)
    return .timedOut
  }

  /// Ends a program, and what it has started.
  static func finish(_ child: pid_t) {
    kill(-child, SIGTERM)
    if wait(for: child, until: Timestamp.now().advanced(by: duration(grace))) == nil {
      kill(-child, SIGKILL)
      _ = wait(for: child, until: nil)
    } else {
      // The program has ended; what it started may not have.
      kill(-child, SIGKILL)
    }
  }

  static func duration(_ milliseconds: Int) -> SignedDuration {
    SignedDuration(
      seconds: Int64(milliseconds / 1000), nanoseconds: UInt32(milliseconds % 1000) * 1_000_000)
  }

  /// Starts a program.
  ///
  /// - Parameters:
  ///   - words: its path and its arguments.
  ///   - streams: what it has for standard input, standard output and standard error; this
  ///     process's own where there is none.
  static func spawn(
    _ words: [String], _ environment: [(name: String, value: String)], streams: [CInt]
  ) throws(Failure) -> pid_t {
    #if canImport(Darwin)
      var actions: posix_spawn_file_actions_t?
      var attributes: posix_spawnattr_t?
    #else
      var actions = posix_spawn_file_actions_t()
      var attributes = posix_spawnattr_t()
    #endif
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for (number, stream) in streams.enumerated() {
      posix_spawn_file_actions_adddup2(&actions, stream, CInt(number))
    }
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    sigemptyset(&none)
    var usual = sigset_t()
    sigemptyset(&usual)
    for signal in [SIGPIPE, SIGXFSZ] { sigaddset(&usual, signal) }
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setsigdefault(&attributes, &usual)
    posix_spawnattr_setpgroup(&attributes, 0)
    posix_spawnattr_setflags(
      &attributes,
      Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP))
    let program = words.first ?? ""
    var words: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) }
    words.append(nil)
    var variables = inherited(without: environment.map(\.name))
    variables += environment.map { strdup("\($0.name)=\($0.value)") }
    variables.append(nil)
    defer { for text in words + variables { free(text) } }
    var child: pid_t = 0
    let reason = posix_spawn(&child, program, &actions, &attributes, &words, &variables)
    guard reason == 0 else { throw System.failure(program, .unreadable, errno: reason) }
    return child
  }

  private static func inherited(without names: [String]) -> [UnsafeMutablePointer<CChar>?] {
    var found: [UnsafeMutablePointer<CChar>?] = []
    var place = environ
    while let entry = place.pointee {
      let text = String(cString: entry)
      if !names.contains(where: { text.hasPrefix($0 + "=") }) { found.append(strdup(entry)) }
      place += 1
    }
    return found
  }

  private static func write(_ bytes: [UInt8], to descriptor: CInt, until end: Timestamp) {
    var done = 0
    while done < bytes.count, Timestamp.now() < end {
      let count = bytes.withUnsafeBytes {
        System.writeOnce(descriptor, UnsafeRawBufferPointer(rebasing: $0[done...]))
      }
      if count > 0 {
        done += count
      } else if errno == EAGAIN {
        var ready = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        _ = poll(&ready, 1, 50)
      } else if errno != EINTR {
        return
      }
    }
  }

  /// How a program ended; nil where it has not by then.
  static func wait(for child: pid_t, until end: Timestamp?) -> End? {
    while true {
      var status: CInt = 0
      let found = waitpid(child, &status, end == nil ? 0 : WNOHANG)
      if found == child {
        let signal = status & 0x7F
        return signal == 0 ? .exited(status >> 8 & 0xFF) : .killed(signal)
      }
      if found < 0, errno != EINTR { return .killed(0) }
      if let end, Timestamp.now() >= end { return nil }
      System.sleep(milliseconds: 5)
    }
  }
}
