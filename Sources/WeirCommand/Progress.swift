// A progress line on standard error for a long run: shown only on a terminal, only if the verdicts
// go elsewhere, and only after a second.

internal import Weir
internal import WeirHost

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

struct Progress {
  private let isEnabled =
    System.isTerminal(STDERR_FILENO) && !System.isTerminal(STDOUT_FILENO)
  private let start = Timestamp.now()
  private var lastShown: Timestamp?

  /// Shows the progress, at most five times a second.
  mutating func tick(_ tally: Tally) {
    guard isEnabled else { return }
    let now = Timestamp.now()
    let elapsed = seconds(from: start, to: now)
    guard elapsed >= 1, lastShown.map({ seconds(from: $0, to: now) >= 0.2 }) ?? true else { return }
    lastShown = now
    let rate = Int(Double(tally.total) / elapsed)
    write("\r\u{1B}[K\(tally.summary), \(rate) a second")
  }

  /// Removes the line, so that a message can be written in its place.
  mutating func clear() {
    guard lastShown != nil else { return }
    lastShown = nil
    write("\r\u{1B}[K")
  }

  private func seconds(from: Timestamp, to: Timestamp) -> Double {
    Double(to.seconds - from.seconds) + (Double(to.nanoseconds) - Double(from.nanoseconds)) / 1e9
  }
}
