// GraphQL documents, and what is known of them.

import Testing
import WeirReaders

/// How a document is read, as the table has it.
func reading(graphql text: [UInt8]) -> String {
  do throws(GraphQLUncertainty) {
    let document = try GraphQLText(reading: text)
    let operations = document.operations.map { operation in
      let name = operation.name.map { " " + String(decoding: $0, as: UTF8.self) } ?? ""
      return [
        "\(operation.kind)\(name): \(joined(operation.fields))", "depth \(operation.depth)",
        "fields \(operation.fieldsTotal)",
        operation.aliases > 0 ? "aliases \(operation.aliases)" : nil,
        operation.directives.isEmpty ? nil : "directives \(joined(operation.directives))",
        operation.variables.isEmpty ? nil : "variables \(joined(operation.variables))",
        operation.isIntrospection ? "introspection" : nil,
      ].compactMap { $0 }.joined(separator: ", ")
    }
    let unused = document.unusedFragments.isEmpty ? [] : [joined(document.unusedFragments)]
    return (operations + unused.map { "unused \($0)" }).joined(separator: " | ")
  } catch {
    return "uncertain: \(error.cause) at \(error.offset)"
  }
}

@Suite struct GraphQLTextTests {
  @Test(arguments: ReaderCase.table("graphql"))
  func documents(_ example: ReaderCase) {
    #expect(reading(graphql: example.text) == example.reading)
  }

  @Test func tableIsWhole() { #expect(ReaderCase.table("graphql").count >= 60) }

  /// Fragments that spread the next one twice would come to 2^40 fields.
  @Test func doublingFragmentsAreRefusedAtOnce() {
    let fragments = (0..<40).map { "fragment F\($0) on Q { ...F\($0 + 1) x { ...F\($0 + 1) } }" }
    let text = "{ ...F0 } \(fragments.joined(separator: " ")) fragment F40 on Q { a }"
    #expect(reading(graphql: Array(text.utf8)).hasPrefix("uncertain: too"))
  }

  @Test func worstDocumentsFitASmallStack() {
    let deep = String(repeating: "{a", count: 30_000)
    let lists = "{ a(b: " + String(repeating: "[", count: 60_000)
    let objects = "{ a(b: " + String(repeating: "{c:", count: 20_000)
    let types = "query ($a: " + String(repeating: "[", count: 60_000)
    let inline = String(repeating: "{...", count: 15_000)
    let chain = (0..<1_200).map { "fragment F\($0) on Q { a { ...F\($0 + 1) } }" }.joined()
    let texts = [deep, lists, objects, types, inline, "{ ...F0 } \(chain)"]
    onSmallStack {
      for text in texts { #expect(reading(graphql: Array(text.utf8)).hasPrefix("uncertain:")) }
    }
  }

  @Test func nestingIsReadToTheLimit() {
    let text = String(repeating: "{a", count: 64) + String(repeating: "}", count: 64)
    #expect(reading(graphql: Array(text.utf8)) == "query: a, depth 64, fields 64")
    #expect(reading(graphql: Array("{a\(text)}".utf8)).hasPrefix("uncertain: tooDeep"))
  }

  /// Many directives in a fragment that is spread often would be copied for each spread.
  @Test func wideFragmentsAreBounded() {
    let directives = (0..<5_000).map { "@d\($0)" }.joined()
    let text =
      "{" + String(repeating: "a{...F}", count: 4_000) + "} fragment F on Q {a\(directives)}"
    #expect(reading(graphql: Array(text.utf8)).hasPrefix("uncertain: tooManyFields"))
  }

  @Test func randomBytesAreRead() {
    var random = Seeded(4)
    let pieces = [
      "{", "}", "(", ")", ":", "a", "query", "fragment F on Q", "...", "\"", "\"\"\"", "\\", "$",
      "@", "[", "]", "1", ".", "#", "\n", " ", "F", "!", "=",
    ].map { Array($0.utf8) }
    for _ in 0..<5_000 {
      var text: [UInt8] = []
      for _ in 0..<random.below(24) {
        text += random.below(16) == 0 ? [UInt8(random.below(256))] : pieces[random.below(24)]
      }
      _ = reading(graphql: text)
    }
  }
}
