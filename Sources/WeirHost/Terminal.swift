// A terminal that a program draws on: raw keys in, whole frames out. However the program ends, the
// terminal is as it was: signals that end or stop it restore it first.

internal import Weir

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// The terminal on the standard streams, while it is drawn on.
package struct Terminal: ~Copyable {
  /// A key that was pressed.
  package enum Key: Equatable, Sendable {
    case character(Unicode.Scalar)
    case up, down, pageUp, pageDown, enter, escape, backspace, interrupt
  }

  /// Takes the terminal over; nil where the standard streams are none.
  package init?() {
    guard System.isTerminal(STDIN_FILENO), System.isTerminal(STDOUT_FILENO),
      tcgetattr(STDIN_FILENO, &usualTerminal) == 0
    else { return nil }
    for signal in [SIGTERM, SIGHUP, SIGQUIT, SIGINT] { catchSignal(signal, restoreAndEnd) }
    catchSignal(SIGTSTP, restoreAndStop)
    catchSignal(SIGCONT, takeOverAgain)
    takeOver()
  }

  deinit { giveBack() }

  /// Columns and rows, no fewer than can be drawn on.
  package var size: (columns: Int, rows: Int) {
    var size = winsize()
    guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
      return (80, 24)
    }
    return (max(20, Int(size.ws_col)), max(5, Int(size.ws_row)))
  }

  /// Draws a frame, a line a row, in one write.
  package func draw(_ lines: [String]) {
    let (_, rows) = size
    let shown = lines.prefix(rows).joined(separator: "\u{1B}[K\r\n")
    let bytes = Array("\u{1B}[H\(shown)\u{1B}[K\u{1B}[J".utf8)
    _ = bytes.withUnsafeBytes { System.writeAll($0, to: STDOUT_FILENO) }
  }

  /// The keys that are pressed within some time.
  package func keys(milliseconds: Int) -> [Key] {
    var ready = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
    guard poll(&ready, 1, CInt(milliseconds)) > 0 else { return [] }
    var bytes = [UInt8](repeating: 0, count: 256)
    let count = bytes.withUnsafeMutableBytes {
      System.readOnce(STDIN_FILENO, $0.baseAddress, $0.count)
    }
    // The terminal is gone.
    if count <= 0 { return [.interrupt] }
    return Terminal.keys(Array(bytes.prefix(count)))
  }

  /// What bytes mean as keys.
  package static func keys(_ bytes: [UInt8]) -> [Key] {
    let sequences: [(text: String, key: Key)] = [
      ("[A", .up), ("[B", .down), ("OA", .up), ("OB", .down), ("[5~", .pageUp),
      ("[6~", .pageDown),
    ]
    var keys: [Key] = []
    var rest = bytes[...]
    while let first = rest.first {
      if first == 0x1B {
        rest.removeFirst()
        if let known = sequences.first(where: { rest.starts(with: $0.text.utf8) }) {
          keys.append(known.key)
          rest.removeFirst(known.text.utf8.count)
        } else if rest.first == UInt8(ascii: "[") {
          // A sequence that means nothing here: to its last byte.
          rest.removeFirst()
          while let next = rest.first, !(0x40...0x7E).contains(next) { rest.removeFirst() }
          rest = rest.dropFirst()
        } else {
          keys.append(.escape)
        }
        continue
      }
      switch first {
      case 0x0D, 0x0A: keys.append(.enter)
      case 0x7F, 0x08: keys.append(.backspace)
      case 0x03, 0x04: keys.append(.interrupt)
      case 0x00..<0x20: break
      default:
        let length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
        let text = String(decoding: rest.prefix(length), as: UTF8.self)
        if let scalar = text.unicodeScalars.first, scalar != "\u{FFFD}" {
          keys.append(.character(scalar))
        }
        rest = rest.dropFirst(length)
        continue
      }
      rest.removeFirst()
    }
    return keys
  }
}

/// How the terminal was. Signal handlers read it, so it is a variable of the file.
private nonisolated(unsafe) var usualTerminal = termios()

private func takeOver() {
  var raw = usualTerminal
  cfmakeraw(&raw)
  // Ctrl-Z and Ctrl-C stay signals.
  raw.c_lflag |= tcflag_t(ISIG)
  tcsetattr(STDIN_FILENO, TCSANOW, &raw)
  say("\u{1B}[?1049h\u{1B}[?25l")
}

private func giveBack() {
  say("\u{1B}[?25h\u{1B}[?1049l")
  tcsetattr(STDIN_FILENO, TCSANOW, &usualTerminal)
}

private func say(_ text: StaticString) {
  _ = write(STDOUT_FILENO, text.utf8Start, text.utf8CodeUnitCount)
}

private func catchSignal(_ signal: CInt, _ handler: @escaping @convention(c) (CInt) -> Void) {
  var action = sigaction()
  #if canImport(Darwin)
    action.__sigaction_u.__sa_handler = handler
  #else
    action.__sigaction_handler.sa_handler = handler
  #endif
  sigaction(signal, &action, nil)
}

private func restoreAndEnd(_ signal: CInt) {
  giveBack()
  // As the signal would have ended it.
  usual(signal)
}

private func restoreAndStop(_ signal: CInt) {
  giveBack()
  // Stopped by the signal that cannot be caught, so that the handler stays.
  kill(getpid(), SIGSTOP)
}

private func takeOverAgain(_ signal: CInt) { takeOver() }

private func usual(_ signal: CInt) {
  var action = sigaction()
  #if canImport(Darwin)
    action.__sigaction_u.__sa_handler = SIG_DFL
  #else
    action.__sigaction_handler.sa_handler = SIG_DFL
  #endif
  sigaction(signal, &action, nil)
  var set = sigset_t()
  sigemptyset(&set)
  sigaddset(&set, signal)
  pthread_sigmask(SIG_UNBLOCK, &set, nil)
  raise(signal)
}
