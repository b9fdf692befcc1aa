// Reading URLs: RFC 3986's `scheme://authority path ?query #fragment`, in one pass and without
// allocating. It is stricter than the RFC where readers are known to disagree about which host a
// text names, because a rule about the host must mean the host that is then spoken to:
//
//   - percent signs in a host are refused;
//   - a host that ends in a number (`2130706433`, `0x7f.1`, `10.1`) is an IPv4 address in its usual
//     form or nothing: browsers read the others as addresses too;
//   - a host may be empty in `file:` URLs only;
//   - nothing outside of RFC 3986's characters is let through: no blank, no backslash, no letter
//     beyond ASCII (an internationalised name is written in its `xn--` form).
//
// There is a kept C library for this (uriparser), but it allocates a node a path segment, and most
// of what stands here would stand after it all the same.

/// The parts of a URL, as places in its text.
struct URLParts {
  var scheme: Range<Int>
  var userinfo: Range<Int>?
  /// Without the brackets of an IPv6 address.
  var host: Range<Int>
  /// The host, where it is an address.
  var address: IPAddress?
  var port: Int?
  var path: Range<Int>
  var query: Range<Int>?
  var fragment: Range<Int>?

  /// Reads the whole of a text; nil when it is no URL.
  init?(_ text: UnsafeBufferPointer<UInt8>) {
    guard let colon = text.firstIndex(of: UInt8(ascii: ":")),
      URLParts.isScheme(text, 0..<colon), text.count >= colon + 3,
      text[colon + 1] == UInt8(ascii: "/"), text[colon + 2] == UInt8(ascii: "/")
    else { return nil }
    scheme = 0..<colon

    func end(of start: Int, before stops: StaticString) -> Int {
      stops.withUTF8Buffer { stops in
        (start..<text.count).first { stops.contains(text[$0]) } ?? text.count
      }
    }
    let authorityStart = colon + 3
    let authorityEnd = end(of: authorityStart, before: "/?#")
    let pathEnd = end(of: authorityEnd, before: "?#")
    path = authorityEnd..<pathEnd
    guard URLParts.isPath(text, path) else { return nil }
    var index = pathEnd
    if index < text.count, text[index] == UInt8(ascii: "?") {
      let queryEnd = end(of: index + 1, before: "#")
      query = index + 1..<queryEnd
      index = queryEnd
    }
    if index < text.count { fragment = index + 1..<text.count }
    for part in [query, fragment] {
      if let part,
        !URLParts.holds(text, part, [.name, .percent, .pathMark, .slash, .questionMark])
      {
        return nil
      }
    }

    // The authority: [userinfo "@"] host [":" port].
    var hostStart = authorityStart
    if let at = (authorityStart..<authorityEnd).first(where: { text[$0] == UInt8(ascii: "@") }) {
      let part = authorityStart..<at
      guard URLParts.holds(text, part, [.name, .percent, .colon]) else { return nil }
      userinfo = part
      hostStart = at + 1
    }
    var hostEnd: Int
    if hostStart < authorityEnd, text[hostStart] == UInt8(ascii: "[") {
      guard
        let bracket = (hostStart..<authorityEnd).first(where: { text[$0] == UInt8(ascii: "]") }),
        let address = IPAddress(
          reading: UnsafeBufferPointer(rebasing: text[hostStart + 1..<bracket])),
        text[hostStart..<bracket].contains(UInt8(ascii: ":"))
      else { return nil }
      self.address = address
      host = hostStart + 1..<bracket
      hostEnd = bracket + 1
    } else {
      hostEnd =
        (hostStart..<authorityEnd).first { text[$0] == UInt8(ascii: ":") } ?? authorityEnd
      host = hostStart..<hostEnd
      guard URLParts.holds(text, host, [.name]) else { return nil }
      if URLParts.endsInNumber(text, host) {
        guard let address = IPAddress(reading: UnsafeBufferPointer(rebasing: text[host])) else {
          return nil
        }
        self.address = address
      }
    }
    if hostEnd < authorityEnd {
      guard text[hostEnd] == UInt8(ascii: ":") else { return nil }
      var number = 0
      for place in hostEnd + 1..<authorityEnd {
        let digit = text[place] &- UInt8(ascii: "0")
        guard digit < 10 else { return nil }
        number = number * 10 + Int(digit)
        guard number <= 65_535 else { return nil }
      }
      // `host:` has no port.
      if hostEnd + 1 < authorityEnd { port = number }
    }
    if host.isEmpty {
      guard URLParts.isFile(text, scheme), userinfo == nil, port == nil else { return nil }
    }
  }

