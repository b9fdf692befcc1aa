// A reader of queries for tests: it splits a text into words.

package import Weir

extension QueryReader {
  /// `words(text)`. It does not understand a text with an exclamation mark.
  package static let words = QueryReader(
    "words",
    declared: {
      Declaration(
        "words", [.init("text", .string)],
        .record(
          RecordShape(members: [
            .init(name: "count", type: .number),
            .init(name: "first", type: .string, isOptional: true),
            .init(name: "words", type: .list(.string)),
          ])),
        "The words of a text, which blanks part.", examples: [])
    },
    read: { arguments in
      guard case .string(let text) = arguments[0].kind else { return .uncertain("not a text") }
      let bytes = text.bytes
      guard !bytes.contains(UInt8(ascii: "!")) else { return .uncertain("a word is shouted") }
      let words = bytes.split(separator: UInt8(ascii: " ")).map {
        JSONDocument(.string(ExactString(String(decoding: $0, as: UTF8.self))), offset: 0)
      }
      var members: [JSONDocument.Member] = [
        .init("count", JSONDocument(.number("\(words.count)"), offset: 0)),
        .init("words", JSONDocument(.list(words), offset: 0)),
      ]
      if let first = words.first { members.append(.init("first", first)) }
      return .known(JSONDocument(.record(members), offset: 0))
    })
}

extension CompilerEnvironment {
  /// An environment that knows readers of queries, and nothing else.
  package static func with(readers: [QueryReader]) -> CompilerEnvironment {
    var environment = CompilerEnvironment.empty
    environment.readers = readers
    return environment
  }
}
