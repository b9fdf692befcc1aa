// Canonical JSON, the bytes that the key of a hold is a digest of: RFC 8785 with one change, numbers
// are exact. Two documents that mean the same have the same bytes, two that differ have not.
//
// Members are ordered by the UTF-16 code units of their names, as the RFC asks, strings escaped only
// where JSON requires it. A number is written as the RFC writes doubles (`Decimal.write`), with all
// of its own digits. One that is no decimal (more digits, a larger exponent) is written in the same
// form with the digits it has, never rounded; only a number with an exponent beyond any that can be
// computed with (18 digits) is left as it was written: nothing equals it but its own spelling, so a
// repetition of such a request may need a new approval, and no other request can use its.

/// The canonical bytes of a document, without the values that some paths lead to.
package func encodeCanonical(_ document: Document, omitting paths: [RequestPath] = []) -> [UInt8] {
  var output: [UInt8] = []
  var writer = CanonicalWriter()
  writer.append(document, omitting: paths.map { $0.steps[...] }, to: &output)
  return output
}

private struct CanonicalWriter {
  typealias Steps = ArraySlice<RequestPath.Step>

  mutating func append(_ document: Document, omitting paths: [Steps], to output: inout [UInt8]) {
    switch document.kind {
    case .null: output += "null".utf8
    case .bool(let truth): output += (truth ? "true" : "false").utf8
    case .string(let text): appendJSONString(text.bytes, to: &output)
    case .number(let digits): appendCanonicalNumber(digits, to: &output)
    case .list(let items):
      output.append(UInt8(ascii: "["))
      var isFirst = true
      for (index, item) in items.enumerated() {
        let below = paths.filter { $0.first == .index(index) }.map { $0.dropFirst() }
        if below.contains(where: \.isEmpty) { continue }
        if !isFirst { output.append(UInt8(ascii: ",")) }
        isFirst = false
        append(item, omitting: below, to: &output)
      }
      output.append(UInt8(ascii: "]"))
    case .record(let members):
      output.append(UInt8(ascii: "{"))
      var isFirst = true
      for member in members.sorted(by: { precedesInUTF16($0.name.bytes, $1.name.bytes) }) {
        let below = paths.filter { $0.first == .member(member.name) }.map { $0.dropFirst() }
        if below.contains(where: \.isEmpty) { continue }
        if !isFirst { output.append(UInt8(ascii: ",")) }
        isFirst = false
        appendJSONString(member.name.bytes, to: &output)
        output.append(UInt8(ascii: ":"))
        append(member.value, omitting: below, to: &output)
      }
      output.append(UInt8(ascii: "}"))
    }
  }
}

/// Whether one UTF-8 text is before another in the order of their UTF-16 code units: byte order, but
/// that scalars beyond U+FFFF (which UTF-16 begins with a surrogate) are before U+E000 to U+FFFF.
func precedesInUTF16(_ left: [UInt8], _ right: [UInt8]) -> Bool {
  func rank(_ byte: UInt8) -> Int { byte >= 0xF0 ? 0xED << 1 | 1 : Int(byte) << 1 }
  for (one, other) in zip(left, right) where one != other {
    let (first, second) = (rank(one), rank(other))
    return first == second ? one < other : first < second
  }
  return left.count < right.count
}

/// Appends a number of JSON's grammar in canonical form.
func appendCanonicalNumber(_ written: String, to output: inout [UInt8]) {
  let bytes = Array(written.utf8)
  switch Decimal.read(bytes) {
  case .value(let decimal): decimal.write(into: &output)
  case .outOfRange, .malformed: appendLargeNumber(bytes, to: &output)
  }
}

/// A number that is no decimal: its own digits, the zeros around them gone, one before the point.
private func appendLargeNumber(_ bytes: [UInt8], to output: inout [UInt8]) {
  let isNegative = bytes.first == UInt8(ascii: "-")
  let unsigned = bytes.drop { $0 == UInt8(ascii: "-") }
  let mantissa = unsigned.prefix { $0 | 0x20 != UInt8(ascii: "e") }
  let exponentText = unsigned.dropFirst(mantissa.count + 1).drop { $0 == UInt8(ascii: "+") }
  let whole = mantissa.prefix { $0 != UInt8(ascii: ".") }
  let digits = mantissa.filter { $0 != UInt8(ascii: ".") }
  let leading = digits.prefix { $0 == UInt8(ascii: "0") }.count
  let significant = digits.dropFirst(leading)
  let trailing = significant.reversed().prefix { $0 == UInt8(ascii: "0") }.count
  let kept = significant.dropLast(trailing)

  let exponentSign = exponentText.first == UInt8(ascii: "-")
  let exponentDigits = exponentText.drop { $0 == UInt8(ascii: "-") }.drop {
    $0 == UInt8(ascii: "0")
  }
  guard exponentDigits.count <= 18 else {
    output += bytes
    return
  }
  let magnitude = exponentDigits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
  // The power of ten of the first digit kept.
  let power = (exponentSign ? -magnitude : magnitude) + whole.count - leading - 1
  if isNegative { output.append(UInt8(ascii: "-")) }
  if 0...20 ~= power || -6 ... -1 ~= power {
    appendPlain(Array(kept), power: power, to: &output)
    return
  }
  output.append(contentsOf: kept.prefix(1))
  if kept.count > 1 {
    output.append(UInt8(ascii: "."))
    output.append(contentsOf: kept.dropFirst())
  }
  output += "e\(power < 0 ? "-" : "+")\(power.magnitude)".utf8
}

/// Digits of which the first stands for 10^power, without an exponent.
private func appendPlain(_ digits: [UInt8], power: Int, to output: inout [UInt8]) {
  let zero = UInt8(ascii: "0")
  if power < 0 {
    output += [zero, UInt8(ascii: ".")] + repeatElement(zero, count: -power - 1) + digits
  } else if digits.count <= power + 1 {
    output += digits + repeatElement(zero, count: power + 1 - digits.count)
  } else {
    output += digits.prefix(power + 1) + [UInt8(ascii: ".")] + digits.dropFirst(power + 1)
  }
}
