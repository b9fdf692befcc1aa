// The projection of a request, slow and obvious: over a tree of plain values, without any of the
// reader's machinery. And the generators of trees, their spellings, and projections.

@testable import Weir

/// A JSON value before it is spelled. Names may repeat; spelling a tree notes where they stand.
final class Tree {
  enum Kind {
    case null
    case bool(Bool)
    case number(String)
    case string([UInt8])
    case list([Tree])
    case record([Member])
  }

  final class Member {
    let name: [UInt8]
    let value: Tree
    var offset = 0
    init(_ name: [UInt8], _ value: Tree) {
      self.name = name
      self.value = value
    }
  }

  let kind: Kind
  init(_ kind: Kind) { self.kind = kind }

  /// The same members in another order, everywhere.
  func shuffled(_ random: inout SplitMix64) -> Tree {
    switch kind {
    case .null, .bool, .number, .string: return self
    case .list(let items): return Tree(.list(items.map { $0.shuffled(&random) }))
    case .record(let members):
      let copies = members.map { Member($0.name, $0.value.shuffled(&random)) }
      return Tree(.record(copies.shuffled(using: &random)))
    }
  }
}

// MARK: - Projecting

struct NaiveProjection {
  let projection: Projection
  let strings: [ExactString]
  private var duplicate: Int?

  init(_ projection: Projection, strings: [ExactString]) {
    self.projection = projection
    self.strings = strings
  }

  mutating func outcome(_ request: Tree) -> Outcome {
    guard case .record = request.kind else { return .error(InputError(.notAnObject, at: 0)) }
    var frame = [Seen](repeating: .fault(.absent), count: projection.slotCount)
    duplicate = nil
    read(0, request, &frame)
    if let duplicate { return .error(InputError(.duplicateKey, at: duplicate)) }
    return .slots(frame)
  }

  private mutating func read(_ index: Int, _ tree: Tree, _ frame: inout [Seen]) {
    let node = projection.nodes[index]
    func set(_ value: Seen) {
      if let slot = node.slot { frame[slot] = value }
    }
    let members = node.members.map(\.node)
    let indexed = node.indexed.map(\.node)
    switch tree.kind {
    case .null:
      set(.fault(.null))
      mark(members + indexed, .null, &frame)
    case .bool(let truth):
      set([.any, .bool].contains(node.expectation) ? .bool(truth) : .fault(.wrongType))
      mark(members + indexed, .notARecord, &frame)
    case .number(let digits):
      set([.any, .number].contains(node.expectation) ? number(digits) : .fault(.wrongType))
      mark(members + indexed, .notARecord, &frame)
    case .string(let bytes):
      set(string(bytes, node.expectation))
      mark(members + indexed, .notARecord, &frame)
    case .record(let given):
      mark(indexed, .notARecord, &frame)
      let isMap = node.element?.isMap ?? false
      if isMap || !node.members.isEmpty { check(given) }
      for member in given {
        for wanted in node.members where wanted.name.bytes == member.name {
          read(wanted.node, member.value, &frame)
        }
      }
      var value = Seen.opaqueRecord
      if let element = node.element, isMap {
        var frames: [[Seen]] = []
        for member in given {
          var below = [Seen](repeating: .fault(.absent), count: element.stride)
          below[0] = text(member.name)
          read(element.node, member.value, &below)
          frames.append(below)
        }
        value = .record(frames.sorted { NaiveProjection.key($0) < NaiveProjection.key($1) })
      } else if node.isWhole {
        value = whole(tree)
      }
      set([.any, .record].contains(node.expectation) ? value : .fault(.wrongType))
    case .list(let items):
      mark(members, .notARecord, &frame)
      for (place, item) in items.enumerated() {
        for wanted in node.indexed where wanted.index == place { read(wanted.node, item, &frame) }
      }
      var value = Seen.opaqueList
      if let element = node.element, !element.isMap {
        var frames: [[Seen]] = []
        for item in items {
          var below = [Seen](repeating: .fault(.absent), count: element.stride)
          read(element.node, item, &below)
          frames.append(below)
        }
        value = .list(frames)
      } else if node.isWhole {
        value = whole(tree)
      }
      set([.any, .list].contains(node.expectation) ? value : .fault(.wrongType))
    }
  }

  private func mark(_ nodes: [Int], _ fault: FaultKind, _ frame: inout [Seen]) {
    for index in nodes {
      let node = projection.nodes[index]
      if let slot = node.slot { frame[slot] = .fault(fault) }
      mark(node.members.map(\.node) + node.indexed.map(\.node), fault, &frame)
    }
  }

  private mutating func whole(_ tree: Tree) -> Seen {
    switch tree.kind {
    case .null: return .fault(.null)
    case .bool(let truth): return .bool(truth)
    case .number(let digits): return number(digits)
    case .string(let bytes): return text(bytes)
    case .list(let items):
      var frames: [[Seen]] = []
      for item in items { frames.append([whole(item)]) }
      return .list(frames)
    case .record(let members):
      check(members)
      var frames: [[Seen]] = []
      for member in members { frames.append([text(member.name), whole(member.value)]) }
      return .record(frames.sorted { NaiveProjection.key($0) < NaiveProjection.key($1) })
    }
  }

