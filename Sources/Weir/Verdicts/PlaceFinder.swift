// Where in a request a path leads, for the causes of an uncertainty and for keys. It steps over the
// bytes, which the reader has found to be JSON, and builds nothing: one absent member must not cost
// more than reading the request did.

/// Finds places in one request.
struct PlaceFinder {
  private let text: JSONText
  private let start: Int

  init(_ request: UnsafeBufferPointer<UInt8>) throws(InputError) {
    text = try JSONText(request)
    start = try text.start()
  }

  /// The offset of the value at the end of some steps, or of its nearest parent that is there. What
  /// is known to be absent is not looked for among all of its parent's members.
  func place(of steps: [RequestPath.Step], isAbsent: Bool = false) throws(InputError) -> Int {
    var place = start
    for index in 0..<(isAbsent ? max(steps.count - 1, 0) : steps.count) {
      guard let next = try child(steps[index], of: place) else { break }
      place = next
    }
    return place
  }

  /// The same for many paths in one walk, so that thousands that lead into one list cost no more
  /// than reading it for each of their steps.
  func places(of paths: [[RequestPath.Step]]) throws(InputError) -> [Int] {
    var places = Array(repeating: start, count: paths.count)
    /// Paths that have come to the same value, all by the same steps.
    var open = [(place: start, depth: 0, paths: Array(paths.indices))]
    while let (place, depth, own) = open.popLast() {
      var next: [RequestPath.Step: [Int]] = [:]
      for path in own where paths[path].count > depth {
        next[paths[path][depth], default: []].append(path)
      }
      if next.isEmpty { continue }
      try forEachChild(of: place) { child throws(InputError) in
        let step: RequestPath.Step =
          switch child.name {
          case .some(let end):
            .member(ExactString(validated: try text.decoded(child.nameStart, end)))
          case nil: .index(child.index)
          }
        guard let found = next.removeValue(forKey: step) else { return true }
        for path in found { places[path] = child.place }
        open.append((child.place, depth + 1, found))
        return !next.isEmpty
      }
    }
    return places
  }

  /// The offset of the value at the end of some steps; nil where there is none.
  func value(at steps: [RequestPath.Step]) throws(InputError) -> Int? {
    var place = start
    for step in steps {
      guard let next = try child(step, of: place) else { return nil }
      place = next
    }
    return place
  }

  private func child(_ step: RequestPath.Step, of place: Int) throws(InputError) -> Int? {
    switch step {
    case .member(let name): try member(name, of: place)
    case .index(let index): try element(index, of: place)
    }
  }

  /// A member or an element.
  private struct Child {
    var place: Int
    var index: Int
    /// After the name's opening quote; meaningless for an element.
    var nameStart = 0
    /// Where the name ends; nil for an element.
    var name: JSONText.StringEnd?
  }

  /// The members or elements of what stands at a place, until `visit` says false.
  @inline(__always)
  private func forEachChild(
    of place: Int, _ visit: (Child) throws(InputError) -> Bool
  ) throws(InputError) {
    let opening = text.byte(at: place)
    let isRecord = opening == UInt8(ascii: "{")
    guard isRecord || opening == UInt8(ascii: "[") else { return }
    var offset = text.skipBlanks(place &+ 1)
    guard text.byte(at: offset) != JSONText.closing(isRecord) else { return }
    var index = 0
    while true {
      var child = Child(place: offset, index: index)
      if isRecord {
        let end = try text.stringEnd(from: offset &+ 1)
        child = Child(
          place: try text.skipColon(end.quote &+ 1), index: index, nameStart: offset &+ 1, name: end
        )
      }
      guard try visit(child) else { return }
      index &+= 1
      offset = text.skipBlanks(try text.skipValue(child.place, depth: 0))
      guard text.byte(at: offset) == UInt8(ascii: ",") else { return }
      offset = text.skipBlanks(offset &+ 1)
    }
  }

  /// The first member of that name.
  private func member(_ name: ExactString, of place: Int) throws(InputError) -> Int? {
    var found: Int?
    try forEachChild(of: place) { child throws(InputError) in
      guard let end = child.name else { return false }
      guard try isName(name, child.nameStart, end) else { return true }
      found = child.place
      return false
    }
    return found
  }

  @inline(__always)
  private func isName(
    _ name: ExactString, _ start: Int, _ end: JSONText.StringEnd
  ) throws(InputError) -> Bool {
    guard end.hasEscapes else {
      return name.bytes.count == end.quote &- start
        && name.bytes.withUnsafeBufferPointer { $0.isEqual(to: text.slice(start, end.quote)) }
    }
    return try isEscapedName(name, start, end)
  }

  @inline(never)
  private func isEscapedName(
    _ name: ExactString, _ start: Int, _ end: JSONText.StringEnd
  ) throws(InputError) -> Bool {
    try text.decoded(start, end) == name.bytes
  }

  private func element(_ index: Int, of place: Int) throws(InputError) -> Int? {
    var found: Int?
    try forEachChild(of: place) { child throws(InputError) in
      guard child.name == nil else { return false }
      if child.index == index { found = child.place }
      return child.index < index
    }
    return found
  }
}
