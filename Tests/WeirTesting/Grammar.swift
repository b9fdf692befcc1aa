// A grammar as it stands in `grammar/weir.ebnf`: the file read into productions, nothing more. What
// it is good for is beside: the recogniser decides whether tokens are a sentence, the generator
// makes sentences.

/// The productions of an EBNF file, in order.
package struct Grammar {
  package indirect enum Expression: Sendable {
    case terminal(String)
    case production(String)
    case sequence([Expression])
    case alternatives([Expression])
    case optional(Expression)
    case repeated(Expression)
  }

  package struct Production {
    package var name: String
    package var expression: Expression
    /// The right side as it is written, blanks made one.
    package var text: String
  }

  package struct SyntaxError: Error, CustomStringConvertible {
    package var description: String
  }

  package private(set) var productions: [Production] = []

  /// Reads productions `name = … .` with comments `(* … *)`.
  package init(_ text: String) throws {
    var reader = Reader(words: try Grammar.words(of: text))
    while !reader.isAtEnd { productions.append(try reader.production()) }
  }

  package subscript(_ name: String) -> Production? { productions.first { $0.name == name } }

  /// Every terminal in the productions.
  package static func terminals(of productions: some Sequence<Production>) -> Set<String> {
    var found: Set<String> = []
    func visit(_ expression: Expression) {
      switch expression {
      case .terminal(let text): found.insert(text)
      case .production: break
      case .sequence(let parts), .alternatives(let parts): parts.forEach(visit)
      case .optional(let inner), .repeated(let inner): visit(inner)
      }
    }
    for production in productions { visit(production.expression) }
    return found
  }

  /// Every production's name that the productions use.
  package static func uses(of productions: some Sequence<Production>) -> Set<String> {
    var found: Set<String> = []
    func visit(_ expression: Expression) {
      switch expression {
      case .terminal: break
      case .production(let name): found.insert(name)
      case .sequence(let parts), .alternatives(let parts): parts.forEach(visit)
      case .optional(let inner), .repeated(let inner): visit(inner)
      }
    }
    for production in productions { visit(production.expression) }
    return found
  }

  private static func words(of text: String) throws -> [String] {
    var words: [String] = []
    var rest = Substring(text)
    while let first = rest.first {
      if rest.hasPrefix("(*") {
        // Up to the first `*)`, quotes or not.
        var end = rest.startIndex
        while end < rest.endIndex, !rest[end...].hasPrefix("*)") { end = rest.index(after: end) }
        rest = rest[end...].dropFirst(2)
      } else if first.isWhitespace {
        rest = rest.dropFirst()
      } else if first == "\"" || first == "'" {
        guard let end = rest.dropFirst().firstIndex(of: first) else {
          throw SyntaxError(description: "a terminal is not closed: \(rest.prefix(20))")
        }
        words.append(String(rest[...end]))
        rest = rest[rest.index(after: end)...]
      } else if first.isLetter {
        let word = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
        words.append(String(word))
        rest = rest.dropFirst(word.count)
      } else {
        words.append(String(first))
        rest = rest.dropFirst()
      }
    }
    return words
  }

  private struct Reader {
    let words: [String]
    var index = 0

    var isAtEnd: Bool { index == words.count }
    var word: String { isAtEnd ? "" : words[index] }

    mutating func expect(_ text: String) throws {
      guard word == text else {
        throw SyntaxError(description: "expected \(text), found \(word) at word \(index)")
      }
      index += 1
    }

    mutating func production() throws -> Production {
      let name = word
      index += 1
      try expect("=")
      let start = index
      let expression = try alternatives()
      let text = words[start..<index].joined(separator: " ")
      try expect(".")
      return Production(name: name, expression: expression, text: text)
    }

    mutating func alternatives() throws -> Expression {
      var parts = [try sequence()]
      while word == "|" {
        index += 1
        parts.append(try sequence())
      }
      return parts.count == 1 ? parts[0] : .alternatives(parts)
    }

    mutating func sequence() throws -> Expression {
      var parts: [Expression] = []
      while !["|", ")", "]", "}", ".", ""].contains(word) { parts.append(try part()) }
      return parts.count == 1 ? parts[0] : .sequence(parts)
    }

    mutating func part() throws -> Expression {
      let word = word
      index += 1
      switch word {
      case "(":
        let inner = try alternatives()
        try expect(")")
        return inner
      case "[":
        let inner = try alternatives()
        try expect("]")
        return .optional(inner)
      case "{":
        let inner = try alternatives()
        try expect("}")
        return .repeated(inner)
      default:
        if word.first == "\"" || word.first == "'" {
          return .terminal(String(word.dropFirst().dropLast()))
        }
        guard word.first?.isLetter == true else {
          throw SyntaxError(description: "\(word) is no part of a production")
        }
        return .production(word)
      }
    }
  }
}
