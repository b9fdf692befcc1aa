// Compares a verdict with an expectation. It compares what the verdict line says, so that an
// expectation can be copied from a line, and reports differences in the same words.

package import Weir

extension Verdict {
  /// Everything that is not as expected, in the order in which verdicts say it.
  ///
  /// - Parameter place: the position of the case, used where the fixture has no entry to point at.
  package func mismatches(with expected: Expectation, of place: FixturePlace) -> [Mismatch] {
    var found: [Mismatch] = []
    if let verdict = expected.verdict, verdict.value != effect {
      found.append(
        Mismatch(
          what: .verdict, expected: [verdict.value.rawValue], actual: [effect.rawValue],
          place: verdict.place))
    }
    if let mismatch = refusal(expected, place) { found.append(mismatch) }
    if let names = expected.rules {
      compare(.rules, names, rules.map(\.name), &found)
    }
    for glob in expected.because
    where !rules.contains(where: { $0.because.map { fits($0, glob: glob.value) } ?? false }) {
      found.append(
        Mismatch(
          what: .because, expected: [glob.value], actual: rules.compactMap(\.because),
          place: glob.place))
    }
    if let rules = expected.uncertain {
      compare(rules, &found)
    } else if let mismatch = unexpectedUncertainty(expected, place) {
      found.append(mismatch)
    }
    for hold in expected.holds {
      if let mismatch = mismatch(with: hold) { found.append(mismatch) }
    }
    if let names = expected.observed {
      compare(.observed, names, observed.map(\.rule.name), &found)
    }
    return found
  }

  /// A refused request is denied too, but a case that expects `deny` expects a rule to deny: a slip
  /// in the input must not pass as that.
  private func refusal(_ expected: Expectation, _ place: FixturePlace) -> Mismatch? {
    guard let refused = expected.refused else {
      guard let error else { return nil }
      return Mismatch(
        what: .refused, expected: ["a request that can be read"],
        actual: [
          "\(error.code.rawValue): \(errorMessage ?? error.code.message) (byte \(error.byte))"
        ],
        place: expected.verdict?.place ?? place)
    }
    if let error, refused.value.map({ $0 == error.code.rawValue }) ?? true { return nil }
    return Mismatch(
      what: .refused, expected: [refused.value ?? "any error"],
      actual: [error?.code.rawValue ?? "the request can be read"], place: refused.place)
  }

  private func compare(
    _ what: Mismatch.Subject, _ expected: Placed<[String]>, _ actual: [String],
    _ found: inout [Mismatch]
  ) {
    let wanted = expected.value.sorted()
    let actual = actual.sorted()
    guard wanted != actual else { return }
    found.append(
      Mismatch(what: what, expected: wanted, actual: actual, place: expected.place))
  }

  // MARK: Uncertainty

  /// Whether no rule decided, and uncertain rules are why, or may be.
  package var isFromUncertainty: Bool {
    switch effect {
    case .allow: false
    case .deny, .hold: error == nil && rules.isEmpty && !uncertain.isEmpty
    }
  }

  /// A misspelled request is denied too: its rules come out uncertain. So a case that expects a
  /// denial, a hold or the default expects certainty, unless it names what is uncertain.
  private func unexpectedUncertainty(_ expected: Expectation, _ place: FixturePlace) -> Mismatch? {
    let expectsDefault = expected.rules?.value.isEmpty ?? false
    // Only a held request has holds, so who names one expects it to be held.
    let expectsHold = effect == .hold && !expected.holds.isEmpty
    guard isFromUncertainty, expected.verdict?.value == effect || expectsDefault || expectsHold
    else { return nil }
    let rules = uncertain.map(\.rule)
    let listed = rules.map { YAMLText.scalar($0) }.joined(separator: ", ")
    return Mismatch(
      what: .uncertain, expected: [],
      actual: uncertain.map { Verdict.text($0.rule, Verdict.causes($0)) }.sorted()
        + (uncertainOmitted > 0 ? ["\(uncertainOmitted) more"] : []),
      place: expected.verdict?.place ?? expected.rules?.place ?? expected.holds.first?.place
        ?? place,
      hint:
        """
        no rule decided, and what is uncertain may be a slip in the request; if the case means it: \
        expect: {verdict: \(effect.rawValue), uncertain: [\(listed)]}
        """
    )
  }

