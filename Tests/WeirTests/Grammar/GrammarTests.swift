// `grammar/weir.ebnf` is normative; these tests keep it true. Its terminals are the tokens, its
// productions the parser's functions, with the same text above each; and a recogniser made from the
// file agrees with the parser on every policy of the repository and on what becomes of them when a
// token is deleted, doubled, exchanged with its neighbour or replaced.

import Foundation
import Testing
import WeirTesting

@testable import Weir

@Suite struct GrammarTests {
  @Test func terminalsAreTheTokens() throws {
    let written = Grammar.terminals(of: try PolicyGrammar().syntax)
    let tokens = Set(TokenKind.allCases.filter(\.isFixed).map(\.rawValue))
    let keywords = Set(Keyword.allCases.map(\.rawValue)).subtracting(["module"])
    // `null` is a word like others, and only an example has it for a value.
    #expect(written.subtracting(tokens).subtracting(keywords) == ["module", "null"])
    #expect(tokens.subtracting(written) == [])
    #expect(keywords.subtracting(written) == [])
  }

  @Test func unitsAreTheLexers() throws {
    let grammar = try PolicyGrammar().grammar
    let unit = try #require(grammar["unit"])
    #expect(Grammar.terminals(of: [unit]) == Set(SignedDuration.units.map { "\($0.name)" }))
  }

  @Test func everyProductionIsDefinedAndUsed() throws {
    let grammar = try PolicyGrammar().grammar
    let names = grammar.productions.map(\.name)
    #expect(names.count == Set(names).count)
    let uses = Grammar.uses(of: grammar.productions)
    #expect(
      uses.subtracting(names).sorted() == ["carriage_return", "character", "line_feed"])
    #expect(Set(names).subtracting(uses).sorted() == ["comment", "documentation", "file"])
  }

  @Test func productionsAreTheParsersFunctions() throws {
    let grammar = try PolicyGrammar()
    let folder = GoldenSuite.root.appending(path: "Sources/Weir/Syntax")
    var functions: [String: String] = [:]
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.path)
    where name.hasPrefix("Parser") {
      let text = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
      var comment = ""
      for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
        let line = line.trimmingCharacters(in: .whitespaces)
        if line.hasPrefix("///") {
          comment += line.dropFirst(3) + " "
          continue
        }
        if let match = line.firstMatch(of: /func parse([A-Z]\w*)/) {
          let function = String(match.1).replacing(/IfPresent$/, with: "")
          functions[PolicyGrammar.snakeCase(function)] = PolicyGrammar.oneSpaced(comment)
        }
        comment = ""
      }
    }
    let productions = grammar.syntax.filter {
      !PolicyGrammar.classes.contains($0.name) || $0.name == "template"
    }
    #expect(Set(functions.keys).subtracting(productions.map(\.name)).sorted() == [])
    for production in productions {
      let comment = try #require(functions[production.name], "no function for \(production.name)")
      #expect(comment == PolicyGrammar.oneSpaced("\(production.name) = \(production.text) ."))
    }
  }

  @Test func reservedWordsAreThoseOfTheComment() throws {
    let text = try PolicyGrammar.text()
    let comment = try #require(text.firstMatch(of: /Reserved are `([^`]*)`/)?.1)
    let words = comment.split(whereSeparator: \.isWhitespace).map(String.init)
    #expect(Set(words) == Set(Keyword.allCases.filter(\.isReserved).map(\.rawValue)))
    #expect(forbiddenNames.allSatisfy { text.contains("not `\($0)`") })
  }

  @Test func theRecogniserAgreesOnEveryPolicy() throws {
    let grammar = try PolicyGrammar()
    var disagreements: [String] = []
    for (path, bytes) in try PolicyGrammar.policies() {
      let verdicts = grammar.judge(bytes)
      if verdicts.parser != verdicts.recogniser {
        disagreements.append("\(path): parser \(verdicts.parser), grammar \(verdicts.recogniser)")
      }
    }
    #expect(disagreements == [])
  }

  @Test func theRecogniserAgreesOnMutations() throws {
    let grammar = try PolicyGrammar()
    let seed = PolicyGrammar.seed()
    print("mutations: WEIR_SEED=\(seed)")
    var random = SplitMix64(seed: seed)
    // Short stretches of text, so that thousands of them can be judged.
    let texts = try PolicyGrammar.policies().flatMap { grammar.declarations($0.bytes) }
    let pool = texts.flatMap { grammar.lexemes($0) }.map(\.text)
    var disagreements: [String] = []
    var accepted = 0
    let rounds = PolicyGrammar.rounds(6000)
    for _ in 0..<rounds {
      let text = texts[Int(random.next() % UInt64(texts.count))]
      let mutated = grammar.mutate(text, with: pool, &random)
      let verdicts = grammar.judge(mutated)
      if verdicts.parser { accepted += 1 }
      if verdicts.parser != verdicts.recogniser {
        disagreements.append(
          "parser \(verdicts.parser), grammar \(verdicts.recogniser): "
            + String(decoding: mutated, as: UTF8.self))
        if disagreements.count == 10 { break }
      }
    }
    #expect(disagreements == [])
    // Both kinds have to occur, or the comparison says little.
    #expect(accepted > rounds / 20 && accepted < rounds)
  }

  @Test func sentencesOfTheGrammarParse() throws {
    let grammar = try PolicyGrammar()
    let seed = PolicyGrammar.seed()
    print("sentences: WEIR_SEED=\(seed)")
    var random = SplitMix64(seed: seed)
    var failures: [String] = []
    for _ in 0..<PolicyGrammar.rounds(1500) {
      let text = grammar.sentence(&random)
      let file = SourceFile(path: "sentence.weir", text: text)
      let (tree, diagnostics) = parse(file, index: 0)
      if let first = diagnostics.first {
        let place = file.position(at: Int(first.range.start))
        failures.append("\(place): \(first.message)\n\(text)")
        if failures.count == 5 { break }
      }
      _ = SyntaxDump.text(of: tree)
    }
    #expect(failures == [])
  }
}

@Suite struct TextMateTests {
  /// The file is made from the tables; `WEIR_BLESS=1` writes it anew.
  @Test func theFileIsUpToDate() throws {
    let url = GoldenSuite.root.appending(path: "grammar/weir.tmLanguage.json")
    let made = TextMateGrammar.json()
    if ProcessInfo.processInfo.environment["WEIR_BLESS"] == "1" {
      try Data(made.utf8).write(to: url)
    }
    let written = try String(contentsOf: url, encoding: .utf8)
    #expect(written == made, "run `make bless`")
    #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(made.utf8)) }
  }

  /// Every pattern is one that a regular expression engine takes.
  @Test func patternsCompile() throws {
    let object = try JSONSerialization.jsonObject(with: Data(TextMateGrammar.json().utf8))
    var patterns: [String] = []
    func collect(_ value: Any) {
      if let list = value as? [Any] { list.forEach(collect) }
      guard let record = value as? [String: Any] else { return }
      for (key, value) in record {
        if ["match", "begin", "end"].contains(key), let text = value as? String {
          patterns.append(text)
        }
        collect(value)
      }
    }
    collect(object)
    #expect(patterns.count > 15)
    for pattern in patterns {
      #expect(throws: Never.self) { try NSRegularExpression(pattern: pattern) }
    }
  }
}
