// Where requests come from: a descriptor read in blocks of 256 KiB into one buffer. A request is a
// range of that buffer, so only a request that a block's end cuts in two is copied. A larger
// request makes the buffer grow, up to the limit of a request.
//
// Pending output is written before a read that would block: a sender that waits for the verdict on
// its request gets it.

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

internal import Weir

/// Bytes from a descriptor.
package struct Input: ~Copyable {
  private static let blockSize = 256 << 10

  private let descriptor: CInt
  private let isOwned: Bool
  package let name: String
  private var memory: UnsafeMutablePointer<UInt8>
  private var capacity: Int
  /// The unconsumed bytes are `start..<end`.
  private var start = 0
  private var end = 0
  /// There is nothing more to read.
  package private(set) var isAtEnd = false
  /// Bytes read so far.
  package private(set) var bytesRead = 0

  /// Reads a descriptor; closes it at the end if `self` owns it.
  package init(_ descriptor: CInt, name: String, isOwned: Bool) {
    self.descriptor = descriptor
    self.name = name
    self.isOwned = isOwned
    capacity = Input.blockSize
    memory = .allocate(capacity: capacity)
  }

  deinit {
    memory.deallocate()
    if isOwned { close(descriptor) }
  }

  /// The unconsumed bytes; valid until the next call of a mutating function.
  package var bytes: UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(start: memory + start, count: end - start)
  }

  /// The size of a file, which never makes its reader wait; nil for anything else.
  package var fileSize: Int? {
    guard let status = System.status(of: descriptor), status.kind == .file else { return nil }
    return status.size
  }

  /// Whether the buffer already holds more than any request may have.
  package var isFull: Bool { end - start > Limits.requestBytes }

  /// Consumes the first `count` bytes.
  @inline(__always)
  package mutating func consume(_ count: Int) { start += count }

  /// Reads more input after the unconsumed bytes. `output` is flushed if the read would block.
  /// Returns false at the end, or when the buffer may not grow any more; nothing changes then.
  ///
  /// After the output's reader has gone, a file is still read to its end, because the exit status
  /// covers all of it. Any other input may never end, and fails unless it is already at its end.
  package mutating func fill(flushing output: inout Output) throws(Failure) -> Bool {
    if isAtEnd || isFull { return false }
    if start > 0 {
      // Moves only a request that the block's end cut in two.
      memory.update(from: memory + start, count: end - start)
      end -= start
      start = 0
    }
    if end == capacity {
      let larger = min(capacity * 2, Limits.requestBytes + Input.blockSize)
      let grown = UnsafeMutablePointer<UInt8>.allocate(capacity: larger)
      grown.update(from: memory, count: end)
      memory.deallocate()
      memory = grown
      capacity = larger
    }
    if !output.bytes.isEmpty, wouldBlock(0) { try output.flush() }
    if output.isClosed, fileSize == nil { return try expectEnd() }
    let count = try read()
    if count == 0 { isAtEnd = true }
    end += count
    bytesRead += count
    return count > 0
  }

  private mutating func expectEnd() throws(Failure) -> Bool {
    if !wouldBlock(0), try read() == 0 {
      isAtEnd = true
      return false
    }
    throw Failure(
      .outputClosed, "nobody reads the verdicts any more, and \(name) has not ended",
      hint: "what was not read is not judged, and so the status is 2; of files all is judged")
  }

  private func read() throws(Failure) -> Int {
    while true {
      let count = System.retrying {
        System.readOnce(descriptor, memory + end, min(capacity - end, 1 << 20))
      }
      if count >= 0 { return count }
      guard errno == EAGAIN else { throw System.failure(name) }
      // Another process made our input non-blocking: wait for it.
      _ = wouldBlock(-1)
    }
  }

  /// Whether nothing can be read within this many milliseconds.
  private func wouldBlock(_ timeout: CInt) -> Bool {
    var wait = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return poll(&wait, 1, timeout) == 0
  }
}
