// Which definition to check first: each after those that it uses. Tarjan's strongly connected
// components, with a stack of its own, because a chain of definitions can be as long as a policy.

extension Checker {
  /// Definitions that use each other in a circle, and one way around it.
  struct Circle {
    var group: [Int]
    var way: [Int]
  }

  /// Every definition after those it uses; and the circles among them.
  func definitionOrder() -> (order: [Int], circles: [Circle]) {
    let uses = definitions.indices.map { usedDefinitions(of: $0) }
    var order: [Int] = []
    var circles: [Circle] = []
    var numbers = [Int](repeating: -1, count: definitions.count)
    var lowest = numbers
    var isOpen = [Bool](repeating: false, count: definitions.count)
    var open: [Int] = []
    var work: [(node: Int, edge: Int)] = []
    var next = 0
    func enter(_ node: Int) {
      numbers[node] = next
      lowest[node] = next
      next += 1
      open.append(node)
      isOpen[node] = true
      work.append((node, 0))
    }
    for start in definitions.indices where numbers[start] < 0 {
      enter(start)
      while let (node, edge) = work.last {
        if edge < uses[node].count {
          work[work.count - 1].edge += 1
          let used = uses[node][edge]
          if numbers[used] < 0 {
            enter(used)
          } else if isOpen[used] {
            lowest[node] = min(lowest[node], numbers[used])
          }
          continue
        }
        work.removeLast()
        if let parent = work.last?.node { lowest[parent] = min(lowest[parent], lowest[node]) }
        guard lowest[node] == numbers[node] else { continue }
        var group: [Int] = []
        while let member = open.popLast() {
          isOpen[member] = false
          group.append(member)
          if member == node { break }
        }
        order.append(contentsOf: group)
        if group.count > 1 || uses[node].contains(node) {
          circles.append(Circle(group: group, way: cycle(in: Set(group), uses)))
        }
      }
    }
    return (order, circles)
  }

  /// One way around within a group, from its first declaration.
  private func cycle(in group: Set<Int>, _ uses: [[Int]]) -> [Int] {
    guard let start = group.min() else { return [] }
    // Breadth first: the shortest way back to the start.
    var cameFrom: [Int: Int] = [:]
    var queue = [start]
    var head = 0
    while head < queue.count {
      let node = queue[head]
      head += 1
      for used in uses[node] where group.contains(used) {
        if used == start {
          var way = [node]
          while let last = way.last, last != start, let before = cameFrom[last] {
            way.append(before)
          }
          return way.reversed()
        }
        if cameFrom[used] == nil {
          cameFrom[used] = node
          queue.append(used)
        }
      }
    }
    return [start]
  }

  mutating func report(_ circle: Circle) {
    let cycle = circle.way
    guard let first = cycle.first else { return }
    for index in circle.group {
      definitions[index].isBroken = true
      definitions[index].isUsed = true
    }
    let names = (cycle + [first]).map { "`\(definitions[$0].qualifiedName)`" }
    report(
      .recursiveDefinition,
      cycle.count == 1
        ? "\(names[0]) uses itself" : names.joined(separator: " uses ") + " again",
      at: definitions[first].name.range,
      labels: cycle.dropFirst().map {
        Diagnostic.Label(definitions[$0].name.range, "part of the circle")
      }, hint: "definitions are written out where they stand, and this never ends")
  }

  /// The definitions that a body names, by its words alone.
  private func usedDefinitions(of index: Int) -> [Int] {
    guard case .define(let parameters, let body) = definitions[index].content else { return [] }
    let ownNames = Set((parameters ?? []).map(\.name.text))
    let module = definitions[index].module
    var used: [Int] = []
    var work = [body]
    func add(_ name: String) {
      if let module, let found = definitionsByModule[module]?[name] {
        used.append(found)
      } else if let found = definitionsByName[name] {
        used.append(found)
      }
    }
    while let syntax = work.popLast() {
      switch syntax.kind {
      case .error, .boolean, .string, .number, .duration: break
      case .name(let word): if !ownNames.contains(word) { add(word) }
      case .member(let base, let member):
        // `payments.limit`, at whatever length the name has.
        var parts = [member.text]
        var rest = base
        while case .member(let inner, let name) = rest.kind {
          parts.append(name.text)
          rest = inner
        }
        if case .name(let word) = rest.kind, !ownNames.contains(word) {
          add(word)
          if moduleRoots.contains(word) {
            var name = word
            for part in parts.reversed() {
              name += "." + part
              if let found = definitionsByName[name] { used.append(found) }
            }
          }
        } else {
          work.append(rest)
        }
      case .index(let base, let key):
        work.append(base)
        work.append(key)
      case .call(let callee, let arguments):
        if case .name(let word) = callee.kind { add(word) } else { work.append(callee) }
        work.append(contentsOf: arguments)
      case .list(let elements): work.append(contentsOf: elements)
      case .parenthesized(let inner), .not(let inner), .negate(let inner), .has(let inner):
        work.append(inner)
      case .binary(_, let left, let right, _):
        work.append(left)
        work.append(right)
      case .quantifier(let quantifier):
        work.append(quantifier.subject)
        work.append(quantifier.body)
      }
    }
    return used
  }
}
