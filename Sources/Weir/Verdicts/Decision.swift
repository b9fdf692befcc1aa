// From the rules that matched and those that are uncertain to the verdict: the strictest of those
// that the uncertain rules, taken either way, could give.
//
//   matching deny            deny
//   uncertain deny           deny, for taken to match it denies
//   matching hold            hold by all of them, and by uncertain holds too: taken to match they
//                            add to what must be satisfied
//   uncertain hold           beside a matching allow or a milder default: hold; it never lifts a
//                            denial
//   matching allow           allow
//   nothing                  the default; an uncertain allow allows nothing

/// What decided a verdict, and what must be told about it.
package struct Decision: Equatable {
  package var effect: Verdict.Effect
  /// Matching rules of this effect are listed.
  package var listed: PolicyEffect?
  /// Uncertain rules of these effects changed the verdict.
  package var namesUncertainDenies = false
  package var namesUncertainHolds = false
  package var namesUncertainAllows = false
  /// The default's own clauses must be satisfied.
  package var heldByDefault = false
  /// The masks of all rules that are uncertain.
  package var uncertain: UInt8 = 0
  /// Some rule under observation matched or was uncertain.
  package var hasObservations = false

  /// Which effects some rule came out with; rules under observation are not among them.
  package struct Tally: Equatable {
    /// The masks of all rules that came out so.
    private let mask: UInt8

    package init(mask: UInt8) { self.mask = mask }

    package var allow: Bool { has(.allow) }
    package var deny: Bool { has(.deny) }
    package var hold: Bool { has(.hold) }

    private func has(_ effect: PolicyEffect) -> Bool {
      mask & RuleEffect(effect, isObserved: false).mask != 0
    }
  }

  package init(_ effect: Verdict.Effect) { self.effect = effect }

  /// The decision that tallies and the default lead to.
  package init(matched: Tally, uncertain: Tally, otherwise: Verdict.Effect) {
    if matched.deny {
      self.init(.deny)
      listed = .deny
      return
    }
    if uncertain.deny {
      self.init(.deny)
      namesUncertainDenies = true
      return
    }
    let passesWithoutHolds = matched.allow || otherwise != .deny
    if matched.hold || (uncertain.hold && passesWithoutHolds) {
      self.init(.hold)
      listed = matched.hold ? .hold : nil
      namesUncertainHolds = uncertain.hold
      heldByDefault = !matched.hold && !matched.allow && otherwise == .hold
      namesUncertainAllows = heldByDefault && uncertain.allow
      return
    }
    if matched.allow {
      self.init(.allow)
      listed = .allow
      return
    }
    self.init(otherwise)
    heldByDefault = otherwise == .hold
    namesUncertainAllows = uncertain.allow
    namesUncertainHolds = uncertain.hold
  }

  /// Whether uncertain rules of an effect are named.
  private func namesUncertain(_ effect: PolicyEffect) -> Bool {
    switch effect {
    case .allow: namesUncertainAllows
    case .deny: namesUncertainDenies
    case .hold: namesUncertainHolds
    }
  }

  /// The masks of the rules that are named where they are uncertain.
  package var namedUncertain: UInt8 {
    [PolicyEffect.allow, .deny, .hold].reduce(0) { mask, effect in
      namesUncertain(effect) ? mask | RuleEffect(effect, isObserved: false).mask : mask
    }
  }

  /// Whether the request must be read a second time to tell all.
  package var needsSecondReading: Bool {
    effect == .hold || namesUncertainDenies || namesUncertainHolds || namesUncertainAllows
  }
}
