// Texts for readers of queries: each is uncertain for a reason that can be shown, or a value of the
// type that policies were checked against, and the same text says the same again. That no text
// takes the process down, libFuzzer sees by itself.

import Weir
import WeirReaders

enum QueryTarget {
  static func run(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard let choice = bytes.first,
      let text = String(validating: bytes.dropFirst(), as: UTF8.self)
    else { return }
    let reader = QueryReader.all[Int(choice) % QueryReader.all.count]
    let declaration = reader.declaration
    let arguments = declaration.parameters.enumerated().map { index, parameter in
      argument(index, parameter, text)
    }
    let outcome = String(describing: reader.read(arguments))
    require(
      outcome == String(describing: reader.read(arguments)),
      "\(reader.name) reads a text in two ways")
    switch reader.read(arguments) {
    case .known(let document):
      require(fits(document, declaration.result), "\(reader.name) reads another type")
    case .uncertain(let why):
      require(!why.isEmpty && why.utf8.count <= Limits.quotedBytes, "\(reader.name): \(why)")
    }
  }

  /// The text for the first parameter, and something for the others.
  private static func argument(
    _ index: Int, _ parameter: BuiltinDeclaration.Parameter, _ text: String
  ) -> JSONDocument {
    func document(_ text: String) -> JSONDocument {
      JSONDocument(.string(ExactString(text)), offset: 0)
    }
    if parameter.types.contains(.list(.any)) {
      guard index == 0 else { return JSONDocument(.list([]), offset: 0) }
      return JSONDocument(
        .list(
          text.utf8.split(separator: 0x0A).map { document(String(decoding: $0, as: UTF8.self)) }),
        offset: 0)
    }
    switch parameter.name {
    case "dialect": return document(["bash", "sh", "zsh"][text.utf8.count % 3])
    case "schema": return document("CREATE TABLE t (id INTEGER, a TEXT); CREATE TABLE u (b)")
    default: return document(text)
    }
  }

  /// Whether a document is of a type; nothing more is in it than the type says.
  private static func fits(_ document: JSONDocument, _ type: Type) -> Bool {
    switch (document.kind, type) {
    case (_, .any), (.bool, .bool), (.number, .number), (.string, .string): return true
    case (.string(let text), .choice(let texts)): return texts.contains(text)
    case (.list(let items), .list(let element)): return items.allSatisfy { fits($0, element) }
    case (.record(let members), .map(let value)):
      return members.allSatisfy { fits($0.value, value) }
    case (.record(let members), .record(let shape)):
      let names = Set(members.map(\.name))
      return names.count == members.count
        && shape.members.allSatisfy { $0.isOptional || names.contains($0.name) }
        && members.allSatisfy { member in
          shape.members.first { $0.name == member.name }.map { fits(member.value, $0.type) }
            ?? false
        }
    default: return false
    }
  }
}
