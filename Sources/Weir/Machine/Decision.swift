// From the rules that matched and those that are uncertain to the verdict: the strictest of those
// that the uncertain rules, taken either way, could give.
//
//   matching deny            deny
//   uncertain deny           deny, for taken to match it denies
//   matching hold            hold by all of them, and by uncertain holds too: taken to match they add
//                            to what must be satisfied
//   uncertain hold           beside a matching allow or a milder default: hold; it never lifts a denial
//   matching allow           allow
//   nothing                  the default; an uncertain allow allows nothing

/// What decided a verdict, and what must be told about it.
package struct Decision: Equatable {
  package var effect: Verdict.Effect
  /// Matching rules of this effect are listed.
  package var listed: CheckedRule.Effect?
  /// Uncertain rules of these effects changed the verdict.
  package var namesUncertainDenies = false
  package var namesUncertainHolds = false
  package var namesUncertainAllows = false
  /// The default's own clauses must be satisfied.
  package var heldByDefault = false
  /// Some rule under observation matched or was uncertain.
  package var hasObservations = false

  /// How many rules of each effect came out so; rules under observation are not among them.
  package struct Tally: Equatable {
    package var allow = 0
    package var deny = 0
    package var hold = 0

    package init(allow: Int = 0, deny: Int = 0, hold: Int = 0) {
      self.allow = allow
      self.deny = deny
      self.hold = hold
    }
  }

  package init(_ effect: Verdict.Effect) { self.effect = effect }

  /// The decision that tallies and the default lead to.
  package init(matched: Tally, uncertain: Tally, otherwise: Verdict.Effect) {
    if matched.deny > 0 {
      self.init(.deny)
      listed = .deny
      return
    }
    if uncertain.deny > 0 {
      self.init(.deny)
      namesUncertainDenies = true
      return
    }
    let passesWithoutHolds = matched.allow > 0 || otherwise != .deny
    if matched.hold > 0 || (uncertain.hold > 0 && passesWithoutHolds) {
      self.init(.hold)
      listed = matched.hold > 0 ? .hold : nil
      namesUncertainHolds = uncertain.hold > 0
      heldByDefault = matched.hold == 0 && matched.allow == 0 && otherwise == .hold
      namesUncertainAllows = heldByDefault && uncertain.allow > 0
      return
    }
    if matched.allow > 0 {
      self.init(.allow)
      listed = .allow
      return
    }
    self.init(otherwise)
    heldByDefault = otherwise == .hold
    namesUncertainAllows = uncertain.allow > 0
    namesUncertainHolds = uncertain.hold > 0
  }

  /// Whether uncertain rules of an effect are named.
  package func namesUncertain(_ effect: CheckedRule.Effect) -> Bool {
    switch effect {
    case .allow: namesUncertainAllows
    case .deny: namesUncertainDenies
    case .hold: namesUncertainHolds
    }
  }

  /// Whether the request must be read a second time to tell all.
  package var needsSecondReading: Bool {
    effect == .hold || namesUncertainDenies || namesUncertainHolds || namesUncertainAllows
  }
}
