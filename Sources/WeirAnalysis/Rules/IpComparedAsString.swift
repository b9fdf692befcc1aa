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

  func findings(in context: LintContext) -> [Diagnostic] {
    context.textComparisons.compactMap { comparison -> Diagnostic? in
      let path = context.excerpt(comparison.subject.range)
      for text in comparison.texts {
        let written = text.description
        if comparison.asksForWhole {
          if CIDRBlock(written) != nil, text.bytes.contains(UInt8(ascii: "/")) {
            return finding(
              "no address is the text `\(written)`", at: comparison.range,
              hint: "write `ip(\(path)) in cidr(\(quoted(text)))`")
          }
          guard let address = IPAddress(written) else { continue }
          let other = IpComparedAsString.spelling(of: address, written)
          return finding(
            "`\(other)` is the same address, and another text", at: comparison.range,
            hint: "compare `ip(\(path))` with `ip(\(quoted(text)))`")
        }
        guard comparison.asksForPart, Self.names.contains(comparison.lastWord),
          let octets = octets(text, comparison.comparison)
        else { continue }
        return finding(
          "a beginning of a text is no block: `::ffff:\(octets)…` is such an address too",
          at: comparison.range, hint: "write `ip(\(path)) in cidr(\"…\")`")
      }
      return nil
    }
  }

  /// Another text that is the same address.
  private static func spelling(of address: IPAddress, _ text: String) -> String {
    text.utf8.contains(UInt8(ascii: ":")) ? text + "%0" : "::ffff:" + text
  }

  /// The first numbers of an address that a beginning or a pattern asks for: `10.`, `10.1`.
  private func octets(_ text: ExactString, _ comparison: Comparison) -> String? {
    var bytes = text.bytes[...]
    switch comparison {
    case .startsWith, .like: break
    case .matches: if bytes.first == UInt8(ascii: "^") { bytes = bytes.dropFirst() }
    default: return nil
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
