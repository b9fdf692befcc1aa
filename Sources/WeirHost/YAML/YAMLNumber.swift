// A plain scalar as a number. Readers of YAML 1.1 (PyYAML, Ruby, Go, and Kubernetes through it) and
// of YAML 1.2 take many spellings differently: `0400` is 256 or 400, `1_000` and `1:30` are numbers
// or strings, `1e3` is a string or a number. A spelling is read if all readers take it for the same
// number, and refused if they disagree, because the next reader is unknown. Numbers keep every
// digit, spelled as JSON spells them.

internal import Weir

/// What a scalar is that some reader takes for a number.
enum YAMLNumber {
  /// The same number to all, in JSON's spelling.
  case agreed(String)
  /// What YAML 1.2 says, what readers of 1.1 say, and what to do.
  case disputed(String, String, hint: String)
  /// More digits of another base than are read.
  case tooLong

  /// Nil for what is a number to no reader.
  init?(_ bytes: [UInt8]) {
    guard let first = bytes.first,
      isDigit(first) || first == UInt8(ascii: "-") || first == UInt8(ascii: "+")
        || first == UInt8(ascii: ".")
    else { return nil }
    if YAMLNumber.isAgreedDecimal(bytes[...]), let text = YAMLNumber.decimal(bytes) {
      self = .agreed(text)
      return
    }
    if bytes.count > 2, bytes.starts(with: "0x".utf8), bytes[2...].allSatisfy({ hex($0) < 16 }) {
      self =
        bytes.count - 2 > Limits.radixDigits
        ? .tooLong : .agreed(YAMLNumber.decimal(digits: bytes[2...], base: 16))
      return
    }
    let plain = bytes.filter { $0 != UInt8(ascii: "_") && $0 != UInt8(ascii: ",") }
    guard let before = YAMLNumber.olderReading(plain, of: bytes) else { return nil }
    let now = YAMLNumber.newerReading(bytes)
    var ways = [now, before].compactMap { $0 }.filter { $0.utf8.allSatisfy(isNumeric) }
    if ways.count == 2, ways[0] == ways[1] { ways.removeLast() }
    let spelled = ways.map(YAMLNumber.spelling).joined(separator: " or ")
    // Only what is octal before is the same number.
    let older = before.map { $0 == now ? "the octal number \($0)" : $0 }
    self = .disputed(
      now ?? "a string", older ?? "a string",
      hint: "put it in quotes if it is a text"
        + (ways.isEmpty ? "" : ", or write the number that is meant: \(spelled)"))
  }

  /// A number as all read it: an exponent has a point before it, and a sign.
  private static func spelling(_ number: String) -> String {
    let parts = number.split(separator: "e", maxSplits: 1)
    guard parts.count == 2 else { return number }
    let mantissa = parts[0].utf8.contains(UInt8(ascii: ".")) ? parts[0] : parts[0] + ".0"
    let isSigned = parts[1].hasPrefix("-") || parts[1].hasPrefix("+")
    return mantissa + (isSigned ? "e" : "e+") + parts[1]
  }

  // MARK: What all agree on

