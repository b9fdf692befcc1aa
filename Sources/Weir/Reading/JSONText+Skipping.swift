// Values that nobody wants, which are most: checked, and stepped over.

import CScan

extension JSONText {
  /// What a value is, by its first byte.
  enum Kind {
    case string, number, literal, record, list
  }

  @inline(__always)
  func kind(at offset: Int) throws(InputError) -> Kind {
    try kind(of: byte(at: offset), at: offset)
  }

  @inline(__always)
  func kind(of first: UInt8, at offset: Int) throws(InputError) -> Kind {
    if first == UInt8(ascii: "\"") { return .string }
    switch first {
    case UInt8(ascii: "{"): return .record
    case UInt8(ascii: "["): return .list
    case UInt8(ascii: "t"), UInt8(ascii: "f"), UInt8(ascii: "n"): return .literal
    case UInt8(ascii: "-"), 0x30...0x39: return .number
    default: throw noValue(at: offset)
    }
  }

  @inline(never)
  private func noValue(at offset: Int) -> InputError {
    let first = byte(at: offset)
    return first == UInt8(ascii: "+") || first == UInt8(ascii: ".")
      ? InputError(.number, at: offset) : unexpected(at: offset)
  }

  /// Checks a value and returns where it ends. `depth` is how many containers it lies in.
  @inline(__always)
  func skipValue(_ start: Int, depth: Int) throws(InputError) -> Int {
    switch try kind(at: start) {
    case .string: return try stringEnd(from: start + 1).quote + 1
    case .number: return try numberEnd(from: start)
    case .literal: return try literalEnd(from: start)
    case .record, .list: return try skipContainer(start, depth: depth)
    }
  }

  /// The same, out of line, and blanks may stand in front of the value.
  @inline(never)
  func skipAny(_ start: Int, depth: Int) throws(InputError) -> Int {
    try skipValue(skipBlanks(start), depth: depth)
  }

  /// The same for a value after which `nearBytes` of text may be fetched, quicker for most.
  @inline(__always)
  func skipNear(_ start: Int, depth: Int) throws(InputError) -> Int {
    let first = base[start]
    if first == UInt8(ascii: "\"") {
      let quote = nearQuote(start &+ 1)
      if base[quote] == UInt8(ascii: "\"") { return quote &+ 1 }
    } else if first &- 0x30 < 10 {
      let digits = nearDigits(start)
      if digits > 0 { return start &+ digits }
    }
    return try skipAny(start, depth: depth)
  }

