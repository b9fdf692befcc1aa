// What tracing remembers: paths of the request, each a step after another path, and sets of paths,
// each a path or two other sets together. A path and a set are numbers, so that noting what was
// read costs a few words however long the list or the key is, and nothing is copied. Only at the
// end is a set looked through, each part of it once: the causes that come first are kept, the
// others are counted.
//
// Two paths are the same when their hashes are: 64 bits over all their steps. A request that had
// two of the same would have one cause less in its list; the verdict does not depend on them.

/// A path of the request, by its number.
struct TrailPath: Equatable, BitwiseCopyable {
  fileprivate(set) var number: UInt32
  /// The request itself.
  static let request = TrailPath(number: 0)
}

/// A set of paths, or of causes, by its number.
struct TrailSet: Hashable, BitwiseCopyable {
  fileprivate var number: UInt32
  static let empty = TrailSet(number: 0)
  var isEmpty: Bool { number == 0 }
}

/// Why something is uncertain: the causes that come first by path, and how many more there are.
package struct CauseList {
  package struct Cause {
    package var steps: [RequestPath.Step]
    /// As verdicts have it: cut where it is long.
    package var path: String
    package var fault: FaultKind
    /// Why a text could not be known; nil where the fault says it all.
    package var why: String?
  }
  package var causes: [Cause] = []
  package var omitted = 0
}

/// Paths and sets of them.
struct Trail {
  fileprivate enum Kind: UInt8, BitwiseCopyable {
    case request, index, place, name, input, constants, scratch
  }

  fileprivate struct Path: BitwiseCopyable {
    /// The index, the number of a place or of a name, or where in its region a name stands.
    var step: UInt64
    var hash: UInt64
    var parent: UInt32
    var kind: Kind
    /// Whether a name is shown as a word.
    var isWord = false
  }

  private enum Part: BitwiseCopyable {
    case path(UInt32)
    case both(UInt32, UInt32)
    /// Every path of a set, as a cause; the last is the number of what more there is to say.
    case faults(UInt32, FaultKind, UInt32)
  }

  private struct Name {
    var hash: UInt64
    var isWord: Bool

    init(_ bytes: UnsafeBufferPointer<UInt8>) {
      hash = PathHash.hash(bytes)
      isWord = RequestPath.isIdentifier(bytes)
    }
  }

  /// Of a name too long to be looked at again and again.
  private struct NameKey: Hashable {
    var kind: UInt8
    var place: UInt64
  }

  private var paths = [Path(step: 0, hash: PathHash.request, parent: 0, kind: .request)]
  private var parts = [Part.path(0)]
  /// Indexes that no list has.
  private var places: [Decimal] = []
  /// What readers of queries say of texts that they could not know; the first says nothing.
  private var reasons = [""]
  private var names: [ExactString] = []
  private var nameNumbers: [ExactString: Int] = [:]
  private var longNames: [NameKey: Name] = [:]
  /// Whether what is noted is limited: within a quantifier, which the request may make long.
  var isInLoop = false

  /// Whether something was not noted for want of room.
  private(set) var isCut = false

  /// Nothing more is noted: sets stay as they are, or empty.
  private var isFull: Bool {
    isInLoop && (parts.count >= Limits.tracedParts || paths.count >= Limits.tracedParts)
  }

  // MARK: Paths

  /// The path of some steps.
  mutating func path(
    _ steps: [RequestPath.Step], below parent: TrailPath = .request
  ) -> TrailPath {
    var path = parent
    for step in steps {
      switch step {
      case .index(let index): path = element(index, of: path)
      case .member(let name):
        let number = nameNumbers[name] ?? names.count
        if number == names.count {
          names.append(name)
          nameNumbers[name] = number
        }
        path = add(.name, UInt64(number), name.bytes.withUnsafeBufferPointer(Name.init), path)
      }
    }
    return path
  }

  mutating func element(_ index: Int, of parent: TrailPath) -> TrailPath {
    add(Path(step: UInt64(index), hash: PathHash.hash(index), parent: parent.number, kind: .index))
  }

  /// What stands nowhere in a list: its index is none that a list can have. Nothing is below it.
  mutating func place(_ index: Decimal, of parent: TrailPath) -> TrailPath {
    guard !isFull else { return parent }
    places.append(index)
    let hash = Array(index.description.utf8).withUnsafeBufferPointer { PathHash.hash($0) }
    return add(
      Path(step: UInt64(places.count - 1), hash: hash, parent: parent.number, kind: .place))
  }

