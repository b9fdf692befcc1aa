// How the program file spells rules, which are laid flat, and holds with their needs and selectors.

extension ByteEncoder {
  mutating func range(_ range: SourceRange) {
    count(Int(range.file))
    count(Int(range.start))
    count(Int(range.end - range.start))
  }

  mutating func path(_ path: RequestPath) {
    list(path.steps) { encoder, step in
      switch step {
      case .member(let name):
        encoder.byte(0)
        encoder.text(name)
      case .index(let index):
        encoder.byte(1)
        encoder.count(index)
      }
    }
  }

  /// Flat rules; the paths of their files stand elsewhere.
  mutating func rules(_ rules: FlatRules) {
    table(rules.records)
    table(rules.parts)
    table(rules.templateParts)
    table(rules.bytes)
    list(rules.holds) { $0.hold($1) }
  }

  mutating func hold(_ hold: HoldDescription) {
    let clauses = hold.clauses
    needs(clauses.needs)
    interval(clauses.within)
    count(clauses.rejectedBy)
    optional(clauses.escalation) { encoder, escalation in
      encoder.selector(escalation.to)
      encoder.interval(escalation.after)
    }
    optional(clauses.override) { $0.selector($1) }
    list(clauses.notifications) { encoder, notification in
      encoder.string(notification.channel)
      encoder.text(notification.target)
    }
    switch clauses.covers {
    case .once(for: let lasts):
      byte(0)
      interval(lasts)
    case .values(let paths, for: let lasts):
      byte(1)
      list(paths) { $0.path($1) }
      interval(lasts)
    }
    data(hold.terms)
    list(hold.slots.sorted { $0.value < $1.value }) { encoder, entry in
      encoder.path(entry.key)
      encoder.count(entry.value)
    }
  }

  private mutating func needs(_ needs: CheckedNeeds) {
    switch needs {
    case .factor(let number, let people):
      byte(0)
      count(number)
      selector(people)
    case .all(let parts):
      byte(1)
      list(parts) { $0.needs($1) }
    case .any(let parts):
      byte(2)
      list(parts) { $0.needs($1) }
    }
  }

  private mutating func selector(_ selector: CheckedSelector) {
    switch selector {
    case .one(let kind, let operand):
      switch kind {
      case .group: byte(0)
      case .user: byte(1)
      case .role: byte(2)
      }
      switch operand {
      case .text(let text):
        byte(0)
        self.text(text)
      case .path(let path):
        byte(1)
        self.path(path)
      }
    case .any(let parts):
      byte(3)
      list(parts) { $0.selector($1) }
    }
  }
}

extension ByteDecoder {
  mutating func range() throws(ProgramError) -> SourceRange {
    let file = try count()
    let start = try count()
    let length = try count()
    guard start + length <= Int(Int32.max) else { throw .damaged }
    return SourceRange(file: Int32(file), start: Int32(start), end: Int32(start + length))
  }

  mutating func path() throws(ProgramError) -> RequestPath {
    RequestPath(
      steps: try list { decoder throws(ProgramError) in
        switch try decoder.byte() {
        case 0: return .member(try decoder.text())
        case 1: return .index(try decoder.count())
        default: throw .damaged
        }
      })
  }

  mutating func rules(_ paths: [String]) throws(ProgramError) -> FlatRules {
    var rules = FlatRules()
    rules.records = try table()
    rules.parts = try table()
    rules.templateParts = try table()
    rules.bytes = try table()
    rules.holds = try list { decoder throws(ProgramError) in try decoder.hold() }
    rules.paths = paths
    return rules
  }

  mutating func hold() throws(ProgramError) -> HoldDescription {
    let needs = try needs()
    let within = try interval()
    let rejectedBy = try count()
    let escalation = try optional { decoder throws(ProgramError) in
      CheckedHold.Escalation(to: try decoder.selector(), after: try decoder.interval())
    }
    let override = try optional { decoder throws(ProgramError) in try decoder.selector() }
    let notifications = try list { decoder throws(ProgramError) in
      CheckedHold.Notification(channel: try decoder.string(), target: try decoder.text())
    }
    let covers: CheckedHold.Covers
    switch try byte() {
    case 0: covers = .once(for: try interval())
    case 1:
      covers = .values(
        try list { decoder throws(ProgramError) in try decoder.path() }, for: try interval())
    default: throw .damaged
    }
    let terms = try data()
    var slots: [RequestPath: Int] = [:]
    for (path, slot) in try list({ decoder throws(ProgramError) in
      (try decoder.path(), try decoder.count())
    }) {
      slots[path] = slot
    }
    return HoldDescription(
      clauses: CheckedHold(
        needs: needs, within: within, rejectedBy: rejectedBy, escalation: escalation,
        override: override, notifications: notifications, covers: covers),
      terms: terms, slots: slots)
  }

  private mutating func needs() throws(ProgramError) -> CheckedNeeds {
    try nested { decoder throws(ProgramError) in
      switch try decoder.byte() {
      case 0: return .factor(count: try decoder.count(), try decoder.selector())
      case 1: return .all(try decoder.list { decoder throws(ProgramError) in try decoder.needs() })
      case 2: return .any(try decoder.list { decoder throws(ProgramError) in try decoder.needs() })
      default: throw .damaged
      }
    }
  }

  private mutating func selector() throws(ProgramError) -> CheckedSelector {
    try nested { decoder throws(ProgramError) in
      let kind: ApproverKind
      switch try decoder.byte() {
      case 0: kind = .group
      case 1: kind = .user
      case 2: kind = .role
      case 3:
        return .any(
          try decoder.list { decoder throws(ProgramError) in try decoder.selector() })
      default: throw .damaged
      }
      switch try decoder.byte() {
      case 0: return .one(kind, .text(try decoder.text()))
      case 1: return .one(kind, .path(try decoder.path()))
      default: throw .damaged
      }
    }
  }
}