  private func compare(
    _ expected: Placed<[Expectation.UncertainRule]>, _ found: inout [Mismatch]
  ) {
    let wanted = expected.value
    let isMet =
      wanted.count == uncertain.count
      && wanted.allSatisfy { rule in
        uncertain.contains { actual in
          actual.rule == rule.rule
            && (rule.causes.map { Verdict.has(actual, causes: $0) } ?? true)
        }
      }
    guard !isMet else { return }
    // Causes are shown for the rules that the fixture asks them of, and for those it does not know.
    let withoutCauses = Set(wanted.filter { $0.causes == nil }.map(\.rule))
    var actual = uncertain.map { rule in
      Verdict.text(
        rule.rule, withoutCauses.contains(rule.rule) ? nil : Verdict.causes(rule),
        omitted: rule.causesOmitted)
    }
    .sorted()
    if uncertainOmitted > 0 { actual.append("\(uncertainOmitted) more") }
    found.append(
      Mismatch(
        what: .uncertain,
        expected: wanted.map { Verdict.text($0.rule, $0.causes.map { Set($0) }) }.sorted(),
        actual: actual, place: expected.place))
  }

  /// Whether a rule has these causes. Of one with more than a verdict names, a case may list those
  /// that are named, or all.
  private static func has(_ rule: Uncertainty, causes: [Expectation.Cause]) -> Bool {
    let wanted = Set(
      causes.map {
        Expectation.Cause(path: RequestPath.shown($0.path), fault: $0.fault)
      })
    let named = self.causes(rule)
    return wanted == named
      || Set(causes).count == rule.causes.count + rule.causesOmitted && wanted.isSuperset(of: named)
  }

  private static func causes(_ rule: Uncertainty) -> Set<Expectation.Cause> {
    Set(rule.causes.map { Expectation.Cause(path: $0.path, fault: $0.fault) })
  }

  private static func text(
    _ rule: String, _ causes: Set<Expectation.Cause>?, omitted: Int = 0
  ) -> String {
    guard let causes else { return rule }
    var texts = causes.map { "\($0.path): \($0.fault.name)" }.sorted()
    if omitted > 0 { texts.append("\(omitted) more") }
    return "\(rule) (\(texts.joined(separator: ", ")))"
  }

  // MARK: Holds

  private func mismatch(with expected: Placed<Expectation.ExpectedHold>) -> Mismatch? {
    let comparisons = holds.map { expected.value.parts(beside: $0) }
    // The hold that comes nearest is the one that was meant.
    let nearest = comparisons.max { left, right in
      left.count { $0.isMet } < right.count { $0.isMet }
    }
    guard let nearest else {
      return Mismatch(
        what: .holds,
        expected: expected.value.parts(beside: nil).map { "\($0.name): \($0.expected)" },
        actual: [],
        place: expected.place)
    }
    if nearest.allSatisfy(\.isMet) { return nil }
    return Mismatch(
      what: .holds, expected: nearest.map { "\($0.name): \($0.expected)" },
      actual: nearest.map { "\($0.name): \($0.actual ?? "none")" }, place: expected.place)
  }
}

/// A part of a hold as it is expected and as it is.
private struct HoldPart {
  var name: String
  var expected: String
  var actual: String?
  var isMet: Bool

  init?(_ name: String, _ expected: String?, _ actual: String?) {
    guard let expected else { return nil }
    self.init(name, expected, actual, isMet: expected == actual)
  }

  init(_ name: String, _ expected: String, _ actual: String?, isMet: Bool) {
    self.name = name
    self.expected = expected
    self.actual = actual
    self.isMet = isMet
  }
}

