// Canonical JSON, the bytes that the key of a hold is a digest of: RFC 8785 with one change,
// numbers are exact. Two documents that mean the same have the same bytes, two that differ have
// not.
//
// Members are ordered by the UTF-16 code units of their names, as the RFC asks, strings escaped
// only where JSON requires it. A number is written as the RFC writes doubles (`Decimal.write`),
// with all of its own digits. One that is not a decimal (more digits, a larger exponent) is written
// in the same form with the digits it has, never rounded, and never longer than it was: where the
// exponent has more digits than a machine's number, it is added to as it is written.

/// Documents and numbers in canonical form.
package enum CanonicalJSON {
  /// The canonical bytes of a document. (`Canonicaliser` writes those of a request, which nobody
  /// makes a document of.)
  package static func encode(_ document: JSONDocument) -> [UInt8] {
    var output: [UInt8] = []
    append(document, to: &output)
    return output
  }

  private static func append(_ document: JSONDocument, to output: inout [UInt8]) {
    switch document.kind {
    case .null: output += "null".utf8
    case .bool(let truth): output += (truth ? "true" : "false").utf8
    case .string(let text): JSONString.append(text.bytes, to: &output)
    case .number(var digits): digits.withUTF8 { appendNumber($0, to: &output) }
    case .list(let items):
      output.append(UInt8(ascii: "["))
      for (index, item) in items.enumerated() {
        if index > 0 { output.append(UInt8(ascii: ",")) }
        append(item, to: &output)
      }
      output.append(UInt8(ascii: "]"))
    case .record(let members):
      output.append(UInt8(ascii: "{"))
      let sorted = members.sorted { left, right in
        left.name.bytes.withUnsafeBufferPointer { left in
          right.name.bytes.withUnsafeBufferPointer { UTF16Order.compare(left, $0) < 0 }
        }
      }
      for (index, member) in sorted.enumerated() {
        if index > 0 { output.append(UInt8(ascii: ",")) }
        JSONString.append(member.name.bytes, to: &output)
        output.append(UInt8(ascii: ":"))
        append(member.value, to: &output)
      }
      output.append(UInt8(ascii: "}"))
    }
  }

  // MARK: - Numbers

  /// Appends a number of JSON's grammar in canonical form.
  static func appendNumber(_ written: UnsafeBufferPointer<UInt8>, to output: inout [UInt8]) {
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
  private static func appendSum(
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
}
