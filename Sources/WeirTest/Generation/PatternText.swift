// Strings that match a pattern, and strings that just fail to. A regular expression is parsed only
// as far as needed to write such a string; the pattern itself decides whether it matches.

internal import Weir

enum PatternText {
  /// Texts that the pattern matches, the plainest first; none if it is beyond this reader.
  static func matching(_ kind: Pattern.Kind, _ source: ExactString) -> [String] {
    guard let pattern = try? Pattern(kind, source) else { return [] }
    let guesses: [String]
    switch kind {
    case .glob: guesses = glob(source.description)
    case .expression: guesses = expression(source.description)
    }
    return unique(guesses).filter { pattern.matches(ExactString($0)) }
  }

  /// Texts beside one that the pattern matches, which it does not match.
  static func justOff(_ kind: Pattern.Kind, _ source: ExactString, from text: String) -> [String] {
    guard let pattern = try? Pattern(kind, source) else { return [] }
    var guesses = [text + "x", "x" + text, String(text.dropLast()), String(text.dropFirst())]
    guesses += [text + "/x", text + "\n", text.uppercased(), ""]
    guesses += ["a", "0", "other-text"]
    return unique(guesses).filter { !pattern.matches(ExactString($0)) }
  }

  private static func unique(_ texts: [String]) -> [String] {
    var seen: Set<ExactString> = []
    return texts.filter { seen.insert(ExactString($0)).inserted }
  }

  private static func glob(_ source: String) -> [String] {
    ["a", "", "0", "a/b"].map { filler in
      var text = ""
      var rest = Array(source)[...]
      while let character = rest.popFirst() {
        switch character {
        case "*":
          if rest.first == "*" { rest.removeFirst() }
          text += filler
        case "?": text += "a"
        case "\\": text += rest.popFirst().map(String.init) ?? ""
        default: text.append(character)
        }
      }
      return text
    }
  }

  private static func expression(_ source: String) -> [String] {
    var texts: [String] = []
    // Each choice of alternative, optional parts left out and put in.
    for repetitions in [1, 0, 2] {
      for choice in 0..<4 {
        var reader = ExpressionReader(
          rest: Array(source.unicodeScalars)[...], repetitions: repetitions, choice: choice)
        if let text = reader.alternatives(), reader.rest.isEmpty { texts.append(text) }
      }
    }
    return texts
  }
}

/// Writes a text while it reads an expression.
private struct ExpressionReader {
  var rest: ArraySlice<Unicode.Scalar>
  /// How often `*` and `?` repeat, if they may.
  var repetitions: Int
  /// Which alternative to take, counted modulo their number.
  var choice: Int
  var depth = 0

  mutating func alternatives() -> String? {
    depth += 1
    defer { depth -= 1 }
    guard depth < 20 else { return nil }
    var texts: [String] = []
    while true {
      guard let text = sequence() else { return nil }
      texts.append(text)
      guard rest.first == "|" else { break }
      rest.removeFirst()
    }
    return texts[choice % texts.count]
  }

  private mutating func sequence() -> String? {
    var text = ""
    while let next = rest.first, next != "|", next != ")" {
      guard let atom = atom(), let count = quantifier() else { return nil }
      text += String(repeating: atom, count: count)
    }
    return text
  }

  private mutating func atom() -> String? {
    switch rest.removeFirst() {
    case "(":
      if rest.starts(with: "?".unicodeScalars) {
        // Flags and names have nothing to say about which texts fit, but for case.
        guard let end = rest.firstIndex(where: { $0 == ":" || $0 == ">" || $0 == ")" }) else {
          return nil
        }
        let isFlag = rest[end] == ")"
        rest = rest[(end + 1)...]
        if isFlag { return "" }
      }
      let text = alternatives()
      guard rest.first == ")" else { return nil }
      rest.removeFirst()
      return text
    case "[": return characterClass().map { String($0) }
    case ".": return "a"
    case "^", "$": return ""
    case "\\": return escape().map { $0.map { String($0) } ?? "" }
    case let scalar: return String(scalar)
    }
  }

  /// One character for what stands after a backslash; nil inside for an assertion.
  private mutating func escape() -> Unicode.Scalar?? {
    guard let scalar = rest.popFirst() else { return nil }
    switch scalar {
    case "d": return "1"
    case "w": return "a"
    case "s": return " "
    case "D", "W", "S": return "-"
    case "n": return "\n"
    case "t": return "\t"
    case "r": return "\r"
    case "b", "B", "A", "z": return .some(nil)
    case "a"..."z", "A"..."Z", "0"..."9": return nil
    default: return .some(scalar)
    }
  }

  private mutating func characterClass() -> Unicode.Scalar? {
    var isNegated = false
    if rest.first == "^" {
      isNegated = true
      rest.removeFirst()
    }
    var ranges: [ClosedRange<UInt32>] = []
    var isFirst = true
    while let scalar = rest.popFirst() {
      if scalar == "]", !isFirst {
        if !isNegated { return ranges.first.flatMap { Unicode.Scalar($0.lowerBound) } }
        return "a0-_ z~é".unicodeScalars.first { candidate in
          !ranges.contains { $0.contains(candidate.value) }
        }
      }
      isFirst = false
      var low = scalar
      if scalar == "\\" {
        guard let escaped = escape(), let one = escaped else { return nil }
        low = one
      } else if scalar == "[", rest.first == ":" {
        return nil
      }
      var high = low
      if rest.first == "-", rest.dropFirst().first != "]", rest.count > 1 {
        rest.removeFirst()
        high = rest.removeFirst()
        if high == "\\" {
          guard let escaped = escape(), let one = escaped else { return nil }
          high = one
        }
      }
      guard low.value <= high.value else { return nil }
      ranges.append(low.value...high.value)
    }
    return nil
  }

  /// How often the atom before is repeated.
  private mutating func quantifier() -> Int? {
    var count = 1
    while let scalar = rest.first {
      switch scalar {
      case "*", "?": count = scalar == "?" ? min(repetitions, 1) : repetitions
      case "+": count = max(repetitions, 1)
      case "{":
        guard let end = rest.firstIndex(of: "}") else { return nil }
        var digits = ""
        for digit in rest[(rest.startIndex + 1)..<end] {
          guard digit.properties.numericType == .decimal else { break }
          digits.unicodeScalars.append(digit)
        }
        guard let least = Int(digits), least <= 256 else { return nil }
        count = least
        rest = rest[end...]
      default: return count
      }
      rest.removeFirst()
      // Lazy or not, the texts are the same.
      if rest.first == "?" { rest.removeFirst() }
    }
    return count
  }
}
