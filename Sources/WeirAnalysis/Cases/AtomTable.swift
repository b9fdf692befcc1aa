// Conditions taken apart: connectives over atoms, atoms that compare a term with a constant, and
// the regions into which the constants divide a term's values.

import Weir

/// A rule's condition over atoms.
indirect enum Formula {
  case truth(Truth)
  case atom(Int)
  case not(Formula)
  case and([Formula])
  case or([Formula])
}

/// A way for a term to be, in which every comparison with a constant that is asked of it comes out
/// one way.
enum Region {
  /// A path, or a record on the way to it, is absent or null.
  case absent
  /// Something on the way to a path is not a record.
  case noRecord
  /// Any other value that comparisons are uncertain about: of another type, misspelt, out of range.
  case misfit
  /// This very value.
  case value(Constant)
  /// A value of the kind between two constants; nil is not a bound.
  case between(Constant?, Constant?, Kind)
  /// A value of the kind that is none of the constants.
  case other(Kind)

  /// What values can be compared with each other.
  enum Kind: Hashable {
    case bool, string, number, timestamp, duration, ip, cidr

    init?(_ constant: Constant) {
      switch constant {
      case .bool: self = .bool
      case .string: self = .string
      case .number: self = .number
      case .timestamp: self = .timestamp
      case .duration: self = .duration
      case .ip: self = .ip
      case .cidr: self = .cidr
      case .null, .hours, .version, .path, .folder, .list, .record: return nil
      }
    }

    var isOrdered: Bool {
      switch self {
      case .string, .number, .timestamp, .duration: true
      case .bool, .ip, .cidr: false
      }
    }
  }
}

/// The atoms of several rules, equal ones once.
struct AtomTable {
  struct Term {
    /// What it is of the request or of its circumstances, where that is known; a path's absence is
    /// told from other faults.
    var source: Source
    var type: Type
    /// The only values it can have, where the type lists them.
    var choices: [ExactString]?
    /// Counts: whole and not negative.
    var isCount: Bool
    var cause: Int
    var constants: Set<Constant> = []
    /// Some comparison asks for an order.
    var isOrdered = false
    /// Too many constants to tell apart.
    var isOpaque = false
    var regions: [Region] = []

    /// Whether a value of that kind can stand there: where no shape says what a path holds, only
    /// what JSON tells apart does.
    func canBe(_ kind: Region.Kind) -> Bool {
      guard case .path = source, case .any = type else { return true }
      return switch kind {
      case .bool, .string, .number: true
      case .timestamp, .duration, .ip, .cidr: false
      }
    }
  }

  enum Source {
    case path(RequestPath)
    /// The instant that is judged at, which is always one.
    case now
    case computed
  }

  enum Test {
    /// A comparison with a constant: of one value, or of a list of values of one kind.
    case compare(Comparison, Constant, isConstantLeft: Bool, Region.Kind)
    /// The term is a truth.
    case isTrue
    case isPresent
    /// Not looked into.
    case opaque
  }

  struct Atom {
    var test: Test
    var term: Int?
    /// What `??` puts in the place of an absent path.
    var fallback: Constant?
    var cause: Int
    /// How it may come out where its term does not tell.
    var freeTruths: [Truth]
  }

  enum Finding {
    case known(Truth)
    case free
  }

  private(set) var terms: [Term] = []
  private(set) var atoms: [Atom] = []
  private var termsByText: [ExactString: Int] = [:]
  private var atomsByText: [ExactString: Int] = [:]
  private var causes: [ExactString: Int] = [:]

  private static let constantsOfTerm = 64

  // MARK: Taking apart

  mutating func formula(of rule: CheckedRule) -> Formula {
    var operands = rule.conditions.map { formula($0) }
    operands += rule.exclusions.map { .not(formula($0)) }
    let now = CheckedExpression(.now, .timestamp, rule.nameRange)
    if let from = rule.from { operands.append(compare(.greaterOrEqual, now, .timestamp(from))) }
    if let until = rule.until { operands.append(compare(.less, now, .timestamp(until))) }
    return .and(operands)
  }

