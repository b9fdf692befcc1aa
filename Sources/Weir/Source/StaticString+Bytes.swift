// Spellings that are known when Weir is compiled, as the bytes that outputs are made of.

extension StaticString {
  /// The text in UTF-8.
  @inline(__always)
  package var bytes: UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(start: utf8Start, count: utf8CodeUnitCount)
  }
}