  // MARK: Characters

  private struct Characters: OptionSet {
    var rawValue: UInt8
    init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Unreserved characters and sub-delimiters.
    static let name = Characters(rawValue: 1)
    /// `%` and two hexadecimal digits.
    static let percent = Characters(rawValue: 2)
    static let colon = Characters(rawValue: 4)
    /// `:` and `@`.
    static let pathMark = Characters(rawValue: 8)
    static let slash = Characters(rawValue: 16)
    static let questionMark = Characters(rawValue: 32)
  }

  /// Whether a part of a text is a path of RFC 3986.
  static func isPath(_ text: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Bool {
    holds(text, range, [.name, .percent, .pathMark, .slash])
  }

  private static func holds(
    _ text: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, _ allowed: Characters
  ) -> Bool {
    var index = range.lowerBound
    while index < range.upperBound {
      let kind: Characters
      switch text[index] {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
        UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: "!"), UInt8(ascii: "$"),
        UInt8(ascii: "&"), UInt8(ascii: "'"), UInt8(ascii: "("), UInt8(ascii: ")"),
        UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: ","), UInt8(ascii: ";"),
        UInt8(ascii: "="):
        kind = .name
      case UInt8(ascii: "%"):
        guard index + 2 < range.upperBound, Hexadecimal.value(of: text[index + 1]) != nil,
          Hexadecimal.value(of: text[index + 2]) != nil
        else { return false }
        index += 2
        kind = .percent
      case UInt8(ascii: ":"): kind = [.colon, .pathMark]
      case UInt8(ascii: "@"): kind = .pathMark
      case UInt8(ascii: "/"): kind = .slash
      case UInt8(ascii: "?"): kind = .questionMark
      default: return false
      }
      if allowed.isDisjoint(with: kind) { return false }
      index += 1
    }
    return true
  }

  private static func isScheme(_ text: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Bool {
    guard let first = range.first, (text[first] | 0x20) &- UInt8(ascii: "a") < 26 else {
      return false
    }
    return range.allSatisfy {
      let byte = text[$0]
      return (byte | 0x20) &- UInt8(ascii: "a") < 26 || byte &- UInt8(ascii: "0") < 10
        || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
    }
  }

  private static func isFile(_ text: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Bool {
    range.count == 4 && zip(range, "file".utf8).allSatisfy { text[$0] | 0x20 == $1 }
  }

  /// Whether the host's last label (a dot at the end aside) is digits only, or hexadecimal.
  private static func endsInNumber(
    _ text: UnsafeBufferPointer<UInt8>, _ range: Range<Int>
  ) -> Bool {
    var label = text[range]
    if label.last == UInt8(ascii: ".") { label.removeLast() }
    if let dot = label.lastIndex(of: UInt8(ascii: ".")) { label = label[(dot + 1)...] }
    if label.isEmpty { return false }
    if label.allSatisfy({ $0 &- UInt8(ascii: "0") < 10 }) { return true }
    let digits = label.dropFirst(2)
    return label.count >= 2 && label[label.startIndex] == UInt8(ascii: "0")
      && label[label.startIndex + 1] | 0x20 == UInt8(ascii: "x")
      && digits.allSatisfy { Hexadecimal.value(of: $0) != nil }
  }
}
