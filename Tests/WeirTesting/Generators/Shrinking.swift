// Smaller policies and requests that may fail like a larger one: a person reads the failure.

import Weir

extension GeneratedPolicy {
  /// Policies with one thing less.
  package var smaller: [GeneratedPolicy] {
    var all: [GeneratedPolicy] = []
    for (number, group) in groups.enumerated() {
      for (index, rule) in group.rules.enumerated() {
        var policy = self
        policy.groups[number].rules.remove(at: index)
        all.append(policy)
        for small in rule.smaller {
          policy = self
          policy.groups[number].rules[index] = small
          all.append(policy)
        }
      }
    }
    for (index, declaration) in declarations.enumerated() {
      var policy = self
      policy.declarations.remove(at: index)
      all.append(policy)
      for small in declaration.smaller {
        policy = self
        policy.declarations[index] = small
        all.append(policy)
      }
    }
    return all
  }
}

extension GeneratedExpression {
  /// With one piece less, or an operand in its connective's place.
  var smaller: [GeneratedExpression] {
    switch self {
    case .text: return []
    case .row(let pieces):
      var all: [GeneratedExpression] = []
      for (index, piece) in pieces.enumerated() {
        // Whole clauses can go; anything else leaves what does not parse.
        if case .row(let inner) = piece, case .text(let head)? = inner.first,
          head.hasPrefix("\n  ")
        {
          all.append(.row(Array(pieces[..<index] + pieces[(index + 1)...])))
        }
        for small in piece.smaller {
          var row = pieces
          row[index] = small
          all.append(.row(row))
        }
      }
      return all
    case .operands(let word, let operands):
      var all = operands
      for (index, operand) in operands.enumerated() {
        for small in operand.smaller {
          var others = operands
          others[index] = small
          all.append(.operands(word, others))
        }
      }
      return all
    }
  }
}

extension GeneratedJSON {
  /// A request that was read, as a tree that can be made smaller.
  package init(_ node: ReferenceJSON) {
    switch node.kind {
    case .null: self = .raw("null")
    case .bool(let truth): self = .raw(truth ? "true" : "false")
    case .string(let text): self = .string(text.description)
    case .number(let text): self = .raw(text)
    case .list(let elements): self = .list(elements.map { GeneratedJSON($0) })
    case .object(let members):
      self = .object(
        members.map { ($0.name.description, GeneratedJSON($0.value)) }, isRecord: true)
    }
  }

  /// With one member or element less, somewhere.
  package var smaller: [GeneratedJSON] {
    switch self {
    case .raw, .string: return []
    case .list(let elements):
      var all: [GeneratedJSON] = []
      for (index, element) in elements.enumerated() {
        all.append(.list(Array(elements[..<index] + elements[(index + 1)...])))
        for small in element.smaller {
          var others = elements
          others[index] = small
          all.append(.list(others))
        }
      }
      return all
    case .object(let members, let isRecord):
      var all: [GeneratedJSON] = []
      for (index, member) in members.enumerated() {
        all.append(
          .object(Array(members[..<index] + members[(index + 1)...]), isRecord: isRecord))
        for small in member.value.smaller {
          var others = members
          others[index].value = small
          all.append(.object(others, isRecord: isRecord))
        }
      }
      return all
    }
  }
}

/// The smallest that still fails, found by taking one thing away at a time, at most `attempts`.
package func shrunk<Element>(
  _ element: Element, attempts: Int, _ smaller: (Element) -> [Element],
  stillFails: (Element) -> Bool
) -> Element {
  var best = element
  var left = attempts
  search: while true {
    for candidate in smaller(best) {
      left -= 1
      if left < 0 { return best }
      if stillFails(candidate) {
        best = candidate
        continue search
      }
    }
    return best
  }
}
