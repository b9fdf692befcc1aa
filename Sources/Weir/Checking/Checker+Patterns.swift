// The patterns of `like` and `matches`: constants that compile, and that say what their writer
// meant.
//
// In "…" a `\b` is a backspace, which no text of a request has: a rule with it never matches, and
// nobody sees why. So a pattern holds no control characters, however they came into it: an escape,
// a definition, bound data (JSON and YAML have the same escapes), `join` or `replace`. RE2 has
// escapes of its own for all of them.

extension Checker {
  /// Whether a constant is a pattern; reports why not.
  mutating func checkPattern(
    _ pattern: ExactString, of comparison: Comparison, at range: SourceRange
  ) -> Bool {
    // Of UTF-8, controls are the bytes below 0x20, 0x7F, and 0xC2 with one below 0xA0.
    let mayHoldControl = pattern.bytes.contains { $0 < 0x20 || $0 == 0x7F || $0 == 0xC2 }
    if mayHoldControl,
      let control = pattern.description.unicodeScalars.first(where: {
        $0.properties.generalCategory == .control
      })
    {
      reportControl(control, in: pattern, of: comparison, at: range)
      return false
    }
    guard let problem = problem(ofPattern: pattern, comparison) else { return true }
    report(
      .invalidPattern,
      "\(quoted(pattern)) is not a pattern of `\(comparison.spelling)`: \(problem)", at: range,
      hint: comparison == .like
        ? """
        `*` stops at `/`, `**` does not, `?` is one character; `\\` takes the next one of `*?\\` \
        as it is
        """
        : "patterns are RE2's: write them in '…' so that backslashes stay")
    return false
  }

  private mutating func reportControl(
    _ control: Unicode.Scalar, in pattern: ExactString, of comparison: Comparison,
    at range: SourceRange
  ) {
    let literal = literal(at: range)
    let raw = literal.flatMap { RawPattern(of: $0, comparison)?.text }
    let isFine =
      raw.map { ConstantFolding.problem(ofPattern: ExactString($0), comparison) == nil } ?? false
    let written = literal.flatMap { PatternEscape.spelling(of: control, in: $0) }
    let subject =
      written.map { "`\($0)` in \"…\" is" } ?? "the pattern \(quoted(pattern)) holds"
    let hint: String
    if let raw, isFine {
      let meaning =
        comparison == .matches && written == "\\b" ? ", where `\\b` is a word's edge" : ""
      hint = "write it raw: `'\(raw)'`\(meaning)"
    } else if comparison == .matches {
      hint =
        "write the pattern in '…', where a backslash stays; a control character is `\\x08` there"
    } else {
      hint =
        """
        write the glob in '…', where a backslash is `\\\\`; for control characters there is \
        `matches`
        """
    }
    report(
      .invalidPattern,
      """
      \(subject) the control character \(codePoint(control.value)), and a pattern of \
      `\(comparison.spelling)` holds none as it is
      """,
      at: range, hint: hint)
  }

  /// The inside of a string in double quotes that stands at a range of a policy.
  private func literal(at range: SourceRange) -> [UInt8]? {
    let bytes = files[Int(range.file)].bytes[Int(range.start)..<Int(range.end)]
    let quote = UInt8(ascii: "\"")
    guard bytes.count >= 2, bytes.first == quote, bytes.last == quote else { return nil }
    let inside = bytes.dropFirst().dropLast()
    // One string, and no sum or list of several.
    var isEscaped = false
    for byte in inside {
      if byte == quote, !isEscaped { return nil }
      isEscaped = byte == UInt8(ascii: "\\") && !isEscaped
    }
    return Array(inside)
  }

  /// What is wrong with a pattern, found out once for all its uses.
  private mutating func problem(ofPattern pattern: ExactString, _ comparison: Comparison) -> String?
  {
    let key = PatternKey(pattern: pattern, comparison: comparison)
    if let known = patternProblems[key] { return known }
    let problem = ConstantFolding.problem(ofPattern: pattern, comparison)
    patternProblems[key] = .some(problem)
    return problem
  }
}

struct PatternKey: Hashable {
  var pattern: ExactString
  var comparison: Comparison
}

/// One escape of a string in double quotes.
private struct PatternEscape {
  /// The byte behind the backslash.
  var letter: UInt8
  var scalar: Unicode.Scalar
  var written: String

  /// The escapes of a literal's inside, and what stands between them.
  static func walk(
    _ literal: [UInt8], _ visit: (_ escape: PatternEscape?, _ byte: UInt8) -> Void
  ) {
    var position = 0
    while position < literal.count {
      guard literal[position] == UInt8(ascii: "\\"), position + 1 < literal.count else {
        visit(nil, literal[position])
        position += 1
        continue
      }
      let (scalar, length) = decodeEscape(literal, at: position)
      let end = min(position + length, literal.count)
      visit(
        PatternEscape(
          letter: literal[position + 1], scalar: scalar,
          written: String(decoding: literal[position..<end], as: UTF8.self)), 0)
      position = end
    }
  }

  /// How a literal spells a character by escape.
  static func spelling(of scalar: Unicode.Scalar, in literal: [UInt8]) -> String? {
    var result: String?
    walk(
      literal,
      { escape, _ in
        if let escape, escape.scalar == scalar { result = result ?? escape.written }
      })
    return result
  }
}

/// A literal in double quotes as it is written raw, escapes taken for what the pattern's own
/// language means by them.
private struct RawPattern {
  var text: String

  /// Nil where '…' cannot hold it.
  init?(of literal: [UInt8], _ comparison: Comparison) {
    var bytes: [UInt8] = []
    var isPossible = true
    PatternEscape.walk(
      literal,
      { escape, byte in
        guard let escape else {
          bytes.append(byte)
          return
        }
        switch escape.letter {
        case UInt8(ascii: "\\"), UInt8(ascii: "\""), UInt8(ascii: "/"):
          bytes.append(escape.letter)
        case UInt8(ascii: "u"):
          if comparison == .matches {
            bytes += "\\x{\(String(escape.scalar.value, radix: 16))}".utf8
          } else {
            isPossible = false
          }
        default:
          // A glob takes a backslash for a character where it is doubled.
          bytes += (comparison == .matches ? "\\" : "\\\\").utf8
          bytes.append(escape.letter)
        }
      })
    guard isPossible, !bytes.contains(UInt8(ascii: "'")) else { return nil }
    text = String(decoding: bytes, as: UTF8.self)
  }
}
