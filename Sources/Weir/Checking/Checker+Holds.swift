// The clauses of holds: who must approve, by when, what the approval is good for; and `requester`
// and `volatile`, which say of the whole policy who may not approve and what an approval does not
// cover.

/// A hold's clauses, not yet checked: each at most once.
struct PendingHold {
  private(set) var clauses: [SyntaxHoldClause] = []

  mutating func add(_ clause: SyntaxHoldClause) { clauses.append(clause) }

  func has(_ kind: HoldClauseKind) -> Bool { clauses.contains { $0.kind == kind } }

  /// The deadline as it is written.
  var deadline: SyntaxDuration? {
    for case .within(let deadline) in clauses { return deadline }
    return nil
  }
}

extension Checker {
  // MARK: Requester and volatile

  /// Merges `requester` and `volatile` of all files. The paths are kept in the order of their
  /// texts, so that no order of files shows.
  mutating func checkPeople() {
    for tree in trees {
      let module = tree.module?.text
      for declaration in tree.declarations {
        switch declaration.kind {
        case .requester(let paths):
          for syntax in paths {
            guard let found = path(syntax, "requester", module) else { continue }
            guard isPerson(found.type) else {
              report(
                .typeMismatch, "a requester is a string, and this is \(found.type.phrase)",
                at: syntax.range, hint: "name the member that identifies the person")
              continue
            }
            requesterPlaces.append(PlacedPath(path: found.path, range: syntax.range))
          }
        case .volatile(let paths):
          for syntax in paths {
            guard let found = path(syntax, "volatile", module) else { continue }
            volatilePlaces.append(PlacedPath(path: found.path, range: syntax.range))
          }
        case .request, .data, .define, .type, .rule, .on, .default, .error: break
        }
      }
    }
    policy.requester = merged(requesterPlaces)
    policy.volatile = merged(volatilePlaces)
    for (index, place) in volatilePlaces.enumerated() {
      if let first = place.path.steps.first { volatileIndex[first, default: []].append(index) }
    }
    for place in requesterPlaces { checkVolatile(place, "`requester` reads it") }
  }

  private func merged(_ places: [PlacedPath]) -> [RequestPath] {
    Set(places.map(\.path)).map { (text: ExactString($0.text), path: $0) }
      .sorted { $0.text < $1.text }.map(\.path)
  }

  private func isPerson(_ type: Type) -> Bool {
    switch type {
    case .string, .choice, .any, .list(.string), .list(.choice), .list(.any): true
    case .bool, .number, .timestamp, .duration, .ip, .cidr, .hours, .version, .path, .folder, .list,
      .record,
      .map:
      false
    }
  }

  /// A path of the request, as clauses name them.
  private mutating func path(
    _ syntax: SyntaxExpression, _ word: String, _ module: String?
  ) -> (path: RequestPath, type: Type)? {
    let expression = root(syntax, module: module).expression
    if expression.isMistake { return nil }
    guard case .path(let path) = expression.kind else {
      report(
        .typeMismatch, "`\(word)` names paths of the request, and this is none",
        at: syntax.range, hint: "write a path such as `principal.id`")
      return nil
    }
    return (path, expression.type)
  }

  // MARK: Holds

  /// A hold of its clauses; nil when one that it cannot be without is missing or wrong.
  mutating func check(
    _ pending: PendingHold, at place: SourceRange, whole: [SyntaxClause], module: String?
  ) -> HoldClauses<PolicyApprover>? {
    let hasErrors = whole.contains { if case .error = $0.kind { true } else { false } }
    if policy.requester.isEmpty, !declaresRequester {
      declaresRequester = true
      report(
        .missingRequester, "a policy with holds says who asks, and this one has no `requester`",
        at: place,
        hint: "declare the path that identifies the requester: `requester principal.id`")
    }
    if !hasErrors {
      for kind in HoldClauseKind.allCases where !pending.has(kind) {
        reportMissing(kind, at: place)
      }
    }
    // In the table's order, whatever the policy's: so are findings, and `covers` comes after the
    // deadline that it may take over.
    var clauses: [HoldClause<PolicyApprover>] = []
    for kind in HoldClauseKind.allCases {
      for clause in pending.clauses where clause.kind == kind {
        if let checked = check(clause, of: pending, module) { clauses.append(checked) }
      }
    }
    return HoldClauses(clauses)
  }

