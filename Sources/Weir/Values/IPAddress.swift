// Addresses and blocks of addresses. An IPv4 address is held as the IPv6 address that maps it
// (`::ffff:0:0/96`), so that `::ffff:10.0.0.1` is `10.0.0.1` and no rule is evaded by spelling.
//
// Reading is strict. An octet with a leading zero is not an address: half of the world reads it as
// octal. A zone (`fe80::1%eth0`) means something on one machine only, and is refused. A block with
// bits set after its prefix (`10.0.0.1/8`) is refused: either the address or the prefix is a slip.
//
// A block holds addresses of its own family only: `0.0.0.0/0` no IPv6 address, `::/0` no IPv4 one.

/// An IP address of either family.
package struct IPAddress: Hashable, Sendable, BitwiseCopyable {
  /// The first eight of its 16 bytes, in network order.
  package let high: UInt64
  /// The last eight.
  package let low: UInt64

  package init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  /// The address of four octets.
  package init(v4 address: UInt32) { self.init(high: 0, low: 0xFFFF_0000_0000 | UInt64(address)) }

  package static let byteCount = 16

  /// The address of 16 bytes in network order.
  package init(bytes: some Collection<UInt8>) {
    self.init(
      high: bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) },
      low: bytes.dropFirst(8).prefix(8).reduce(0) { $0 << 8 | UInt64($1) })
  }

  /// The byte at a place, from 0.
  package func byte(_ index: Int) -> UInt8 {
    UInt8(truncatingIfNeeded: (index < 8 ? high : low) >> UInt64(56 - 8 * (index & 7)))
  }

  /// 16 bytes, network order.
  package var bytes: [UInt8] { (0..<16).map { byte($0) } }

  package var isV4: Bool { high == 0 && low >> 32 == 0xFFFF }

  /// Reads `10.0.0.1`, `2001:db8::1`, `::ffff:10.0.0.1`.
  package init?(reading text: UnsafeBufferPointer<UInt8>) {
    var reader = AddressReader(text: text, end: text.count)
    guard let address = reader.read() else { return nil }
    self = address
  }

  package init?(_ text: String) {
    guard let address = Array(text.utf8).withUnsafeBufferPointer({ IPAddress(reading: $0) })
    else { return nil }
    self = address
  }
}

/// A block of addresses: the network, and how many of its 128 leading bits count (an IPv4 prefix
/// plus 96). Bits after the prefix are zero.
package struct CIDRBlock: Hashable, Sendable, BitwiseCopyable {
  package let address: IPAddress
  package let prefix: UInt8

  /// A block of parts that fit together.
  package init(address: IPAddress, prefix: UInt8) {
    self.address = address
    self.prefix = min(prefix, 128)
  }

  package init(network: some Collection<UInt8>, prefix: UInt8) {
    self.init(address: IPAddress(bytes: network), prefix: prefix)
  }

  package static let byteCount = 17

  /// The block of that prefix in which an address lies.
  init(masking address: IPAddress, to prefix: UInt8) {
    let mask = CIDRBlock(address: address, prefix: prefix).mask
    self.init(
      address: IPAddress(high: address.high & mask.high, low: address.low & mask.low),
      prefix: prefix)
  }

  /// The network's 16 bytes.
  package var network: [UInt8] { address.bytes }

  package var isV4: Bool { prefix >= 96 && address.isV4 }

  private var mask: (high: UInt64, low: UInt64) {
    // Shifts past the width yield 0.
    prefix <= 64
      ? (~(UInt64.max >> UInt64(prefix)), 0) : (.max, ~(UInt64.max >> UInt64(prefix - 64)))
  }

  /// Whether an address of the block's own family lies in it.
  package func contains(_ other: IPAddress) -> Bool {
    let mask = mask
    return other.isV4 == isV4 && (other.high ^ address.high) & mask.high == 0
      && (other.low ^ address.low) & mask.low == 0
  }

  /// Whether all addresses of another block lie in it: one of the same family.
  package func contains(_ other: CIDRBlock) -> Bool {
    let mask = mask
    return other.isV4 == isV4 && other.prefix >= prefix
      && (other.address.high ^ address.high) & mask.high == 0
      && (other.address.low ^ address.low) & mask.low == 0
  }

  /// Reads `10.0.0.0/8`, `2001:db8::/32`. An address without a prefix is not a block.
  package init?(reading text: UnsafeBufferPointer<UInt8>) {
    guard let slash = text.firstIndex(of: UInt8(ascii: "/")) else { return nil }
    var reader = AddressReader(text: text, end: slash)
    guard let address = reader.read(), 1...3 ~= text.count - slash - 1 else { return nil }
    var prefix = 0
    for index in slash + 1..<text.count {
      let digit = text[index] &- UInt8(ascii: "0")
      guard digit < 10 else { return nil }
      prefix = prefix * 10 + Int(digit)
    }
    // No leading zero here either.
    guard text.count == slash + 2 || text[slash + 1] != UInt8(ascii: "0") else { return nil }
    if reader.isV4Text { prefix += 96 }
    guard prefix <= 128 else { return nil }
    self.init(masking: address, to: UInt8(prefix))
    guard self.address == address else { return nil }
  }

  package init?(_ text: String) {
    guard let block = Array(text.utf8).withUnsafeBufferPointer({ CIDRBlock(reading: $0) })
    else { return nil }
    self = block
  }
}

