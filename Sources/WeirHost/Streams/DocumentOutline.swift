// The outline of a JSON text, strings and brackets, as far as it says where one request ends.
//
// Between its first bracket and its last a request is looked at in steps of 64 bytes, a bit each:
// what lies between quotes is found by adding up quotes without carrying, brackets outside of it
// are counted. One byte at a time is what is left: where the depth is 0, and at the end of what is
// there.

internal import Weir
internal import CScan

/// How far one request reaches. What has been looked at is not looked at again when more has come.
struct DocumentOutline {
  /// The request is an element of an array, and ends before the comma or bracket that belongs to
  /// that; a document before the first blank outside of it, or where it is closed and the next
  /// opens, as `{}{}` does. What follows either without such an end is taken with it, for the
  /// reader to refuse.
  let isElement: Bool
  /// Up to here the bytes are known; one further than there are any, where a backslash is the last.
  private(set) var index = 0
  private var depth = 0
  private var isInString = false
  /// Where what opens with the first byte is closed.
  private var closed: Int?

  /// Whether a bracket or a string is open that began in these bytes.
  var isOpen: Bool { depth > 0 || isInString }

  init(isElement: Bool) { self.isElement = isElement }

  /// The request's length; nil where it does not end in these bytes, which are those of the last
  /// call and more.
  mutating func end(in bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    guard let base = bytes.baseAddress else { return nil }
    // Where the depth comes to 0 and rises again at once, steps would overlap: not before here.
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

  /// Notes where a document that begins with a bracket has come to its end.
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
      // In order, because a backslash is one only in a string.
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

  /// Each bit the sum, without carrying, of those up to it.
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