  /// Reports a clause that every hold must have.
  private mutating func reportMissing(_ kind: HoldClauseKind, at place: SourceRange) {
    switch kind {
    case .needs:
      report(
        .missingNeeds, "the hold does not say who must approve", at: place,
        hint: "add a clause such as `needs 1 of group \"security\"`")
    case .within:
      report(
        .missingWithin, "the hold does not say by when", at: place,
        hint: "add a deadline such as `within 15m`")
    case .rejectedBy, .escalate, .override, .notify, .covers: break
    }
  }

  /// One clause; nil when it is wrong and no other can stand for it.
  private mutating func check(
    _ clause: SyntaxHoldClause, of pending: PendingHold, _ module: String?
  ) -> HoldClause<PolicyApprover>? {
    switch clause {
    case .needs(let needs):
      guard let checked = check(needs, module) else { return nil }
      if checked.alternativeCount > Limits.needsAlternatives {
        report(
          .tooManyAlternatives,
          "there are more than \(Limits.needsAlternatives) ways to satisfy these needs",
          at: needs.range,
          hint: "put who may stand for each other into one factor: `1 of (group … or user …)`")
      }
      return .needs(checked)
    case .within(let duration): return positive(duration, "within").map { .within($0) }
    case .rejectedBy(let count):
      checkCount(count)
      return .rejectedBy(count.value)
    case .escalate(let to, let after):
      guard let people = check(to, module) else { return nil }
      if let deadline = pending.deadline, after.value >= deadline.value {
        report(
          .escalationTooLate,
          "the escalation comes after \(after.value), when the hold is over", at: after.range,
          labels: [Diagnostic.Label(deadline.range, "the deadline is \(deadline.value)")],
          hint: "escalate before the deadline")
      }
      return .escalate(HoldEscalation(to: people, after: after.value))
    case .override(let selector): return check(selector, module).map { .override(by: $0) }
    case .notify(let notifications):
      return .notify(
        notifications.map {
          HoldNotification(channel: $0.channel.text, target: $0.target.value)
        })
    case .covers(.once(let duration)):
      // As long as the deadline, where nothing is said.
      return duration.flatMap { positive($0, "covers once for") }.map { .covers(.once(for: $0)) }
    case .covers(.values(let syntaxes, let duration)):
      var paths: [RequestPath] = []
      for syntax in syntaxes {
        guard let found = path(syntax, "covers", module) else { continue }
        checkVolatile(PlacedPath(path: found.path, range: syntax.range), "`covers` reads it")
        if !paths.contains(found.path) { paths.append(found.path) }
      }
      return .covers(.values(paths, for: positive(duration, "covers … for") ?? duration.value))
    }
  }

  private mutating func positive(_ duration: SyntaxDuration, _ word: String) -> SignedDuration? {
    if duration.value > SignedDuration(seconds: 0, nanoseconds: 0) { return duration.value }
    report(
      .invalidConstant, "`\(word) \(duration.value)` is over before it begins",
      at: duration.range, hint: "write a time that people can act in, such as `15m`")
    return nil
  }

  private mutating func checkCount(_ count: SyntaxCount) {
    if (1...Limits.approvers).contains(count.value) { return }
    report(
      .invalidCount,
      count.value < 1
        ? "at least one person decides, and this says \(count.value)"
        : "\(count.value) people are more than the \(Limits.approvers) that Weir counts",
      at: count.range, hint: "write a number from 1 to \(Limits.approvers)")
  }

  private mutating func check(
    _ needs: SyntaxNeeds, _ module: String?
  ) -> Needs<PolicyApprover>? {
    switch needs.kind {
    case .error:
      sawSyntaxError = true
      return nil
    case .factor(let count, let selector):
      checkCount(count)
      return check(selector, module).map { .factor(count: count.value, $0) }
    case .all(let parts):
      let checked = parts.map { check($0, module) }
      return checked.contains { $0 == nil } ? nil : .all(checked.compactMap(\.self))
    case .any(let parts):
      let checked = parts.map { check($0, module) }
      return checked.contains { $0 == nil } ? nil : .any(checked.compactMap(\.self))
    }
  }

