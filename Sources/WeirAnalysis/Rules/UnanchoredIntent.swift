internal import Weir

/// The pattern has an anchor at one end alone, or word boundaries at its ends, as one does that is
/// searched for in a text. `matches` is about the whole text, so that it says more than was meant.
/// Write `.*` where anything may stand.
struct UnanchoredIntent: LintRule {
  let name: ExactString = "unanchored-intent"
  let category = LintCategory.security
  let level = LintLevel.warning

  let bad: LintExample = """
    deny administration when «route matches '^/admin/[a-z]+/'»
    """
  let good: LintExample = """
    deny administration when route matches '/admin/[a-z]+/.*'
    """

  func findings(in context: LintContext) -> [Diagnostic] {
    context.textComparisons.compactMap { comparison -> Diagnostic? in
      guard comparison.comparison == .matches else { return nil }
      for text in comparison.texts {
        guard let anchored = AnchoredPattern(text.bytes) else { continue }
        return finding(
          "`matches` is about the whole text, so that nothing may stand \(anchored.place)",
          at: comparison.range,
          hint: "write `\(VisibleText.escaped(anchored.meant))` where anything may stand "
            + "\(anchored.place), and leave the anchor out where nothing may")
      }
      return nil
    }
  }
}

/// A pattern whose anchors say that it is meant as a part.
private struct AnchoredPattern {
  let meant: String
  /// Where nothing may stand, against what seems meant.
  let place: String

  init?(_ bytes: [UInt8]) {
    let flags = bytes.prefix(PatternText.flags(bytes).end)
    let branches = AnchoredPattern.branches(bytes[flags.endIndex...]).map(Branch.init)
    let any = Array(".*".utf8)
    // Where some alternatives have anchors and others none, nobody knows what is meant.
    let parts: [[UInt8]]
    if branches.contains(where: \.hasBoundaries) {
      guard branches.count == 1, !branches[0].isOpenAtStart || !branches[0].isOpenAtEnd else {
        return nil
      }
      parts = branches.map {
        ($0.isOpenAtStart ? [] : any) + $0.bytes + ($0.isOpenAtEnd ? [] : any)
      }
      place = "around it"
    } else if branches.allSatisfy({ $0.begins && !$0.ends && !$0.isOpenAtEnd }) {
      parts = branches.map { $0.inside + any }
      place = "after it"
    } else if branches.allSatisfy({ $0.ends && !$0.begins && !$0.isOpenAtStart }) {
      parts = branches.map { any + $0.inside }
      place = "before it"
    } else {
      return nil
    }
    meant = String(decoding: flags + Array(parts.joined(separator: "|".utf8)), as: UTF8.self)
  }

  /// The alternatives outside of all groups.
  private static func branches(_ pattern: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
    let bytes = Array(pattern)
    var branches: [ArraySlice<UInt8>] = []
    var start = 0
    var depth = 0
    var place = 0
    while place < bytes.count {
      switch bytes[place] {
      case UInt8(ascii: "\\"): place += 1
      case UInt8(ascii: "["): place = PatternText.endOfClass(bytes, place) - 1
      case UInt8(ascii: "("): depth += 1
      case UInt8(ascii: ")"): depth -= 1
      case UInt8(ascii: "|") where depth == 0:
        branches.append(bytes[start..<place])
        start = place + 1
      default: break
      }
      place += 1
    }
    return branches + [bytes[start...]]
  }

  private struct Branch {
    let bytes: ArraySlice<UInt8>
    let begins: Bool
    let ends: Bool
    let hasBoundaries: Bool
    let isOpenAtStart: Bool
    let isOpenAtEnd: Bool

    init(_ bytes: ArraySlice<UInt8>) {
      self.bytes = bytes
      /// Whether an odd number of backslashes is before the last bytes.
      func isEscaped(_ count: Int) -> Bool {
        bytes.dropLast(count).reversed().prefix { $0 == UInt8(ascii: "\\") }.count % 2 == 1
      }
      begins = bytes.first == UInt8(ascii: "^")
      ends = bytes.last == UInt8(ascii: "$") && !isEscaped(1)
      let boundary = Array("\\b".utf8)
      hasBoundaries =
        bytes.starts(with: boundary)
        || bytes.count > 2 && Array(bytes.suffix(2)) == boundary && !isEscaped(2)
      // `(.*)`, `(?:/.+)?` and their like say that anything may stand there.
      let first = bytes.drop { "(?:/".utf8.contains($0) }
      isOpenAtStart = first.starts(with: ".*".utf8) || first.starts(with: ".+".utf8)
      var last = bytes
      while let byte = last.last, ")?".utf8.contains(byte) { last = last.dropLast() }
      isOpenAtEnd =
        last.count > 1 && [".*", ".+"].contains(String(decoding: last.suffix(2), as: UTF8.self))
    }

    /// What stands between the anchors.
    var inside: [UInt8] { Array(bytes.dropFirst(begins ? 1 : 0).dropLast(ends ? 1 : 0)) }
  }
}
