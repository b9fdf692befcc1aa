// What is wrong with a text that is not an address or not a block of addresses, and what was
// probably meant: for messages of the compiler, off every hot path.

/// A text that is no address or block: a clause for a message, and what to write instead.
struct NetworkMistake: Error {
  var problem: String
  var hint: String?
}

extension IPAddress {
  /// What is wrong with a text that does not read as an address; nothing here is asked of one that
  /// does.
  static func mistake(in text: String) -> NetworkMistake {
    let example = "an address is written `10.0.0.1`, or `2001:db8::1`"
    if text.isEmpty { return NetworkMistake(problem: "the text is empty", hint: example) }
    if let trimmed = trimmed(text) {
      return NetworkMistake(
        problem: "a blank stands before or after it", hint: "write `\(trimmed)`")
    }
    if text.utf8.contains(UInt8(ascii: "/")), CIDRBlock(text) != nil {
      return NetworkMistake(
        problem: "the text is a block of addresses",
        hint: "ask whether an address is in it: `… in cidr(\"\(text)\")`")
    }
    if text.utf8.contains(UInt8(ascii: "%")) {
      return NetworkMistake(
        problem: "the text has a zone, which means something on one machine only",
        hint: "leave out what begins with `%`")
    }
    if let mistake = octetMistake(in: text) { return mistake }
    return NetworkMistake(problem: "the text is not an IP address", hint: example)
  }

  /// What is wrong with a text of digits and dots.
  private static func octetMistake(in text: String) -> NetworkMistake? {
    let octets = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    let isDotted = octets.allSatisfy { octet in
      !octet.isEmpty && octet.count <= 18 && octet.allSatisfy { $0 &- UInt8(ascii: "0") < 10 }
    }
    guard isDotted else { return nil }
    let numbers = octets.map { $0.reduce(0) { 10 * $0 + Int($1 - UInt8(ascii: "0")) } }
    if octets.count != 4 {
      return NetworkMistake(
        problem:
          """
          an IPv4 address has four numbers, and here \
          \(octets.count == 1 ? "is 1" : "are \(octets.count)")
          """,
        hint: "write all four, as in `10.0.0.1`")
    }
    if let number = numbers.first(where: { $0 > 255 }) {
      return NetworkMistake(
        problem: "\(number) is past 255", hint: "each of the four numbers is 0 to 255")
    }
    if octets.contains(where: { $0.count > 1 && $0.first == UInt8(ascii: "0") }) {
      return NetworkMistake(
        problem: "a number in it begins with a zero, which half of the world reads as octal",
        hint: "write `\(numbers.map(String.init).joined(separator: "."))` if it is decimal")
    }
    return nil
  }

  fileprivate static func trimmed(_ text: String) -> String? {
    let scalars = Array(text.unicodeScalars)
    let blank = { (scalar: Unicode.Scalar) in scalar.properties.isWhitespace }
    guard let first = scalars.first, let last = scalars.last, blank(first) || blank(last) else {
      return nil
    }
    var result = String.UnicodeScalarView()
    result.append(contentsOf: scalars.drop(while: blank).reversed().drop(while: blank).reversed())
    return String(result)
  }
}

extension CIDRBlock {
  /// What is wrong with a text that does not read as a block.
  static func mistake(in text: String) -> NetworkMistake {
    if let trimmed = IPAddress.trimmed(text) {
      return NetworkMistake(
        problem: "a blank stands before or after it", hint: "write `\(trimmed)`")
    }
    let parts = text.utf8.split(
      separator: UInt8(ascii: "/"), maxSplits: 1, omittingEmptySubsequences: false)
    let addressText = String(decoding: parts[0], as: UTF8.self)
    guard let address = IPAddress(addressText) else {
      var mistake = IPAddress.mistake(in: addressText)
      // `10/8` and `10.0/16` are short for something in other places.
      let octets = addressText.utf8.split(separator: UInt8(ascii: ".")).count
      let written = addressText + String(repeating: ".0", count: max(0, 4 - octets))
      if parts.count == 2, octets < 4, IPAddress(written) != nil {
        mistake.hint = "write it whole: `\(written)/\(String(decoding: parts[1], as: UTF8.self))`"
      }
      return mistake
    }
    let isV4 = addressText.utf8.allSatisfy { $0 != UInt8(ascii: ":") }
    let width = isV4 ? 32 : 128
    guard parts.count == 2 else {
      return NetworkMistake(
        problem: "a block has a prefix, and this is an address",
        hint: "a block of this address alone is `\(address)/\(address.isV4 ? 32 : 128)`")
    }
    let prefixText = String(decoding: parts[1], as: UTF8.self)
    let digits = parts[1]
    guard !digits.isEmpty, digits.count <= 9,
      digits.allSatisfy({ $0 &- UInt8(ascii: "0") < 10 }), let prefix = Int(prefixText)
    else {
      if isV4, let mask = IPAddress(prefixText), mask.isV4 {
        let ones = (~UInt32(truncatingIfNeeded: mask.low)).leadingZeroBitCount
        guard CIDRBlock(masking: mask, to: UInt8(96 + ones)).address == mask else {
          return NetworkMistake(
            problem: "the mask has a hole", hint: "write a block for each part, as `10.0.0.0/8`")
        }
        let network = CIDRBlock(masking: address, to: UInt8(96 + ones)).address
        return NetworkMistake(
          problem: "the prefix is a number of bits, and this is a mask",
          hint: "write `\(network)/\(ones)`")
      }
      return NetworkMistake(
        problem: "the prefix is a number of bits",
        hint: "write it after the `/`, as in `10.0.0.0/8`")
    }
    if prefix > width {
      return NetworkMistake(
        problem:
          """
          the prefix \(prefix) is longer than the \(width) bits of \(isV4 ? "an IPv4" : "an IPv6") \
          address
          """,
        hint: "the block of one address is `\(addressText)/\(width)`")
    }
    if digits.count > 1, digits.first == UInt8(ascii: "0") {
      return NetworkMistake(
        problem: "the prefix begins with a zero that says nothing",
        hint: "write `\(addressText)/\(prefix)`")
    }
    let block = CIDRBlock(masking: address, to: UInt8(isV4 ? prefix + 96 : prefix))
    return NetworkMistake(
      problem: "bits of the address are set behind the prefix of \(prefix)",
      hint:
        """
        the block is `\(network(block, isV4: isV4))/\(prefix)`, and the address alone is \
        `\(addressText)/\(width)`
        """
    )
  }

  /// The network in the notation of the text: dotted, or with colons where `::ffff:` maps an IPv4
  /// one.
  private static func network(_ block: CIDRBlock, isV4: Bool) -> String {
    isV4 || !block.address.isV4 ? block.address.description : "::ffff:\(block.address)"
  }
}
