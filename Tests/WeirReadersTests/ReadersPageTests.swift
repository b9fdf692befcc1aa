// The page of readers: its generated sections are what the declarations say, its policies compile,
// and the readers' examples hold.

import Foundation
import Testing
import Weir
import WeirTesting

@testable import WeirReaders

@Suite struct ReadersPageTests {
  private static let url = GoldenSuite.root.appending(path: "Sources/Weir/Weir.docc/Readers.md")

  private static var environment: CompilerEnvironment {
    var environment = CompilerEnvironment.empty
    environment.readers = QueryReader.all
    return environment
  }

  @Test func generatedSectionsAreUpToDate() throws {
    let page = try String(contentsOf: Self.url, encoding: .utf8)
    let rewritten = try #require(
      GeneratedPage.rewrite(page) { names in
        names.split(separator: " ").map { Self.section(String($0)) }.joined(separator: "\n")
      })
    if ProcessInfo.processInfo.environment["WEIR_BLESS"] == "1" {
      return try rewritten.write(to: Self.url, atomically: true, encoding: .utf8)
    }
    #expect(page == rewritten, "WEIR_BLESS=1 writes it anew")
  }

  @Test func everyReaderHasASection() throws {
    let page = try String(contentsOf: Self.url, encoding: .utf8)
    for reader in QueryReader.all {
      #expect(page.contains("### \(reader.name)\n"), "\(reader.name)")
    }
  }

  @Test func policiesOfThePageCompile() throws {
    let page = try String(contentsOf: Self.url, encoding: .utf8)
    let blocks = page.components(separatedBy: "```weir-readers\n").dropFirst()
    #expect(!blocks.isEmpty)
    for block in blocks {
      let text = String(block[..<(try #require(block.range(of: "```"))).lowerBound])
      let compilation = compile(
        [SourceFile(path: "page.weir", text: text)], environment: Self.environment)
      #expect(compilation.diagnostics.map(\.message) == [], "\(text)")
    }
  }

  @Test func examplesHold() throws {
    for reader in QueryReader.all {
      #expect(!reader.declaration.examples.isEmpty, "\(reader.name)")
      for example in reader.declaration.examples {
        let text = "allow example when (\(example.expression)) == \(example.result)"
        let compilation = compile(
          [SourceFile(path: "example.weir", text: text)], environment: Self.environment)
        let program = try #require(
          compilation.program, "\(text): \(compilation.diagnostics.map(\.message))")
        var evaluator = Evaluator(program)
        let verdict = evaluator.evaluate(
          Array("{}".utf8), now: Timestamp(seconds: 0, nanoseconds: 0))
        #expect(verdict.effect == .allow, "\(text): \(verdict.uncertain)")
      }
    }
  }

  // MARK: Sections

  private static func section(_ name: String) -> String {
    guard let reader = QueryReader.all.first(where: { $0.name == name }) else {
      return "There is no reader \(name)."
    }
    let declaration = reader.declaration
    let examples = declaration.examples.map { example in
      example.result == "true" ? example.expression : "\(example.expression) == \(example.result)"
    }
    var text = """
      ### \(name)

      `\(declaration.signature)`

      \(declaration.summary)

      ```text
      \(examples.joined(separator: "\n"))
      ```

      """
    if case .record(let shape) = declaration.result {
      text += "\n" + lines(of: shape, indent: "- ").joined(separator: "\n") + "\n"
    }
    return text
  }

  /// A line for each member; what is in a list of records stands below it.
  private static func lines(of shape: RecordShape, indent: String) -> [String] {
    var lines: [String] = []
    for member in shape.members {
      let mark = member.isOptional ? "?" : ""
      if case .list(.record(let inner)) = member.type {
        lines.append("\(indent)`\(member.name)\(mark)`: a list, each with")
        lines += Self.lines(of: inner, indent: "  " + indent)
      } else {
        lines.append("\(indent)`\(member.name)\(mark)`: \(spelling(member.type))")
      }
    }
    return lines
  }

  private static func spelling(_ type: Type) -> String {
    switch type {
    case .choice: "one of the kinds"
    case .list(.choice): "a list of kinds"
    case .list(let element): "a list of \(element.spelling)"
    case .map(let value): "a map of \(value.spelling)"
    default: type.spelling
    }
  }
}