extension Expectation.ExpectedHold {
  /// What is asked of a hold, in the names of fixtures.
  fileprivate func parts(beside hold: Verdict.Hold?) -> [HoldPart] {
    VerdictLine.HoldMember.allCases.flatMap { parts($0, beside: hold) }
  }

  private func parts(_ member: VerdictLine.HoldMember, beside hold: Verdict.Hold?) -> [HoldPart] {
    switch member {
    case .rule: return [HoldPart("rule", rule, hold?.rule)].compactMap(\.self)
    // It says which policy wrote the verdict, too: no fixture asks for it.
    case .key, .status: return []
    case .needs:
      return [HoldPart("needs", needs, hold?.needs.description)].compactMap(\.self)
    case .within:
      return [HoldPart("within", within, hold?.within.description)].compactMap(\.self)
    case .rejectedBy:
      return [HoldPart("rejected_by", rejectedBy.map(String.init), hold.map { "\($0.rejectedBy)" })]
        .compactMap(\.self)
    case .escalate:
      return [
        HoldPart("escalate to", escalate?.to, hold?.escalate?.to.description),
        HoldPart("escalate after", escalate?.after, hold?.escalate?.after.description),
      ].compactMap(\.self)
    case .override:
      return [HoldPart("override", override, hold?.override?.description)].compactMap(\.self)
    case .notify:
      guard let notify else { return [] }
      let actual = hold?.notify ?? []
      // As a set: each of these is there, and nothing else.
      let isMet =
        notify.count == actual.count
        && notify.allSatisfy { wanted in actual.contains { wanted.fits($0) } }
      return [
        HoldPart(
          "notify", listed(notify.map(\.text)),
          listed(actual.map { "\($0.channel) \(quoted($0.target))" }), isMet: isMet)
      ]
    case .covers:
      return [HoldPart("covers", covers, hold?.covers.description)].compactMap(\.self)
    case .coversFor:
      return [HoldPart("covers_for", coversFor, hold?.coversFor.description)].compactMap(\.self)
    case .requester:
      return [
        HoldPart(
          "requester", requester.map(listed), hold.map { $0.requester.map(listed) ?? "uncertain" })
      ].compactMap(\.self)
    }
  }
}

extension Expectation.Notification {
  fileprivate func fits(_ actual: HoldNotification) -> Bool {
    (channel ?? actual.channel) == actual.channel
      && (target.map { ExactString($0) } ?? actual.target) == actual.target
  }

  fileprivate var text: String {
    [channel, target.map { quoted(ExactString($0)) }].compactMap(\.self).joined(separator: " ")
  }
}

/// A set of texts, so that two of them are equal when their elements are.
private func listed(_ texts: [String]) -> String {
  texts.isEmpty ? "nobody" : texts.sorted().joined(separator: ", ")
}

/// Whether the whole text is of the glob's form: `*` is any text, also none, and `\` takes the
/// character after it as it is. (Unlike `like`, a slash is nothing special: reasons are prose.)
func fits(_ text: String, glob: String) -> Bool {
  let (text, glob) = (Array(text.utf8), Array(glob.utf8))
  let star = UInt8(ascii: "*")
  var (place, position) = (0, 0)
  // The last star, and how much of the text it has taken: all it takes to go back.
  var retry: (position: Int, place: Int)?
  while place < text.count {
    if position < glob.count, glob[position] == star {
      position += 1
      retry = (position, place)
      continue
    }
    var literal = position
    if literal + 1 < glob.count, glob[literal] == UInt8(ascii: "\\") { literal += 1 }
    if literal < glob.count, glob[literal] == text[place] {
      position = literal + 1
      place += 1
    } else if let last = retry {
      place = last.place + 1
      position = last.position
      retry = (position, place)
    } else {
      return false
    }
  }
  return glob[position...].allSatisfy { $0 == star }
}
