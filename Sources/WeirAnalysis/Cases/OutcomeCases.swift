// Two versions of a rule, compared case by case. A rule's outcome is Kleene's tables over its
// conditions, and most of those compare something with constants. So what is compared has few ways
// to be: absent, of the wrong kind, each of the constants, between two of them. Going through all
// ways of everything that the two versions ask about decides whether they ever come out
// differently.
//
// What cannot be looked into (a quantifier, a call, a pattern on a text that is not a constant
// here) may come out any way, but the same way for both where it is the same. So the cases contain
// all that can happen and possibly more: finding no difference among them is a proof, finding one
// is none.

import Weir

struct OutcomeCases {
  private let before: CheckedRule
  private let after: CheckedRule
  private var atoms = AtomTable()
  private var beforeFormula = Formula.truth(.true)
  private var afterFormula = Formula.truth(.true)
  /// Rules that both policies have, stricter than an allow: those that may decide instead.
  private var stricter: [(effect: PolicyEffect, formula: Formula)] = []

  // What is assumed, while cases are gone through.
  private var regions: [Int: Region] = [:]
  private var free: [Int: Truth] = [:]
  private var casesLeft = 20_000
  private var everMatches = false
  private var needsStricter = false

  private static let stricterRules = 200

  init(_ before: CheckedRule, _ after: CheckedRule, besides others: [CheckedRule]) {
    self.before = before
    self.after = after
    beforeFormula = atoms.formula(of: before)
    afterFormula = atoms.formula(of: after)
    for rule in others.prefix(OutcomeCases.stricterRules) {
      stricter.append((rule.effect, atoms.formula(of: rule)))
    }
    atoms.finish()
  }

  /// The proof that no verdict depends on which of the two versions the policy has.
  mutating func proof() -> EquivalenceProof? {
    guard explore() else { return nil }
    if needsStricter { return .overruled }
    return everMatches ? .sameOutcome : .neverMatches
  }

  // MARK: Going through the cases

  /// A thing that must be assumed before an outcome is known.
  private enum Question {
    case region(term: Int)
    case truth(atom: Int)
  }

  private struct Outcome: Equatable {
    var truth: Truth
    /// What the uncertainty comes from.
    var causes: Set<Int> = []
  }

  private enum Answer {
    case known(Outcome)
    case open(Question)
  }

  /// Whether all cases that agree with what is assumed come to the same.
  private mutating func explore() -> Bool {
    let question: Question
    switch (answer(beforeFormula), answer(afterFormula)) {
    case (.known(let one), .known(let other)):
      casesLeft -= 1
      return casesLeft > 0 && isSame(one, other)
    case (.open(let open), _), (_, .open(let open)): question = open
    }
    switch question {
    case .region(let term):
      for region in atoms.terms[term].regions {
        regions[term] = region
        defer { regions[term] = nil }
        if !explore() { return false }
      }
    case .truth(let atom):
      for truth in atoms.atoms[atom].freeTruths {
        free[atom] = truth
        defer { free[atom] = nil }
        if !explore() { return false }
      }
    }
    return true
  }

  private mutating func isSame(_ one: Outcome, _ other: Outcome) -> Bool {
    if one.truth == .true || other.truth == .true { everMatches = true }
    if one.truth == .false, other.truth == .false { return true }
    if one == other, before.effect == after.effect, before.isObserved == after.isObserved,
      before.hold == after.hold
    {
      return true
    }
    guard !before.isObserved, !after.isObserved, before.effect != .deny, after.effect != .deny
    else { return false }
    needsStricter = true
    return stricter.contains { rule in
      switch rule.effect {
      case .allow: false
      // A denial that is not false decides alone, uncertain too.
      case .deny: !possible(rule.formula).contains(.false)
      // An uncertain hold asks whether something allows; one that matches does not.
      case .hold:
        before.effect == .allow && after.effect == .allow
          && possible(rule.formula) == [.true]
      }
    }
  }

  // MARK: Outcomes

  private func answer(_ formula: Formula) -> Answer {
    switch formula {
    case .truth(let truth): return .known(Outcome(truth: truth))
    case .atom(let index): return answer(atom: index)
    case .not(let inner):
      switch answer(inner) {
      case .open(let question): return .open(question)
      case .known(var outcome):
        outcome.truth = !outcome.truth
        return .known(outcome)
      }
    case .and(let operands): return answer(operands, settledBy: .false)
    case .or(let operands): return answer(operands, settledBy: .true)
    }
  }

  private func answer(_ operands: [Formula], settledBy settling: Truth) -> Answer {
    var question: Question?
    var causes: Set<Int> = []
    var isUncertain = false
    for operand in operands {
      switch answer(operand) {
      case .open(let open): question = question ?? open
      case .known(let outcome):
        if outcome.truth == settling { return .known(Outcome(truth: settling)) }
        if outcome.truth == .uncertain {
          isUncertain = true
          causes.formUnion(outcome.causes)
        }
      }
    }
    if let question { return .open(question) }
    return .known(
      isUncertain ? Outcome(truth: .uncertain, causes: causes) : Outcome(truth: !settling))
  }

  private func answer(atom index: Int) -> Answer {
    let atom = atoms.atoms[index]
    var result: AtomTable.Finding = .free
    if let term = atom.term {
      guard let region = regions[term] else { return .open(.region(term: term)) }
      result = atoms.finding(atom, in: region)
    }
    let truth: Truth
    switch result {
    case .known(let known): truth = known
    case .free:
      guard let assumed = free[index] else { return .open(.truth(atom: index)) }
      truth = assumed
    }
    return .known(Outcome(truth: truth, causes: truth == .uncertain ? [atom.cause] : []))
  }

  /// The truths that a formula can have in the case at hand, whatever else is so.
  private func possible(_ formula: Formula) -> Set<Truth> {
    switch formula {
    case .truth(let truth): return [truth]
    case .not(let inner): return Set(possible(inner).map { !$0 })
    case .atom(let index):
      switch answer(atom: index) {
      case .known(let outcome): return [outcome.truth]
      case .open(.region(let term)):
        // Of a term that was not asked about, any region.
        return atoms.terms[term].regions.reduce(into: []) { truths, region in
          switch atoms.finding(atoms.atoms[index], in: region) {
          case .known(let truth): truths.insert(truth)
          case .free: truths.formUnion(atoms.atoms[index].freeTruths)
          }
        }
      case .open(.truth): return Set(atoms.atoms[index].freeTruths)
      }
    case .and(let operands): return combined(operands, from: .true) { $0.and($1) }
    case .or(let operands): return combined(operands, from: .false) { $0.or($1) }
    }
  }

  private func combined(
    _ operands: [Formula], from first: Truth, _ combine: (Truth, Truth) -> Truth
  ) -> Set<Truth> {
    operands.reduce([first]) { result, operand in
      let truths = possible(operand)
      return Set(result.flatMap { one in truths.map { combine(one, $0) } })
    }
  }
}
