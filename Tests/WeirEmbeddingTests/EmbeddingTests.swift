// What an embedder does with `Weir` alone, which opens no file: all of it by public names, for this
// target sees no others.

import Testing
import Weir

@Suite struct EmbeddingTests {
  private static let now = Timestamp("2026-03-02T10:00:00Z")!

  private static let policy = """
    request { action: string, amount: number }
    data limits: { daily: number } from "limits.json"
    allow small when amount <= limits.daily
    deny weekend when weekday(now, "Pacific/Kiritimati") in ["Sat", "Sun"]
    """

  /// 14 hours east of UTC, always: a TZif file (RFC 8536), whose block for readers of version 1 is
  /// the same as the other, because it has no times.
  private static let zone: [UInt8] = {
    let block: [UInt8] =
      Array("TZif2".utf8) + Array(repeating: 0, count: 15)
      // No leap seconds and no changes; one type, and four bytes of abbreviations.
      + [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 4]
      + [0, 0, 0xC4, 0xE0, 0, 0] + Array("+14".utf8) + [0]
    return block + block + Array("\n<+14>-14\n".utf8)
  }()

  private static func program(_ text: String) throws -> Program {
    let files = [SourceFile(path: "policy.weir", text: text)]
    let compilation = compile(files)
    return try #require(
      compilation.program, "\(DiagnosticRenderer(files: files).render(compilation.diagnostics))")
  }

  @Test func theExampleOfTheReadme() {
    let policy = "allow a when action == \"read\""
    #expect(mayPass("{\"action\": \"read\"}", by: policy, at: Self.now))
    #expect(!mayPass("{}", by: policy, at: Self.now))
  }

  // MARK: Judging

  @Test func requestsAreSpansOrArrays() throws {
    var evaluator = Evaluator(try Self.program("allow a when action == \"read\""))
    let request = Array(#"{"id": "7", "action": "read"}"#.utf8)
    let text = #"{"action": "write"}"#
    #expect(evaluator.evaluate(request, now: Self.now).effect == .allow)
    #expect(evaluator.evaluate(request.span, line: 3, now: Self.now).line == 3)
    #expect(evaluator.evaluate(text.utf8.span, now: Self.now).effect == .deny)
    #expect(evaluator.evaluate(request.span.extracting(0..<4), now: Self.now).error != nil)
    let empty: [UInt8] = []
    #expect(evaluator.evaluate(empty, now: Self.now).error?.code == .empty)
    #expect(evaluator.evaluate(empty.span, now: Self.now).error?.code == .empty)
    #expect(evaluator.evaluate(Span<UInt8>(), now: Self.now).error?.code == .empty)
  }

  @Test func linesAreAppended() throws {
    var evaluator = Evaluator(try Self.program("allow a when action == \"read\""))
    let request = Array(#"{"id": "7", "action": "read"}"#.utf8)
    var output: [UInt8] = []
    let first = evaluator.write(request, line: 1, now: Self.now, into: &output)
    let second = evaluator.write(request.span.extracting(0..<4), now: Self.now, into: &output)
    #expect(first.effect == .allow && !first.isUnreadable)
    #expect(second.effect == .deny && second.isUnreadable)
    let lines = String(decoding: output, as: UTF8.self).split(separator: "\n")
    #expect(lines.count == 2)
    #expect(lines.first?.hasPrefix(#"{"id":"7","line":1,"#) == true)
  }

  /// An evaluator that is owned by an actor, whoever made it.
  private actor Gate {
    private var evaluator: Evaluator
    private(set) var judged = 0

    init(_ evaluator: consuming Evaluator) { self.evaluator = evaluator }

    /// Another policy from now on.
    func take(_ evaluator: consuming Evaluator) { self.evaluator = evaluator }

    func effect(of request: [UInt8]) -> PolicyEffect {
      judged += 1
      return evaluator.evaluate(request, now: EmbeddingTests.now).effect
    }
  }

  @Test func anActorOwnsAnEvaluator() async throws {
    var evaluator = Evaluator(try Self.program("allow a when n < 500"))
    // It may have judged before it is given away.
    #expect(evaluator.evaluate(Array("{\"n\": 1}".utf8), now: Self.now).effect == .allow)
    let gate = Gate(evaluator)
    let allowed = await withTaskGroup(of: Bool.self) { group in
      for number in 0..<1000 {
        group.addTask { await gate.effect(of: Array("{\"n\": \(number)}".utf8)) == .allow }
      }
      return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
    }
    #expect(allowed == 500)
    #expect(await gate.judged == 1000)

    // A running actor takes another, from whatever made it.
    let other = Evaluator(try Self.program("allow a when n >= 500"))
    await gate.take(other)
    #expect(await gate.effect(of: Array("{\"n\": 1}".utf8)) == .deny)
    expectSendable(Evaluator(try Self.program("allow a")))
  }

  /// Compiles for what may be sent anywhere.
  private func expectSendable(_ value: borrowing some ~Copyable & Sendable) {}

  @Test func aTaskTakesAnEvaluator() async throws {
    let program = try Self.program("allow a when n < 500")
    // One program, and an evaluator for each that judges.
    let effects = await withTaskGroup(of: [PolicyEffect].self) { group in
      for _ in 0..<4 {
        group.addTask {
          var evaluator = Evaluator(program)
          return (498..<502).map {
            evaluator.evaluate(Array("{\"n\": \($0)}".utf8), now: Self.now).effect
          }
        }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
    #expect(effects == Array(repeating: [.allow, .allow, .deny, .deny], count: 4))
  }

  // MARK: Compiling

  @Test func documentsAndZonesAreTheEmbedders() throws {
    let environment = CompilerEnvironment(
      zoneRules: { $0 == "Pacific/Kiritimati" ? Self.zone : nil },
      document: { path, file in
        guard path == "limits.json", file.path == "policy.weir" else {
          return .failure(.unreadable("\(path) does not exist"))
        }
        do throws(InputError) {
          return .success(try .init(json: Array(#"{"daily": 100}"#.utf8), path: path))
        } catch {
          return .failure(.unreadable("\(path): \(error.documentMessage)"))
        }
      })
    let files = [SourceFile(path: "policy.weir", text: Self.policy)]
    let compilation = compile(files, environment: environment)
    let program = try #require(
      compilation.program, "\(DiagnosticRenderer(files: files).render(compilation.diagnostics))")
    var evaluator = Evaluator(program)
    let request = Array(#"{"action": "pay", "amount": 100}"#.utf8)
    #expect(evaluator.evaluate(request, now: Self.now).effect == .allow)
    // Friday in UTC, and Saturday there.
    let friday = try #require(Timestamp("2026-02-27T10:00:00Z"))
    #expect(evaluator.evaluate(request, now: friday).rules.map(\.name) == ["weekend"])
    // What it was compiled from is in its digest, and the file of it is the same program.
    let again = try Program(encoded: program.encoded())
    #expect(again.digest == program.digest && program.digest.hasPrefix("sha256:"))
  }

  @Test func documentsAreRead() throws {
    let document = try JSONDocument(parsing: Array(#"{"list": [1.50, "é", null]}"#.utf8))
    guard case .record(let members) = document.kind, let member = members.first,
      case .list(let elements) = member.value.kind, case .number(let number) = elements[0].kind,
      case .string(let string) = elements[1].kind, case .null = elements[2].kind
    else {
      Issue.record("\(document)")
      return
    }
    #expect(member.name == "list" && member.nameOffset == 1)
    #expect(number == "1.50" && string.description == "é")

    let broken = Array("{\"a\": 1,\n \"a\": 2}".utf8)
    #expect {
      try JSONDocument(parsing: broken.span)
    } throws: { error in
      guard let error = error as? InputError else { return false }
      let position = SourceFile(path: "d.json", bytes: broken).position(at: error.byte)
      return error.code == .duplicateKey && position == (line: 2, column: 2)
        && error.documentMessage == #"an object has two members of one name: "a""#
    }
  }

  // MARK: Findings

  @Test func findingsAreRendered() throws {
    let files = [SourceFile(path: "dir/policy.weir", text: "allow a\nwhen x == nope(1)\n")]
    let compilation = compile(files)
    #expect(compilation.program == nil)
    let finding = try #require(
      compilation.diagnostics.first { $0.code == .error(.unknownFunction) })
    let location = try #require(finding.range.location(in: files))
    #expect(location.description == "dir/policy.weir:2:11")
    #expect(location.endLine == 2 && location.endColumn == 15)
    #expect(finding.range.location(in: []) == nil)

    let renderer = DiagnosticRenderer(files: files)
    let text = renderer.render([finding])
    #expect(text.contains("--> dir/policy.weir:2:11\n") && text.contains("^^^^"))
    let json = renderer.render([finding], as: .json)
    #expect(json.contains(#""file":"dir/policy.weir","line":2,"column":11,"endLine":2"#))
    let github = renderer.render([finding], as: .github)
    #expect(github.hasPrefix("::error file=dir/policy.weir,line=2,endLine=2,"))
    #expect(DiagnosticRenderer(files: files, isColored: true).render([finding]) != text)
    for format in DiagnosticRenderer.Format.allCases {
      #expect(renderer.render([], as: format) == "")
      // Without the files there is nothing to mark, and still something to say.
      #expect(
        DiagnosticRenderer(files: []).render([finding], as: format).contains(finding.message))
    }
  }
}
