internal import Weir

/// A hold needs more people than there are: the policy names fewer, or only those who ask and may
/// not approve, or the list of trusted keys has fewer. Whatever it holds waits until it is denied.
/// Ask for fewer, or name a group that has them.
struct UnsatisfiableQuorum: LintRule {
  let name: ExactString = "unsatisfiable-quorum"
  let category = LintCategory.holds
  let level = LintLevel.warning

  let bad: LintExample = """
    requester principal.id
    hold large when amount > 100
      because "{amount} is much"
      «needs 2 of user "cfo"»
      within 1h
    """
  let good: LintExample = """
    requester principal.id
    hold large when amount > 100
      because "{amount} is much"
      needs 2 of (user "cfo" or group "treasury")
      within 1h
    """

  func isInformed(_ surroundings: LintSurroundings) -> Bool { surroundings.people != nil }

  func findings(in context: LintContext) -> [Diagnostic] {
    context.holds.compactMap { hold -> Diagnostic? in
      // Whoever may override settles it without the others.
      guard hold.clauses.override == nil else { return nil }
      let crowd = Crowd(hold.clauses, context)
      guard let lacking = crowd.lacking, lacking > 0 else { return nil }
      return finding(
        "\(hold.title) can never be approved: it needs \(Plural.counted(lacking, "person")) more "
          + "than can approve it\(crowd.hint)",
        at: hold.place(.needs),
        hint: "ask for fewer people, or name a group that has as many besides whoever asks")
    }
  }
}

/// Who could approve a hold, at the best.
private struct Crowd {
  /// How many people are missing however many come; nil where that cannot be told.
  let lacking: Int?
  /// What it was told by, besides the policy.
  let hint: String

  init(_ hold: HoldClauses<PolicyApprover>, _ context: LintContext) {
    let needs = hold.needs.renamed { name -> VerdictApprover in
      switch name {
      case .text(let text): .name(text)
      case .path(let path): .name(ExactString(path.text))
      }
    }
    let trusted = context.surroundings.people
    hint = trusted == nil ? "" : ", by the list of trusted keys"
    guard let match = NeedsMatch(needs) else {
      lacking = nil
      return
    }
    let selectors = hold.needs.approvers
    let all = Array(selectors.indices)
    var people: [[Int]: Int] = [:]
    /// Adds people who may serve those factors, or all of them once the hold is escalated.
    func add(_ count: Int, where isIn: (Approvers<PolicyApprover>) -> Bool) {
      let isLater = hold.escalate.map { isIn($0.to) } ?? false
      let abilities = isLater ? all : all.filter { isIn(selectors[$0]) }
      if !abilities.isEmpty { people[abilities, default: 0] += count }
    }
    if let trusted {
      for person in Dictionary(grouping: trusted, by: \.name).values {
        add(1) { selector in
          selector.names.contains { kind, name in
            // Whoever asks does not approve.
            if case .path(let path) = name, context.checked.requester.contains(path) {
              return false
            }
            return person.contains { $0.isIn(kind, name) }
          }
        }
      }
    } else {
      let names = (selectors + [hold.escalate?.to].compactMap { $0 }).flatMap(\.names)
      var seen: Set<PolicyApprover> = []
      for (kind, name) in names where seen.insert(name).inserted || kind != .user {
        switch (kind, name) {
        case (.user, .path(let path)) where context.checked.requester.contains(path):
          // Whoever asks does not approve.
          continue
        case (.user, .path(let path)) where context.mayBeList(path):
          add(Limits.approvers) { $0.names.contains { $0.kind == .user && $0.name == name } }
        case (.user, .text), (.user, .path):
          add(1) { $0.names.contains { $0.kind == .user && $0.name == name } }
        case (.group, _), (.role, _):
          // Nobody knows who is in it.
          add(Limits.approvers) { $0.names.contains { $0.kind == kind && $0.name == name } }
        }
      }
    }
    lacking = match.leastLacking(people)
  }
}

extension LintSurroundings.Person {
  /// Whether a name of the policy may mean this person. Whomever a path names, may be anybody.
  fileprivate func isIn(_ kind: ApproverKind, _ approver: PolicyApprover) -> Bool {
    guard case .text(let text) = approver else { return true }
    return switch kind {
    case .user: text == name
    case .group: groups.contains(text)
    case .role: roles.contains(text)
    }
  }
}

extension LintContext {
  /// Whether a path may hold a list, by the shape or because there is none.
  fileprivate func mayBeList(_ path: RequestPath) -> Bool {
    guard let shape = checked.shape else { return true }
    var type = Type.record(shape)
    for step in path.steps {
      do throws(StepFailure) { type = try type.after(step).type } catch { return true }
    }
    switch type {
    case .list, .any, .map: return true
    case .bool, .string, .choice, .number, .timestamp, .duration, .ip, .cidr, .hours, .version,
      .path, .folder, .record:
      return false
    }
  }
}
