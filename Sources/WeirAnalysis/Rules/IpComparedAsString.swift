internal import Weir

/// An address of the network is compared as a text, which knows neither blocks nor that
/// `::ffff:10.0.0.1` is `10.0.0.1`. Ask with `ip(…) in cidr("…")`, or compare `ip(…)` with
/// `ip("…")`.
struct IpComparedAsString: LintRule {
  let name: ExactString = "ip-compared-as-string"
  let category = LintCategory.security
  let level = LintLevel.warning

  let bad: LintExample = """
    allow office when «source.ip starts_with "10."»
    """
  let good: LintExample = """
    allow office when ip(source.ip) in cidr("10.0.0.0/8")
    """

  /// Last words of the names of members that hold an address.
  private static let names: Set<ExactString> = [
    "ip", "addr", "address", "peer", "remote", "source", "src", "client", "host",
  ]
  /// Last words of the names of members that hold four numbers and no address.
  private static let versions: Set<ExactString> = [
    "version", "release", "build", "revision", "firmware", "tag", "oid",
  ]

  func findings(in context: LintContext) -> [Diagnostic] {
    context.textComparisons.compactMap { comparison -> Diagnostic? in
      for text in comparison.texts {
        if let found = finding(about: text, comparison, context) { return found }
      }
      return nil
    }
  }

  private func finding(
    about text: ExactString, _ comparison: TextComparison, _ context: LintContext
  ) -> Diagnostic? {
    let path = context.excerpt(comparison.subject.range)
    let written = text.description
    if comparison.asksForWhole {
      if text.bytes.contains(UInt8(ascii: "/")) {
        // A member may hold a block, as of a firewall.
        guard CIDRBlock(written) != nil, comparison.lastWord == "ip",
          let name = comparison.members.last,
          !["cidr", "range", "block", "net"].contains(where: { name.includesIgnoringCase($0) })
        else { return nil }
        return finding(
          "no address is the text `\(written)`", at: comparison.range,
          hint: "write `ip(\(path)) in cidr(\(quoted(text)))`")
      }
      guard let address = IPAddress(written), !Self.versions.contains(comparison.lastWord) else {
        return nil
      }
      let other = spelling(of: address, written)
      guard other != written, IPAddress(other) == address else { return nil }
      return finding(
        "`\(other)` is the same address, and another text",
        at: comparison.range,
        hint: "compare `ip(\(path))` with `ip(\(quoted(text)))`")
    }
    guard comparison.asksForPart, Self.names.contains(comparison.lastWord),
      let octets = octets(text, comparison.comparison)
    else { return nil }
    // `10.1` begins `10.10` as well.
    let number = octets.utf8.reversed().prefix { $0 != UInt8(ascii: ".") }
    let isInNumber =
      comparison.comparison == .startsWith && number.count == 1
      && number.first != UInt8(ascii: "0")
    return finding(
      isInNumber
        ? "`\(octets)0` begins so too, and no text knows blocks"
        : "a beginning of a text is no block: `::ffff:\(octets)…` is such an address too",
      at: comparison.range, hint: "write `ip(\(path)) in cidr(\"…\")`")
  }

  /// Another text that is the same address.
  private func spelling(of address: IPAddress, _ text: String) -> String {
    if address.isV4 {
      return text.utf8.contains(UInt8(ascii: ":"))
        ? "\(address.byte(12)).\(address.byte(13)).\(address.byte(14)).\(address.byte(15))"
        : "::ffff:" + text
    }
    // All eight groups, or those with a zero more.
    var groups = (0..<8).map {
      String(UInt16(address.byte(2 * $0)) << 8 | UInt16(address.byte(2 * $0 + 1)), radix: 16)
    }
    if groups.joined(separator: ":") == text,
      let short = groups.firstIndex(where: { $0.utf8.count < 4 })
    {
      groups[short] = "0" + groups[short]
    }
    return groups.joined(separator: ":")
  }

  /// The first numbers of an address that a beginning or a pattern asks for: `10.`, `10.1`.
  private func octets(_ text: ExactString, _ comparison: Comparison) -> String? {
    var bytes = text.bytes[...]
    switch comparison {
    case .startsWith: break
    case .like: guard bytes.contains(UInt8(ascii: "*")) else { return nil }
    case .matches:
      guard bytes.contains(where: { "*+[({".utf8.contains($0) }) else { return nil }
      if bytes.first == UInt8(ascii: "^") { bytes = bytes.dropFirst() }
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .in, .notIn, .contains,
      .overlaps, .includes, .endsWith:
      return nil
    }
    var octets: [UInt8] = []
    var digits = 0
    var dots = 0
    loop: for byte in bytes {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        digits += 1
        guard digits <= 3 else { return nil }
        octets.append(byte)
      case UInt8(ascii: "\\"): continue
      case UInt8(ascii: "."):
        guard digits > 0 else { return nil }
        digits = 0
        dots += 1
        octets.append(byte)
      case UInt8(ascii: "*"), UInt8(ascii: "("), UInt8(ascii: "["): break loop
      default: return nil
      }
    }
    return dots > 0 ? String(decoding: octets, as: UTF8.self) : nil
  }
}