  /// A member; the name is a text that stays where it is.
  mutating func member(
    _ name: Value, of parent: TrailPath, _ memory: borrowing Memory
  ) -> TrailPath {
    let kind: Kind =
      switch name.region {
      case .input: .input
      case .constants: .constants
      case .scratch: .scratch
      }
    let bytes = memory.bytes(of: name)
    guard bytes.count > 64 else { return add(kind, name.body, Name(bytes), parent) }
    let key = NameKey(kind: kind.rawValue, place: name.body)
    let long = longNames[key] ?? Name(bytes)
    longNames[key] = long
    return add(kind, name.body, long, parent)
  }

  private mutating func add(
    _ kind: Kind, _ step: UInt64, _ name: Name, _ parent: TrailPath
  ) -> TrailPath {
    add(
      Path(
        step: step, hash: name.hash, parent: parent.number, kind: kind, isWord: name.isWord))
  }

  /// Adds a path whose hash is that of its last step so far.
  private mutating func add(_ path: Path) -> TrailPath {
    var path = path
    // No set will have it.
    guard !isFull else {
      isCut = true
      return TrailPath(number: path.parent)
    }
    path.hash = PathHash.join(paths[Int(path.parent)].hash, path.hash)
    paths.append(path)
    return TrailPath(number: UInt32(paths.count - 1))
  }

  /// A place to go back to.
  struct Mark {
    fileprivate var paths: Int
    fileprivate var parts: Int
  }

  var mark: Mark { Mark(paths: paths.count, parts: parts.count) }

  /// Forgets the paths and sets since a mark, none of which is kept anywhere.
  mutating func forget(since mark: Mark) {
    paths.removeLast(paths.count - mark.paths)
    parts.removeLast(parts.count - mark.parts)
  }

  // MARK: Sets

  mutating func set(of path: TrailPath) -> TrailSet { add(.path(path.number)) }

  mutating func union(_ left: TrailSet, _ right: TrailSet) -> TrailSet {
    if left.isEmpty || left == right { return right }
    return right.isEmpty || isFull ? left : add(.both(left.number, right.number))
  }

  /// A cause for each path of a set.
  mutating func causes(_ paths: TrailSet, _ fault: FaultKind) -> TrailSet {
    paths.isEmpty ? .empty : add(.faults(paths.number, fault, 0))
  }

  /// The same; where nothing was read the policy itself is the cause, which is the empty path, so
  /// that nothing is uncertain without one.
  mutating func blame(
    _ paths: TrailSet, _ fault: FaultKind, because reason: String? = nil
  ) -> TrailSet {
    guard let reason, !isFull else { return add(.faults(paths.number, fault, 0)) }
    reasons.append(reason)
    return add(.faults(paths.number, fault, UInt32(reasons.count - 1)))
  }

  private mutating func add(_ part: Part) -> TrailSet {
    guard !isFull else {
      isCut = true
      return .empty
    }
    parts.append(part)
    return TrailSet(number: UInt32(parts.count - 1))
  }

  // MARK: The causes of a set

  private struct Candidate {
    var text: [UInt8]
    var fault: FaultKind
    var reason: String
    var path: UInt32
    var hash: UInt64

    /// By path as it is shown, then by kind of fault, then by what is said of it. Of paths that
    /// begin alike for so long that they are shown alike, any that is always the same comes first.
    func precedes(_ other: Candidate) -> Bool {
      if text != other.text { return text.lexicographicallyPrecedes(other.text) }
      if fault != other.fault { return fault.rawValue < other.fault.rawValue }
      let reasons = (reason.utf8, other.reason.utf8)
      if !reasons.0.elementsEqual(reasons.1) {
        return reasons.0.lexicographicallyPrecedes(reasons.1)
      }
      return hash < other.hash
    }
  }

  /// The first causes of a set, and how many more it has.
  func list(of set: TrailSet, _ memory: borrowing Memory) -> CauseList {
    guard !set.isEmpty else { return CauseList() }
    var first: [Candidate] = []
    var seen: Set<UInt64> = []
    // By part, a bit for each kind of fault that its paths were taken as.
    var visited = [UInt16](repeating: 0, count: parts.count)
    var open: [(part: UInt32, fault: FaultKind?, reason: UInt32)] = [(set.number, nil, 0)]
    var text: [UInt8] = []
    while let (part, fault, reason) = open.popLast() {
      // What has something to say of it is looked through for itself.
      if reason == 0 {
        let bit: UInt16 = 1 << UInt16(fault?.rawValue ?? 0)
        guard visited[Int(part)] & bit == 0 else { continue }
        visited[Int(part)] |= bit
      }
      switch parts[Int(part)] {
      case .both(let left, let right):
        open.append((left, fault, reason))
        open.append((right, fault, reason))
      case .faults(let paths, let kind, let reason): open.append((paths, kind, reason))
      case .path(let path):
        guard let fault else { continue }
        let said = reasons[Int(reason)]
        var hash = PathHash.join(paths[Int(path)].hash, UInt64(fault.rawValue))
        if reason != 0 {
          hash = PathHash.join(
            hash, Array(said.utf8).withUnsafeBufferPointer { PathHash.hash($0) })
        }
        guard seen.insert(hash).inserted else { continue }
        text.removeAll(keepingCapacity: true)
        appendText(of: path, memory, to: &text)
        let candidate = Candidate(
          text: text, fault: fault, reason: said, path: path, hash: hash)
        if first.count == Limits.namedCauses {
          guard let last = first.last, candidate.precedes(last) else { continue }
          first.removeLast()
        }
        first.insert(
          candidate, at: first.firstIndex { candidate.precedes($0) } ?? first.count)
      }
    }
    return CauseList(
      causes: first.map { cause in
        CauseList.Cause(
          steps: steps(to: cause.path, memory), path: String(decoding: cause.text, as: UTF8.self),
          fault: cause.fault, why: cause.reason.isEmpty ? nil : cause.reason)
      }, omitted: seen.count - first.count)
  }

