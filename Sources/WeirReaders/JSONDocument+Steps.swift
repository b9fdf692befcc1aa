// Steps in documents, for readers whose libraries answer in JSON.

internal import Weir

extension JSONDocument {
  /// The member of a name; nil of what is no record.
  func field(_ name: StaticString) -> JSONDocument? {
    guard case .record(let members) = kind else { return nil }
    for member in members where member.name.bytes.count == name.utf8CodeUnitCount {
      let isIt = name.withUTF8Buffer { name in
        member.name.bytes.withUnsafeBufferPointer { $0.elementsEqual(name) }
      }
      if isIt { return member.value }
    }
    return nil
  }

  /// A list's elements; none of another value.
  var items: [JSONDocument] {
    guard case .list(let items) = kind else { return [] }
    return items
  }

  /// A string.
  var text: ExactString? {
    guard case .string(let text) = kind else { return nil }
    return text
  }

  /// Whether it is `true`.
  var isTrue: Bool {
    guard case .bool(let truth) = kind else { return false }
    return truth
  }
}
