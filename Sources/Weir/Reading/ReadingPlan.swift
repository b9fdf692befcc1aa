// The projection as the reader walks it: the same tree, laid flat in plain memory, with what the
// reader asks often worked out once, so that reading follows indices and owns no reference.

/// A projection made ready for reading.
struct ReadingPlan: ~Copyable {
  /// One node, under its number in the projection.
  struct Node: BitwiseCopyable {
    /// The value's own slot in its frame; -1 for none.
    var slot: Int32 = -1
    var expectation = Expectation.any
    /// The names of a record's members matter: some are read, or all.
    var readsMembers = false
    /// The elements of a list matter, by place or one and all.
    var readsElements = false
    var isMap = false
    /// A record is read member by member, and that is all.
    var readsMembersOnly = false
    var isWhole = false
    var fastPath = FastPath.none
    /// The constants of a `choice`, in `numbers`.
    var choices = Run()
    /// The slots, in `numbers`, of what is read through members and through places below, in this
    /// node's own frame: what becomes a fault when this value is not a record, or no list.
    var memberSlots = Run()
    var indexedSlots = Run()
    /// Pairs of place and node, in `numbers`.
    var indexed = Run()
    /// The node of every element or map member; -1 for none.
    var element: Int32 = -1
    /// How many values an element takes.
    var stride: Int32 = 0
  }

  struct Run: BitwiseCopyable {
    var start: Int32 = 0
    var count: Int32 = 0
    var range: Range<Int> { Int(start)..<Int(start + count) }
  }

  /// `Projection.Expectation` without its payload. First the two under which any string is as good
  /// as another.
  enum Expectation: UInt8, BitwiseCopyable {
    case any, string, bool, number, timestamp, duration, ip, cidr, choice, list, record
  }

  /// Which values the reader writes down as it finds them, at a node with a slot and nothing below.
  /// `unread` is what no node has: a member that has none; `members` a record read member by member
  /// and otherwise of no interest. From `any` on, texts are written down.
  enum FastPath: UInt8, BitwiseCopyable {
    case unread, none, members, number, truth, any, text, choice

    @inline(__always)
    var takesText: Bool { rawValue >= FastPath.any.rawValue }
    @inline(__always)
    var takesNumber: Bool { self == .number || self == .any }
    @inline(__always)
    var takesTruth: Bool { self == .truth || self == .any }

    static func of(_ expectation: Expectation) -> FastPath {
      switch expectation {
      case .any: .any
      case .string: .text
      case .number: .number
      case .bool: .truth
      case .choice: .choice
      case .timestamp, .duration, .ip, .cidr, .list, .record: .none
      }
    }
  }

  let nodes: UnsafeMutablePointer<Node>
  let nodeCount: Int
  let numbers: UnsafeMutablePointer<UInt32>
  let slotCount: Int

  init(_ projection: Projection) {
    var builder = Builder(nodes: projection.nodes)
    for node in projection.nodes.indices { builder.add(node) }
    slotCount = projection.slotCount
    // Node 0, the request, is there even in a projection of nothing.
    nodeCount = max(builder.readings.count, 1)
    nodes = .allocate(capacity: nodeCount)
    nodes.initialize(repeating: Node(), count: nodeCount)
    for (index, node) in builder.readings.enumerated() { nodes[index] = node }
    numbers = .allocate(capacity: max(builder.numbers.count, 1))
    for (index, number) in builder.numbers.enumerated() { numbers[index] = number }
  }

  deinit {
    nodes.deallocate()
    numbers.deallocate()
  }

  private struct Builder {
    let nodes: [Projection.Node]
    var readings: [Node] = []
    var numbers: [UInt32] = []

    mutating func add(_ index: Int) {
      let source = nodes[index]
      var node = Node()
      node.slot = Int32(source.slot ?? -1)
      node.isWhole = source.isWhole && source.slot != nil
      switch source.expectation {
      case .any: node.expectation = .any
      case .bool: node.expectation = .bool
      case .string: node.expectation = .string
      case .number: node.expectation = .number
      case .timestamp: node.expectation = .timestamp
      case .duration: node.expectation = .duration
      case .ip: node.expectation = .ip
      case .cidr: node.expectation = .cidr
      case .list: node.expectation = .list
      case .record: node.expectation = .record
      case .choice(let constants):
        node.expectation = .choice
        node.choices = run(constants)
      }
      if let element = source.element {
        node.element = Int32(element.node)
        node.stride = Int32(element.stride)
        node.isMap = element.isMap
      }
      node.readsMembers = !source.members.isEmpty || node.isMap
      node.readsElements = !source.indexed.isEmpty || source.element.map { !$0.isMap } ?? false
      node.indexed = run(source.indexed.flatMap { [UInt32($0.index), UInt32($0.node)] })
      node.memberSlots = run(source.members.flatMap { slots(from: $0.node) })
      node.indexedSlots = run(source.indexed.flatMap { slots(from: $0.node) })
      node.readsMembersOnly =
        node.readsMembers && !node.isMap && !node.isWhole && node.slot < 0
        && node.indexedSlots.count == 0
      if node.slot >= 0, node.memberSlots.count == 0, node.indexedSlots.count == 0 {
        node.fastPath = FastPath.of(node.expectation)
      } else if node.readsMembersOnly {
        node.fastPath = .members
      }
      readings.append(node)
    }

    private mutating func run(_ values: [UInt32]) -> Run {
      let start = numbers.count
      numbers += values
      return Run(start: Int32(start), count: Int32(values.count))
    }

    /// The slots of a node and of what lies below it in the same frame.
    private func slots(from root: Int) -> [UInt32] {
      var found: [UInt32] = []
      var open = [root]
      while let next = open.popLast() {
        let node = nodes[next]
        if let slot = node.slot { found.append(UInt32(slot)) }
        open += node.members.map(\.node) + node.indexed.map(\.node)
      }
      return found
    }
  }
}
