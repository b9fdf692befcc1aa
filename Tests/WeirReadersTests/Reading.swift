// What a reader reads of words, for tests.

import Weir
import WeirTesting

@testable import WeirReaders

/// A reading that tests ask for members.
struct Reading {
  /// Nil where it is uncertain.
  var document: JSONDocument?
  /// Why it is uncertain.
  var why: String?

  init(_ reader: QueryReader, _ arguments: [JSONDocument]) {
    switch reader.read(arguments) {
    case .known(let document): self.document = document
    case .uncertain(let why): self.why = why
    }
  }

  /// A text for bash.
  init(shell text: [UInt8]) { self.init(.shell, [.of(text), .of(Array("bash".utf8))]) }

  /// The words of a tool.
  init?(tool: String, _ arguments: [[UInt8]]) {
    guard let reader = QueryReader.tools.first(where: { $0.name == tool }) else { return nil }
    self.init(reader, [JSONDocument(.list(arguments.map { .of($0) }), offset: 0)])
  }

  /// The commands of a text for a shell.
  var commands: [JSONDocument] { document?.field("commands")?.items ?? [] }
}

extension JSONDocument {
  static func of(_ text: [UInt8]) -> JSONDocument {
    JSONDocument(.string(ExactString(String(decoding: text, as: UTF8.self))), offset: 0)
  }

  /// The texts of a member that is a list.
  func names(_ member: StaticString) -> [String] {
    (field(member)?.items ?? []).compactMap { $0.text?.description }
  }
}
