// Reads what a case expects, from `expect: deny` to the contents of a hold. What no verdict can
// meet is already a mistake here: the case would fail whatever the policy says.

internal import Weir

extension FixtureReader {
  /// An expectation; nil after a mistake.
  mutating func expectation(_ document: JSONDocument) -> Expectation? {
    let before = mistakes.count
    var expectation = Expectation()
    switch document.kind {
    case .string(let name):
      let place = text.place(at: document.offset)
      if name == "refused" {
        expectation.refused = Placed(nil, at: place)
      } else {
        expectation.verdict = effect(document, others: ["refused"])
      }
    case .record(let members):
      if members.isEmpty {
        note(
          .assertsNothing, "the expectation is empty, so the case can never fail",
          at: document.offset, hint: "say what the verdict must be: `expect: deny`")
      }
      readExpectation(document, into: &expectation)
    case .null, .bool, .number, .list:
      wrongType(document, "`expect` takes `allow`, `deny`, `hold` or `refused`, or a record")
    }
    return mistakes.count == before ? expectation : nil
  }

  private mutating func readExpectation(
    _ document: JSONDocument, into expectation: inout Expectation
  ) {
    let fields = fields(document, ExpectKey.self).known
    for (key, member) in fields {
      let value = member.value
      let place = text.place(at: value.offset)
      switch key {
      case .verdict: expectation.verdict = effect(value)
      case .rules:
        expectation.rules = texts(value, "rules").map { Placed($0.map(\.value), at: place) }
      case .because:
        let globs = texts(value, "because") ?? []
        expectation.because = globs.map { Placed($0.value, at: text.place(at: $0.offset)) }
        expectSome(value, member)
      case .uncertain:
        expectation.uncertain = uncertain(value).map { Placed($0, at: place) }
      case .holds:
        for element in elements(value) {
          let place = text.place(at: element.offset)
          if let hold = hold(element) { expectation.holds.append(Placed(hold, at: place)) }
        }
        expectSome(value, member)
      case .observed:
        expectation.observed = texts(value, "observed").map { Placed($0.map(\.value), at: place) }
      case .refused:
        expectation.refused = refusal(value).map { Placed(.some($0), at: place) }
      }
    }
    noteContradictions(fields, expectation)
  }

  /// Refuses an empty list here: it would ask nothing.
  private mutating func expectSome(_ value: JSONDocument, _ member: JSONDocument.Member) {
    guard case .list(let elements) = value.kind, elements.isEmpty else { return }
    note(
      .assertsNothing, "an empty `\(member.name)` asks nothing", at: value.offset,
      hint: "remove it, or say what must be there")
  }

  private mutating func noteContradictions(
    _ fields: [(key: ExpectKey, member: JSONDocument.Member)], _ expectation: Expectation
  ) {
    for (key, member) in fields {
      let problem: (what: String, hint: String)?
      switch key {
      case .verdict:
        let isDenied = expectation.verdict.map { $0.value == .deny } ?? true
        problem =
          expectation.refused != nil && !isDenied
          ? ("an input that is refused is denied", "remove `verdict`, or `refused`") : nil
      case .rules, .because, .uncertain, .observed:
        problem =
          expectation.refused != nil
          ? ("no rule is tried on an input that is refused", "remove it, or `refused`") : nil
      case .holds:
        let isHeld = expectation.verdict.map { $0.value == .hold } ?? true
        problem =
          !isHeld || expectation.refused != nil
          ? ("only a held request has holds", "expect `verdict: hold`, or remove it") : nil
      case .refused: problem = nil
      }
      guard let problem else { continue }
      note(
        .impossibleExpectation, "`\(key.rawValue)` cannot be so: \(problem.what)",
        at: member.nameOffset, hint: problem.hint)
    }
  }

  // MARK: Names of tables

  private mutating func effect(_ document: JSONDocument, others: [String] = []) -> Placed<
    Verdict.Effect
  >? {
    let known = Verdict.Effect.allCases.map(\.rawValue) + others
    guard let name = string(document, others.isEmpty ? "verdict" : "expect") else { return nil }
    guard let effect = Verdict.Effect(rawValue: name) else {
      note(
        .unknownVerdict, "there is no verdict `\(name)`", at: document.offset,
        hint: spelling(of: name, among: known) ?? "write \(FixtureReader.list(known))")
      return nil
    }
    return Placed(effect, at: text.place(at: document.offset))
  }

  private mutating func refusal(_ document: JSONDocument) -> String? {
    guard let name = string(document, "refused") else { return nil }
    let known = InputError.Code.allCases.map(\.rawValue)
    guard known.contains(name) else {
      note(
        .unknownInputError, "no input is refused with `\(name)`", at: document.offset,
        hint: spelling(of: name, among: known) ?? "the codes are \(known.joined(separator: ", "))")
      return nil
    }
    return name
  }