  private func way(to path: UInt32) -> [Path] {
    var way: [Path] = []
    var path = path
    while path != 0 {
      way.append(paths[Int(path)])
      path = paths[Int(path)].parent
    }
    return way.reversed()
  }

  private func steps(to path: UInt32, _ memory: borrowing Memory) -> [RequestPath.Step] {
    var steps: [RequestPath.Step] = []
    for path in way(to: path) {
      switch path.kind {
      case .request: break
      case .index: steps.append(.index(Int(path.step)))
      // Its nearest parent that is there is the list.
      case .place: break
      case .name: steps.append(.member(names[Int(path.step)]))
      case .input, .constants, .scratch:
        steps.append(.member(ExactString(validated: Array(memory.bytes(of: path.name)))))
      }
    }
    return steps
  }

  /// Appends a path as verdicts have it.
  private func appendText(
    of path: UInt32, _ memory: borrowing Memory, to text: inout [UInt8]
  ) {
    for path in way(to: path) where text.count <= Limits.pathBytes {
      switch path.kind {
      case .request: break
      case .index: RequestPath.append(index: Int(path.step), to: &text)
      case .place: text += "[\(places[Int(path.step)])]".utf8
      case .name:
        names[Int(path.step)].bytes.withUnsafeBufferPointer {
          RequestPath.append(member: $0, isWord: path.isWord, to: &text)
        }
      case .input, .constants, .scratch:
        RequestPath.append(member: memory.bytes(of: path.name), isWord: path.isWord, to: &text)
      }
    }
    RequestPath.cut(&text)
  }
}

extension Trail.Path {
  /// The name of a member, where it stands.
  fileprivate var name: Value {
    let region: Value.Region =
      switch kind {
      case .request, .index, .place, .name, .input: .input
      case .constants: .constants
      case .scratch: .scratch
      }
    return .string(
      region, offset: Int(UInt32(truncatingIfNeeded: step)), count: Int(step >> 32))
  }
}

extension RequestPath {
  /// A path's text as verdicts have it: at most `Limits.pathBytes` bytes, and a mark where it is
  /// cut.
  package var shownText: String { RequestPath.shown(text) }

  /// The same of any path's text.
  package static func shown(_ path: String) -> String {
    var text = Array(path.utf8)
    cut(&text)
    return String(decoding: text, as: UTF8.self)
  }

  fileprivate static func cut(_ text: inout [UInt8]) {
    guard text.count > Limits.pathBytes else { return }
    var end = Limits.pathBytes
    while end > 0, text[end] & 0xC0 == 0x80 { end -= 1 }
    text.removeSubrange(end...)
    text += Array("…".utf8)
  }

  fileprivate static func append(index: Int, to text: inout [UInt8]) {
    text += Array("[\(index)]".utf8)
  }

  /// Appends a member as `text(of:)` has it, or so much of it that the text must be cut.
  fileprivate static func append(
    member name: UnsafeBufferPointer<UInt8>, isWord: Bool, to text: inout [UInt8]
  ) {
    var shown = name.prefix(Limits.pathBytes + 4)
    // Between two scalars.
    while shown.count > 0, shown.endIndex < name.count, name[shown.endIndex] & 0xC0 == 0x80 {
      shown.removeLast()
    }
    if isWord {
      if !text.isEmpty { text.append(UInt8(ascii: ".")) }
      text += shown
      return
    }
    if text.isEmpty { text += Array("request".utf8) }
    text.append(UInt8(ascii: "["))
    text += Array(quoted(ExactString(validated: Array(shown))).utf8)
    text.append(UInt8(ascii: "]"))
  }
}
