// Where requests come from: a descriptor read in blocks of 256 KiB into one buffer. A request is a
// range of that buffer, so nothing is copied but what a block's end cuts in two. A request larger
// than the buffer makes it grow, up to the limit of a request.
//
// Before a read that would block, what waits for output is written: whoever sends a request and
// waits for its verdict gets it.

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
  /// What is read and not yet consumed is `start..<end`.
  private var start = 0
  private var end = 0
  /// There is nothing more to read.
  package private(set) var isAtEnd = false
  /// Bytes read so far.
  package private(set) var bytesRead = 0

  /// Reads a descriptor, which is closed in the end if it is ours.
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

  /// What is there to be looked at; good until the next call of a mutating function.
  package var bytes: UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(start: memory + start, count: end - start)
  }

  /// The size of a file, which never makes its reader wait; nil for anything else.
  package var fileSize: Int? {
    guard let status = System.status(of: descriptor), status.kind == .file else { return nil }
    return status.size
  }

  /// Whether so much is there that no request may be longer.
  package var isFull: Bool { end - start > Limits.requestBytes }

  /// Declares the first `count` bytes done with.
  @inline(__always)
  package mutating func consume(_ count: Int) { start += count }

  /// Reads on after what is there. `output` is flushed if that would block. Past the end, or when
  /// the buffer may grow no more, nothing changes and the answer is no.
  ///
  /// Once nobody reads the output, a file is read on: it ends, and the exit status is about all of
  /// it. Anything else may never end, and is a failure unless it is at its end already.
  package mutating func fill(flushing output: inout Output) throws(Failure) -> Bool {
    if isAtEnd || isFull { return false }
    if start > 0 {
      // Only a request cut by the block's end is moved.
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
      // Somebody made our input non-blocking: wait for it.
      _ = wouldBlock(-1)
    }
  }

  /// Whether nothing can be read within so many milliseconds.
  private func wouldBlock(_ timeout: CInt) -> Bool {
    var wait = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return poll(&wait, 1, timeout) == 0
  }
}
