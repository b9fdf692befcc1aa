// Where in a request a path leads, for the causes of an uncertainty.

extension Document {
  /// The offset of the value at a path, or of its nearest parent that is there.
  package func locate(path: RequestPath) -> Int {
    var place = self
    for step in path.steps {
      guard let next = place.value(at: step) else { break }
      place = next
    }
    return place.offset
  }

  /// The value at the end of a path; nil where there is none.
  func value(at steps: [RequestPath.Step]) -> Document? {
    var place: Document? = self
    for step in steps { place = place?.value(at: step) }
    return place
  }

  /// The value one step below; nil where there is none.
  func value(at step: RequestPath.Step) -> Document? {
    switch (step, kind) {
    case (.member(let name), .record(let members)):
      members.first { $0.name == name }?.value
    case (.index(let index), .list(let items)):
      items.indices.contains(index) ? items[index] : nil
    case (.member, .null), (.member, .bool), (.member, .string), (.member, .number),
      (.member, .list), (.index, .null), (.index, .bool), (.index, .string), (.index, .number),
      (.index, .record):
      nil
    }
  }
}
