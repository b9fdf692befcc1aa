// Every example of the guide and the reference, compiled and run.

import Foundation
import Testing
import Weir
import WeirAnalysis
import WeirTesting

@Suite("Documentation")
struct DocumentationTests {
  static let catalog = GoldenSuite.root.appending(path: "Sources/Weir/Weir.docc")

  /// The pages with examples.
  static let pages = ["Guide.md", "Reference.md"]

  static func blocks(of page: String) throws -> [FencedBlock] {
    let text = try String(contentsOf: catalog.appending(path: page), encoding: .utf8)
    return FencedBlock.all(of: page, in: text)
  }

  static let examples: [DocumentedExample] =
    pages.flatMap { (try? DocumentedExample.all(of: blocks(of: $0))) ?? [] }

  @Test("the pages are well formed", arguments: pages)
  func wellFormed(page: String) throws {
    #expect(try !DocumentedExample.all(of: Self.blocks(of: page)).isEmpty)
  }

  @Test("the generated sections are the tables'", arguments: pages)
  func generated(page: String) throws {
    let url = Self.catalog.appending(path: page)
    let text = try String(contentsOf: url, encoding: .utf8)
    let expected = try #require(GeneratedSection.rewrite(text))
    if ProcessInfo.processInfo.environment["WEIR_BLESS"] == "1", text != expected {
      try expected.write(to: url, atomically: true, encoding: .utf8)
    } else {
      #expect(text == expected, "run `make bless`")
    }
  }

  @Test("the example does what the page says", arguments: examples)
  func example(_ example: DocumentedExample) throws {
    let compiled = CompiledPolicy(
      example.files, environment: .documentation(example.documents))
    let diagnostics = LintRules.diagnostics(of: compiled)
    let found = Set(diagnostics.map(\.code.name))
    let errors = Set(compiled.errors.map(\.code.name))
    let messages = diagnostics.map { diagnostic in
      let file = example.files[Int(diagnostic.range.file)]
      return
        """
        \(file.path):\(file.line(at: Int(diagnostic.range.start))): \(diagnostic.code.name): \
        \(diagnostic.message)
        """
    }
    #expect(errors == example.errors, "\(example.place): \(messages)")
    #expect(example.warnings.isSubset(of: found), "\(example.place): \(messages)")
    guard let program = compiled.program else {
      #expect(!example.errors.isEmpty, "\(example.place): no program: \(messages)")
      return
    }
    let validator = try SchemaValidator.verdicts()
    var evaluator = Evaluator(program)
    for (index, request) in example.requests.enumerated() {
      var output: [UInt8] = []
      let bytes = Array(request.text.utf8)
      evaluator.write(bytes, line: index + 1, now: request.now, into: &output)
      let line = String(decoding: output, as: UTF8.self)
      #expect(validator.failures(ofLine: line) == [], "\(request.place): \(request.text)")
      let short = ShortVerdict(try JSONValue(parsing: line))
      #expect(
        short.head == request.expected.first, "\(request.place): \(request.text)\n\(line)")
      for detail in request.expected.dropFirst() {
        #expect(short.details.contains(detail), "\(request.place): \(request.text)\n\(line)")
      }
    }
  }
}

extension CompilerEnvironment {
  /// The world of the pages: the system's zone rules, and the documents that a page shows.
  static func documentation(_ documents: [String: String]) -> CompilerEnvironment {
    CompilerEnvironment(
      zoneRules: { name in
        (try? Data(contentsOf: URL(filePath: "/usr/share/zoneinfo/\(name)"))).map { Array($0) }
      },
      document: { path, _ in
        guard let text = documents[path] else { return .failure(.unreadable("no such block")) }
        guard let value = try? JSONValue(parsing: text) else {
          return .failure(.unreadable("this is not JSON"))
        }
        return .success(
          CompilerEnvironment.BoundDocument(
            content: JSONDocument(value), digest: Array(path.utf8), path: path))
      })
  }
}

extension JSONDocument {
  /// A document of the pages; places do not matter there.
  init(_ value: JSONValue) {
    let kind: Kind =
      switch value {
      case .null: .null
      case .bool(let truth): .bool(truth)
      case .number(let number):
        .number(number.rounded() == number ? String(Int(number)) : String(number))
      case .string(let text): .string(ExactString(text))
      case .array(let elements): .list(elements.map(JSONDocument.init))
      case .object(let members):
        .record(members.map { JSONDocument.Member(ExactString($0.key), JSONDocument($0.value)) })
      }
    self.init(kind, offset: 0)
  }
}