  mutating func formula(_ expression: CheckedExpression) -> Formula {
    switch expression.kind {
    case .constant(.bool(let truth)): return .truth(Truth(truth))
    case .not(let inner): return .not(formula(inner))
    case .and(let operands): return .and(operands.map { formula($0) })
    case .or(let operands): return .or(operands.map { formula($0) })
    case .path: return atom(expression, .isTrue, of: expression)
    case .coalesce(let path, let value):
      guard case .path = path.kind, case .constant(.bool) = value.kind else {
        return opaque(expression)
      }
      return atom(expression, .isTrue, of: path, else: value.constant)
    case .has(let path):
      guard case .path = path.kind else { return opaque(expression) }
      return atom(expression, .isPresent, of: path)
    case .compare(let comparison, let left, let right):
      return compare(expression, comparison, left, right)
    case .constant, .local, .now, .member, .element, .list, .arithmetic, .negate, .quantifier,
      .call:
      return opaque(expression)
    }
  }

  private mutating func compare(
    _ whole: CheckedExpression, _ comparison: Comparison, _ left: CheckedExpression,
    _ right: CheckedExpression
  ) -> Formula {
    let (side, constant, isLeft): (CheckedExpression, Constant, Bool)
    if let value = right.constant, left.constant == nil {
      (side, constant, isLeft) = (left, value, false)
    } else if let value = left.constant, right.constant == nil {
      (side, constant, isLeft) = (right, value, true)
    } else {
      return opaque(whole)
    }
    guard let kind = AtomTable.kind(comparison, constant, isLeft: isLeft) else {
      return opaque(whole)
    }
    let test = Test.compare(comparison, constant, isConstantLeft: isLeft, kind)
    if case .coalesce(let path, let value) = side.kind, case .path = path.kind,
      let value = value.constant, Region.Kind(value) == kind
    {
      return atom(whole, test, of: path, else: value)
    }
    return atom(whole, test, of: side)
  }

  private mutating func compare(
    _ comparison: Comparison, _ term: CheckedExpression, _ constant: Constant
  ) -> Formula {
    compare(
      CheckedExpression(
        .compare(
          comparison, term, CheckedExpression(.constant(constant), .timestamp, term.range)),
        .bool, term.range), comparison, term,
      CheckedExpression(.constant(constant), .timestamp, term.range))
  }

  /// The kind of values that a comparison with a constant tells apart; nil where it is not looked
  /// into.
  private static func kind(
    _ comparison: Comparison, _ constant: Constant, isLeft: Bool
  ) -> Region.Kind? {
    switch comparison {
    case .equal, .notEqual: return Region.Kind(constant)
    case .less, .lessOrEqual, .greater, .greaterOrEqual:
      return Region.Kind(constant).flatMap { $0.isOrdered ? $0 : nil }
    case .in, .notIn, .contains:
      guard isLeft == (comparison == .contains), case .list(let elements) = constant,
        elements.count <= constantsOfTerm, let first = elements.first,
        let kind = Region.Kind(first), elements.allSatisfy({ Region.Kind($0) == kind })
      else { return nil }
      return kind
    case .includes, .startsWith, .endsWith, .like, .matches:
      if case .string = constant { return .string }
      return nil
    case .overlaps: return nil
    }
  }

  // MARK: Tables

  private mutating func cause(_ text: ExactString) -> Int {
    if let known = causes[text] { return known }
    causes[text] = causes.count
    return causes.count - 1
  }

  private mutating func opaque(_ expression: CheckedExpression) -> Formula {
    // A comparison and its opposite are one unknown.
    if case .compare(let comparison, let left, let right) = expression.kind,
      let opposite = comparison.positive
    {
      var positive = expression
      positive.kind = .compare(opposite, left, right)
      return .not(opaque(positive))
    }
    let text = CanonicalForm.text(expression)
    if let known = atomsByText[text] { return .atom(known) }
    atoms.append(
      Atom(
        test: .opaque, term: nil, fallback: nil, cause: cause(ExactString("atom \(text)")),
        freeTruths: [.true, .false, .uncertain]))
    atomsByText[text] = atoms.count - 1
    return .atom(atoms.count - 1)
  }

