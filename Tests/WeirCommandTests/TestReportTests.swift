// The reports of `weir test` hold what their formats promise: JSON fits its schema, XML is
// well-formed.

import Foundation
import FoundationXML
import Testing
import WeirTesting

@Suite struct TestReportTests {
  private func report(_ arguments: String...) throws -> String {
    let folder = GoldenSuite.root.appending(path: "Tests/Cases/command/test")
    let result = try Shell.run(
      "weir test \(arguments.joined(separator: " ")) 2> /dev/null", in: folder)
    return result.output
  }

  @Test func jsonFitsItsSchema() throws {
    let schema = try SchemaValidator(
      contentsOf: GoldenSuite.root.appending(path: "grammar/test-result.schema.json"))
    for paths in ["tests", "broken", "tests broken recorded --shuffle 1"] {
      let text = try report(paths, "--format json")
      let value = try JSONValue(parsing: text)
      #expect(schema.failures(of: value) == [], "\(paths)")
    }
  }

  @Test func xmlIsWellFormed() throws {
    for paths in ["tests", "broken", "tests broken recorded"] {
      let text = try report(paths, "--format junit")
      let counter = Counter()
      let parser = XMLParser(data: Data(text.utf8))
      parser.delegate = counter
      #expect(parser.parse(), "\(paths): \(String(describing: parser.parserError))")
      #expect(counter.counts["testsuites"] == 1)
      #expect(counter.counts["testcase", default: 0] == counter.tests)
      #expect(counter.counts["failure", default: 0] == counter.failures)
      #expect(counter.counts["error", default: 0] == counter.errors)
    }
  }

  /// Counts elements, and keeps the counts that the root states.
  private final class Counter: NSObject, XMLParserDelegate {
    var counts: [String: Int] = [:]
    var (tests, failures, errors) = (0, 0, 0)

    func parser(
      _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
      qualifiedName: String?, attributes: [String: String]
    ) {
      counts[name, default: 0] += 1
      guard name == "testsuites" else { return }
      tests = Int(attributes["tests"] ?? "") ?? -1
      failures = Int(attributes["failures"] ?? "") ?? -1
      errors = Int(attributes["errors"] ?? "") ?? -1
    }
  }
}
