// What the tests of the grammar need: the file read, policies to try, tokens in the recogniser's
// terms, mutations and random sentences.

import Foundation
import WeirTesting

@testable import Weir

struct PolicyGrammar {
  let grammar: Grammar
  /// The productions before the lexical part.
  let syntax: [Grammar.Production]
  private let recogniser: GrammarRecogniser
  private let costs: [String: Int]

  /// Productions that the lexer decides, or (`template`) what the notation cannot say.
  static let classes: Set<String> = [
    "word", "name", "type_name", "integer", "decimal", "duration", "string", "raw_string",
    "line_break", "template",
  ]

  init() throws {
    let text = try PolicyGrammar.text()
    grammar = try Grammar(text)
    let parts = text.components(separatedBy: "2. Tokens *)")
    let lexical = Set(try Grammar(parts[1]).productions.map(\.name))
    syntax = grammar.productions.filter { !lexical.contains($0.name) }
    costs = PolicyGrammar.costs(grammar)
    recogniser = GrammarRecogniser(grammar, classes: PolicyGrammar.classes.union(lexical))
  }

  static func text() throws -> String {
    try String(contentsOf: GoldenSuite.root.appending(path: "grammar/weir.ebnf"), encoding: .utf8)
  }

  static func seed() -> UInt64 {
    ProcessInfo.processInfo.environment["WEIR_SEED"].flatMap(UInt64.init)
      ?? UInt64.random(in: 0..<1 << 32)
  }

  /// `WEIR_ROUNDS` multiplies what a run tries.
  static func rounds(_ count: Int) -> Int {
    count * (ProcessInfo.processInfo.environment["WEIR_ROUNDS"].flatMap(Int.init) ?? 1)
  }

  static func snakeCase(_ name: String) -> String {
    var result = ""
    for character in name {
      if character.isUppercase, !result.isEmpty { result += "_" }
      result += character.lowercased()
    }
    return result
  }

