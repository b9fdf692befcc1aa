// Comparing runs of bytes: texts, addresses and versions are equal and ordered by their bytes.

import CBytes

extension UnsafeBufferPointer<UInt8> {
  /// Whether both runs are the same.
  @inline(__always)
  package func isEqual(to other: UnsafeBufferPointer<UInt8>) -> Bool {
    guard count == other.count else { return false }
    guard let left = baseAddress, let right = other.baseAddress else { return true }
    return weir_bytes_equal(left, right, count)
  }

  /// Negative, zero or positive as this run is before, the same as, or after the other.
  @inline(__always)
  package func compared(with other: UnsafeBufferPointer<UInt8>) -> Int {
    if let left = baseAddress, let right = other.baseAddress {
      let order = weir_bytes_compare(left, right, Swift.min(count, other.count))
      if order != 0 { return Int(order) }
    }
    return count - other.count
  }

  @inline(__always)
  package func isPrefixed(by prefix: UnsafeBufferPointer<UInt8>) -> Bool {
    guard prefix.count <= count, let left = baseAddress, let right = prefix.baseAddress else {
      return prefix.isEmpty
    }
    return weir_bytes_equal(left, right, prefix.count)
  }

  @inline(__always)
  package func isSuffixed(by suffix: UnsafeBufferPointer<UInt8>) -> Bool {
    guard suffix.count <= count, let left = baseAddress, let right = suffix.baseAddress else {
      return suffix.isEmpty
    }
    return weir_bytes_equal(left + (count - suffix.count), right, suffix.count)
  }

  /// Where a byte first stands; nil when nowhere.
  package func firstIndex(of byte: UInt8, from start: Int) -> Int? {
    guard let base = baseAddress, start < count else { return nil }
    let found = weir_bytes_index(base + start, count - start, byte)
    return found < 0 ? nil : start + found
  }

  /// Where `other` first stands, in linear time; nil when nowhere.
  package func firstRange(of other: UnsafeBufferPointer<UInt8>, from start: Int = 0) -> Int? {
    guard let left = baseAddress, let right = other.baseAddress, start <= count else {
      return other.isEmpty && start <= count ? start : nil
    }
    let found = weir_bytes_find(left + start, count - start, right, other.count)
    return found < 0 ? nil : start + found
  }
}
