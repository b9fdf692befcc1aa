// Members of an event, by path.

internal import Weir
internal import WeirHost

extension JSONDocument {
  /// The member at the end of a path such as `tool.name`; nil where a part of it is not there, is
  /// null, or is not a record.
  subscript(path path: String) -> JSONDocument? {
    var document = self
    for name in path.pieces(between: ".") {
      guard case .record(let members) = document.kind,
        let member = members.first(where: { $0.name == ExactString(name) })
      else { return nil }
      document = member.value
    }
    if case .null = document.kind { return nil }
    return document
  }

  /// The text that this is.
  var text: ExactString? {
    if case .string(let text) = kind { text } else { nil }
  }

  /// The texts that this is a list of.
  var texts: [ExactString]? {
    guard case .list(let elements) = kind else { return nil }
    var texts: [ExactString] = []
    for element in elements {
      guard let text = element.text else { return nil }
      texts.append(text)
    }
    return texts
  }

  /// The document as JSON, on one line.
  var json: String {
    var bytes: [UInt8] = []
    appendJSON(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The record without the member of a name.
  func without(_ name: String) -> JSONDocument {
    guard case .record(let members) = kind else { return self }
    return JSONDocument(.record(members.filter { $0.name != ExactString(name) }), offset: offset)
  }
}