  private mutating func atom(
    _ whole: CheckedExpression, _ test: Test, of side: CheckedExpression,
    else fallback: Constant? = nil
  ) -> Formula {
    let text = CanonicalForm.text(whole)
    if let known = atomsByText[text] { return .atom(known) }
    let term = self.term(side)
    if case .compare(let comparison, let constant, isConstantLeft: _, _) = test {
      if case .list(let elements) = constant {
        terms[term].constants.formUnion(elements)
      } else {
        terms[term].constants.insert(constant)
      }
      switch comparison {
      case .less, .lessOrEqual, .greater, .greaterOrEqual: terms[term].isOrdered = true
      case .equal, .notEqual, .in, .notIn, .contains, .overlaps, .includes, .startsWith,
        .endsWith, .like, .matches:
        break
      }
    }
    if case .isTrue = test { terms[term].constants.insert(.bool(true)) }
    let cause: Int
    if case .isPresent = test {
      cause = self.cause(ExactString("has \(text)"))
    } else {
      cause = terms[term].cause
    }
    atoms.append(
      Atom(
        test: test, term: term, fallback: fallback, cause: cause, freeTruths: [.true, .false]))
    atomsByText[text] = atoms.count - 1
    return .atom(atoms.count - 1)
  }

  private mutating func term(_ expression: CheckedExpression) -> Int {
    let text = CanonicalForm.text(expression)
    if let known = termsByText[text] { return known }
    var term = Term(
      source: .computed, type: expression.type, choices: nil, isCount: false, cause: cause(text))
    switch expression.kind {
    case .path(let path):
      term.source = .path(path)
      if case .choice(let texts) = expression.type { term.choices = texts }
    case .quantifier(let quantifier): term.isCount = quantifier.kind == .count
    case .call(let callee, _): term.isCount = callee == .builtin(.length)
    case .now: term.source = .now
    case .constant, .local, .member, .element, .list, .not, .and, .or, .compare,
      .arithmetic, .negate, .coalesce, .has:
      break
    }
    terms.append(term)
    termsByText[text] = terms.count - 1
    return terms.count - 1
  }

  // MARK: Regions

  /// Divides every term's values, once all constants are known.
  mutating func finish() {
    for index in terms.indices {
      let term = terms[index]
      var regions: [Region] =
        switch term.source {
        case .path: [.absent, .noRecord, .misfit]
        case .now: []
        case .computed: [.misfit]
        }
      if let choices = term.choices {
        regions += choices.map { .value(.string($0)) }
      } else if term.constants.count > AtomTable.constantsOfTerm {
        terms[index].isOpaque = true
      } else {
        let kinds = Dictionary(grouping: term.constants) { Region.Kind($0) }
        for (kind, constants) in kinds {
          guard let kind, term.canBe(kind) else { continue }
          regions += AtomTable.regions(kind, constants, term)
        }
      }
      terms[index].regions = regions
    }
    for index in atoms.indices {
      guard let term = atoms[index].term, terms[term].isOpaque else { continue }
      atoms[index].term = nil
      atoms[index].freeTruths = [.true, .false, .uncertain]
    }
  }

  private static func regions(
    _ kind: Region.Kind, _ constants: [Constant], _ term: Term
  ) -> [Region] {
    if kind == .bool { return [.value(.bool(true)), .value(.bool(false))] }
    guard term.isOrdered, kind.isOrdered else {
      return constants.map { .value($0) } + [.other(kind)]
    }
    let sorted = constants.sorted { ConstantFolding.compare(.less, $0, $1) == .true }
    var regions: [Region] = []
    var last: Constant?
    for constant in sorted {
      if !term.isCount || holdsCount(last, constant) {
        regions.append(.between(last, constant, kind))
      }
      if !term.isCount || isCount(constant) { regions.append(.value(constant)) }
      last = constant
    }
    return regions + [.between(last, nil, kind)]
  }

  private static func isCount(_ constant: Constant) -> Bool {
    guard case .number(let number) = constant, let whole = number.integer else { return false }
    return whole >= 0
  }

