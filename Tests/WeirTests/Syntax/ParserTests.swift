// What no golden case shows: how the parser bears what nobody writes. It ends, its ranges lie
// inside the file and inside one another, and depth and length cost neither the stack nor time.

import Foundation
import Testing
import WeirTesting

@testable import Weir

@Suite struct ParserTests {
  @Test(arguments: [
    ("allow r when ", "(", "a", ")"), ("allow r when ", "[", "a", "]"),
    ("allow r when ", "f(", "a", ")"), ("allow r when ", "any(x in a: ", "x", ")"),
    ("allow r when ", "not ", "a", ""), ("allow r when ", "a ?? ", "b", ""),
    ("allow r when a", "[b", "", "]"), ("allow r when a", ".b", "", ""),
    ("allow r when a", " + b", "", ""), ("allow r when a", " * b", "", ""),
    ("type A = ", "{ a: ", "string", " }"), ("type A = ", "[", "string", "]"),
    ("type A = ", "map ", "string", ""), ("", "on a { ", "allow r", " }"),
    ("hold r needs ", "(", "1 of group \"x\"", ")"),
    ("hold r needs 1 of ", "(", "group \"x\"", ")"),
  ])
  func deepNestingIsOneDiagnostic(
    _ start: String, _ open: String, _ middle: String, _ close: String
  ) {
    for depth in [Limits.syntaxDepth + 1, 10_000] {
      for isClosed in [true, false] {
        let text =
          start + String(repeating: open, count: depth) + middle
          + (isClosed ? String(repeating: close, count: depth) : "")
          + "\nallow last when a < b < c\n"
        let (_, diagnostics) = checkedParse(Array(text.utf8))
        let deep = diagnostics.filter { $0.code == .error(.nestingTooDeep) }
        #expect(deep.count == 1, "\(open) × \(depth), closed: \(isClosed)")
        // What follows is still read, if what is before is whole.
        if isClosed {
          #expect(
            diagnostics.map(\.code) == [.error(.nestingTooDeep), .error(.chainedComparison)],
            "\(open) × \(depth): \(diagnostics.map(\.message))")
        }
      }
    }
  }

  @Test func depthWithinTheLimitParses() {
    let depth = Limits.syntaxDepth - 2
    let text =
      "allow r when " + String(repeating: "(", count: depth) + "a"
      + String(repeating: ")", count: depth)
    #expect(checkedParse(Array(text.utf8)).1 == [])
  }

  @Test func longChainsOfOrAreShallow() {
    let text = "allow r when " + Array(repeating: "a == 1", count: 50_000).joined(separator: " or ")
    let (tree, diagnostics) = checkedParse(Array(text.utf8))
    #expect(diagnostics == [])
    guard case .rule(let rule)? = tree.declarations.first?.kind,
      case .when(let condition)? = rule.clauses.first?.kind
    else {
      Issue.record("the rule is lost")
      return
    }
    func depth(_ expression: SyntaxExpression) -> Int {
      guard case .binary(.or, let left, let right, _) = expression.kind else { return 1 }
      return 1 + max(depth(left), depth(right))
    }
    #expect(depth(condition) < 20)
  }

  @Test func aThreadsStackIsEnough() async {
    // Half a mebibyte, what secondary threads have on some systems.
    let parsed = await withCheckedContinuation { continuation in
      let thread = Thread {
        let depth = 10_000
        var found = 0
        for (open, close) in [("(", ")"), ("any(x in [f(", ")]: x)"), ("not ", ""), ("a ?? ", "")] {
          let text =
            "allow r when " + String(repeating: open, count: depth) + "a"
            + String(repeating: close, count: depth)
          let (tree, diagnostics) = parse(SourceFile(path: "", text: text), index: 0)
          found += diagnostics.count
          _ = SyntaxDump.text(of: tree)
        }
        continuation.resume(returning: found)
      }
      thread.stackSize = ParserTests.stack
      thread.start()
    }
    #expect(parsed >= 4)
  }

  /// Without optimisation frames are several times as large as in a release.
  private static let stack = 4 << 20

  @Test func randomBytesAreBorne() {
    let seed = PolicyGrammar.seed()
    print("random bytes: WEIR_SEED=\(seed)")
    var random = SplitMix64(seed: seed)
    let alphabet =
      Array(" \n\t\"'\\{}()[]<>=!?:.,@|&+-*/#;_0129adehmsx\u{e9}\u{202e}".utf8) + [0, 0xFF]
    for _ in 0..<PolicyGrammar.rounds(3000) {
      let count = random.below(80)
      _ = checkedParse(
        (0..<count).map { _ in
          random.once(in: 12) ? UInt8.random(in: 0...255, using: &random) : random.pick(alphabet)
        })
    }
  }

  @Test func randomTokensAreBorne() {
    let seed = PolicyGrammar.seed()
    print("random tokens: WEIR_SEED=\(seed)")
    var random = SplitMix64(seed: seed)
    let tokens =
      Keyword.allCases.map(\.rawValue) + TokenKind.allCases.filter(\.isFixed).map(\.rawValue)
      + ["a", "b", "1", "0.5", "15m", "\"t\"", "'r'", "\"{a}\"", "\"{\"", "null", "if", "&&", "\n"]
    for _ in 0..<PolicyGrammar.rounds(3000) {
      let words = (0..<random.below(60)).map { _ in random.pick(tokens) }
      _ = checkedParse(Array(words.joined(separator: " ").utf8))
    }
  }

  @Test func everyPrefixOfAPolicyIsBorne() throws {
    let url = GoldenSuite.root.appending(path: "Tests/Cases/trees/whole-policy.weir")
    let bytes = Array(try Data(contentsOf: url))
    for end in stride(from: 0, to: bytes.count, by: 7) { _ = checkedParse(Array(bytes[..<end])) }
  }

  /// A mistake in one rule costs the others nothing: as many declarations as before.
  @Test func oneMistakeIsOneDiagnostic() {
    let rule = "allow r when f(a, [b]) == c.d and any(x in y: x.z > 1)\n  because \"{a.b}\"\n"
    let lexemes = lex(SourceFile(path: "", text: rule), index: 0).tokens.filter {
      !$0.kind.isTrivia && $0.kind != .endOfFile
    }
    for token in lexemes {
      var bytes = Array(rule.utf8)
      bytes.removeSubrange(Int(token.range.start)..<Int(token.range.end))
      let text =
        "deny first when a\n" + String(decoding: bytes, as: UTF8.self) + "deny last when b\n"
      let (tree, diagnostics) = checkedParse(Array(text.utf8))
      #expect(diagnostics.count <= 1, "\(text)\n\(diagnostics.map(\.message))")
      guard case .rule(let last)? = tree.declarations.last?.kind else {
        Issue.record("the last rule is lost: \(text)")
        continue
      }
      #expect(last.name?.text == "last", "\(text)")
    }
  }

  @Test func tenThousandRulesAreQuick() {
    var text = ""
    for number in 1...10_000 {
      text += """
        /// Rule \(number).
        allow rule_\(number)
          when principal.team == "team-\(number)" and payload.amount <= \(number)_000
          unless environment in ["production", "staging"]
          because "{principal.id} is of team \(number)"


        """
    }
    let file = SourceFile(path: "large.weir", text: text)
    let clock = ContinuousClock()
    var count = 0
    let lexing = clock.measure { count = lex(file, index: 0).tokens.count }
    let parsing = clock.measure { #expect(parse(file, index: 0).1 == []) }
    print(
      """
      \(file.bytes.count) bytes, \(count) tokens: lexed in \(lexing), lexed and parsed in \(parsing)
      """
    )
    // Without optimisation, and on a busy machine: this only finds what grows with the square.
    #expect(parsing < .seconds(20))
  }
}

