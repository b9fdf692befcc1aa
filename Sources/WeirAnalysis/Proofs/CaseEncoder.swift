// Conditions as clauses. Every term has one of its regions, records on the way to a path are there
// or not, and every condition has two literals: it is *surely* true, and it is *possibly* true,
// that is, not false. A condition that is possibly and not surely true is uncertain. Kleene's
// tables are the ordinary ones on each of the two planes, with `not` changing from one to the
// other, so the encoding is exact and needs no third truth.
//
// What no clause ties down is an unknown: it may come out any way that it could in a request, and
// some that it could not. So "there is no such case" is a proof about requests, and "there is one"
// is a suspicion until the machine has judged the case.

import Weir

struct CaseEncoder: ~Copyable {
  typealias Literal = SatisfiabilitySolver.Literal

  /// A condition on the two planes.
  struct Planes {
    var surely: Literal
    var possibly: Literal
  }

  /// What stands at a path, or at a path on the way to one.
  struct Place {
    /// Absent or null, or on the way to it something is.
    var gone: Literal
    /// On the way to it stands something that is no record.
    var blocked: Literal
    var record: Literal
    var plain: Literal

    var all: [Literal] { [gone, blocked, record, plain] }
  }

  let table: AtomTable
  private(set) var solver = SatisfiabilitySolver()
  private let yes: Literal
  /// The literals of each term's regions.
  private(set) var regions: [[Literal]] = []
  private var atoms: [Planes?]
  private(set) var places: [RequestPath: Place] = [:]

  /// The table is finished.
  init(_ table: AtomTable) {
    self.table = table
    yes = solver.variable()
    solver.require([yes])
    atoms = Array(repeating: nil, count: table.atoms.count)
    for term in table.terms {
      let literals = term.regions.map { _ in solver.variable() }
      regions.append(literals)
      if !term.isOpaque, !literals.isEmpty { requireOne(of: literals) }
    }
    for index in table.terms.indices { placeTerm(index) }
    for index in table.terms.indices { relateTexts(index) }
  }

  // MARK: Conditions

  /// The planes of a condition.
  mutating func planes(of formula: Formula) -> Planes {
    switch formula {
    case .truth(.true): return Planes(surely: yes, possibly: yes)
    case .truth(.false): return Planes(surely: !yes, possibly: !yes)
    case .truth(.uncertain): return Planes(surely: !yes, possibly: yes)
    case .not(let inner):
      let planes = planes(of: inner)
      return Planes(surely: !planes.possibly, possibly: !planes.surely)
    case .and(let operands): return joined(operands, isAnd: true)
    case .or(let operands): return joined(operands, isAnd: false)
    case .atom(let index): return planes(ofAtom: index)
    }
  }

  private mutating func joined(_ operands: [Formula], isAnd: Bool) -> Planes {
    var surely: [Literal] = []
    var possibly: [Literal] = []
    for operand in operands {
      let planes = planes(of: operand)
      surely.append(planes.surely)
      possibly.append(planes.possibly)
    }
    return Planes(
      surely: joined(surely, isAnd: isAnd), possibly: joined(possibly, isAnd: isAnd))
  }

  private mutating func joined(_ literals: [Literal], isAnd: Bool) -> Literal {
    if literals.count == 1 { return literals[0] }
    let whole = solver.variable()
    // An `or` is an `and` upside down.
    for literal in literals {
      solver.require(isAnd ? [!whole, literal] : [whole, !literal])
    }
    solver.require(
      isAnd ? [whole] + literals.map { !$0 } : [!whole] + literals)
    return whole
  }

  private mutating func planes(ofAtom index: Int) -> Planes {
    if let known = atoms[index] { return known }
    let planes = Planes(surely: solver.variable(), possibly: solver.variable())
    atoms[index] = planes
    solver.require([!planes.surely, planes.possibly])
    let atom = table.atoms[index]
    guard let term = atom.term else { return planes }
    for (region, literal) in zip(table.terms[term].regions, regions[term]) {
      switch table.finding(atom, in: region) {
      case .known(.true): solver.require([!literal, planes.surely])
      case .known(.false): solver.require([!literal, !planes.possibly])
      case .known(.uncertain):
        solver.require([!literal, planes.possibly])
        solver.require([!literal, !planes.surely])
      case .free:
        if !atom.freeTruths.contains(.uncertain) {
          solver.require([!literal, !planes.possibly, planes.surely])
        }
      }
    }
    return planes
  }

