// Bytes and words compared with literals, so that the grammar reads as it is written in a shell.
// Words are compared byte by byte: texts that are canonically equivalent name different programs.

/// Whether a byte is this ASCII character.
func == (byte: UInt8?, scalar: Unicode.Scalar) -> Bool {
  byte.map { UInt32($0) == scalar.value } ?? false
}

/// Whether a byte is not this ASCII character.
func != (byte: UInt8?, scalar: Unicode.Scalar) -> Bool { !(byte == scalar) }

/// A byte in a `case`.
func ~= (scalar: Unicode.Scalar, byte: UInt8) -> Bool { byte == scalar }

/// A byte in a `case` of a range.
func ~= (range: ClosedRange<Unicode.Scalar>, byte: UInt8) -> Bool {
  range.contains(Unicode.Scalar(byte))
}

/// Whether a word is this text.
func == (word: [UInt8], text: StaticString) -> Bool { word.count == text.count && word.begin(text) }

/// Whether a word is not this text.
func != (word: [UInt8], text: StaticString) -> Bool { !(word == text) }

/// A word in a `case`.
func ~= (text: StaticString, word: [UInt8]) -> Bool { word == text }

extension StaticString {
  fileprivate var count: Int { utf8CodeUnitCount }
}

extension [UInt8] {
  /// Whether the bytes begin with this text.
  func begin(_ text: StaticString) -> Bool {
    starts(with: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  /// Whether a short text stands somewhere in the bytes.
  func holds(_ text: [UInt8]) -> Bool { indices.contains { self[$0...].starts(with: text) } }

  /// Whether they are decimal digits, and some.
  var isNumber: Bool { !isEmpty && allSatisfy { "0"..."9" ~= $0 } }

  /// Whether they are digits, with a sign before them or not.
  var isSignedNumber: Bool {
    isNumber || (first == "-" || first == "+") && [UInt8](dropFirst()).isNumber
  }
}

extension [[UInt8]] {
  /// The words of a table, written as one text.
  static func words(_ text: String) -> [[UInt8]] {
    text.utf8.split { $0 == " " || $0 == "\n" }.map([UInt8].init)
  }

  /// What the words count for in a result.
  var size: Int { reduce(0) { $0 + $1.count + 8 } }
}