/// Parses, and checks what holds for every text: tokens in order and without overlap, ranges inside
/// the file and inside their parents'.
@discardableResult
func checkedParse(_ bytes: [UInt8]) -> (SyntaxFile, [Diagnostic]) {
  let file = SourceFile(path: "checked.weir", bytes: bytes)
  let (tree, diagnostics) = parse(file, index: 3)
  let text = { String(decoding: bytes.prefix(2000), as: UTF8.self) }
  var end: Int32 = 0
  let tokens = lex(file, index: 3).tokens
  for token in tokens {
    #expect(token.range.start >= end && token.range.end >= token.range.start, "\(text())")
    end = token.range.end
  }
  #expect(Int(end) == bytes.count && tokens.last?.kind == .endOfFile)
  let whole = SourceRange(file: 3, start: 0, end: Int32(bytes.count))
  for range in diagnostics.flatMap({ [$0.range] + $0.labels.map(\.range) }) {
    #expect(contains(whole, range), "\(range) \(text())")
  }
  let rendered = DiagnosticRenderer(files: [file, file, file, file]).render(diagnostics)
  #expect(!rendered.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
  for declaration in tree.declarations {
    let outside = misplaced(declaration, in: whole)
    #expect(outside == nil, "\(outside ?? whole) \(text())")
  }
  return (tree, diagnostics)
}

