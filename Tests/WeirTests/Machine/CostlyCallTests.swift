// Costly calls: equal ones are computed once a request, cheap guards go first, and readers of
// queries that a host brings are found, typed, kept in programs, and missed.

import Synchronization
import Testing
import Weir

@Suite struct CostlyCallTests {
  /// A reader that tells how often it was asked: `words(text)` counts words and lists them.
  private final class Words: Sendable {
    let calls = Mutex(0)

    var reader: QueryReader {
      reader(of: Self.declaration)
    }

    func reader(of declaration: QueryReader.Declaration) -> QueryReader {
      QueryReader("words", declared: { declaration }) { [self] arguments in
        calls.withLock { $0 += 1 }
        guard case .string(let text) = arguments[0].kind else { return .uncertain("not a text") }
        let bytes = text.bytes
        guard !bytes.contains(UInt8(ascii: "!")) else { return .uncertain("a word is shouted") }
        let words = String(decoding: bytes, as: UTF8.self).split(separator: " ")
        return .known(
          JSONDocument(
            .record([
              .init("count", JSONDocument(.number("\(words.count)"), offset: 0)),
              .init(
                "all",
                JSONDocument(
                  .list(words.map { JSONDocument(.string(ExactString(String($0))), offset: 0) }),
                  offset: 0)),
            ]), offset: 0))
      }
    }

    static let declaration = QueryReader.Declaration(
      "words", [.init("text", .string)],
      .record(
        RecordShape(members: [
          .init(name: "count", type: .number), .init(name: "all", type: .list(.string)),
        ])), "The words of a text.", examples: [])
  }

  private func compiled(_ policy: String, _ readers: [QueryReader] = []) -> Compilation {
    var environment = CompilerEnvironment.empty
    environment.readers = readers
    return compile([SourceFile(path: "a.weir", text: policy)], environment: environment)
  }

  private let now = Timestamp(seconds: 0, nanoseconds: 0)

  @Test func thirtyRulesReadOnce() throws {
    let words = Words()
    let rules = (0..<30).map { "deny r\($0) when words(query).count == \($0 + 100)\n" }.joined()
    let policy = "allow short when words(query).count < 4\n" + rules
    let program = try #require(compiled(policy, [words.reader]).program)
    var evaluator = try Evaluator(program, readers: [words.reader])
    #expect(evaluator.evaluate(Array(#"{"query": "a b"}"#.utf8), now: now).effect == .allow)
    #expect(words.calls.withLock { $0 } == 1)
    #expect(evaluator.evaluate(Array(#"{"query": "a b c d"}"#.utf8), now: now).effect == .deny)
    #expect(words.calls.withLock { $0 } == 2)
  }

  @Test func aCallWithinAQuantifierIsReadOnceAndOneOfItsVariableForEachElement() throws {
    let words = Words()
    let once = """
      allow listed when any(x in xs: x in words(query).all) and all(x in xs: x in words(query).all)
      """
    var evaluator = try Evaluator(
      try #require(compiled(once, [words.reader]).program), readers: [words.reader])
    let request = Array(#"{"query": "a b c", "xs": ["a", "b", "c"]}"#.utf8)
    #expect(evaluator.evaluate(request, now: now).effect == .allow)
    #expect(words.calls.withLock { $0 } == 1)

    let each = """
      allow short
        when all(x in xs: words(x).count == 1) and count(x in xs: words(x).count == 1) == 3
      """
    var other = try Evaluator(
      try #require(compiled(each, [words.reader]).program), readers: [words.reader])
    #expect(other.evaluate(request, now: now).effect == .allow)
    // `a` is remembered; `b` and `c` are read the first time.
    #expect(words.calls.withLock { $0 } == 4)
  }

  @Test func cheapGuardsGoFirst() throws {
    let words = Words()
    let policy = """
      allow a when words(query).count == 1 and amount + 1 > 10 and action == "read"
      """
    let program = try #require(compiled(policy, [words.reader]).program)
    var evaluator = try Evaluator(program, readers: [words.reader])
    for request in [
      #"{"query": "a", "amount": 20, "action": "x"}"#,
      #"{"query": "a", "amount": 1, "action": "read"}"#,
    ] {
      #expect(evaluator.evaluate(Array(request.utf8), now: now).effect == .deny)
    }
    #expect(words.calls.withLock { $0 } == 0)
  }

  @Test func whatAReaderDoesNotUnderstandIsUncertain() throws {
    let words = Words()
    let policy = """
      default allow
      deny long when words(query).count > 3
      """
    let program = try #require(compiled(policy, [words.reader]).program)
    var evaluator = try Evaluator(program, readers: [words.reader])
    let verdict = evaluator.evaluate(Array(#"{"query": "a!"}"#.utf8), now: now)
    #expect(verdict.effect == .deny)
    #expect(verdict.uncertain.map(\.rule) == ["long"])
    #expect(verdict.uncertain[0].causes.map(\.path) == ["query"])
    #expect(verdict.uncertain[0].causes.map(\.fault) == [.badFormat])
  }

  @Test(
    arguments: [
      ("allow a when words(query, 1).count == 1", "wrong-arguments"),
      ("allow a when words(7).count == 1", "wrong-arguments"),
      ("allow a when words(query).total == 1", "unknown-member"),
      ("allow a when word(query).count == 1", "unknown-function"),
    ])
  func callsAreChecked(policy: String, code: String) {
    let compilation = compiled(policy, [Words().reader])
    #expect(compilation.program == nil)
    #expect(compilation.diagnostics.map(\.code.name) == [code])
  }

  @Test func aProgramIsRefusedWithoutItsReader() throws {
    let words = Words().reader
    let program = try #require(
      compiled("allow a when words(query).count == 1", [words]).program)
    let loaded = try Program(encoded: program.encoded())
    #expect(loaded.listing().contains("read                words"))
    #expect(throws: ProgramError.missingReader("words")) { _ = try Evaluator(loaded, readers: []) }
    var declaration = Words.declaration
    declaration.result = .record(RecordShape(members: [.init(name: "count", type: .string)]))
    let other = Words().reader(of: declaration)
    #expect(throws: ProgramError.missingReader("words")) {
      _ = try Evaluator(loaded, readers: [other])
    }
    var evaluator = try Evaluator(loaded, readers: [other, words])
    #expect(evaluator.evaluate(Array(#"{"query": "a"}"#.utf8), now: now).effect == .allow)
    // Nobody who forgets the readers lets anything pass.
    var without = Evaluator(loaded)
    #expect(without.evaluate(Array(#"{"query": "a"}"#.utf8), now: now).effect == .deny)
  }

  @Test func everyOpcodeHasARow() {
    for opcode in Opcode.allCases {
      let entry = opcode.entry
      #expect(!entry.mnemonic.isEmpty && entry.meaning.hasSuffix("."))
      #expect(Opcode.allCases.count { $0.entry.mnemonic == entry.mnemonic } == 1)
    }
  }
}
