// Collects what the policy reads into the projection: one node a place, one slot a value that an
// instruction names. Types come from the request's shape, walked beside the path, so that the reader
// can check a value where it reads it.

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
  private struct Site {
    var node = Projection.Node()
    var type: Type
    /// The frame its slot lies in: 0 for the request's, else the list's.
    var frame: Int
    var path: RequestPath?
    /// The frame of this list's or map's elements.
    var elementFrame: Int?
  }

  private struct Member: Hashable {
    var site: Int
    var name: Text
  }

  private var sites: [Site]
  /// The sites of members, by site and name.
  private var members: [Member: Int] = [:]
  /// How many slots each frame has.
  private var frameSizes: [Int] = [0]
  /// The paths of the request frame's slots.
  package private(set) var slotPaths: [RequestPath] = []

  /// A builder over a request of that shape; nil for one of which nothing is declared.
  package init(shape: RecordShape?) {
    sites = [
      Site(type: shape.map(Type.record) ?? .any, frame: 0, path: RequestPath(steps: []))
    ]
  }

  /// The site at a path below another (the request's root is 0).
  package mutating func site(below start: Int = 0, _ steps: [RequestPath.Step]) -> Int {
    var site = start
    for step in steps {
      switch step {
      case .member(let name): site = member(of: site, name)
      case .index(let index): site = element(of: site, at: index)
      }
    }
    return site
  }

  /// The slot, in its frame, of the value at a site.
  package mutating func slot(at site: Int, _ want: Want, pool: inout ConstantPool) -> Int {
    if case .whole = want { makeWhole(site, pool: &pool) }
    if let slot = sites[site].node.slot { return slot }
    sites[site].node.expectation = expectation(of: sites[site].type, pool: &pool)
    let frame = sites[site].frame
    let slot = frameSizes[frame]
    frameSizes[frame] += 1
    if frame == 0 { slotPaths.append(sites[site].path ?? RequestPath(steps: [])) }
    sites[site].node.slot = slot
    return slot
  }

  /// The site of the elements of the list (or the values of the map) at a site, whose own slot is
  /// assigned as well.
  package mutating func elements(of site: Int, isMap: Bool, pool: inout ConstantPool) -> Int {
    _ = slot(at: site, .scalar, pool: &pool)
    if let element = sites[site].node.element { return element.node }
    let type: Type =
      switch sites[site].type {
      case .list(let element), .map(let element): element
      case .bool, .string, .choice, .number, .timestamp, .duration, .ip, .cidr, .hours, .version,
        .record, .any:
        .any
      }
    frameSizes.append(isMap ? 1 : 0)
    let frame = frameSizes.count - 1
    sites.append(Site(type: type, frame: frame))
    let node = sites.count - 1
    sites[site].elementFrame = frame
    sites[site].node.element = Projection.Element(node: node, stride: 0, isMap: isMap)
    // An element's own value always has its place: 0 in a list, 1 behind the key in a map.
    _ = slot(at: node, .scalar, pool: &pool)
    return node
  }

  /// What is known of the value at a site.
  package func type(at site: Int) -> Type { sites[site].type }

  /// The finished projection.
  package func projection() -> Projection {
    var nodes: [Projection.Node] = []
    nodes.reserveCapacity(sites.count)
    for site in sites {
      var node = site.node
      node.members.sort { $0.name < $1.name }
      node.indexed.sort { $0.index < $1.index }
      if let frame = site.elementFrame { node.element?.stride = frameSizes[frame] }
      nodes.append(node)
    }
    return Projection(nodes: nodes, slotCount: frameSizes[0])
  }

  private mutating func member(of site: Int, _ name: Text) -> Int {
    // Most records have a few members that a policy reads: those are compared, not hashed.
    for known in sites[site].node.members.prefix(8) where known.name == name { return known.node }
    if let known = members[Member(site: site, name: name)] { return known }
    let type: Type =
      switch sites[site].type {
      case .record(let shape): shape.member(name)?.type ?? .any
      case .map(let value): value
      case .bool, .string, .choice, .number, .timestamp, .duration, .ip, .cidr, .hours, .version,
        .list, .any:
        .any
      }
    let index = append(below: site, .member(name), type)
    sites[site].node.members.append(.init(name: name, node: index))
    members[Member(site: site, name: name)] = index
    return index
  }

  private mutating func element(of site: Int, at index: Int) -> Int {
    if let known = sites[site].node.indexed.first(where: { $0.index == index }) {
      return known.node
    }
    let type: Type =
      switch sites[site].type {
      case .list(let element): element
      case .bool, .string, .choice, .number, .timestamp, .duration, .ip, .cidr, .hours, .version,
        .record, .map, .any:
        .any
      }
    let node = append(below: site, .index(index), type)
    sites[site].node.indexed.append(.init(index: index, node: node))
    return node
  }

  private mutating func append(below site: Int, _ step: RequestPath.Step, _ type: Type) -> Int {
    let path = sites[site].path.map { RequestPath(steps: $0.steps + [step]) }
    sites.append(Site(type: type, frame: sites[site].frame, path: path))
    return sites.count - 1
  }

  /// A list whose elements have a type is read element by element, so that each is held to it;
  /// everything else that can hold values is read as it comes.
  private mutating func makeWhole(_ site: Int, pool: inout ConstantPool) {
    switch sites[site].type {
    case .list:
      // Always element by element: a quantifier may read the same list so.
      makeWhole(elements(of: site, isMap: false, pool: &pool), pool: &pool)
    case .map(let value):
      // Quantifiers and look-ups may both read a map: it is always laid out member by member.
      let node = elements(of: site, isMap: true, pool: &pool)
      if value != .any { makeWhole(node, pool: &pool) } else { sites[node].node.isWhole = true }
    case .record, .any: sites[site].node.isWhole = true
    case .bool, .string, .choice, .number, .timestamp, .duration, .ip, .cidr, .hours, .version:
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
    case .any, .hours, .version: .any
    }
  }
}