  private mutating func check(
    _ selector: SyntaxSelector, _ module: String?
  ) -> Approvers<PolicyApprover>? {
    switch selector.kind {
    case .error:
      sawSyntaxError = true
      return nil
    case .any(let parts):
      let checked = parts.map { check($0, module) }
      return checked.contains { $0 == nil } ? nil : .any(checked.compactMap(\.self))
    case .one(let kind, let operand):
      let expression = root(operand, module: module).expression
      if expression.isMistake { return nil }
      guard isPerson(expression.type) else {
        report(
          .typeMismatch, "a \(kind.rawValue) is a string, and this is \(expression.type.phrase)",
          at: operand.range, hint: "write its name in quotes, or a path that has it")
        return nil
      }
      switch expression.kind {
      case .path(let path):
        checkVolatile(
          PlacedPath(path: path, range: operand.range), "the hold's people come from it")
        return .one(kind, .path(path))
      case .constant(.string(let text)): return .one(kind, .text(text))
      case .constant(.list(let values)):
        let texts = values.compactMap { if case .string(let text) = $0 { text } else { nil } }
        if texts.count == 1 { return .one(kind, .text(texts[0])) }
        if texts.count == values.count, !texts.isEmpty {
          return .any(texts.map { .one(kind, .text($0)) })
        }
      case .constant, .local, .now, .member, .element, .list, .not, .and, .or, .compare,
        .arithmetic, .negate, .coalesce, .has, .quantifier, .call:
        break
      }
      report(
        .typeMismatch, "a \(kind.rawValue) is named by a text or a path of the request",
        at: operand.range, hint: "write its name in quotes, or a path that has it")
      return nil
    }
  }

  // MARK: Volatile

  /// Nothing that a hold depends on may be volatile.
  mutating func checkVolatile(_ rule: CheckedRule) {
    guard !volatileIndex.isEmpty else { return }
    for condition in rule.conditions { checkVolatile(in: condition, of: rule) }
    for exclusion in rule.exclusions { checkVolatile(in: exclusion, of: rule) }
  }

  private mutating func checkVolatile(in expression: CheckedExpression, of rule: CheckedRule) {
    switch expression.kind {
    case .path(let path):
      guard let first = path.steps.first, volatileIndex[first] != nil else { return }
      checkVolatile(
        PlacedPath(path: path, range: expression.range), "hold `\(rule.name)` depends on it")
    case .constant, .local, .now: break
    case .not(let operand), .negate(let operand), .has(let operand), .member(let operand, _):
      checkVolatile(in: operand, of: rule)
    case .compare(_, let left, let right), .arithmetic(_, let left, let right),
      .coalesce(let left, let right), .element(let left, let right):
      checkVolatile(in: left, of: rule)
      checkVolatile(in: right, of: rule)
    case .and(let operands), .or(let operands), .list(let operands), .call(_, let operands):
      for operand in operands { checkVolatile(in: operand, of: rule) }
    case .quantifier(let quantifier):
      checkVolatile(in: quantifier.subject, of: rule)
      checkVolatile(in: quantifier.body, of: rule)
    }
  }

  mutating func checkVolatile(_ place: PlacedPath, _ reason: String) {
    guard let first = place.path.steps.first, let candidates = volatileIndex[first] else { return }
    for index in candidates {
      let volatile = volatilePlaces[index]
      let steps = min(volatile.path.steps.count, place.path.steps.count)
      guard volatile.path.steps.prefix(steps) == place.path.steps.prefix(steps) else { continue }
      guard reportedVolatile.insert(place.range).inserted else { return }
      report(
        .volatilePath, "`\(place.path.text)` cannot be volatile: \(reason)", at: place.range,
        labels: [Diagnostic.Label(volatile.range, "volatile here")],
        hint:
          """
          an approval would then be good for a request that nobody looked at: remove it from \
          `volatile`, or from the hold
          """
      )
    }
  }
}

extension CheckedExpression {
  /// The operands, in source order.
  package var operands: [CheckedExpression] {
    switch kind {
    case .constant, .path, .local, .now: []
    case .member(let base, _): [base]
    case .element(let base, let key): [base, key]
    case .list(let elements): elements
    case .not(let operand), .negate(let operand), .has(let operand): [operand]
    case .and(let operands), .or(let operands): operands
    case .compare(_, let left, let right), .arithmetic(_, let left, let right),
      .coalesce(let left, let right):
      [left, right]
    case .quantifier(let quantifier): [quantifier.subject, quantifier.body]
    case .call(_, let arguments): arguments
    }
  }
}
