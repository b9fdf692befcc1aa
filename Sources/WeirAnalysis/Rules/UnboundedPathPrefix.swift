internal import Weir

/// A path's or a host's name is compared with a beginning or an end that stops inside a name:
/// `/admin` also begins `/administrator`, and `example.com` also ends `evilexample.com`. End the
/// text where a name ends, and compare a whole name with `==`.
struct UnboundedPathPrefix: LintRule {
  let name: ExactString = "unbounded-path-prefix"
  let category = LintCategory.security
  let level = LintLevel.warning

  let bad: LintExample = """
    allow public when «route starts_with "/public"»
    """
  let good: LintExample = """
    allow public when route == "/public" or route starts_with "/public/"
    """

  func findings(in context: LintContext) -> [Diagnostic] {
    context.textComparisons.compactMap { comparison -> Diagnostic? in
      // What is denied or held too much is safe, and seen.
      guard comparison.place.opens, !isOfOthers(comparison) else { return nil }
      for text in comparison.texts {
        switch comparison.comparison {
        case .startsWith:
          if let (other, end) = beginning(text.description) {
            return finding(of: comparison, other, "end the text with `\(end)`")
          }
          if isHost(text, comparison), text.bytes.contains(where: ASCII.isLetter) {
            return finding(of: comparison, "\(text).evil.example", nil)
          }
        case .like:
          if let begin = globBeginning(text), let (other, end) = beginning(begin) {
            return finding(of: comparison, other, "put `\(end)` before the `*`")
          }
          let rest = text.bytes.drop { $0 == UInt8(ascii: "*") }
          if rest.count < text.bytes.count,
            let other = end(ExactString(validated: Array(rest)), comparison)
          {
            return finding(of: comparison, other, "put `.` or `@` after the `*`")
          }
        case .endsWith:
          if let other = end(text, comparison) {
            return finding(of: comparison, other, "begin the text with `.` or `@`")
          }
        case .includes:
          guard let other = part(text, comparison) else { continue }
          return finding(of: comparison, other, nil)
        case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .in, .notIn,
          .contains, .overlaps, .matches:
          return nil
        }
      }
      return nil
    }
  }

  private func finding(
    of comparison: TextComparison, _ other: String, _ remedy: String?
  ) -> Diagnostic {
    finding(
      "`\(VisibleText.escaped(other))` passes too", at: comparison.range,
      hint: remedy.map { "\($0), and compare the name itself with `==`" }
        ?? "compare the whole name with `==`, or with the host of `url(…)`")
  }

  /// Paths of files are the business of `path-compared-as-text`, and commands that of
  /// `shell-text-match`.
  private func isOfOthers(_ comparison: TextComparison) -> Bool {
    ["command", "cmd", "commandline"].contains(comparison.lastWord)
      || PathComparedAsText.isFilePath(comparison.subject)
        && comparison.texts.contains { $0.bytes.first == UInt8(ascii: "/") }
  }

  /// Another name that begins so, and what would end the name; nil where the text ends one, or is
  /// the beginning of something else.
  private func beginning(_ text: String) -> (other: String, end: String)? {
    let bytes = Array(text.utf8)
    guard let last = bytes.last, isOfName(last) else { return nil }
    let longer = text.utf8.suffix(5).elementsEqual("admin".utf8) ? "\(text)istrator" : "\(text)2"
    if bytes.first == UInt8(ascii: "/"), bytes.count > 1 { return (longer, "/") }
    // `https://api.example.com` is a whole host's name, and begins others.
    guard let slashes = bytes.firstIndex(of: UInt8(ascii: ":")),
      bytes[slashes...].starts(with: "://".utf8), slashes > 0
    else { return nil }
    let rest = bytes[(slashes + 3)...]
    guard !rest.isEmpty else { return nil }
    let scheme = String(decoding: bytes[..<slashes], as: UTF8.self)
    let isWeb = ["http", "https", "ws", "wss", "ftp", "git", "ssh"].contains(scheme)
    return isWeb && !rest.contains(UInt8(ascii: "/"))
      ? (text + ".evil.example", "/") : (longer, "/")
  }

  /// The text before a `*` that ends a glob without others.
  private func globBeginning(_ pattern: ExactString) -> String? {
    var bytes = pattern.bytes[...]
    while bytes.last == UInt8(ascii: "*") { bytes = bytes.dropLast() }
    guard bytes.count < pattern.bytes.count, !bytes.contains(where: { "*?[{\\".utf8.contains($0) })
    else { return nil }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static let hosts: Set<ExactString> = [
    "host", "hostname", "domain", "server", "email", "mail", "origin", "referer", "referrer",
  ]

  private static let addresses: Set<ExactString> = ["url", "uri", "href", "link", "webhook"]

  /// Another host's name, or address of mail, that ends so.
  private func end(_ text: ExactString, _ comparison: TextComparison) -> String? {
    isHost(text, comparison) ? "evil\(text)" : nil
  }

  /// Another host's name, or address of mail, or a web address of another host, that has it inside.
  private func part(_ text: ExactString, _ comparison: TextComparison) -> String? {
    let name = text.bytes.drop { $0 == UInt8(ascii: "@") || $0 == UInt8(ascii: ".") }
    guard name.contains(where: ASCII.isLetter), isHostName(name) else { return nil }
    if UnboundedPathPrefix.hosts.contains(comparison.lastWord) {
      let isOfMail = text.bytes.first == UInt8(ascii: "@")
      return "\(isOfMail ? "x" : "")\(text).evil.example"
    }
    return UnboundedPathPrefix.addresses.contains(comparison.lastWord)
      ? "https://evil.example/?\(text)" : nil
  }

  /// Whether the name of a host is compared with one, from its first letter to its last.
  private func isHost(_ text: ExactString, _ comparison: TextComparison) -> Bool {
    UnboundedPathPrefix.hosts.contains(comparison.lastWord) && isHostName(text.bytes[...])
  }

  private func isHostName(_ text: ArraySlice<UInt8>) -> Bool {
    guard let first = text.first, let last = text.last, isOfName(first), isOfName(last) else {
      return false
    }
    return text.contains(UInt8(ascii: "."))
      && text.allSatisfy { isOfName($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-") }
  }

  private func isOfName(_ byte: UInt8) -> Bool {
    ASCII.isWordByte(byte) && byte != UInt8(ascii: "_") || byte >= 0x80
  }
}