  private mutating func fault(_ document: JSONDocument) -> FaultKind? {
    guard let name = string(document, "fault") else { return nil }
    guard let fault = FaultKind.allCases.first(where: { $0.name == name }) else {
      let known = FaultKind.allCases.map(\.name)
      note(
        .unknownFault, "there is no fault `\(name)`", at: document.offset,
        hint: spelling(of: name, among: known) ?? "the faults are \(known.joined(separator: ", "))")
      return nil
    }
    return fault
  }

  static func list(_ names: [String]) -> String {
    names.dropLast().joined(separator: ", ") + " or " + (names.last ?? "")
  }

  // MARK: Uncertain rules

  private mutating func uncertain(_ document: JSONDocument) -> [Expectation.UncertainRule]? {
    let elements = elements(document)
    let rules = elements.compactMap { uncertainRule($0) }
    return rules.count == elements.count ? rules : nil
  }

  private mutating func uncertainRule(_ document: JSONDocument) -> Expectation.UncertainRule? {
    if case .string(let name) = document.kind {
      return Expectation.UncertainRule(rule: name.description)
    }
    guard case .record = document.kind else {
      wrongType(document, "an uncertain rule is its name, or a record")
      return nil
    }
    var rule: String?
    var causes: [Expectation.Cause]?
    let fields = fields(document, UncertainKey.self)
    for (key, member) in fields.known {
      switch key {
      case .rule: rule = string(member.value, "rule")
      case .causes: causes = self.elements(member.value).compactMap { cause($0) }
      }
    }
    guard let rule else {
      if !fields.has(.rule) {
        note(
          .wrongType, "an uncertain rule has a name", at: document.offset,
          hint: "name it with `rule:`")
      }
      return nil
    }
    return Expectation.UncertainRule(rule: rule, causes: causes)
  }

  private mutating func cause(_ document: JSONDocument) -> Expectation.Cause? {
    var path: String?
    var fault: FaultKind?
    let before = mistakes.count
    for (key, member) in fields(document, CauseKey.self).known {
      switch key {
      case .path: path = string(member.value, "path")
      case .fault: fault = self.fault(member.value)
      }
    }
    guard let path, let fault else {
      if mistakes.count == before {
        note(
          .wrongType, "a cause has a `path` and a `fault`", at: document.offset,
          hint: "as in {path: payload.amount, fault: absent}")
      }
      return nil
    }
    return Expectation.Cause(path: path, fault: fault)
  }

  // MARK: Holds

  private mutating func hold(_ document: JSONDocument) -> Expectation.ExpectedHold? {
    let before = mistakes.count
    var hold = Expectation.ExpectedHold()
    let fields = fields(document, HoldKey.self).known
    for (key, member) in fields {
      let value = member.value
      switch key.member {
      case .key, .status: break
      case .rule: hold.rule = string(value, "rule")
      case .needs: hold.needs = string(value, "needs")
      case .within: hold.within = length(value, "within")
      case .rejectedBy: hold.rejectedBy = count(value, "rejectedBy")
      case .escalate: hold.escalate = escalation(value)
      case .override: hold.override = string(value, "override")
      case .notify: hold.notify = elements(value).map { notification($0) }
      case .covers: hold.covers = string(value, "covers")
      case .coversFor: hold.coversFor = length(value, "coversFor")
      case .requester: hold.requester = texts(value, "requester")?.map(\.value)
      }
    }
    if fields.isEmpty, mistakes.count == before {
      note(
        .assertsNothing, "the hold has no part that could be compared", at: document.offset,
        hint: "name its rule, or expect `verdict: hold`")
    }
    return mistakes.count == before ? hold : nil
  }

  private mutating func count(_ document: JSONDocument, _ what: String) -> Int? {
    guard case .number(let digits) = document.kind, let count = Int(digits), count >= 1 else {
      wrongType(document, "`\(what)` takes a whole number from 1")
      return nil
    }
    return count
  }

  private mutating func escalation(_ document: JSONDocument) -> Expectation.Escalation {
    var escalation = Expectation.Escalation()
    for (key, member) in fields(document, EscalateKey.self).known {
      switch key {
      case .to: escalation.to = string(member.value, "to")
      case .after: escalation.after = length(member.value, "after")
      }
    }
    return escalation
  }

  private mutating func notification(_ document: JSONDocument) -> Expectation.Notification {
    var notification = Expectation.Notification()
    for (key, member) in fields(document, NotifyKey.self).known {
      switch key {
      case .channel: notification.channel = string(member.value, "channel")
      case .target: notification.target = string(member.value, "target")
      }
    }
    return notification
  }
}