  private mutating func requireOne(of literals: [Literal]) {
    solver.require(literals)
    for (index, literal) in literals.enumerated() {
      for other in literals[..<index] { solver.require([!literal, !other]) }
    }
  }

  // MARK: Records on the way

  /// Ties a path's regions to what stands on the way to it.
  private mutating func placeTerm(_ index: Int) {
    let term = table.terms[index]
    guard !term.isOpaque, case .path(let path) = term.source, !path.steps.isEmpty,
      let place = place(of: path)
    else { return }
    for (region, literal) in zip(term.regions, regions[index]) {
      switch region {
      case .absent: solver.require([!literal, place.gone])
      case .noRecord: solver.require([!literal, place.blocked])
      case .misfit: solver.require([!literal, place.record, place.plain])
      case .value, .between, .other: solver.require([!literal, place.plain])
      }
    }
  }

  /// What stands at a path; nil where a list is on the way, of whose elements nothing is known.
  private mutating func place(of path: RequestPath) -> Place? {
    if let known = places[path] { return known }
    guard case .member? = path.steps.last else { return nil }
    var parent: Place?
    if path.steps.count > 1 {
      parent = place(of: RequestPath(steps: Array(path.steps.dropLast())))
      if parent == nil { return nil }
    }
    let place = Place(
      gone: solver.variable(), blocked: solver.variable(), record: solver.variable(),
      plain: solver.variable())
    places[path] = place
    requireOne(of: place.all)
    if let parent {
      solver.require([!parent.gone, place.gone])
      solver.require([!parent.blocked, place.blocked])
      solver.require([!parent.plain, place.blocked])
      solver.require([!parent.record, !place.blocked])
    } else {
      // The request itself is a record.
      solver.require([!place.blocked])
    }
    return place
  }

  // MARK: Texts

  /// Ties comparisons of one text to each other: what begins with `ab` begins with `a`, and not
  /// with `b`.
  private mutating func relateTexts(_ term: Int) {
    var found: [(atom: Int, comparison: Comparison, text: ExactString)] = []
    for (index, atom) in table.atoms.enumerated() where atom.term == term {
      guard atom.fallback == nil,
        case .compare(let comparison, .string(let text), isConstantLeft: false, _) = atom.test
      else { continue }
      switch comparison {
      case .startsWith, .endsWith, .includes: found.append((index, comparison, text))
      case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .in, .notIn,
        .contains, .overlaps, .like, .matches:
        break
      }
    }
    guard found.count > 1 else { return }
    for one in found {
      for other in found where one.atom != other.atom {
        let (left, right) = (planes(ofAtom: one.atom), planes(ofAtom: other.atom))
        // A text that begins with `one`, ends with it or holds it has what `one` itself has.
        if CaseEncoder.follows(one.comparison, one.text, other.comparison, other.text) {
          solver.require([!left.surely, right.surely])
        } else if one.comparison == other.comparison, one.comparison != .includes,
          !CaseEncoder.follows(other.comparison, other.text, one.comparison, one.text)
        {
          solver.require([!left.surely, !right.surely])
        }
      }
    }
  }

  private static func follows(
    _ comparison: Comparison, _ text: ExactString, _ other: Comparison, _ part: ExactString
  ) -> Bool {
    guard other == comparison || other == .includes else { return false }
    return ConstantFolding.compare(other, .string(text), .string(part)) == .true
  }

  // MARK: Asking

  mutating func solve(assuming assumptions: [Literal]) -> SatisfiabilitySolver.Answer {
    solver.solve(assuming: assumptions)
  }

  /// A literal that is true where all of these are.
  mutating func conjunction(_ literals: [Literal]) -> Literal {
    joined(literals, isAnd: true)
  }

  func isTrue(_ literal: Literal) -> Bool { solver.isTrue(literal) }
  func isNeeded(_ literal: Literal) -> Bool { solver.isNeeded(literal) }

  /// How an atom comes out in the case that was found; nil where nobody asked about it.
  func truth(ofAtom index: Int) -> Truth? {
    atoms[index].map {
      isTrue($0.surely) ? .true : isTrue($0.possibly) ? .uncertain : .false
    }
  }
}
