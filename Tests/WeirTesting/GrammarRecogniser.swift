// Decides whether tokens are a sentence of a grammar, from the EBNF alone and without a thought of
// how the parser does it: for every node of the grammar and every position, the set of positions
// where what the node stands for can end. Ambiguity is no matter, as all ends are kept. The grammar
// must not be left-recursive, which would not end; ours is not.
//
// Each set is computed once a sentence. What a node can begin with is known beforehand as a set of
// bits, so that most alternatives cost one comparison.

/// One token as the recogniser sees it: the terminals and token classes that it matches.
package struct GrammarToken {
  /// Texts of terminals in quotes, names of token classes without.
  package var matches: [String]
  /// Whether a line break precedes it.
  package var startsLine: Bool
  package init(matches: [String], startsLine: Bool) {
    self.matches = matches
    self.startsLine = startsLine
  }
}

package final class GrammarRecogniser {
  private enum Kind {
    case token(Int)
    case lineBreak
    case sequence, alternatives, optional, repeated
  }

  private struct Node {
    var kind: Kind
    var children: [Int] = []
    var first = Bits()
    var isNullable = false
  }

  private struct Bits: Equatable {
    var low: UInt64 = 0
    var high: UInt64 = 0

    mutating func insert(_ bit: Int) {
      if bit < 64 { low |= 1 << UInt64(bit) } else { high |= 1 << UInt64(bit - 64) }
    }
    mutating func formUnion(_ other: Bits) {
      low |= other.low
      high |= other.high
    }
    func intersects(_ other: Bits) -> Bool { low & other.low | high & other.high != 0 }
    func contains(_ bit: Int) -> Bool {
      bit < 64 ? low >> UInt64(bit) & 1 != 0 : high >> UInt64(bit - 64) & 1 != 0
    }
  }

  private var nodes: [Node] = []
  private var productions: [String: Int] = [:]
  private var bits: [String: Int] = [:]

  // Of the sentence at hand.
  private var tokens: [Bits] = []
  private var startsLine: [Bool] = []
  private var memory: [Int: [Int]] = [:]

  /// `classes` are productions that are decided on tokens, not here.
  package init(_ grammar: Grammar, classes: Set<String>) {
    for production in grammar.productions where !classes.contains(production.name) {
      productions[production.name] = nodes.count
      nodes.append(Node(kind: .sequence))
    }
    for production in grammar.productions {
      guard let index = productions[production.name] else { continue }
      nodes[index].children = [add(production.expression, classes)]
    }
    computeFirst()
  }

  private func bit(_ name: String) -> Int {
    if let bit = bits[name] { return bit }
    bits[name] = bits.count
    precondition(bits.count <= 128, "the recogniser has room for 128 terminals")
    return bits.count - 1
  }

  private func add(_ expression: Grammar.Expression, _ classes: Set<String>) -> Int {
    var node: Node
    switch expression {
    case .terminal(let text): node = Node(kind: .token(bit("\"\(text)\"")))
    case .production("line_break"): node = Node(kind: .lineBreak)
    case .production(let name):
      if let index = productions[name] { return index }
      precondition(classes.contains(name), "\(name) is no production")
      node = Node(kind: .token(bit(name)))
    case .sequence(let parts):
      node = Node(kind: .sequence, children: parts.map { add($0, classes) })
    case .alternatives(let parts):
      node = Node(kind: .alternatives, children: parts.map { add($0, classes) })
    case .optional(let inner): node = Node(kind: .optional, children: [add(inner, classes)])
    case .repeated(let inner): node = Node(kind: .repeated, children: [add(inner, classes)])
    }
    nodes.append(node)
    return nodes.count - 1
  }

  private func computeFirst() {
    var hasChanged = true
    while hasChanged {
      hasChanged = false
      for index in nodes.indices {
        var node = nodes[index]
        switch node.kind {
        case .token(let bit): node.first.insert(bit)
        case .lineBreak: node.isNullable = true
        case .sequence:
          node.isNullable = true
          for child in node.children {
            node.first.formUnion(nodes[child].first)
            if !nodes[child].isNullable {
              node.isNullable = false
              break
            }
          }
        case .alternatives:
          for child in node.children {
            node.first.formUnion(nodes[child].first)
            if nodes[child].isNullable { node.isNullable = true }
          }
        case .optional, .repeated:
          node.first = nodes[node.children[0]].first
          node.isNullable = true
        }
        if node.first != nodes[index].first || node.isNullable != nodes[index].isNullable {
          nodes[index] = node
          hasChanged = true
        }
      }
    }
  }

  /// Whether the tokens are a sentence of the production.
  package func accepts(_ sentence: [GrammarToken], as production: String) -> Bool {
    guard let start = productions[production] else { return false }
    tokens = sentence.map { token in
      var set = Bits()
      for name in token.matches { if let bit = bits[name] { set.insert(bit) } }
      return set
    }
    startsLine = sentence.map(\.startsLine)
    memory.removeAll(keepingCapacity: true)
    return ends(start, 0).contains(tokens.count)
  }

  private func canBegin(_ node: Int, _ position: Int) -> Bool {
    if nodes[node].isNullable { return true }
    return position < tokens.count && nodes[node].first.intersects(tokens[position])
  }

  private func ends(_ index: Int, _ position: Int) -> [Int] {
    guard canBegin(index, position) else { return [] }
    switch nodes[index].kind {
    case .token(let bit):
      return position < tokens.count && tokens[position].contains(bit) ? [position + 1] : []
    case .lineBreak:
      return position < tokens.count && startsLine[position] ? [position] : []
    case .sequence, .alternatives, .optional, .repeated: break
    }
    let key = index * (tokens.count + 1) + position
    if let known = memory[key] { return known }
    var result: [Int] = []
    func insert(_ new: [Int]) {
      for end in new where !result.contains(end) { result.append(end) }
    }
    let children = nodes[index].children
    switch nodes[index].kind {
    case .token, .lineBreak: break
    case .sequence:
      var fronts = [position]
      for child in children {
        var next: [Int] = []
        for front in fronts {
          for end in ends(child, front) where !next.contains(end) { next.append(end) }
        }
        fronts = next
        if fronts.isEmpty { break }
      }
      result = fronts
    case .alternatives:
      for child in children where canBegin(child, position) { insert(ends(child, position)) }
    case .optional:
      result = [position]
      insert(ends(children[0], position))
    case .repeated:
      result = [position]
      var next = 0
      while next < result.count {
        insert(ends(children[0], result[next]))
        next += 1
      }
    }
    memory[key] = result
    return result
  }
}
