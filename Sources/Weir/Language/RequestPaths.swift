// The request's paths that the policy reads, each resolved once: a tree of steps, so that the
// hundredth rule that reads `principal.id` finds path and type ready.

/// Why a step cannot be taken.
package enum StepFailure: Error {
  /// The record has no such member.
  case unknownMember(RecordShape)
  /// A member is asked of what has none, or an element of what is not a list.
  case wrongType(Type)
}

extension Type {
  /// The type after one step.
  package func after(_ step: RequestPath.Step) throws(StepFailure) -> RecordShape.Member {
    switch (self, step) {
    case (.any, .member(let name)): return RecordShape.Member(name: name, type: .any)
    case (.any, .index): return RecordShape.Member(name: "", type: .any)
    case (.record(let shape), .member(let name)):
      guard let member = shape.member(name) else { throw .unknownMember(shape) }
      return member
    case (.map(let value), .member(let name)): return RecordShape.Member(name: name, type: value)
    case (.list(let element), .index): return RecordShape.Member(name: "", type: element)
    case (_, _):
      throw .wrongType(self)
    }
  }
}

/// The tree of paths. Node 0 is the request.
struct RequestPaths {
  struct Node {
    let path: RequestPath
    let type: Type
    let parent: Int
    var children: [RequestPath.Step: Int] = [:]
    /// The children that were read as `.word`. Words are ASCII, for which `String` compares bytes;
    /// quoted names need `Text`.
    var childrenByWord: [String: Int] = [:]
  }

  private(set) var nodes: [Node]

  init(type: Type) {
    nodes = [Node(path: RequestPath(steps: []), type: type, parent: 0)]
  }

  subscript(_ node: Int) -> Node { nodes[node] }

  /// The node after a step.
  mutating func step(_ step: RequestPath.Step, from node: Int) throws(StepFailure) -> Int {
    if let known = nodes[node].children[step] { return known }
    let member = try nodes[node].type.after(step)
    let path = RequestPath(steps: nodes[node].path.steps + [step])
    let index = nodes.count
    nodes.append(Node(path: path, type: member.type, parent: node))
    nodes[node].children[step] = index
    return index
  }

  /// The node after a word, if it was read before.
  func knownStep(_ word: String, from node: Int) -> Int? { nodes[node].childrenByWord[word] }

  /// Notes the word that led to a node.
  mutating func name(_ node: Int, _ word: String) {
    nodes[nodes[node].parent].childrenByWord[word] = node
  }
}
