// Where verdicts go: gathered in one buffer and written in large pieces. The buffer is what the
// evaluator appends to, so a verdict is copied once, by the kernel.

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

  package init(_ descriptor: CInt, name: String) {
    self.descriptor = descriptor
    self.name = name
    bytes = LineBuffer(capacity: Output.threshold + (64 << 10))
  }

  /// This output with what waits in it; the one left behind writes to the same place.
  package mutating func moved() -> Output {
    var other = Output(descriptor, name: name)
    swap(&other.bytes, &bytes)
    return other
  }

  /// Writes what waits if it is enough to be worth a call.
  @inline(__always)
  package mutating func flushIfLarge() throws(Failure) {
    if bytes.count >= Output.threshold { try flush() }
  }

  /// Writes all that waits.
  package mutating func flush() throws(Failure) {
    guard !bytes.isEmpty else { return }
    let reason = write(UnsafeRawBufferPointer(bytes.contents))
    bytes.clear()
    if reason == EPIPE { throw Failure(.outputClosed, "nobody reads the output any more") }
    if reason != 0 {
      throw Failure(.unwritable, "\(name) cannot be written: \(System.describe(reason))")
    }
  }

  /// Writes a piece to the end; what went wrong, or 0.
  private func write(_ piece: UnsafeRawBufferPointer) -> CInt {
    var rest = piece[...]
    while !rest.isEmpty {
      let left = UnsafeRawBufferPointer(rebasing: rest)
      let count = System.retrying { System.writeOnce(descriptor, left) }
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
}

extension System {
  /// Makes writing to a closed pipe an error instead of a signal that ends the process.
  package static func reportClosedPipes() { signal(SIGPIPE, SIG_IGN) }
}
