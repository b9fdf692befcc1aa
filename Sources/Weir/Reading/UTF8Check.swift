/// UTF-8 as RFC 3629 has it: no overlong forms, no surrogates, nothing beyond U+10FFFF.
enum UTF8Check {
  /// The length of the sequence at a byte from 0x80; nil when there is no valid one.
  static func length(at offset: Int, in text: JSONText) -> Int? {
    func isContinuation(_ index: Int, _ low: UInt8 = 0x80, _ high: UInt8 = 0xBF) -> Bool {
      let byte = text.byte(at: offset + index)
      return byte >= low && byte <= high
    }
    switch text.byte(at: offset) {
    case 0xC2...0xDF: return isContinuation(1) ? 2 : nil
    case 0xE0: return isContinuation(1, 0xA0) && isContinuation(2) ? 3 : nil
    case 0xED: return isContinuation(1, 0x80, 0x9F) && isContinuation(2) ? 3 : nil
    case 0xE1...0xEF: return isContinuation(1) && isContinuation(2) ? 3 : nil
    case 0xF0:
      return isContinuation(1, 0x90) && isContinuation(2) && isContinuation(3) ? 4 : nil
    case 0xF4:
      return isContinuation(1, 0x80, 0x8F) && isContinuation(2) && isContinuation(3) ? 4 : nil
    case 0xF1...0xF3:
      return isContinuation(1) && isContinuation(2) && isContinuation(3) ? 4 : nil
    default: return nil
    }
  }

  /// The bytes of a scalar that is not a surrogate; returns how many.
  static func encode(_ scalar: UInt32, into bytes: inout (UInt8, UInt8, UInt8, UInt8)) -> Int {
    func continuation(_ shift: UInt32) -> UInt8 { UInt8(0x80 | scalar >> shift & 0x3F) }
    switch scalar {
    case 0..<0x80:
      bytes.0 = UInt8(scalar)
      return 1
    case 0x80..<0x800:
      bytes = (UInt8(0xC0 | scalar >> 6), continuation(0), 0, 0)
      return 2
    case 0x800..<0x10000:
      bytes = (UInt8(0xE0 | scalar >> 12), continuation(6), continuation(0), 0)
      return 3
    default:
      bytes = (UInt8(0xF0 | scalar >> 18), continuation(12), continuation(6), continuation(0))
      return 4
    }
  }
}
