// Mutants that nobody can tell from the policy, each with the proof. A mutant is equivalent when no
// request at no instant gets another verdict line, but for what changes without the meaning
// changing: the policy's digest, the places of rules, the keys of holds. (How much work a request
// takes is left out of account: one that is denied for exceeding a limit may take a little less in
// a mutant.)
//
// A proof may fail where it could have succeeded, never the other way around: the tests try to
// refute each with requests by chance.

package import Weir

/// Why a mutant is equivalent.
package enum EquivalenceProof: String, Sendable, CaseIterable {
  case sameProgram = "same-program"
  case observedHold = "observed-hold"
  case sameOutcome = "same-outcome"
  case neverMatches = "never-matches"
  case overruled

  package var sentence: String {
    switch self {
    case .sameProgram: "it compiles to the same program, but for places and digests"
    case .observedHold: "the hold is only observed, and no verdict says its terms"
    case .sameOutcome: "the rule comes out the same, case by case"
    case .neverMatches: "the rule can never match, before or after"
    case .overruled: "wherever the rule comes out differently, a stricter rule decides"
    }
  }
}

/// Proves mutants of one policy equivalent.
package struct EquivalenceProver {
  private let checked: CheckedPolicy
  private let image: ProgramImage
  private let encoded: [UInt8]
  private let projection: String
  private let rules: [RuleForm]

  package init(_ checked: CheckedPolicy, _ program: Program) {
    self.checked = checked
    image = program.loaded.image
    encoded = EquivalenceProver.encoded(image, withObservedHolds: true)
    projection = EquivalenceProver.projection(image)
    rules = checked.rules.map { RuleForm($0) }
  }

  /// The proof that a mutant gives every request the same verdict; nil when none is found.
  package func proof(_ mutant: CheckedPolicy, _ program: Program) -> EquivalenceProof? {
    let other = program.loaded.image
    if encoded == EquivalenceProver.encoded(other, withObservedHolds: true) { return .sameProgram }
    if EquivalenceProver.encoded(image, withObservedHolds: false)
      == EquivalenceProver.encoded(other, withObservedHolds: false)
    {
      return .observedHold
    }
    guard hasSameFrame(mutant), projection == EquivalenceProver.projection(other) else {
      return nil
    }
    let forms = mutant.rules.map { RuleForm($0) }
    let changed = rules.indices.filter { rules[$0] != forms[$0] }
    let unchanged = rules.indices.filter { rules[$0] == forms[$0] }
    // Where only the order of operands is another one, no rule is changed.
    var proof: EquivalenceProof? = changed.isEmpty ? .sameOutcome : nil
    for index in changed {
      let stricter = unchanged.map { checked.rules[$0] }.filter {
        !$0.isObserved && $0.effect != .allow
      }
      var cases = OutcomeCases(checked.rules[index], mutant.rules[index], besides: stricter)
      guard let found = cases.proof() else { return nil }
      // The one that leans on most says what the proof took.
      if proof.map({ EquivalenceProver.weight($0) < EquivalenceProver.weight(found) }) ?? true {
        proof = found
      }
    }
    return proof
  }

  private static func weight(_ proof: EquivalenceProof) -> Int {
    EquivalenceProof.allCases.firstIndex(of: proof) ?? 0
  }

  /// Everything but the rules' conditions and effects is the same.
  private func hasSameFrame(_ mutant: CheckedPolicy) -> Bool {
    guard mutant.rules.map(\.name) == checked.rules.map(\.name),
      mutant.requester == checked.requester, mutant.volatile == checked.volatile,
      mutant.shape == checked.shape,
      zip(mutant.rules, checked.rules).allSatisfy({
        $0.because == $1.because && $0.annotations.elementsEqual($1.annotations, by: ==)
      })
    else { return false }
    switch (mutant.defaultVerdict, checked.defaultVerdict) {
    case (.deny, .deny), (.allow, .allow): return true
    case (.hold(let left, _), .hold(let right, _)): return left == right
    case (.deny, _), (.allow, _), (.hold, _): return false
    }
  }

  // MARK: Programs

  /// A program's bytes without what changes although nothing does.
  private static func encoded(_ image: ProgramImage, withObservedHolds: Bool) -> [UInt8] {
    let nowhere = SourceRange(file: 0, start: 0, end: 0)
    var image = image
    image.digest = []
    image.files = []
    image.ranges = []
    for index in image.rules.indices {
      image.rules[index].range = nowhere
      image.rules[index].nameRange = nowhere
      image.rules[index].hold?.terms = []
      if !withObservedHolds, image.rules[index].isObserved { image.rules[index].hold = nil }
    }
    if case .hold(var hold) = image.defaultVerdict {
      hold.terms = []
      image.defaultVerdict = .hold(hold)
    }
    return ProgramFile.encode(image)
  }

  /// What of a request is read, and held to what: duplicates and misfits are found there and
  /// nowhere else. Numbers of slots and layouts are left out.
  private static func projection(_ image: ProgramImage) -> String {
    let nodes = image.projection.nodes
    func text(_ number: Int) -> String {
      let node = nodes[number]
      var form = node.slot == nil ? "(" : "(read "
      if case .choice(let numbers) = node.expectation {
        let texts = numbers.map { number in
          let place = image.texts[Int(number) - 1]
          let start = Int(place.offset)
          return quoted(
            ExactString(
              String(
                decoding: image.constantBytes[start..<start + Int(place.count)], as: UTF8.self)))
        }
        form += texts.sorted().joined(separator: "|")
      } else {
        form += "\(node.expectation)"
      }
      if node.isWhole { form += " whole" }
      for member in node.members { form += " \(quoted(member.name))" + text(member.node) }
      for indexed in node.indexed { form += " \(indexed.index)" + text(indexed.node) }
      if let element = node.element {
        form += (element.isMap ? " each member" : " each") + text(element.node)
      }
      return form + ")"
    }
    return nodes.isEmpty ? "" : text(0)
  }
}

/// A rule without its places, to be compared.
private struct RuleForm: Equatable {
  private var terms: ExactString
  private var effect: PolicyEffect
  private var isObserved: Bool
  private var hold: HoldClauses<PolicyApprover>?

  init(_ rule: CheckedRule) {
    terms = CanonicalForm.terms(rule)
    effect = rule.effect
    isObserved = rule.isObserved
    hold = rule.hold
  }
}