/// Reads an address from the start of a text to `end`.
private struct AddressReader {
  let text: UnsafeBufferPointer<UInt8>
  let end: Int
  var index = 0
  /// The text was dotted from its beginning.
  var isV4Text = false

  init(text: UnsafeBufferPointer<UInt8>, end: Int) {
    self.text = text
    self.end = end
  }

  mutating func read() -> IPAddress? {
    if let address = readOctets() {
      isV4Text = true
      return IPAddress(v4: address)
    }
    index = 0
    return readGroups()
  }

  /// Four octets up to the end.
  private mutating func readOctets() -> UInt32? {
    var address: UInt32 = 0
    for octet in 0..<4 {
      if octet > 0 {
        guard index < end, text[index] == UInt8(ascii: ".") else { return nil }
        index += 1
      }
      let start = index
      var number: UInt32 = 0
      while index < end, index - start < 3, text[index] &- UInt8(ascii: "0") < 10 {
        number = number * 10 + UInt32(text[index] - UInt8(ascii: "0"))
        index += 1
      }
      guard index > start, number < 256, index - start == 1 || text[start] != UInt8(ascii: "0")
      else { return nil }
      address = address << 8 | number
    }
    return index == end ? address : nil
  }

  /// Groups of four hexadecimal digits, `::` at most once, four octets at the end perhaps.
  private mutating func readGroups() -> IPAddress? {
    var bits: UInt128 = 0
    var groups = 0
    /// How many groups stand before `::`.
    var gap: Int?
    if index + 1 < end, text[index] == UInt8(ascii: ":"), text[index + 1] == UInt8(ascii: ":") {
      gap = 0
      index = 2
    }
    while index < end {
      // Two groups must be left to hold octets.
      let start = index
      if groups <= 6, let octets = readOctets() {
        bits = bits << 32 | UInt128(octets)
        groups += 2
        break
      }
      index = start
      guard groups < 8, let group = readGroup() else { return nil }
      bits = bits << 16 | UInt128(group)
      groups += 1
      if index == end { break }
      guard text[index] == UInt8(ascii: ":") else { return nil }
      index += 1
      // A colon alone at the end separates nothing.
      guard index < end else { return nil }
      if text[index] == UInt8(ascii: ":") {
        guard gap == nil else { return nil }
        gap = groups
        index += 1
      }
    }
    if let gap {
      guard groups < 8 else { return nil }
      let behind = UInt128(16 * (groups - gap))
      let tail = bits & ((1 << behind) - 1)
      // Nothing in front of the gap: a shift by the full width yields 0.
      bits = (bits >> behind) << UInt128(16 * (8 - gap)) | tail
    } else if groups != 8 {
      return nil
    }
    return IPAddress(
      high: UInt64(truncatingIfNeeded: bits >> 64), low: UInt64(truncatingIfNeeded: bits))
  }

  private mutating func readGroup() -> UInt16? {
    let start = index
    var group: UInt16 = 0
    while index < end, index - start < 4, let digit = Hexadecimal.value(of: text[index]) {
      group = group << 4 | UInt16(digit)
      index += 1
    }
    return index > start ? group : nil
  }
}

// MARK: - Writing

extension IPAddress: CustomStringConvertible {
  /// As RFC 5952 writes it; an IPv4 address dotted.
  package var description: String {
    var bytes: [UInt8] = []
    write(into: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Appends the text of `description`.
  package func write(into output: inout [UInt8]) {
    if isV4 {
      for index in 12..<16 {
        if index > 12 { output.append(UInt8(ascii: ".")) }
        appendDigits(of: UInt128(byte(index)), to: &output)
      }
      return
    }
    // The longest run of two or more zero groups is left out; the first of equally long ones.
    var gap = 0..<0
    var run = 0..<0
    for index in 0..<8 {
      run = group(index) != 0 ? 0..<0 : run.isEmpty ? index..<index + 1 : run.lowerBound..<index + 1
      if run.count > max(gap.count, 1) { gap = run }
    }
    var index = 0
    while index < 8 {
      if index == gap.lowerBound, !gap.isEmpty {
        output.append(contentsOf: [UInt8(ascii: ":"), UInt8(ascii: ":")])
        index = gap.upperBound
        continue
      }
      if index > 0, index != gap.upperBound { output.append(UInt8(ascii: ":")) }
      output.append(contentsOf: String(group(index), radix: 16).utf8)
      index += 1
    }
  }

  private func group(_ index: Int) -> UInt16 {
    UInt16(byte(2 * index)) << 8 | UInt16(byte(2 * index + 1))
  }
}

extension CIDRBlock: CustomStringConvertible {
  /// `10.0.0.0/8`.
  package var description: String {
    isV4 ? "\(address)/\(prefix - 96)" : "\(address)/\(prefix)"
  }
}
