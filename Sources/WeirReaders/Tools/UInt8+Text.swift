// Comparing bytes with texts of ours, and the classes of bytes that words are made of.

extension UInt8 {
  /// Whether this is a digit of ASCII.
  var isASCIIDigit: Bool { self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9") }

  /// Whether this is a letter of ASCII.
  var isASCIILetter: Bool { self | 32 >= UInt8(ascii: "a") && self | 32 <= UInt8(ascii: "z") }

  /// The small letter of a capital one; any other byte as it is.
  var lowercased: UInt8 {
    self >= UInt8(ascii: "A") && self <= UInt8(ascii: "Z") ? self | 32 : self
  }
}

extension Collection<UInt8> {
  /// Whether these bytes are the UTF-8 of `text`.
  func isText(_ text: String) -> Bool { elementsEqual(text.utf8) }

  /// Whether these bytes begin with the UTF-8 of `text`.
  func hasPrefix(_ text: String) -> Bool { starts(with: text.utf8) }
}

extension Collection<UInt8> where SubSequence: Collection<UInt8> {
  /// Whether the UTF-8 of `text`, a short one, occurs in these bytes.
  func contains(text: String) -> Bool {
    var rest = self[...]
    while let first = text.utf8.first, let found = rest.firstIndex(of: first) {
      if rest[found...].starts(with: text.utf8) { return true }
      rest = rest[rest.index(after: found)...]
    }
    return false
  }
}