  /// Checks an object or array. Which of the open ones are objects is a bit each of one word, so
  /// 63 levels need no recursion; deeper ones are another call each 63, which the limit keeps few.
  @inline(never)
  func skipContainer(_ start: Int, depth outer: Int) throws(InputError) -> Int {
    guard outer < Limits.requestDepth else { throw InputError(.depth, at: start) }
    /// The innermost open container's bit is the lowest; above the outermost one's is one more.
    var objects: UInt64 = byte(at: start) == UInt8(ascii: "{") ? 0b11 : 0b10
    /// From here on there is no room, or no level left.
    let full: UInt64 =
      outer &+ 63 <= Limits.requestDepth
      ? 1 << 63 : 1 &<< UInt64(truncatingIfNeeded: Limits.requestDepth &- outer)
    var offset = start &+ 1
    if next(&offset) == JSONText.closing(objects & 1 == 1) { return offset &+ 1 }
    values: while true {
      // At a member or an element, which no blank precedes any more.
      value: do {
        var first: UInt8
        // Comparing once is enough for 16 bytes of name, its quotes, the colon and what comes then.
        if offset &+ 20 <= count {
          if objects & 1 == 1 {
            guard base[offset] == UInt8(ascii: "\"") else { throw unexpected(at: offset) }
            let quote = nearQuote(offset &+ 1)
            if pair(at: quote) == JSONText.quoteColon {
              offset = quote &+ 2
              first = base[offset]
              if first <= 0x20 { first = next(&offset) }
            } else {
              offset = try skipName(offset)
              first = byte(at: offset)
            }
          } else {
            first = base[offset]
          }
        } else {
          if objects & 1 == 1 { offset = try skipName(offset) }
          first = byte(at: offset)
        }
        // The plain ones of scalars are here, inline; the rest is after them. Brace and bracket
        // differ in one bit.
        if offset &+ JSONText.nearBytes > count, first | 0x20 != UInt8(ascii: "{") {
          offset = try skipOtherScalar(first, at: offset)
        } else if first == UInt8(ascii: "\"") {
          var quote = offset &+ 1
          var special = weir_special16(base + quote)
          while special == 0, hasWide(at: quote &+ 16) {
            quote &+= 16
            special = weir_special16(base + quote)
          }
          if special != 0 {
            quote &+= special.trailingZeroBitCount
            if base[quote] == UInt8(ascii: "\"") {
              offset = quote &+ 1
              break value
            }
          }
          offset = try irregularStringEnd(from: quote).quote &+ 1
        } else if first &- 0x30 < 10 || first == UInt8(ascii: "-") {
          // Numbers of one digit are many for their size.
          let after = base[offset &+ 1]
          if first != UInt8(ascii: "-") {
            if after == UInt8(ascii: ","), base[offset &+ 2] > 0x20 {
              offset &+= 2
              continue values
            }
            if after | 0x20 == UInt8(ascii: "}") {
              offset &+= 1
              break value
            }
          }
          // In a list the next is likely to be one too.
          if objects & 1 == 0 {
            offset = try skipNumbers(offset)
            break value
          }
          let sign = first == UInt8(ascii: "-") ? 1 : 0
          let digits = nearDigits(offset &+ sign)
          offset =
            try digits > 0 ? offset &+ sign &+ digits : skipOtherScalar(first, at: offset)
        } else if first | 0x20 == UInt8(ascii: "{") {
          guard objects < full else {
            // Which refuses it where no level is left.
            offset = try skipContainer(offset, depth: min(outer &+ 63, Limits.requestDepth))
            break value
          }
          offset &+= 1
          var inner = next(&offset)
          if first == UInt8(ascii: "[") {
            while inner == UInt8(ascii: "[") {
              objects &<<= 1
              guard objects < full else { continue values }
              offset &+= 1
              inner = next(&offset)
            }
          }
          // Two above the opening one is the closing one.
          if inner != first &+ 2 {
            objects = objects &<< 1 | UInt64(first &>> 5 & 1)
            continue values
          }
          offset &+= 1
        } else {
          let length = nearLiteral(offset)
          offset = try length > 0 ? offset &+ length : skipOtherScalar(first, at: offset)
        }
      }
      // After a value: a comma and the next, or the end of one container or several.
      while true {
        let byte = next(&offset)
        if byte == UInt8(ascii: ",") {
          offset &+= 1
          _ = next(&offset)
          break
        }
        guard byte == JSONText.closing(objects & 1 == 1) else { throw unexpected(at: offset) }
        offset &+= 1
        objects &>>= 1
        if objects == 1 { return offset }
      }
    }
  }

  /// From a member's name to its value.
  @inline(never)
  private func skipName(_ start: Int) throws(InputError) -> Int {
    guard byte(at: start) == UInt8(ascii: "\"") else { throw unexpected(at: start) }
    return try skipColon(try stringEnd(from: start &+ 1).quote &+ 1)
  }

  /// Checks a number of a list, and those after it that follow a comma at once.
  @inline(never)
  private func skipNumbers(_ start: Int) throws(InputError) -> Int {
    let lastNear = count &- JSONText.nearBytes
    var offset = start
    while offset <= lastNear {
      let length = nearNumberLength(offset)
      guard length > 0 else { break }
      offset &+= length
      guard base[offset] == UInt8(ascii: ",") else { return offset }
      offset &+= 1
    }
    // After a comma, at what no short number is.
    return try offset == start ? numberEnd(from: start) : offset &- 1
  }

  /// Checks a string, number or literal.
  @inline(never)
  private func skipOtherScalar(_ first: UInt8, at start: Int) throws(InputError) -> Int {
    if first &- 0x30 < 10 || first == UInt8(ascii: "-"), start &+ JSONText.nearBytes <= count {
      let length = nearNumberLength(start)
      if length > 0 { return start &+ length }
    }
    switch try kind(of: first, at: start) {
    case .number: return try numberEnd(from: start)
    case .literal: return try literalEnd(from: start)
    case .string: return try stringEnd(from: start + 1).quote + 1
    case .record, .list: throw unexpected(at: start)
    }
  }
}