  static func oneSpaced(_ text: String) -> String {
    text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  /// Every policy below `Tests/Cases` and `examples`.
  static func policies() throws -> [(path: String, bytes: [UInt8])] {
    var found: [(String, [UInt8])] = []
    for folder in ["Tests/Cases", "examples"] {
      let root = GoldenSuite.root.appending(path: folder)
      guard let files = FileManager.default.enumerator(atPath: root.path) else { continue }
      for case let path as String in files where path.hasSuffix(".weir") {
        found.append((path, Array(try Data(contentsOf: root.appending(path: path)))))
      }
    }
    return found.sorted { $0.0 < $1.0 }
  }

  // MARK: Judging

  /// What the parser and the recogniser say of a text.
  func judge(_ bytes: [UInt8]) -> (parser: Bool, recogniser: Bool) {
    let file = SourceFile(path: "case.weir", bytes: bytes)
    let (tokens, mistakes) = lex(file, index: 0)
    let (_, diagnostics) = parse(file, index: 0)
    let isTooDeep = diagnostics.contains {
      $0.code == .error(.nestingTooDeep) || $0.code == .error(.invalidCount)
    }
    // Depth and the size of counts are beyond the notation.
    if isTooDeep { return (false, false) }
    let sentence = mistakes.isEmpty && recogniser.accepts(self.tokens(tokens, file), as: "file")
    return (diagnostics.isEmpty, sentence)
  }

  private func tokens(_ tokens: [Token], _ file: SourceFile) -> [GrammarToken] {
    var result: [GrammarToken] = []
    var startsLine = true
    for token in tokens {
      switch token.kind {
      case .lineBreak: startsLine = true
      case .comment, .documentation, .endOfFile: break
      default:
        result.append(GrammarToken(matches: matches(token, file), startsLine: startsLine))
        startsLine = false
      }
    }
    return result
  }

  /// The terminals and classes that a token is one of.
  private func matches(_ token: Token, _ file: SourceFile) -> [String] {
    let text = file.text(in: token.range)
    switch token.kind {
    case .word:
      var matches = ["word", "\"\(text)\""]
      let keyword = Keyword(rawValue: text)
      let isName = keyword?.isReserved != true && text != "null"
      if isName { matches.append("name") }
      if (isName && text != "map") || text == "any" { matches.append("type_name") }
      return matches
    case .integer: return ["integer"]
    case .decimal: return ["decimal"]
    case .duration: return ["duration"]
    case .string: return isTemplate(text) ? ["string", "template"] : ["string"]
    case .rawString: return isTemplate(text) ? ["raw_string", "template"] : ["raw_string"]
    case .documentation, .comment, .lineBreak, .endOfFile, .invalid: return []
    default: return ["\"\(token.kind.rawValue)\""]
    }
  }

  /// Whether every brace of a text's source is doubled or holds a path. Reads the source of the
  /// string: an escaped quote is the only escape that matters inside of braces.
  private func isTemplate(_ source: String) -> Bool {
    let isRaw = source.hasPrefix("'")
    var rest = Substring(source.dropFirst().dropLast())
    while let brace = rest.firstIndex(where: { $0 == "{" || (!isRaw && $0 == "\\") }) {
      if rest[brace] == "\\" || rest[brace...].hasPrefix("{{") {
        rest = rest[brace...].dropFirst(2)
        continue
      }
      var inner = ""
      var quote: Character?
      var end = rest.index(after: brace)
      var isClosed = false
      while end < rest.endIndex, !isClosed {
        var character = rest[end]
        if !isRaw, character == "\\" {
          end = rest.index(after: end)
          character = rest[end]
        }
        if let current = quote {
          if character == current { quote = nil }
        } else if character == "}" {
          isClosed = true
        } else if character == "{" {
          return false
        } else if character == "\"" || character == "'" {
          quote = character
        }
        if !isClosed { inner.append(character) }
        end = rest.index(after: end)
      }
      guard isClosed else { return false }
      let file = SourceFile(path: "", text: inner)
      let (tokens, mistakes) = lex(file, index: 0)
      // A recogniser of its own: this one is in the middle of a sentence.
      guard mistakes.isEmpty,
        GrammarRecogniser(
          grammar, classes: PolicyGrammar.classes.union(PolicyGrammar.lexicalNames)
        ).accepts(self.tokens(tokens, file), as: "path")
      else { return false }
      rest = rest[end...]
    }
    return true
  }

  private static let lexicalNames: Set<String> = [
    "word", "name", "type_name", "integer", "exponent", "escape", "comment", "documentation",
    "digits", "digit", "hex", "letter",
  ]

  // MARK: Mutations

  struct Lexeme {
    var text: String
    /// Blanks, breaks and comments before it.
    var before: String
  }

  func lexemes(_ bytes: [UInt8]) -> [Lexeme] {
    let file = SourceFile(path: "", bytes: bytes)
    var result: [Lexeme] = []
    var end: Int32 = 0
    for token in lex(file, index: 0).tokens where !token.kind.isTrivia {
      if token.kind == .endOfFile { break }
      let gap = SourceRange(file: 0, start: end, end: token.range.start)
      result.append(Lexeme(text: file.text(in: token.range), before: file.text(in: gap)))
      end = token.range.end
    }
    return result
  }

  /// The texts of a policy's declarations that parse, and the whole of it if it is short.
  func declarations(_ bytes: [UInt8]) -> [[UInt8]] {
    let file = SourceFile(path: "", bytes: bytes)
    let (tree, diagnostics) = parse(file, index: 0)
    if bytes.count < 200 { return [bytes] }
    guard diagnostics.isEmpty else { return [] }
    return tree.declarations.map { Array(bytes[Int($0.range.start)..<Int($0.range.end)]) }
      .filter { $0.count < 1000 }
  }

  func mutate(_ bytes: [UInt8], with pool: [String], _ random: inout SplitMix64) -> [UInt8] {
    var lexemes = lexemes(bytes)
    guard lexemes.count > 1 else { return bytes }
    let index = Int(random.next() % UInt64(lexemes.count))
    switch random.next() % 4 {
    case 0: lexemes.remove(at: index)
    case 1: lexemes.insert(Lexeme(text: lexemes[index].text, before: " "), at: index + 1)
    case 2:
      let other = (index + 1) % lexemes.count
      let text = lexemes[index].text
      lexemes[index].text = lexemes[other].text
      lexemes[other].text = text
    default: lexemes[index].text = pool[Int(random.next() % UInt64(pool.count))]
    }
    return Array(lexemes.map { $0.before + $0.text }.joined().utf8)
  }

  // MARK: Sentences

  /// A random sentence of the grammar.
  func sentence(_ random: inout SplitMix64) -> String {
    var words: [String] = []
    var budget = 60
    generate(.production("file"), depth: 0, &budget, &words, &random)
    return words.joined()
  }

  private func generate(
    _ expression: Grammar.Expression, depth: Int, _ budget: inout Int, _ words: inout [String],
    _ random: inout SplitMix64
  ) {
    func pick(_ count: Int) -> Int { Int(random.next() % UInt64(count)) }
    /// Once the budget is spent, whatever may be left out is.
    let isGenerous = budget > 0 && depth < 60
    switch expression {
    case .terminal(let text):
      budget -= 1
      words.append((pick(12) == 0 ? "\n" : " ") + text)
    case .production("line_break"): words.append("\n")
    case .production(let name):
      if let choices = PolicyGrammar.samples[name] {
        budget -= 1
        words.append((pick(12) == 0 ? "\n" : " ") + choices[pick(choices.count)])
      } else if let production = grammar[name] {
        generate(production.expression, depth: depth + 1, &budget, &words, &random)
      }
    case .sequence(let parts):
      for part in parts { generate(part, depth: depth, &budget, &words, &random) }
    case .alternatives(let parts):
      // The cheapest way out of an operand, of a type and of a declaration.
      let part =
        isGenerous
        ? parts[pick(parts.count)]
        : parts.min { PolicyGrammar.cost($0, costs) < PolicyGrammar.cost($1, costs) } ?? parts[0]
      generate(part, depth: depth, &budget, &words, &random)
    case .optional(let inner):
      if isGenerous, pick(3) == 0 { generate(inner, depth: depth, &budget, &words, &random) }
    case .repeated(let inner):
      while budget > 0, depth < 60, pick(depth < 3 ? 6 : 3) > (depth < 3 ? 0 : 1) {
        generate(inner, depth: depth, &budget, &words, &random)
      }
    }
  }

  /// The least number of tokens that an expression takes.
  private static func cost(_ expression: Grammar.Expression, _ known: [String: Int]) -> Int {
    switch expression {
    case .terminal: 1
    case .production(let name): known[name] ?? 1000
    case .sequence(let parts): parts.reduce(0) { min(1000, $0 + cost($1, known)) }
    case .alternatives(let parts): parts.map { cost($0, known) }.min() ?? 0
    case .optional, .repeated: 0
    }
  }

  /// The least number of tokens of every production.
  private static func costs(_ grammar: Grammar) -> [String: Int] {
    var known = samples.mapValues { _ in 1 }
    known["line_break"] = 1
    while true {
      var next = known
      for production in grammar.productions where samples[production.name] == nil {
        next[production.name] = cost(production.expression, known)
      }
      if next == known { return known }
      known = next
    }
  }

  /// Names are often keywords here, wherever they may be names.
  private static let samples: [String: [String]] = {
    let names =
      ["a", "x1", "_y", "principal", "nulls"]
      + Keyword.allCases.filter { !$0.isReserved }.map(\.rawValue)
    return [
      "name": names,
      "word": names + Keyword.allCases.map(\.rawValue) + ["null"],
      "type_name": names.filter { $0 != "map" } + ["any"],
      "integer": ["0", "7", "10_000"],
      "decimal": ["0.9", "1e6", "2.5E-3"],
      "duration": ["15m", "2h30m", "5m5ms", "1.5h", "1_0m0.25s"],
      "string": [#""text""#, #""\u00e9 \"q\" {""#, #""""#],
      "raw_string": [#"'raw \ {'"#, "''"],
      "template": [#""{a.b} {{ } {from[\"x}\"].when}""#, #"'{request.on["x"]}'"#, #""plain""#],
    ]
  }()
}
