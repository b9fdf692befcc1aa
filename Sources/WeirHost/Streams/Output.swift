// Where verdicts and results go: gathered in one buffer and written in large pieces. The buffer is
// what the evaluator appends to, so a verdict is copied once, by the kernel.
//
// Whoever reads the output may stop (`| head`). That is not a failure: what is written from then on
// goes nowhere, and the run goes on to find what its exit status says. Only a run without an end of
// its own asks `isClosed`.

package import Weir

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// Bytes on their way to a descriptor.
package struct Output: ~Copyable {
  /// Bytes that are written at the latest when so many wait.
  private static let threshold = 256 << 10

  /// What waits to be written: append, then call `flushIfLarge`.
  package var bytes: LineBuffer
  private let descriptor: CInt
  private let name: String
  /// Nobody reads what is written any more.
  package private(set) var isClosed = false

  package init(_ descriptor: CInt, name: String) {
    self.descriptor = descriptor
    self.name = name
    bytes = LineBuffer(capacity: Output.threshold + (64 << 10))
  }

  /// This output with what waits in it; the one left behind writes to the same place.
  package mutating func moved() -> Output {
    var other = Output(descriptor, name: name)
    other.isClosed = isClosed
    swap(&other.bytes, &bytes)
    return other
  }

  /// Writes what waits if it is enough to be worth a call; whether it was.
  @inline(__always)
  @discardableResult
  package mutating func flushIfLarge() throws(Failure) -> Bool {
    if bytes.count < Output.threshold { return false }
    try flush()
    return true
  }

  /// Writes all that waits.
  package mutating func flush() throws(Failure) {
    guard !bytes.isEmpty else { return }
    let reason =
      isClosed ? 0 : System.writeAll(UnsafeRawBufferPointer(bytes.contents), to: descriptor)
    bytes.clear()
    if reason == EPIPE {
      isClosed = true
    } else if reason != 0 {
      throw Failure(.unwritable, "\(name) cannot be written: \(System.describe(reason))")
    }
  }
}

extension System {
  /// Writes a piece to the end; what went wrong, or 0.
  static func writeAll(_ piece: UnsafeRawBufferPointer, to descriptor: CInt) -> CInt {
    var rest = piece[...]
    while !rest.isEmpty {
      let left = UnsafeRawBufferPointer(rebasing: rest)
      let count = retrying { writeOnce(descriptor, left) }
      if count < 0 {
        guard errno == EAGAIN else { return errno }
        // Somebody made our output non-blocking: wait until it takes more.
        var wait = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        _ = poll(&wait, 1, -1)
      } else {
        rest = rest.dropFirst(count)
      }
    }
    return 0
  }

  /// Whether the other end of a pipe is closed.
  package static func isClosedPipe(_ descriptor: CInt) -> Bool {
    var wait = pollfd(fd: descriptor, events: 0, revents: 0)
    return poll(&wait, 1, 0) > 0 && wait.revents & Int16(POLLERR) != 0
  }
}
