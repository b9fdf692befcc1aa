// Collects what the policy reads into the projection: one node a place, one slot a value that an
// instruction names. Types come from the request's shape, walked beside the path, so that the
// reader can check a value where it reads it.

/// How much of a value an expression needs.
package enum Want: Sendable {
  /// The value if it is a scalar; of a record or list only that it is one.
  case scalar
  /// The value with all that is in it, each part as its type says where that is known.
  case whole
}

/// The projection while a policy is emitted.
package struct ProjectionBuilder {
  /// A place in the projection with what is known of it.
  private struct Draft {
    var node = Projection.Node()
    var type: Type
    /// The frame its slot lies in: 0 for the request's, else the list's.
    var frame: Int
    var path: RequestPath?
    /// The frame of this list's or map's elements.
    var elementFrame: Int?
  }

  private struct Member: Hashable {
    var draft: Int
    var name: ExactString
  }

  private var drafts: [Draft]
  /// The drafts of members, by draft and name.
  private var members: [Member: Int] = [:]
  /// How many slots each frame has.
  private var frameSizes: [Int] = [0]
  /// The paths of the request frame's slots.
  package private(set) var slotPaths: [RequestPath] = []

  /// A builder over a request of that shape; nil for one of which nothing is declared.
  package init(shape: RecordShape?) {
    drafts = [
      Draft(type: shape.map(Type.record) ?? .any, frame: 0, path: RequestPath(steps: []))
    ]
  }

  /// The draft at a path below another (the request's root is 0).
  package mutating func draft(below start: Int = 0, _ steps: [RequestPath.Step]) -> Int {
    var draft = start
    for step in steps {
      switch step {
      case .member(let name): draft = member(of: draft, name)
      case .index(let index): draft = element(of: draft, at: index)
      }
    }
    return draft
  }

  /// The slot, in its frame, of the value at a draft.
  package mutating func slot(at draft: Int, _ want: Want, pool: inout ConstantPool) -> Int {
    if case .whole = want { makeWhole(draft, pool: &pool) }
    if let slot = drafts[draft].node.slot { return slot }
    drafts[draft].node.expectation = expectation(of: drafts[draft].type, pool: &pool)
    let frame = drafts[draft].frame
    let slot = frameSizes[frame]
    frameSizes[frame] += 1
    if frame == 0 { slotPaths.append(drafts[draft].path ?? RequestPath(steps: [])) }
    drafts[draft].node.slot = slot
    return slot
  }

  /// The draft of the elements of the list (or the values of the map) at a draft, whose own slot is
  /// assigned as well.
  package mutating func elements(of draft: Int, isMap: Bool, pool: inout ConstantPool) -> Int {
    _ = slot(at: draft, .scalar, pool: &pool)
    if let element = drafts[draft].node.element { return element.node }
    let type: Type =
      switch drafts[draft].type {
      case .list(let element), .map(let element): element
      case .bool, .string, .choice, .number, .timestamp, .duration, .ip, .cidr, .hours, .version,
        .path, .folder,
        .record, .any:
        .any
      }
    frameSizes.append(isMap ? 1 : 0)
    let frame = frameSizes.count - 1
    drafts.append(Draft(type: type, frame: frame))
    let node = drafts.count - 1
    drafts[draft].elementFrame = frame
    drafts[draft].node.element = Projection.Element(node: node, stride: 0, isMap: isMap)
    // An element's own value always has its place: 0 in a list, 1 after the key in a map.
    _ = slot(at: node, .scalar, pool: &pool)
    return node
  }

  /// What is known of the value at a draft.
  package func type(at draft: Int) -> Type { drafts[draft].type }

  /// The finished projection.
  package func projection() -> Projection {
    var nodes: [Projection.Node] = []
    nodes.reserveCapacity(drafts.count)
    for draft in drafts {
      var node = draft.node
      node.members.sort { $0.name < $1.name }
      node.indexed.sort { $0.index < $1.index }
      if let frame = draft.elementFrame { node.element?.stride = frameSizes[frame] }
      nodes.append(node)
    }
    return Projection(nodes: nodes, slotCount: frameSizes[0])
  }

  private mutating func member(of draft: Int, _ name: ExactString) -> Int {
    // Most records have a few members that a policy reads: those are compared, not hashed.
    for known in drafts[draft].node.members.prefix(8) where known.name == name { return known.node }
    if let known = members[Member(draft: draft, name: name)] { return known }
    let type: Type =
      switch drafts[draft].type {
      case .record(let shape): shape.member(name)?.type ?? .any
      case .map(let value): value
      case .bool, .string, .choice, .number, .timestamp, .duration, .ip, .cidr, .hours, .version,
        .path, .folder,
        .list, .any:
        .any
      }
    let index = append(below: draft, .member(name), type)
    drafts[draft].node.members.append(.init(name: name, node: index))
    members[Member(draft: draft, name: name)] = index
    return index
  }

  private mutating func element(of draft: Int, at index: Int) -> Int {
    if let known = drafts[draft].node.indexed.first(where: { $0.index == index }) {
      return known.node
    }
    let type: Type =
      switch drafts[draft].type {
      case .list(let element): element
      case .bool, .string, .choice, .number, .timestamp, .duration, .ip, .cidr, .hours, .version,
        .path, .folder,
        .record, .map, .any:
        .any
      }
    let node = append(below: draft, .index(index), type)
    drafts[draft].node.indexed.append(.init(index: index, node: node))
    return node
  }

  private mutating func append(below draft: Int, _ step: RequestPath.Step, _ type: Type) -> Int {
    let path = drafts[draft].path.map { RequestPath(steps: $0.steps + [step]) }
    drafts.append(Draft(type: type, frame: drafts[draft].frame, path: path))
    return drafts.count - 1
  }

  /// A list whose elements have a type is read element by element, so that each is held to it;
  /// everything else that can hold values is read as it comes.
  private mutating func makeWhole(_ draft: Int, pool: inout ConstantPool) {
    switch drafts[draft].type {
    case .list:
      // Always element by element: a quantifier may read the same list so.
      makeWhole(elements(of: draft, isMap: false, pool: &pool), pool: &pool)
    case .map(let value):
      // Quantifiers and look-ups may both read a map: it is always laid out member by member.
      let node = elements(of: draft, isMap: true, pool: &pool)
      if value != .any { makeWhole(node, pool: &pool) } else { drafts[node].node.isWhole = true }
    case .record, .any: drafts[draft].node.isWhole = true
    case .bool, .string, .choice, .number, .timestamp, .duration, .ip, .cidr, .hours, .version,
      .path, .folder:
      break
    }
  }

  private func expectation(
    of type: Type, pool: inout ConstantPool
  ) -> Projection.Expectation {
    switch type {
    case .bool: .bool
    case .string: .string
    case .choice(let texts): .choice(texts.map { pool.number(of: $0) }.sorted())
    case .number: .number
    case .timestamp: .timestamp
    case .duration: .duration
    case .ip: .ip
    case .cidr: .cidr
    case .list: .list
    case .record, .map: .record
    case .any, .hours, .version, .path, .folder: .any
    }
  }
}
