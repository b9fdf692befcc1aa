internal import Weir

/// A path's or a host's name is compared with a beginning or an end that stops inside a name:
/// `/admin` also begins `/administrator`, and `example.com` also ends `evilexample.com`. End the
/// text where a name ends.
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
      guard comparison.place.opens, !isFile(comparison) else { return nil }
      for text in comparison.texts {
        switch comparison.comparison {
        case .startsWith:
          if let (other, end) = beginning(text.description) {
            return finding(of: comparison, other, "end the text with `\(end)`")
          }
        case .like:
          guard let begin = globBeginning(text), let (other, end) = beginning(begin) else {
            continue
          }
          return finding(of: comparison, other, "put `\(end)` before the `*`")
        case .endsWith:
          if let other = end(text, comparison) {
            return finding(of: comparison, other, "begin the text with `.` or `@`")
          }
        case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .in, .notIn,
          .contains, .overlaps, .includes, .matches:
          return nil
        }
      }
      return nil
    }
  }

  private func finding(
    of comparison: TextComparison, _ other: String, _ remedy: String
  ) -> Diagnostic {
    finding(
      "`\(VisibleText.escaped(other))` passes too", at: comparison.range,
      hint: "\(remedy), and compare the name itself with `==`")
  }

  /// Paths of files are the business of `path-compared-as-text`.
  private func isFile(_ comparison: TextComparison) -> Bool {
    PathComparedAsText.isFilePath(comparison.subject)
      && comparison.texts.contains { $0.bytes.first == UInt8(ascii: "/") }
  }

  /// Another name that begins so, and what would end the name; nil where the text ends one, or is
  /// the beginning of something else.
  private func beginning(_ text: String) -> (other: String, end: String)? {
    let bytes = Array(text.utf8)
    guard let last = bytes.last, isOfName(last) else { return nil }
    if bytes.first == UInt8(ascii: "/"), bytes.count > 1 { return (text + "istrator", "/") }
    // `https://api.example.com` is a whole host's name, and begins others.
    guard let scheme = text.utf8.firstRange(of: Array("://".utf8)) else { return nil }
    let rest = text.utf8[scheme.upperBound...]
    guard !rest.isEmpty else { return nil }
    return rest.contains(UInt8(ascii: "/"))
      ? (text + "istrator", "/") : (text + ".evil.example", "/")
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

  /// Another host's name, or address of mail, that ends so.
  private func end(_ text: ExactString, _ comparison: TextComparison) -> String? {
    guard UnboundedPathPrefix.hosts.contains(comparison.lastWord), let first = text.bytes.first,
      isOfName(first), text.bytes.contains(UInt8(ascii: ".")),
      text.bytes.allSatisfy({ isOfName($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-") })
    else { return nil }
    return "evil\(text)"
  }

  private func isOfName(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
      || byte >= 0x80
  }
}