  /// `0`, `-12`, `1.50`, `5.`, `.5`, `1.5e+3`: no zeros before other digits, and an exponent has a
  /// point before it and a sign.
  private static func isAgreedDecimal(_ bytes: ArraySlice<UInt8>) -> Bool {
    var rest = bytes
    let isSigned = rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+")
    if isSigned { rest.removeFirst() }
    let whole = rest.prefix(while: isDigit)
    rest = rest[whole.endIndex...]
    if rest.isEmpty {
      return !whole.isEmpty && (whole.count == 1 || whole.first != UInt8(ascii: "0"))
    }
    guard rest.removeFirst() == UInt8(ascii: ".") else { return false }
    let fraction = rest.prefix(while: isDigit)
    if whole.isEmpty, fraction.isEmpty || isSigned { return false }
    rest = rest[fraction.endIndex...]
    guard let mark = rest.popFirst() else { return true }
    guard mark == UInt8(ascii: "e") || mark == UInt8(ascii: "E"), let sign = rest.popFirst() else {
      return false
    }
    return (sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+")) && !rest.isEmpty
      && rest.allSatisfy(isDigit)
  }

  // MARK: What each says

  /// The number of YAML 1.2; nil for a string.
  private static func newerReading(_ bytes: [UInt8]) -> String? {
    if let decimal = decimal(bytes) { return decimal }
    guard bytes.count > 2, bytes.starts(with: "0o".utf8), bytes[2...].allSatisfy({ hex($0) < 8 })
    else { return nil }
    return number(bytes[2...], base: 8)
  }

  /// What some reader of YAML 1.1 takes it for, given what is left without `_` and `,`, which those
  /// skip; nil within for a string, nil for a string that no reader takes for a number.
  private static func olderReading(_ plain: [UInt8], of bytes: [UInt8]) -> String?? {
    var digits = plain[...]
    var sign = ""
    if let first = digits.first, first == UInt8(ascii: "-") || first == UInt8(ascii: "+") {
      if first == UInt8(ascii: "-") { sign = "-" }
      digits.removeFirst()
    }
    if digits.isEmpty || digits.elementsEqual(".".utf8) {
      // `._` and `-_` are taken for numbers, and then make the reader fail.
      return bytes.contains(UInt8(ascii: "_")) ? .some(nil) : nil
    }
    if plain.first == UInt8(ascii: "+"), let second = digits.first,
      second == UInt8(ascii: "-") || second == UInt8(ascii: "+")
    {
      // `+-1` is a string, but for readers that leave what follows the plus sign to their language.
      return olderReading(Array(digits), of: bytes) == nil ? nil : .some(nil)
    }
    if digits.first == UInt8(ascii: "0"), digits.count > 2 {
      let letter = digits[digits.startIndex + 1] | 0x20
      var rest = digits.dropFirst(2)
      // Some readers leave what follows to their language, which takes a sign.
      if rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+") { rest.removeFirst() }
      let base: Int? =
        switch letter {
        case UInt8(ascii: "b"): 2
        case UInt8(ascii: "o"): 8
        case UInt8(ascii: "x"): 16
        default: nil
        }
      if let base, !rest.isEmpty, rest.allSatisfy({ hex($0) < base }) {
        // The octal numbers of 1.2 are strings to most readers of 1.1.
        if newerReading(bytes) != nil || rest.count < digits.count - 2 { return .some(nil) }
        return .some(sign + number(rest, base: base))
      }
      // `0x1p3` looks like a number, and is a string to all so far.
      if base == 16 {
        let mantissa = rest.prefix { hex($0) < 16 || $0 == UInt8(ascii: ".") }
        let power = rest[mantissa.endIndex...]
        if !mantissa.isEmpty, power.isEmpty || isExponent(power, mark: UInt8(ascii: "p")) {
          return .some(nil)
        }
      }
    }
    let whole = digits.prefix(while: isDigit)
    var rest = digits[whole.endIndex...]
    if rest.isEmpty {
      guard whole.first == UInt8(ascii: "0"), whole.count > 1 else {
        return .some(sign + (decimal(Array(whole)) ?? "0"))
      }
      return .some(whole.allSatisfy { hex($0) < 8 } ? sign + number(whole, base: 8) : nil)
    }
    if !whole.isEmpty, rest.first == UInt8(ascii: ":") { return sexagesimal(whole, rest, sign) }
    var hasDigits = !whole.isEmpty
    if rest.first == UInt8(ascii: ".") {
      rest.removeFirst()
      let fraction = rest.prefix(while: isDigit)
      hasDigits = hasDigits || !fraction.isEmpty
      rest = rest[fraction.endIndex...]
    }
    guard hasDigits, rest.isEmpty || isExponent(rest, mark: UInt8(ascii: "e")) else { return nil }
    // With `_` it is a number to 1.1 alone, without to 1.2.
    return .some(plain.count == bytes.count ? nil : decimal(plain))
  }

  /// `1:30` is 90, `1:30:15.5` is 5415.5.
  private static func sexagesimal(
    _ whole: ArraySlice<UInt8>, _ rest: ArraySlice<UInt8>, _ sign: String
  ) -> String?? {
    var rest = rest
    var value = Int(String(decoding: whole, as: UTF8.self))
    while rest.first == UInt8(ascii: ":") {
      rest.removeFirst()
      let part = rest.prefix(while: isDigit)
      guard let digits = Int(String(decoding: part, as: UTF8.self)), part.count <= 2, digits < 60
      else { return nil }
      rest = rest[part.endIndex...]
      if let known = value {
        let (product, isTooLarge) = known.multipliedReportingOverflow(by: 60)
        value = isTooLarge || product > .max - 60 ? nil : product + digits
      }
    }
    var fraction = ""
    if rest.first == UInt8(ascii: ".") {
      rest.removeFirst()
      guard rest.allSatisfy(isDigit) else { return nil }
      if !rest.isEmpty { fraction = "." + String(decoding: rest, as: UTF8.self) }
    } else if !rest.isEmpty {
      return nil
    }
    return .some(value.map { sign + String($0) + fraction } ?? "a number in base 60")
  }

  private static func isExponent(_ bytes: ArraySlice<UInt8>, mark: UInt8) -> Bool {
    guard let first = bytes.first, first | 0x20 == mark else { return false }
    var rest = bytes.dropFirst()
    if rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+") { rest.removeFirst() }
    return !rest.isEmpty && rest.allSatisfy(isDigit)
  }

  // MARK: Spelling

  /// A decimal integer or float of YAML 1.2, spelled as JSON spells it: no plus sign, no zeros in
  /// front, a digit on either side of the point.
  private static func decimal(_ bytes: [UInt8]) -> String? {
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

  private static func number(_ digits: ArraySlice<UInt8>, base: Int) -> String {
    digits.count > Limits.radixDigits ? "another number" : decimal(digits: digits, base: base)
  }

  /// Digits of another base in decimal, exact whatever their number.
  private static func decimal(digits: ArraySlice<UInt8>, base: Int) -> String {
    // Least significant first.
    var decimal: [Int] = [0]
    for digit in digits {
      var carry = hex(digit)
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
}

func isDigit(_ byte: UInt8) -> Bool {
  (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
}

func isNumeric(_ byte: UInt8) -> Bool {
  isDigit(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+")
    || byte == UInt8(ascii: ".") || byte | 0x20 == UInt8(ascii: "e")
}

/// The value of a digit of base 16; 99 for another byte.
private func hex(_ byte: UInt8) -> Int {
  switch byte {
  case UInt8(ascii: "0")...UInt8(ascii: "9"): Int(byte - UInt8(ascii: "0"))
  case UInt8(ascii: "a")...UInt8(ascii: "f"): Int(byte - UInt8(ascii: "a")) + 10
  case UInt8(ascii: "A")...UInt8(ascii: "F"): Int(byte - UInt8(ascii: "A")) + 10
  default: 99
  }
}