  private mutating func check(_ members: [Tree.Member]) {
    for (index, member) in members.enumerated()
    where members[..<index].contains(where: { $0.name == member.name }) {
      duplicate = min(duplicate ?? .max, member.offset)
    }
  }

  private static func key(_ frame: [Seen]) -> ExactString {
    guard case .string(let bytes, _) = frame[0] else { return ExactString("") }
    return ExactString(validated: bytes)
  }

  private func text(_ bytes: [UInt8]) -> Seen {
    let place = strings.firstIndex { $0.bytes == bytes }
    return .string(bytes, id: UInt32((place ?? -1) + 1))
  }

  private func number(_ digits: String) -> Seen {
    Decimal.read(Array(digits.utf8)).decimal.map { .number($0) } ?? .fault(.outOfRange)
  }

  private func string(_ bytes: [UInt8], _ expectation: Projection.Expectation) -> Seen {
    let written = String(decoding: bytes, as: UTF8.self)
    switch expectation {
    case .any, .string: return text(bytes)
    case .choice(let constants):
      guard case .string(_, let id) = text(bytes), constants.contains(id) else {
        return .fault(.notInEnum)
      }
      return text(bytes)
    case .timestamp: return Timestamp(written).map { .timestamp($0) } ?? .fault(.badFormat)
    case .duration: return SignedDuration(written).map { .duration($0) } ?? .fault(.badFormat)
    case .ip: return IPAddress(written).map { .bytes(.ip, $0.bytes) } ?? .fault(.badFormat)
    case .cidr:
      guard let block = CIDRBlock(written) else { return .fault(.badFormat) }
      return .bytes(.cidr, block.address.bytes + [block.prefix])
    case .bool, .number, .list, .record: return .fault(.wrongType)
    }
  }
}

// MARK: - Generating

