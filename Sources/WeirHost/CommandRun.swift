// A command that somebody else's settings name, run as they would run it: by the shell, with
// something to read, and for so long. Unlike `ChildProcess.run`, it keeps what the command says.

internal import Weir

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// What came of a command.
package struct CommandRun: Sendable {
  package var end: ChildProcess.End
  package var output: [UInt8]
  package var error: [UInt8]

  /// How much of each stream is kept, in bytes.
  private static let kept = 1 << 20

  package init(end: ChildProcess.End, output: [UInt8], error: [UInt8]) {
    self.end = end
    self.output = output
    self.error = error
  }

  /// Runs a command by the system's shell, to its end or that of its time.
  package static func shell(
    _ command: String, _ environment: [(name: String, value: String)], input: [UInt8],
    milliseconds: Int
  ) throws(Failure) -> CommandRun {
    var ends: [[CInt]] = []
    defer { for pair in ends { for end in pair where end >= 0 { close(end) } } }
    for _ in 0..<3 {
      var pair: [CInt] = [-1, -1]
      guard pipe(&pair) == 0 else { throw System.failure(command, .unreadable) }
      ends.append(pair)
    }
    let own = [ends[0][1], ends[1][0], ends[2][0]]
    for end in own {
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
    }
    let childs = [ends[0][0], ends[1][1], ends[2][1]]
    let child = try ChildProcess.spawn(
      ["/bin/sh", "-c", command], environment, streams: childs)
    for (index, end) in childs.enumerated() {
      close(end)
      ends[index][index == 0 ? 0 : 1] = -1
    }
    let deadline = Timestamp.now().advanced(by: ChildProcess.duration(milliseconds))
    var streams = Streams(input: own[0], output: own[1], error: own[2], rest: input[...])
    while streams.isOpen, Timestamp.now() < deadline { streams.step(keeping: kept) }
    if streams.input < 0 { ends[0][1] = -1 }
    var run = CommandRun(end: .timedOut, output: streams.said[0], error: streams.said[1])
    if let end = ChildProcess.wait(for: child, until: deadline) {
      run.end = end
    } else {
      ChildProcess.finish(child)
    }
    return run
  }
}

/// The three streams of a command that runs.
private struct Streams {
  var input: CInt
  var output: CInt
  var error: CInt
  /// What is left to be read by it.
  var rest: ArraySlice<UInt8>
  var said: [[UInt8]] = [[], []]
  private var hasEnded = [false, false]

  init(input: CInt, output: CInt, error: CInt, rest: ArraySlice<UInt8>) {
    self.input = input
    self.output = output
    self.error = error
    self.rest = rest
  }

  /// Whether it may still say something.
  var isOpen: Bool { hasEnded.contains(false) }

  /// Waits a moment for one of them, and does what it is ready for.
  mutating func step(keeping limit: Int) {
    if rest.isEmpty, input >= 0 {
      close(input)
      input = -1
    }
    var ready = [
      pollfd(fd: hasEnded[0] ? -1 : output, events: Int16(POLLIN), revents: 0),
      pollfd(fd: hasEnded[1] ? -1 : error, events: Int16(POLLIN), revents: 0),
      pollfd(fd: input, events: Int16(POLLOUT), revents: 0),
    ]
    _ = poll(&ready, nfds_t(ready.count), 50)
    for index in 0..<2 where ready[index].revents != 0 {
      var bytes = [UInt8](repeating: 0, count: 1 << 16)
      let count = bytes.withUnsafeMutableBytes {
        System.readOnce(ready[index].fd, $0.baseAddress, $0.count)
      }
      if count > 0 {
        said[index] += bytes.prefix(min(count, limit - said[index].count))
      } else if count == 0 || (errno != EAGAIN && errno != EINTR) {
        hasEnded[index] = true
      }
    }
    guard ready[2].revents != 0 else { return }
    let count = rest.withUnsafeBytes { System.writeOnce(input, $0) }
    if count > 0 {
      rest = rest.dropFirst(count)
    } else if errno != EAGAIN, errno != EINTR {
      // It does not read the rest.
      rest = []
    }
  }
}
