// The outline of JSON text (strings and brackets), just enough to find where one request ends.
//
// Between its first and last bracket a request is scanned in steps of 64 bytes, one bit for each: a
// carry-less prefix sum over the quotes marks the strings, and the brackets outside strings are
// counted. Where the depth is 0, and in the last bytes of the buffer, it goes byte by byte.

internal import Weir
internal import CScan

/// Finds where one request ends. Scanned bytes are not scanned again when more input arrives.
struct DocumentOutline {
  /// Whether the request is an element of an array, which ends before the array's next comma or
  /// bracket. A document ends before the first blank outside it, or where it is closed and the next
  /// opens, as in `{}{}`. Bytes that follow either without such an end are taken with it, for the
  /// reader to refuse.
  let isElement: Bool
  /// Bytes before this offset are scanned; one past the end if the last byte is a backslash.
  private(set) var index = 0
  private var depth = 0
  private var isInString = false
  /// The offset at which the first byte's bracket or string is closed.
  private var closed: Int?

  /// Whether a bracket or a string is open that began in these bytes.
  var isOpen: Bool { depth > 0 || isInString }

  init(isElement: Bool) { self.isElement = isElement }

  /// The request's length; nil if it does not end in these bytes, which must begin with those of
  /// the last call.
  mutating func end(in bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    guard let base = bytes.baseAddress else { return nil }
    // Where the depth comes to 0 and rises again at once, steps would overlap: the next starts
    // here.
    var nextStep = index
    while index < bytes.count {
      if depth > 0, index >= nextStep, index &+ 64 <= bytes.count {
        nextStep = index &+ 64
        step(base + index)
        if depth == 0 { close(before: index, base) }
        continue
      }
      let byte = base[index]
      if isInString {
        if byte == UInt8(ascii: "\\") {
          index &+= 1
        } else if byte == UInt8(ascii: "\"") {
          isInString = false
        } else if index &+ 16 <= bytes.count {
          // To the string's end, or what else is unusual in it, in one step.
          let special = weir_special16(base + index) & ~1
          index &+= special == 0 ? 16 : special.trailingZeroBitCount
          continue
        }
      } else {
        switch byte {
        case UInt8(ascii: "\""): isInString = true
        case UInt8(ascii: "{"), UInt8(ascii: "["):
          if !isElement, closed == index { return index }
          depth &+= 1
        case UInt8(ascii: "}"), UInt8(ascii: "]"):
          if depth == 0 {
            if isElement, byte == UInt8(ascii: "]") { return index }
          } else {
            depth &-= 1
            if depth == 0 { close(before: index &+ 1, base) }
          }
        case UInt8(ascii: ","): if depth == 0, isElement { return index }
        case 0x20, 0x0A, 0x0D, 0x09:
          if depth == 0, !isElement { return index }
          if index &+ 16 <= bytes.count {
            let others = weir_nonblank16(base + index)
            index &+= others == 0 ? 16 : others.trailingZeroBitCount
            continue
          }
        default: break
        }
      }
      index &+= 1
    }
    return nil
  }

  /// Notes where a document that begins with a bracket ends.
  private mutating func close(before end: Int, _ base: UnsafePointer<UInt8>) {
    if closed == nil { closed = base[0] == UInt8(ascii: "{") ? end : -1 }
  }

  /// Goes on by 64 bytes, or to where the depth comes to 0.
  @inline(__always)
  private mutating func step(_ bytes: UnsafePointer<UInt8>) {
    let outline = weir_outline64(bytes)
    var length = 64
    var strings: UInt64 = isInString ? .max : 0
    if outline.backslashes == 0 {
      strings ^= DocumentOutline.sums(outline.quotes)
    } else {
      // In order, because a backslash escapes only inside a string.
      var marks = outline.quotes | outline.backslashes
      while marks != 0 {
        let mark = marks & (0 &- marks)
        marks ^= mark
        if outline.quotes & mark != 0 {
          strings ^= 0 &- mark
        } else if strings & mark != 0 {
          marks &= ~(mark &<< 1)
          if mark == 1 << 63 { length = 65 }
        }
      }
    }
    let opening = outline.opening & ~strings
    let closing = outline.closing & ~strings
    if opening | closing != 0 {
      if closing.nonzeroBitCount < depth {
        depth &+= opening.nonzeroBitCount &- closing.nonzeroBitCount
      } else {
        var brackets = opening | closing
        while brackets != 0 {
          depth &+= opening & brackets & (0 &- brackets) != 0 ? 1 : -1
          if depth == 0 {
            index &+= brackets.trailingZeroBitCount &+ 1
            isInString = false
            return
          }
          brackets &= brackets &- 1
        }
      }
    }
    isInString = strings >> 63 == 1
    index &+= length
  }

  /// Carry-less prefix sum: each bit is the XOR of all bits up to it.
  @inline(__always)
  private static func sums(_ bits: UInt64) -> UInt64 {
    var sums = bits
    sums ^= sums &<< 1
    sums ^= sums &<< 2
    sums ^= sums &<< 4
    sums ^= sums &<< 8
    sums ^= sums &<< 16
    return sums ^ sums &<< 32
  }
}
