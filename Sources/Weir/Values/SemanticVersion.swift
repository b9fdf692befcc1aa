// Semantic versions as bytes whose order is the versions' precedence, so that the machine compares
// them as it compares texts. Build metadata has no part in precedence and is left out.
//
//   version    = number number number (0xFF | { identifier } 0x00)
//   identifier = 0x01 number | 0x02 characters 0x00
//   number     = count of digits (one byte; from 255 on 0xFF and four more), digits
//
// A release's 0xFF is above every pre-release; a list that ends early is below its continuations;
// numbers are below words; more digits are a larger number, as leading zeros are refused. Numbers
// may have any length: nothing overflows.

/// A semantic version (semver.org 2.0.0) as bytes whose order is the versions' precedence.
package struct SemanticVersion: Hashable, Sendable, Comparable {
  package let ordered: [UInt8]

  /// A version of bytes that `write` made.
  package init(ordered: [UInt8]) { self.ordered = ordered }

  /// Reads `1.10.0-rc.1+build.5`; nil when it is no version.
  package init?(_ text: String) {
    var ordered: [UInt8] = []
    let isVersion = Array(text.utf8).withUnsafeBufferPointer {
      SemanticVersion.write($0) { ordered.append($0) }
    }
    guard isVersion else { return nil }
    self.init(ordered: ordered)
  }

  package static func < (left: SemanticVersion, right: SemanticVersion) -> Bool {
    left.ordered.lexicographicallyPrecedes(right.ordered)
  }

  /// No more bytes than this come of a text of `count`.
  package static func orderedBound(for count: Int) -> Int { 2 * count + 16 }

  /// Writes the bytes of the version that the whole text spells; false when it is none, and what
  /// was written then means nothing.
  package static func write(_ text: UnsafeBufferPointer<UInt8>, _ put: (UInt8) -> Void) -> Bool {
    var end = text.count
    if let plus = text.firstIndex(of: UInt8(ascii: "+")) {
      guard isBuildMetadata(UnsafeBufferPointer(rebasing: text[(plus + 1)...])) else {
        return false
      }
      end = plus
    }
    var index = 0
    for part in 0..<3 {
      if part > 0 {
        guard index < end, text[index] == UInt8(ascii: ".") else { return false }
        index += 1
      }
      let start = index
      while index < end, text[index] &- UInt8(ascii: "0") < 10 { index += 1 }
      guard writeNumber(text, start..<index, put) else { return false }
    }
    if index == end {
      put(0xFF)
      return true
    }
    guard text[index] == UInt8(ascii: "-") else { return false }
    repeat {
      let start = index + 1
      index = start
      var isNumber = true
      while index < end, text[index] != UInt8(ascii: ".") {
        guard isIdentifierByte(text[index]) else { return false }
        if text[index] &- UInt8(ascii: "0") >= 10 { isNumber = false }
        index += 1
      }
      guard index > start else { return false }
      if isNumber {
        put(1)
        guard writeNumber(text, start..<index, put) else { return false }
      } else {
        put(2)
        for place in start..<index { put(text[place]) }
        put(0)
      }
    } while index < end
    put(0)
    return true
  }

  private static func writeNumber(
    _ text: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, _ put: (UInt8) -> Void
  ) -> Bool {
    guard let first = range.first, range.count == 1 || text[first] != UInt8(ascii: "0") else {
      return false
    }
    if range.count < 0xFF {
      put(UInt8(range.count))
    } else {
      put(0xFF)
      for shift in [24, 16, 8, 0] { put(UInt8(truncatingIfNeeded: range.count >> shift)) }
    }
    for place in range { put(text[place]) }
    return true
  }

  private static func isBuildMetadata(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    var identifierCount = 0
    for byte in text {
      if byte == UInt8(ascii: ".") {
        if identifierCount == 0 { return false }
        identifierCount = 0
      } else {
        guard isIdentifierByte(byte) else { return false }
        identifierCount += 1
      }
    }
    return identifierCount > 0
  }

  private static func isIdentifierByte(_ byte: UInt8) -> Bool {
    byte &- UInt8(ascii: "0") < 10 || (byte | 0x20) &- UInt8(ascii: "a") < 26
      || byte == UInt8(ascii: "-")
  }
}

extension SemanticVersion: CustomStringConvertible {
  /// The version as its text was, without build metadata.
  package var description: String {
    var reader = ByteReader(ordered)
    let core = (0..<3).map { _ in reader.versionNumber() ?? "?" }.joined(separator: ".")
    var identifiers: [String] = []
    while let kind = reader.byte(), kind == 1 || kind == 2 {
      guard let identifier = kind == 1 ? reader.versionNumber() : reader.versionWord() else {
        break
      }
      identifiers.append(identifier)
    }
    return identifiers.isEmpty ? core : core + "-" + identifiers.joined(separator: ".")
  }
}

extension ByteReader {
  fileprivate mutating func versionNumber() -> String? {
    guard let short = byte() else { return nil }
    var count = Int(short)
    if short == 0xFF {
      guard let long = integer(UInt32.self, bigEndian: true) else { return nil }
      count = Int(long)
    }
    return bytes(count).map { String(decoding: $0, as: UTF8.self) }
  }

  fileprivate mutating func versionWord() -> String? {
    var word: [UInt8] = []
    while let next = byte() {
      if next == 0 { return String(decoding: word, as: UTF8.self) }
      word.append(next)
    }
    return nil
  }
}
