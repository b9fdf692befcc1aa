// How the program file spells holds: their clauses in the order of the table, each without its
// name. An optional one has a byte before it that says whether it is there.

extension ByteEncoder {
  mutating func hold(_ hold: HoldDescription) {
    for kind in HoldClauseKind.allCases {
      let clause = hold.clauses[kind]
      switch kind.row.presence {
      case .required, .assumed: break
      case .optional: flag(clause != nil)
      }
      if let clause { self.clause(clause) }
    }
    data(hold.terms)
    list(hold.slots.sorted { $0.value < $1.value }) { encoder, entry in
      encoder.path(entry.key)
      encoder.count(entry.value)
    }
  }

  private mutating func clause(_ clause: HoldClause<PolicyApprover>) {
    switch clause {
    case .needs(let needs): self.needs(needs)
    case .within(let deadline): interval(deadline)
    case .rejectedBy(let number): count(number)
    case .escalate(let escalation):
      approvers(escalation.to)
      interval(escalation.after)
    case .override(let people): approvers(people)
    case .notify(let notifications):
      list(notifications) { encoder, notification in
        encoder.string(notification.channel)
        encoder.text(notification.target)
      }
    case .covers(.once(let duration)):
      byte(0)
      interval(duration)
    case .covers(.values(let paths, let duration)):
      byte(1)
      list(paths) { $0.path($1) }
      interval(duration)
    }
  }

  private mutating func needs(_ needs: Needs<PolicyApprover>) {
    switch needs {
    case .factor(let number, let people):
      byte(0)
      count(number)
      approvers(people)
    case .all(let parts):
      byte(1)
      list(parts) { $0.needs($1) }
    case .any(let parts):
      byte(2)
      list(parts) { $0.needs($1) }
    }
  }

  private mutating func approvers(_ approvers: Approvers<PolicyApprover>) {
    switch approvers {
    case .one(let kind, let name):
      switch kind {
      case .group: byte(0)
      case .user: byte(1)
      case .role: byte(2)
      }
      switch name {
      case .text(let text):
        byte(0)
        self.text(text)
      case .path(let path):
        byte(1)
        self.path(path)
      }
    case .any(let parts):
      byte(3)
      list(parts) { $0.approvers($1) }
    }
  }
}

extension ByteDecoder {
  mutating func hold() throws(ProgramError) -> HoldDescription {
    var clauses: [HoldClause<PolicyApprover>] = []
    for kind in HoldClauseKind.allCases {
      let isThere =
        switch kind.row.presence {
        case .required, .assumed: true
        case .optional: try flag()
        }
      if isThere { clauses.append(try clause(kind)) }
    }
    guard let clauses = HoldClauses(clauses) else { throw .damaged }
    let terms = try data()
    var slots: [RequestPath: Int] = [:]
    for (path, slot) in try list({ decoder throws(ProgramError) in
      (try decoder.path(), try decoder.count())
    }) {
      slots[path] = slot
    }
    return HoldDescription(clauses: clauses, terms: terms, slots: slots)
  }

  private mutating func clause(
    _ kind: HoldClauseKind
  ) throws(ProgramError) -> HoldClause<PolicyApprover> {
    switch kind {
    case .needs: return .needs(try needs())
    case .within: return .within(try interval())
    case .rejectedBy: return .rejectedBy(try count())
    case .escalate:
      return .escalate(HoldEscalation(to: try approvers(), after: try interval()))
    case .override: return .override(by: try approvers())
    case .notify:
      return .notify(
        try list { decoder throws(ProgramError) in
          HoldNotification(channel: try decoder.string(), target: try decoder.text())
        })
    case .covers:
      switch try byte() {
      case 0: return .covers(.once(for: try interval()))
      case 1:
        let paths = try list { decoder throws(ProgramError) in try decoder.path() }
        return .covers(.values(paths, for: try interval()))
      default: throw .damaged
      }
    }
  }

  private mutating func needs() throws(ProgramError) -> Needs<PolicyApprover> {
    try nested { decoder throws(ProgramError) in
      switch try decoder.byte() {
      case 0: return .factor(count: try decoder.count(), try decoder.approvers())
      case 1: return .all(try decoder.list { decoder throws(ProgramError) in try decoder.needs() })
      case 2: return .any(try decoder.list { decoder throws(ProgramError) in try decoder.needs() })
      default: throw .damaged
      }
    }
  }

  private mutating func approvers() throws(ProgramError) -> Approvers<PolicyApprover> {
    try nested { decoder throws(ProgramError) in
      let kind: ApproverKind
      switch try decoder.byte() {
      case 0: kind = .group
      case 1: kind = .user
      case 2: kind = .role
      case 3:
        return .any(
          try decoder.list { decoder throws(ProgramError) in try decoder.approvers() })
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