  /// Whether a whole number that is not negative lies between two constants.
  private static func holdsCount(_ low: Constant?, _ high: Constant) -> Bool {
    guard case .number(let high) = high, let bound = high.integer else { return true }
    guard let low else { return bound > 0 }
    guard case .number(let low) = low, let from = low.integer else { return true }
    return bound > max(from, -1) + 1
  }

  // MARK: Truths

  /// How an atom comes out where its term lies in a region.
  func finding(_ atom: Atom, in region: Region) -> Finding {
    switch region {
    case .absent:
      if case .isPresent = atom.test { return .known(.false) }
      guard let fallback = atom.fallback else { return .known(.uncertain) }
      return finding(atom.test, of: fallback)
    case .noRecord: return .known(.uncertain)
    case .misfit:
      if case .isPresent = atom.test { return .known(.true) }
      return .known(.uncertain)
    case .value(let constant): return finding(atom.test, of: constant)
    case .between(let low, let high, let kind):
      return finding(atom.test, kind) { comparison, constant, isLeft in
        // The value's place beside a constant: no constant lies between the bounds.
        let isAbove =
          low.map { ConstantFolding.compare(.lessOrEqual, constant, $0) == .true } ?? false
        let isBelow =
          high.map { ConstantFolding.compare(.greaterOrEqual, constant, $0) == .true } ?? false
        guard isAbove != isBelow else { return .free }
        switch comparison {
        case .equal: return .known(.false)
        case .notEqual: return .known(.true)
        case .less, .lessOrEqual: return .known(Truth(isLeft ? isAbove : isBelow))
        case .greater, .greaterOrEqual: return .known(Truth(isLeft ? isBelow : isAbove))
        case .in, .contains, .notIn, .overlaps, .includes, .startsWith, .endsWith, .like, .matches:
          return .free
        }
      }
    case .other(let kind):
      return finding(atom.test, kind) { comparison, _, _ in
        switch comparison {
        case .equal: .known(.false)
        case .notEqual: .known(.true)
        case .in, .contains, .notIn, .overlaps, .includes, .startsWith, .endsWith, .like, .matches,
          .less, .lessOrEqual, .greater, .greaterOrEqual:
          .free
        }
      }
    }
  }

  private func finding(_ test: Test, of value: Constant) -> Finding {
    switch test {
    case .opaque: return .free
    case .isPresent: return .known(.true)
    case .isTrue:
      guard case .bool(let truth) = value else { return .known(.uncertain) }
      return .known(Truth(truth))
    case .compare(let comparison, let constant, let isLeft, let kind):
      guard Region.Kind(value) == kind else { return .known(.uncertain) }
      let truth =
        isLeft
        ? ConstantFolding.compare(comparison, constant, value)
        : ConstantFolding.compare(comparison, value, constant)
      return truth == .uncertain ? .free : .known(truth)
    }
  }

  /// How a test comes out of a value of a kind that is not a constant of the term.
  private func finding(
    _ test: Test, _ kind: Region.Kind,
    _ compare: (Comparison, Constant, _ isConstantLeft: Bool) -> Finding
  ) -> Finding {
    switch test {
    case .opaque: return .free
    case .isPresent: return .known(.true)
    case .isTrue: return .known(.uncertain)
    case .compare(let comparison, let constant, let isLeft, let asked):
      guard kind == asked else { return .known(.uncertain) }
      switch comparison {
      case .in, .contains: return .known(.false)
      case .notIn: return .known(.true)
      case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .overlaps, .includes,
        .startsWith, .endsWith, .like, .matches:
        return compare(comparison, constant, isLeft)
      }
    }
  }
}

extension Comparison {
  /// The comparison that this one says the opposite of, if it is one that does.
  fileprivate var positive: Comparison? {
    switch self {
    case .notEqual: .equal
    case .notIn: .in
    case .lessOrEqual: .greater
    case .greaterOrEqual: .less
    case .equal, .less, .greater, .in, .contains, .overlaps, .includes, .startsWith, .endsWith,
      .like, .matches:
      nil
    }
  }
}
