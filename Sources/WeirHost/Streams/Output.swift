// Where verdicts and results go: collected in one buffer and written in large pieces. The evaluator
// appends to this buffer directly, so only the kernel copies a verdict.
//
// The reader of the output may stop (`| head`). That is not a failure: later output is dropped, and
// the run continues to find its exit status. Only a run that may never end asks `isClosed`.

package import Weir

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// Bytes on their way to a descriptor.
package struct Output: ~Copyable {
  /// The number of pending bytes at which they are written.
  private static let threshold = 256 << 10

  /// The pending bytes: append to it, then call `flushIfLarge`.
  package var bytes: LineBuffer
  private let descriptor: CInt
  private let name: String
  /// The reader of the output has stopped.
  package private(set) var isClosed = false
  /// Looks at what is about to be written, and may change it: verdicts that could not be put on
  /// record.
  package var guardian: ((inout LineBuffer) -> Void)?

  package init(_ descriptor: CInt, name: String) {
    self.descriptor = descriptor
    self.name = name
    bytes = LineBuffer(capacity: Output.threshold + (64 << 10))
  }

  /// Moves the pending bytes to a new output; `self` keeps the same descriptor.
  package mutating func moved() -> Output {
    var other = Output(descriptor, name: name)
    other.isClosed = isClosed
    other.guardian = guardian
    swap(&other.bytes, &bytes)
    return other
  }

  /// Writes the pending bytes if they are worth a system call; returns whether it did.
  @inline(__always)
  @discardableResult
  package mutating func flushIfLarge() throws(Failure) -> Bool {
    if bytes.count < Output.threshold { return false }
    try flush()
    return true
  }

  /// Writes all pending bytes.
  package mutating func flush() throws(Failure) {
    guard !bytes.isEmpty else { return }
    guardian?(&bytes)
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
  /// Writes all of a piece; returns the error number, or 0.
  package static func writeAll(_ piece: UnsafeRawBufferPointer, to descriptor: CInt) -> CInt {
    var rest = piece[...]
    while !rest.isEmpty {
      let left = UnsafeRawBufferPointer(rebasing: rest)
      let count = retrying { writeOnce(descriptor, left) }
      if count < 0 {
        guard errno == EAGAIN else { return errno }
        // Another process made our output non-blocking: wait until it takes more.
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
