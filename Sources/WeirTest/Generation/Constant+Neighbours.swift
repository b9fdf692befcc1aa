// The values right beside a value: one unit of its last digit for a number, a second for an instant
// or a length of time (or a millisecond, where it has some), the next patch of a version.

internal import Weir

extension Constant {
  /// The nearest values below and above that a person would write; nil where there is none.
  var neighbours: (below: Constant?, above: Constant?) {
    switch self {
    case .number(let number):
      let step = Decimal(
        isNegative: false, coefficient: 1, exponent: min(Int(number.exponent), 0))
      return (
        step.flatMap { number.subtracting($0) }.map { .number($0) },
        step.flatMap { number.adding($0) }.map { .number($0) }
      )
    case .timestamp(let instant):
      let step = Constant.step(instant.nanoseconds)
      return (
        instant.subtracting(step).map { .timestamp($0) },
        instant.adding(step).map { .timestamp($0) }
      )
    case .duration(let interval):
      let step = Constant.step(interval.nanoseconds)
      return (
        interval.subtracting(step).map { .duration($0) },
        interval.adding(step).map { .duration($0) }
      )
    case .version(let version): return Constant.neighbours(of: version)
    case .string(let text): return Constant.neighbours(of: text)
    case .ip(let address): return Constant.neighbours(of: address)
    case .null, .bool, .cidr, .hours, .path, .folder, .list, .record: return (nil, nil)
    }
  }

  private static func step(_ nanoseconds: UInt32) -> SignedDuration {
    if nanoseconds == 0 { return SignedDuration(seconds: 1, nanoseconds: 0) }
    return SignedDuration(seconds: 0, nanoseconds: nanoseconds % 1_000_000 == 0 ? 1_000_000 : 1)
  }

  /// Strings are ordered by bytes: the next one is a byte longer, the one before, roughly, shorter.
  private static func neighbours(of text: ExactString) -> (Constant?, Constant?) {
    let scalars = text.description.unicodeScalars
    let shorter = String(String.UnicodeScalarView(scalars.dropLast()))
    return (
      scalars.isEmpty ? nil : .string(ExactString(shorter)),
      .string(ExactString(text.description + "0"))
    )
  }

  private static func neighbours(of version: SemanticVersion) -> (Constant?, Constant?) {
    let text = version.description
    let release = text.split(separator: "-", maxSplits: 1)[0]
    let parts = release.split(separator: ".").compactMap { Int($0) }
    guard parts.count == 3 else { return (nil, nil) }
    func made(_ text: String) -> Constant? { SemanticVersion(text).map { .version($0) } }
    if text.contains("-") { return (made("\(release)-0"), made(String(release))) }
    let above = made("\(parts[0]).\(parts[1]).\(parts[2] + 1)")
    if parts[2] > 0 { return (made("\(parts[0]).\(parts[1]).\(parts[2] - 1)"), above) }
    return (made(text + "-rc.1"), above)
  }

  private static func neighbours(of address: IPAddress) -> (Constant?, Constant?) {
    (address.moved(by: -1).map { .ip($0) }, address.moved(by: 1).map { .ip($0) })
  }
}

extension IPAddress {
  /// The address one further, within its family.
  func moved(by step: Int) -> IPAddress? {
    var bytes = bytes
    for index in bytes.indices.reversed() {
      let (moved, overflow) =
        step > 0
        ? bytes[index].addingReportingOverflow(1) : bytes[index].subtractingReportingOverflow(1)
      bytes[index] = moved
      if !overflow {
        let next = IPAddress(bytes: bytes)
        return next.isV4 == isV4 ? next : nil
      }
    }
    return nil
  }
}

extension CIDRBlock {
  /// The last address of the block.
  var last: IPAddress {
    var bytes = network
    for bit in Int(prefix)..<128 { bytes[bit / 8] |= 0x80 >> UInt8(bit % 8) }
    return IPAddress(bytes: bytes)
  }
}