extension SplitMix64 {
  mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &self) < percent }
  mutating func oneOf<Element>(_ elements: [Element]) -> Element {
    elements[Int.random(in: 0..<elements.count, using: &self)]
  }

  static let names = [
    "a", "b", "c", "id", "é", "", "x\"y\\", "tab\t", "a name of more than sixteen bytes",
    "exactly sixteen!", "thirteen byte", "漢字", "😀", "\u{FB33}", "\u{1}",
    "a name of more than sixteen 😀", "a name of more than sixteen \u{E000}",
  ].map { Array($0.utf8) }

  static let texts =
    names
    + [
      "u3", "2026-03-01T10:00:00Z", "15m", "10.0.0.1", "10.0.0.0/8", "::1", "nothing like it",
      "a \"quoted\" text, long enough to need two steps or more",
    ].map { Array($0.utf8) }

  static let numbers = [
    "0", "-0", "1", "-17", "250000", "0.1", "1e3", "1E-28", "1e-29", "9007199254740993",
    "123456789012345678901234567890", "1e400", "12.50", "79228162514264337593543950335",
    "79228162514264337593543950336", "0.0", "0.000001", "0.0000001", "100000000000000000000.50",
    "1000000000000000000000", "-0.0e5",
  ]

  mutating func tree(depth: Int, repeats: Bool) -> Tree {
    let choice = Int.random(in: 0..<(depth == 0 ? 5 : 12), using: &self)
    switch choice {
    case 0: return Tree(.null)
    case 1: return Tree(.bool(chance(50)))
    case 2: return Tree(.number(oneOf(SplitMix64.numbers)))
    case 3, 4: return Tree(.string(oneOf(SplitMix64.texts)))
    case 5...7:
      let count = Int.random(in: 0..<5, using: &self)
      var items: [Tree] = []
      for _ in 0..<count { items.append(tree(depth: depth - 1, repeats: repeats)) }
      return Tree(.list(items))
    default: return record(depth: depth, repeats: repeats)
    }
  }

  mutating func record(depth: Int, repeats: Bool) -> Tree {
    var members: [Tree.Member] = []
    for name in SplitMix64.names.shuffled(using: &self) where chance(50) {
      members.append(Tree.Member(name, tree(depth: depth - 1, repeats: repeats)))
    }
    // Names that nobody knows, a few now and then, and often enough to overflow what is learned.
    if chance(20) {
      for _ in 0..<Int.random(in: 1..<6, using: &self) {
        let name = Array("stranger \(Int.random(in: 0..<5000, using: &self))".utf8)
        if members.contains(where: { $0.name == name }) { continue }
        members.append(Tree.Member(name, tree(depth: 0, repeats: false)))
      }
    }
    if repeats, !members.isEmpty, chance(20) {
      members.append(Tree.Member(oneOf(members).name, tree(depth: 0, repeats: false)))
    }
    return Tree(.record(members.shuffled(using: &self)))
  }

  /// Spells a tree, with blanks and escapes as it pleases, and notes where names stand.
  mutating func spell(_ tree: Tree, into bytes: inout [UInt8], isPlain: Bool) {
    func blank(_ random: inout SplitMix64, _ bytes: inout [UInt8]) {
      guard !isPlain, random.chance(20) else { return }
      bytes += random.oneOf([" ", "\n", "  \t", "\r\n                         "]).utf8
    }
    func string(_ text: [UInt8], _ random: inout SplitMix64, _ bytes: inout [UInt8]) {
      bytes.append(UInt8(ascii: "\""))
      for scalar in String(decoding: text, as: UTF8.self).unicodeScalars {
        if !isPlain && random.chance(5) {
          for unit in Array(String(scalar).utf16) {
            let digits = String(unit, radix: 16, uppercase: random.chance(50))
            bytes += ("\\u" + String(repeating: "0", count: 4 - digits.count) + digits).utf8
          }
          continue
        }
        switch scalar {
        case "\"": bytes += "\\\"".utf8
        case "\\": bytes += "\\\\".utf8
        case "\t": bytes += "\\t".utf8
        case "\u{1}": bytes += "\\u0001".utf8
        default: bytes += Array(String(scalar).utf8)
        }
      }
      bytes.append(UInt8(ascii: "\""))
    }
    switch tree.kind {
    case .null: bytes += "null".utf8
    case .bool(let truth): bytes += (truth ? "true" : "false").utf8
    case .number(let digits): bytes += digits.utf8
    case .string(let text): string(text, &self, &bytes)
    case .list(let items):
      bytes.append(UInt8(ascii: "["))
      blank(&self, &bytes)
      for (index, item) in items.enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        blank(&self, &bytes)
        spell(item, into: &bytes, isPlain: isPlain)
        blank(&self, &bytes)
      }
      bytes.append(UInt8(ascii: "]"))
    case .record(let members):
      bytes.append(UInt8(ascii: "{"))
      blank(&self, &bytes)
      for (index, member) in members.enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        blank(&self, &bytes)
        member.offset = bytes.count
        string(member.name, &self, &bytes)
        blank(&self, &bytes)
        bytes.append(UInt8(ascii: ":"))
        blank(&self, &bytes)
        spell(member.value, into: &bytes, isPlain: isPlain)
        blank(&self, &bytes)
      }
      bytes.append(UInt8(ascii: "}"))
    }
  }

  mutating func projection() -> Projection {
    var builder = ProjectionBuilder()
    var slots = 0
    builder.nodes.append(Projection.Node())
    fill(0, depth: 4, slots: &slots, &builder)
    return Projection(nodes: builder.nodes, slotCount: slots)
  }

  private struct ProjectionBuilder {
    var nodes: [Projection.Node] = []
  }

  private mutating func fill(
    _ index: Int, depth: Int, slots: inout Int, _ builder: inout ProjectionBuilder
  ) {
    var node = Projection.Node()
    let isRoot = index == 0
    let hasElement = depth > 0 && !isRoot && chance(30)
    if hasElement || !isRoot && chance(60) || isRoot && chance(5) {
      node.slot = slots
      slots += 1
      node.isWhole = chance(25)
      let isContainer = hasElement || depth > 0 && chance(30)
      node.expectation =
        isContainer
        ? oneOf([.any, .any, .record, .list])
        : oneOf([
          .any, .any, .bool, .string, .number, .timestamp, .duration, .ip, .cidr, .choice([1, 3]),
        ])
    }
    func child(
      _ random: inout SplitMix64, _ slots: inout Int, _ builder: inout ProjectionBuilder
    ) -> Int {
      let place = builder.nodes.count
      builder.nodes.append(Projection.Node())
      random.fill(place, depth: depth - 1, slots: &slots, &builder)
      return place
    }
    if depth > 0, isRoot || chance(50) {
      for name in SplitMix64.names.map({ ExactString(validated: $0) }).sorted()
      where chance(35) {
        let place = child(&self, &slots, &builder)
        node.members.append(Projection.Member(name: name, node: place))
      }
    }
    if depth > 0, !isRoot, chance(20) {
      for place in [0, 1, 3] where chance(50) {
        let below = child(&self, &slots, &builder)
        node.indexed.append(Projection.Indexed(index: place, node: below))
      }
    }
    if hasElement {
      let isMap = chance(40)
      var stride = isMap ? 2 : 1
      let place = builder.nodes.count
      builder.nodes.append(Projection.Node())
      fill(place, depth: depth - 1, slots: &stride, &builder)
      // The element itself stands at the beginning of its frame; a place `fill` took for it further
      // behind stays empty.
      var element = builder.nodes[place]
      element.slot = isMap ? 1 : 0
      builder.nodes[place] = element
      node.element = Projection.Element(node: place, stride: stride, isMap: isMap)
    }
    builder.nodes[index] = node
  }
}
