// Where a text stands in bytes that hold many.

/// An offset and a count of bytes.
package struct ByteRange: Sendable, Equatable, BitwiseCopyable {
  package var offset: UInt32
  package var count: UInt32
  package init(offset: UInt32, count: UInt32) {
    self.offset = offset
    self.count = count
  }
}
