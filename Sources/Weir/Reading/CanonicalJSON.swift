// Canonical JSON, the bytes that the key of a hold is a digest of: RFC 8785 with one change,
// numbers are exact. Two documents that mean the same have the same bytes, two that differ have
// not.
//
// Members are ordered by the UTF-16 code units of their names, as the RFC asks, strings escaped
// only where JSON requires it. A number is written as the RFC writes doubles (`Decimal.write`),
// with all of its own digits. One that is no decimal (more digits, a larger exponent) is written in
// the same form with the digits it has, never rounded, and never longer than it was: where the
// exponent has more digits than a machine's number, it is added to as it is written.

/// The canonical bytes of a document. (`Canonicaliser` writes those of a request, which nobody
/// makes a document of.)
package func encodeCanonical(_ document: JSONDocument) -> [UInt8] {
  var output: [UInt8] = []
  appendCanonical(document, to: &output)
  return output
}

private func appendCanonical(_ document: JSONDocument, to output: inout [UInt8]) {
  switch document.kind {
  case .null: output += "null".utf8
  case .bool(let truth): output += (truth ? "true" : "false").utf8
  case .string(let text): appendJSONString(text.bytes, to: &output)
  case .number(var digits): digits.withUTF8 { appendCanonicalNumber($0, to: &output) }
  case .list(let items):
    output.append(UInt8(ascii: "["))
    for (index, item) in items.enumerated() {
      if index > 0 { output.append(UInt8(ascii: ",")) }
      appendCanonical(item, to: &output)
    }
    output.append(UInt8(ascii: "]"))
  case .record(let members):
    output.append(UInt8(ascii: "{"))
    let sorted = members.sorted { left, right in
      left.name.bytes.withUnsafeBufferPointer { left in
        right.name.bytes.withUnsafeBufferPointer { comparedInUTF16(left, $0) < 0 }
      }
    }
    for (index, member) in sorted.enumerated() {
      if index > 0 { output.append(UInt8(ascii: ",")) }
      appendJSONString(member.name.bytes, to: &output)
      output.append(UInt8(ascii: ":"))
      appendCanonical(member.value, to: &output)
    }
    output.append(UInt8(ascii: "}"))
  }
}

// MARK: - Names

/// Negative, zero or positive as one UTF-8 text is before, the same as, or after another in the
/// order of their UTF-16 code units.
func comparedInUTF16(
  _ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>
) -> Int {
  var index = 0
  while index < min(left.count, right.count), left[index] == right[index] { index += 1 }
  guard index < left.count, index < right.count else { return left.count - right.count }
  return Int(rankInUTF16(left[index])) - Int(rankInUTF16(right[index]))
}

/// A text's first eight bytes as a number. Of two texts whose numbers differ, the smaller is before
/// the other in the order of UTF-16 code units.
func rankInUTF16(_ text: UnsafeBufferPointer<UInt8>) -> UInt64 {
  var rank: UInt64 = 0
  for index in 0..<8 {
    rank = rank << 8 | (index < text.count ? UInt64(rankInUTF16(text[index])) : 0)
  }
  return rank
}

/// The same, where eight bytes may be fetched however many the text has.
@inline(__always)
func rankInUTF16(_ base: UnsafePointer<UInt8>, count: Int) -> UInt64 {
  var word = UInt64(bigEndian: UnsafeRawPointer(base).loadUnaligned(as: UInt64.self))
  if count < 8 { word &= ~(UInt64.max >> UInt64(truncatingIfNeeded: 8 &* count)) }
  guard word & 0x8080_8080_8080_8080 == 0 else {
    return rankInUTF16(UnsafeBufferPointer(start: base, count: count))
  }
  return word
}

/// Bytes of UTF-8 are in the order of UTF-16 code units, but that scalars beyond U+FFFF (which
/// UTF-16 begins with a surrogate) are before U+E000 to U+FFFF.
private func rankInUTF16(_ byte: UInt8) -> UInt8 {
  switch byte {
  case 0xEE, 0xEF: byte + 8
  case 0xF0...: byte - 2
  default: byte
  }
}

// MARK: - Numbers

/// Appends a number of JSON's grammar in canonical form.
func appendCanonicalNumber(_ written: UnsafeBufferPointer<UInt8>, to output: inout [UInt8]) {
  let start = output.count
  var index = 0
  if written.first == UInt8(ascii: "-") {
    output.append(UInt8(ascii: "-"))
    index = 1
  }
  // Its digits without the zeros around them, and the power of ten that the first stands for.
  let digits = output.count
  var power = -1
  var isFraction = false
  while index < written.count {
    let byte = written[index]
    if byte == UInt8(ascii: ".") {
      isFraction = true
    } else if byte &- UInt8(ascii: "0") < 10 {
      let isLeading = byte == UInt8(ascii: "0") && output.count == digits
      if !isLeading { output.append(byte) }
      if isFraction { power -= isLeading ? 1 : 0 } else { power += isLeading ? 0 : 1 }
    } else {
      break
    }
    index += 1
  }
  while output.count > digits, output.last == UInt8(ascii: "0") { output.removeLast() }
  guard output.count > digits else {
    output.removeSubrange(start...)
    output.append(UInt8(ascii: "0"))
    return
  }
  if index < written.count {
    index += 1
    let isNegative = written[index] == UInt8(ascii: "-")
    if isNegative || written[index] == UInt8(ascii: "+") { index += 1 }
    while index < written.count, written[index] == UInt8(ascii: "0") { index += 1 }
    guard written.count - index <= 18 else {
      if output.count > digits + 1 { output.insert(UInt8(ascii: "."), at: digits + 1) }
      output.append(UInt8(ascii: "e"))
      output.append(UInt8(ascii: isNegative ? "-" : "+"))
      appendSum(written[index...], isNegative ? -power : power, to: &output)
      return
    }
    let exponent = written[index...].reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
    power += isNegative ? -exponent : exponent
  }
  setPoint(inDigitsFrom: digits, power: power, of: &output)
}

/// Appends a whole number that is written in more than 18 digits, plus one of far fewer.
private func appendSum(
  _ digits: Slice<UnsafeBufferPointer<UInt8>>, _ summand: Int, to output: inout [UInt8]
) {
  let start = output.count
  output.append(UInt8(ascii: "0"))
  output += digits
  var carry = summand
  var place = output.count
  while carry != 0, place > start {
    place -= 1
    let sum = Int(output[place] - UInt8(ascii: "0")) + carry
    let digit = (sum % 10 + 10) % 10
    output[place] = UInt8(ascii: "0") + UInt8(digit)
    carry = (sum - digit) / 10
  }
  let zeros = output[start...].prefix { $0 == UInt8(ascii: "0") }.count
  output.removeSubrange(start..<start + zeros)
}
