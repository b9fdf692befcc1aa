// JSON lines: one request a line. A line ends with a line feed; a carriage return before it is
// whitespace to the request's reader; the last line needs no line feed. Blank lines are skipped, as
// every reader of JSON lines does: they are not requests, so no verdict is missing.

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

internal import Weir

/// The lines of an input.
package struct LineReader: ~Copyable {
  package var input: Input
  /// The number of the line that `next` returned last, from 1.
  package private(set) var line = 0
  /// The rest of this line is beyond the limit of a request, and is skipped.
  private var isSkipping = false
  /// How many bytes of the last line are still to be consumed from the buffer.
  private var pending = 0

  package init(_ input: consuming Input) { self.input = input }

  /// The next line that is not blank, without its line feed; nil after the last. It is valid until
  /// the next call. A line beyond the limit is cut to one byte more than a request may have.
  @inline(__always)
  package mutating func next(flushing output: inout Output) throws(Failure)
    -> UnsafeBufferPointer<UInt8>?
  {
    // Nearly every line is there whole, and begins with a brace.
    input.consume(pending)
    let bytes = input.bytes
    guard !isSkipping, bytes.first == UInt8(ascii: "{"), let length = find(in: bytes, from: 0)
    else {
      pending = 0
      return try nextOfAny(flushing: &output)
    }
    pending = length &+ 1
    line &+= 1
    return UnsafeBufferPointer(start: bytes.baseAddress, count: length)
  }

  @inline(never)
  private mutating func nextOfAny(flushing output: inout Output) throws(Failure)
    -> UnsafeBufferPointer<UInt8>?
  {
    while true {
      input.consume(pending)
      pending = 0
      var searched = 0
      var length: Int
      while true {
        let bytes = input.bytes
        if let found = find(in: bytes, from: searched) {
          length = found
          pending = found + 1
          break
        }
        searched = bytes.count
        if isSkipping {
          input.consume(searched)
          searched = 0
        }
        if try !input.fill(flushing: &output) {
          length = searched
          pending = searched
          if input.isAtEnd { break }
          // Beyond the limit of a request: return it cut off, skip the rest.
          isSkipping = true
          line += 1
          return input.bytes
        }
      }
      if isSkipping {
        isSkipping = false
        if input.isAtEnd, pending == 0 { return nil }
        continue
      }
      if pending == 0 { return nil }
      line += 1
      var start = 0
      if line == 1, input.bytes.starts(with: [0xEF, 0xBB, 0xBF]) { start = 3 }
      let content = UnsafeBufferPointer(rebasing: input.bytes[min(start, length)..<length])
      if isBlank(content) { continue }
      return content
    }
  }

  @inline(__always)
  private func find(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
    guard let base = bytes.baseAddress, start < bytes.count,
      let found = memchr(base + start, 0x0A, bytes.count - start)
    else { return nil }
    return UnsafeRawPointer(found) - UnsafeRawPointer(base)
  }

  private func isBlank(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    bytes.allSatisfy(isJSONBlank)
  }
}

/// The blanks of JSON.
@inline(__always)
package func isJSONBlank(_ byte: UInt8) -> Bool {
  byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
}
