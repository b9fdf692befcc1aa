// What a scalar means: the core schema of YAML 1.2 (yaml.org/spec/1.2.2, 10.3.2), and nothing of YAML
// 1.1. `no` is a string, a date is a string, `010` is ten. Numbers keep every digit, spelled as JSON
// spells them.

internal import Weir

let coreTag = "tag:yaml.org,2002:"

/// The meaning of a scalar.
func resolve(_ scalar: YAMLScalar, tag: Text?, at place: YAMLPlace) throws(YAMLError)
  -> Document.Kind
{
  guard let tag else {
    return scalar.isPlain ? try plain(scalar.bytes, at: place) : string(scalar.bytes)
  }
  // The "non-specific" tag says: do not guess.
  if tag == Text("!") { return string(scalar.bytes) }
  let wanted: String
  switch tag.description {
  case coreTag + "str": return string(scalar.bytes)
  case coreTag + "null": wanted = "null"
  case coreTag + "bool": wanted = "bool"
  case coreTag + "int": wanted = "int"
  case coreTag + "float": wanted = "float"
  default: throw unsupported(tag, at: place)
  }
  let kind = try plain(scalar.bytes, at: place)
  switch (kind, wanted) {
  case (.null, "null"), (.bool, "bool"), (.number, "float"): return kind
  case (.number, "int") where isInteger(scalar.bytes): return kind
  default:
    throw YAMLError(
      .valueNotOfTag, "this value is not what its tag !!\(wanted) says", at: place,
      hint: "remove the tag, or correct the value")
  }
}

func unsupported(_ tag: Text, at place: YAMLPlace) -> YAMLError {
  var name = tag.description
  if name.hasPrefix(coreTag) { name = "!!" + name.dropFirst(coreTag.count) }
  return YAMLError(
    .unsupportedTag, "the tag \(name) is not one of the core schema", at: place,
    hint: "remove it: !!str, !!int, !!float, !!bool, !!null, !!seq and !!map are understood")
}

private func string(_ bytes: [UInt8]) -> Document.Kind { .string(Text(validated: bytes)) }

/// A scalar without quotes and without a tag.
private func plain(_ bytes: [UInt8], at place: YAMLPlace) throws(YAMLError) -> Document.Kind {
  // All but strings are short or begin with one of these; most scalars are settled here.
  guard let first = bytes.first else { return .null }
  switch first {
  case UInt8(ascii: "~"), UInt8(ascii: "n"), UInt8(ascii: "N"):
    return ["~", "null", "Null", "NULL"].contains { bytes.elementsEqual($0.utf8) }
      ? .null : string(bytes)
  case UInt8(ascii: "t"), UInt8(ascii: "T"):
    return ["true", "True", "TRUE"].contains { bytes.elementsEqual($0.utf8) }
      ? .bool(true) : string(bytes)
  case UInt8(ascii: "f"), UInt8(ascii: "F"):
    return ["false", "False", "FALSE"].contains { bytes.elementsEqual($0.utf8) }
      ? .bool(false) : string(bytes)
  case UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."),
    UInt8(ascii: "0")...UInt8(ascii: "9"):
    if let number = decimal(bytes) { return .number(number) }
    if let digits = radix(bytes) {
      guard digits.count <= Limits.radixDigits else {
        throw YAMLError(
          .numberTooLong, "this number has more than \(Limits.radixDigits) digits", at: place,
          hint: "put it in quotes if it is a text")
      }
      return .number(decimal(digits, base: bytes[1] == UInt8(ascii: "x") ? 16 : 8))
    }
    if isNotFinite(bytes) {
      throw YAMLError(
        .notFinite, "infinity and not-a-number are no values that can be compared", at: place,
        hint: "leave the member out, or put it in quotes if it is a text")
    }
    return string(bytes)
  default: return string(bytes)
  }
}

private func isInteger(_ bytes: [UInt8]) -> Bool {
  radix(bytes) != nil
    || bytes.allSatisfy {
      isDigit($0) || $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-")
    }
}

private func isNotFinite(_ bytes: [UInt8]) -> Bool {
  let unsigned =
    bytes.first == UInt8(ascii: "+") || bytes.first == UInt8(ascii: "-")
    ? bytes.dropFirst() : bytes[...]
  return [".inf", ".Inf", ".INF"].contains { unsigned.elementsEqual($0.utf8) }
    || [".nan", ".NaN", ".NAN"].contains { bytes.elementsEqual($0.utf8) }
}

/// A decimal integer or float of the core schema, spelled as JSON spells it: no plus sign, no zeros
/// in front, a digit on either side of the point. Nil when the bytes are no such number.
private func decimal(_ bytes: [UInt8]) -> String? {
  var rest = bytes[...]
  var result: [UInt8] = []
  if let sign = rest.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") {
    rest.removeFirst()
    if sign == UInt8(ascii: "-") { result.append(sign) }
  }
  let whole = rest.prefix(while: isDigit)
  rest = rest[whole.endIndex...]
  var fraction: ArraySlice<UInt8> = []
  if rest.first == UInt8(ascii: ".") {
    rest.removeFirst()
    fraction = rest.prefix(while: isDigit)
    rest = rest[fraction.endIndex...]
  }
  if whole.isEmpty, fraction.isEmpty { return nil }
  let significant = whole.drop { $0 == UInt8(ascii: "0") }
  result += significant.isEmpty ? [UInt8(ascii: "0")] : significant
  if !fraction.isEmpty { result += [UInt8(ascii: ".")] + fraction }
  if let mark = rest.first {
    guard mark == UInt8(ascii: "e") || mark == UInt8(ascii: "E") else { return nil }
    rest.removeFirst()
    result.append(UInt8(ascii: "e"))
    if let sign = rest.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") {
      rest.removeFirst()
      result.append(sign)
    }
    guard !rest.isEmpty, rest.allSatisfy(isDigit) else { return nil }
    result += rest
  }
  return String(decoding: result, as: UTF8.self)
}

private func isDigit(_ byte: UInt8) -> Bool {
  (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
}

/// The digits of `0x1F` or `0o17` by value; nil when the bytes are neither.
private func radix(_ bytes: [UInt8]) -> [UInt8]? {
  guard bytes.count > 2, bytes[0] == UInt8(ascii: "0") else { return nil }
  let base: Int
  switch bytes[1] {
  case UInt8(ascii: "x"): base = 16
  case UInt8(ascii: "o"): base = 8
  default: return nil
  }
  var digits: [UInt8] = []
  digits.reserveCapacity(bytes.count - 2)
  for byte in bytes[2...] {
    guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue, digit < base else {
      return nil
    }
    digits.append(UInt8(digit))
  }
  return digits
}

/// Digits of another base in decimal, exact whatever their number.
private func decimal(_ digits: [UInt8], base: Int) -> String {
  // Least significant first.
  var decimal: [Int] = [0]
  for digit in digits {
    var carry = Int(digit)
    for index in decimal.indices {
      let sum = decimal[index] * base + carry
      decimal[index] = sum % 10
      carry = sum / 10
    }
    while carry > 0 {
      decimal.append(carry % 10)
      carry /= 10
    }
  }
  return decimal.reversed().map(String.init).joined()
}
