// What a hold that covers the whole request leaves out: the values on the `volatile` paths, as a
// tree that is gone down together with the request.

/// A tree of paths, by steps.
struct ExcludedPaths {
  private struct Node {
    /// Where the member's name stands in `names`, and its rank; empty for an element.
    var name = 0..<0
    var rank: UInt64 = 0
    /// The element; -1 for a member.
    var index = -1
    /// Whether a path ends here.
    var isLeaf = false
    var firstChild = ExcludedPaths.nothing
    var sibling = ExcludedPaths.nothing
  }

  /// No node: nothing is left out of such a value.
  static var nothing: Int { -1 }

  private var nodes = [Node()]
  private var names: [UInt8] = []

  init(_ paths: [RequestPath]) {
    for path in paths where !path.steps.isEmpty {
      var node = 0
      for step in path.steps { node = child(of: node, step) ?? add(step, to: node) }
      nodes[node].isLeaf = true
    }
  }

  /// The node of the whole request.
  var root: Int { nodes.count > 1 ? 0 : ExcludedPaths.nothing }

  /// Whether the value itself is left out.
  func isLeaf(_ node: Int) -> Bool { node >= 0 && nodes[node].isLeaf }

  /// The node of a member of a value; `rank` is its name's `UTF16Order.rank`.
  func member(_ name: UnsafeBufferPointer<UInt8>, rank: UInt64, of node: Int) -> Int {
    var child = nodes[node].firstChild
    while child >= 0 {
      if nodes[child].rank == rank, nodes[child].index < 0,
        names[nodes[child].name].elementsEqual(name)
      {
        return child
      }
      child = nodes[child].sibling
    }
    return ExcludedPaths.nothing
  }

  /// The node of an element of a value.
  func element(_ index: Int, of node: Int) -> Int {
    var child = nodes[node].firstChild
    while child >= 0, nodes[child].index != index { child = nodes[child].sibling }
    return child
  }

  private func child(of node: Int, _ step: RequestPath.Step) -> Int? {
    let child =
      switch step {
      case .member(let name):
        name.bytes.withUnsafeBufferPointer { member($0, rank: UTF16Order.rank($0), of: node) }
      case .index(let index): element(index, of: node)
      }
    return child >= 0 ? child : nil
  }

  private mutating func add(_ step: RequestPath.Step, to parent: Int) -> Int {
    var node = Node()
    switch step {
    case .member(let name):
      node.name = names.count..<names.count + name.bytes.count
      node.rank = name.bytes.withUnsafeBufferPointer { UTF16Order.rank($0) }
      names += name.bytes
    case .index(let index): node.index = index
    }
    node.sibling = nodes[parent].firstChild
    nodes.append(node)
    nodes[parent].firstChild = nodes.count - 1
    return nodes.count - 1
  }
}
