// A document is judged when all of it has been read: what is refused anywhere is one denial,
// whatever its first part says.

import Testing
import Weir

@testable import WeirHost

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

@Suite struct WholeDocumentTests {
  /// Allows every request that is not marked, so that a part of a marked one would pass.
  private static func evaluator() throws -> Evaluator {
    let policy = """
      allow anybody when user == "ann"
      deny marked when has privileged
      """
    let program = try #require(compile([SourceFile(path: "a.weir", text: policy)]).program)
    return Evaluator(program)
  }

  private static let now = Timestamp(seconds: 1_772_000_000, nanoseconds: 0)

  private func isAllowed(_ request: [UInt8], _ evaluator: inout Evaluator) -> Bool {
    var line: [UInt8] = []
    let written = evaluator.write(request, line: 1, now: WholeDocumentTests.now, into: &line)
    return written.effect == .allow
  }

  /// How many requests of a YAML text pass, and how many documents are refused.
  private func judge(_ bytes: [UInt8], _ evaluator: inout Evaluator) -> (allowed: Int, refused: Int)
  {
    var reader = YAMLReader(bytes)
    var result = (allowed: 0, refused: 0)
    while true {
      do throws(YAMLError) {
        guard let next = try reader.next() else { return result }
        let requests =
          if case .list(let elements) = next.document.kind { elements } else { [next.document] }
        for request in requests {
          var json: [UInt8] = []
          request.appendJSON(to: &json)
          if isAllowed(json, &evaluator) { result.allowed += 1 }
        }
      } catch {
        result.refused += 1
      }
    }
  }

  /// Requests that pass, and what makes documents of them that cannot be read.
  @Test func whatFollowsInABrokenDocumentCounts() throws {
    var evaluator = try WholeDocumentTests.evaluator()
    let heads = [
      "user: ann\n", "{user: ann}\n", "  user: ann\n", "{\"user\": \"ann\"}\n", "- user: ann\n",
      "[{user: ann}]\n", "? user\n: ann\n", "\u{FEFF}user: ann\n", "--- {user: ann}\n",
      "# first\n\nuser: ann\n", "user: |-\n  ann\n", "user: &a ann\n", "---\nuser: 'ann'\n",
    ]
    let tails = [
      "privileged: [true\n", "\tprivileged: true\n", "]\n", "}\n", "\"\n", "'privileged\n", "@\n",
      "%YAML 1.2\n", "%TAG ! x:\n", "privileged: \u{7}\n", "&a &b c\n", "privileged: *b\n",
      "privileged: !!int x\n", "privileged: 0400\n", "privileged: \"x\"# y\n", "... x\n",
      "privileged: {?a: b}\n", "privileged: >+9x\n", "privileged: .nan\n", "- : -\n  -x: {\n",
      "privileged: \u{2028}true\n", "privileged: true\rx: y\n", "!!bad x: y\n", "? [\n",
    ]
    for head in heads {
      #expect(judge(Array(head.utf8), &evaluator) == (1, 0), "\(head)")
      for tail in tails {
        let text = head + tail
        #expect(judge(Array(text.utf8), &evaluator) == (0, 1), "\(text)")
        // The documents around it are judged all the same.
        let all =
          "user: ann\n---\n" + head.replacing("\u{FEFF}", with: "").replacing("---", with: "")
          + tail + "---\nuser: ann\n"
        if !tail.hasPrefix("...") {
          #expect(judge(Array(all.utf8), &evaluator) == (2, 1), "\(all)")
        }
      }
    }
  }

  /// Documents in brackets say where they end: no part of one passes, in YAML or in JSON.
  @Test func noPrefixOfABracketedDocumentPasses() throws {
    var evaluator = try WholeDocumentTests.evaluator()
    for text in [
      "{\"user\": \"ann\", \"more\": {\"a\": [1, \"x]}\", null]}, \"privileged\": true}",
      "{\"privileged\": true, \"user\": \"ann\"}", "{\"privileged\":true,\"user\":\"ann\"}",
      "[{\"user\": \"ann\", \"privileged\": true}, {\"privileged\": true}]",
      "{\n  \"user\": \"ann\",\n  \"privileged\": true\n}\n", "--- {user: ann, privileged: true}",
    ] {
      let bytes = Array(text.utf8)
      for end in 0..<bytes.count {
        let part = Array(bytes[..<end])
        #expect(judge(part, &evaluator).allowed == 0, "\(text) up to \(end)")
        for request in try documents(part) {
          #expect(!isAllowed(request, &evaluator), "\(text) up to \(end)")
        }
      }
    }
  }

  /// JSON with one byte changed, left out or added: what is no request any more does not pass.
  @Test func noBrokenJSONPasses() throws {
    var evaluator = try WholeDocumentTests.evaluator()
    let bytes = Array("{\"user\": \"ann\", \"a\": [1.5, {}], \"b\": \"\\u00e4\"}".utf8)
    #expect(isAllowed(bytes, &evaluator))
    let others = Array("{}[]\",:\\ 0x\n\u{0}".utf8) + [0xFF, 0xC3]
    var broken = 0
    for index in bytes.indices {
      for other in others {
        for length in 0...1 {
          var changed = bytes
          changed.replaceSubrange(index..<index + length, with: [other])
          guard (try? readJSONDocument(changed)) == nil else { continue }
          let requests = try documents(changed)
          // Where two whole documents come of it, each is its own.
          if requests.contains(where: { (try? readJSONDocument($0)) != nil }) { continue }
          broken += 1
          for request in requests { #expect(!isAllowed(request, &evaluator)) }
        }
      }
    }
    #expect(broken > 500)
  }

  /// The requests of a text of JSON documents.
  private func documents(_ bytes: [UInt8]) throws -> [[UInt8]] {
    var ends: [Int32] = [0, 0]
    #expect(pipe(&ends) == 0)
    // A pipe holds as much without a reader.
    #expect(bytes.withUnsafeBytes { write(ends[1], $0.baseAddress, $0.count) } == bytes.count)
    close(ends[1])
    var reader = DocumentReader(Input(ends[0], name: "it", isOwned: true))
    var output = Output(STDERR_FILENO, name: "nothing")
    var requests: [[UInt8]] = []
    while let request = try reader.next(flushing: &output) { requests.append(Array(request)) }
    return requests
  }

  @Test func byteOrderMarksArePassedOver() throws {
    let mark = "\u{FEFF}"
    let data = try readJSONFile(Array("\(mark){\"a\":\n 1}".utf8), name: "a.json")
    guard case .record(let members) = data.kind else { return #expect(Bool(false)) }
    #expect(members[0].nameOffset == 4)
    let error = #expect(throws: Failure.self) {
      try readJSONFile(Array("\(mark){".utf8), name: "a")
    }
    #expect(error?.message.hasPrefix("a:1:") == true)
    let settings = try Settings(Array("\(mark)policies: p\ntests: t\n".utf8), path: "weir.yaml")
    #expect(settings[.policies]?.map(\.text) == ["p"] && settings.value(.tests)?.text == "t")
    #expect(try Settings(Array("# nothing\n".utf8), path: "weir.yaml")[.policies] == nil)
    #expect(try Settings(Array(mark.utf8), path: "weir.yaml")[.policies] == nil)
  }
}