private func contains(_ outer: SourceRange, _ inner: SourceRange) -> Bool {
  inner.file == outer.file && outer.start <= inner.start && inner.start <= inner.end
    && inner.end <= outer.end
}

/// The first range below the declaration that is outside its parent's.
private func misplaced(_ declaration: SyntaxDeclaration, in outer: SourceRange) -> SourceRange? {
  guard contains(outer, declaration.range) else { return declaration.range }
  let inside = declaration.range
  switch declaration.kind {
  case .request, .data, .type, .error: return nil
  case .requester(let paths), .volatile(let paths):
    return paths.lazy.compactMap { misplaced($0, in: inside) }.first
  case .define(_, _, let body): return misplaced(body, in: inside)
  case .rule(let rule):
    return rule.clauses.lazy.compactMap { misplaced($0, in: inside) }.first
  case .on(let block):
    return misplaced(block.condition, in: inside)
      ?? block.declarations.lazy.compactMap { misplaced($0, in: inside) }.first
  case .default(let clauses):
    return clauses.clauses.lazy.compactMap { misplaced($0, in: inside) }.first
  }
}

private func misplaced(_ clause: SyntaxClause, in outer: SourceRange) -> SourceRange? {
  guard contains(outer, clause.range) else { return clause.range }
  switch clause.kind {
  case .when(let expression), .unless(let expression):
    return misplaced(expression, in: clause.range)
  case .because(let template):
    for case .path(let path) in template.parts {
      if let range = misplaced(path, in: template.range) { return range }
    }
    return contains(clause.range, template.range) ? nil : template.range
  case .hold(.covers(.values(let paths, _))):
    return paths.lazy.compactMap { misplaced($0, in: clause.range) }.first
  case .example(let example):
    return contains(clause.range, example.range)
      ? example.members.lazy.compactMap { misplaced($0.value, in: example.range) }.first
      : example.range
  case .from, .until, .hold, .error: return nil
  }
}

private func misplaced(_ sample: SyntaxSample, in outer: SourceRange) -> SourceRange? {
  guard contains(outer, sample.range) else { return sample.range }
  switch sample.kind {
  case .record(let members):
    return members.lazy.compactMap { misplaced($0.value, in: sample.range) }.first
  case .list(let elements):
    return elements.lazy.compactMap { misplaced($0, in: sample.range) }.first
  case .string, .number, .bool, .null, .error: return nil
  }
}

private func misplaced(_ expression: SyntaxExpression, in outer: SourceRange) -> SourceRange? {
  guard contains(outer, expression.range) else { return expression.range }
  let inside = expression.range
  let children: [SyntaxExpression]
  switch expression.kind {
  case .error, .boolean, .string, .number, .duration, .name: children = []
  case .list(let elements): children = elements
  case .member(let base, _): children = [base]
  case .index(let base, let key): children = [base, key]
  case .call(let callee, let arguments): children = [callee] + arguments
  case .parenthesized(let inner), .not(let inner), .negate(let inner), .has(let inner):
    children = [inner]
  case .binary(_, let left, let right, let place):
    if !contains(inside, place) { return place }
    children = [left, right]
  case .quantifier(let quantifier): children = [quantifier.subject, quantifier.body]
  }
  return children.lazy.compactMap { misplaced($0, in: inside) }.first
}
