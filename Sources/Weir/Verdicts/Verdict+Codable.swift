// Verdicts to and from `Codable`'s coders, in the form of their JSON lines: by the tables of
// `VerdictLine`, so that no name is spelt here.

extension Verdict: Codable {
  /// Encodes what the verdict's line says: the same members, left out where the line leaves them
  /// out. `line` and `byte`, of the request and of causes, are encoded as they are: a verdict that
  /// goes to somebody who does not have the input may set them to nil before.
  ///
  /// An identifier that is a number is encoded as one: exactly if it is whole and fits 64 bits,
  /// else as a `Double`, and as a string where no `Double` comes near it.
  public func encode(to encoder: any Encoder) throws { try lineValue.encode(to: encoder) }

  /// Decodes a verdict from a line that Weir wrote, or from what was encoded: with `line` and
  /// `byte` as they are there. Members that are not known are passed over; effects, faults and
  /// errors that are not known are refused.
  ///
  /// What a line does not have stays empty: ``Limit/value`` and ``Limit/spent`` of a limit, which
  /// its message tells people. A number as an identifier keeps the digits that 64 bits or a
  /// `Double` hold; one that is beyond a `Double` is passed over.
  public init(from decoder: any Decoder) throws {
    let members = try LineObject<VerdictLine.VerdictMember>(decoder)
    effect = try members.one(.verdict) { Effect(rawValue: $0) }
    if let text: String = try? members.ifThere(.id) {
      id = text
    } else if let digits = members.digits(.id) {
      id = digits
      hasNumericID = true
    }
    line = try members.ifThere(.line)
    rules = try members.list(.rules)
    holds = try members.list(.holds)
    uncertain = try members.list(.uncertain)
    uncertainOmitted = try members.ifThere(.uncertainOmitted) ?? 0
    observed = try members.list(.observed)
    if let refusal: Refusal = try members.ifThere(.error) {
      error = refusal.error
      limit = refusal.limit
    }
    policy = try members.ifThere(.policy)
  }
}

extension Verdict.Rule: Codable {
  /// Encodes the rule as a verdict's line has it.
  public func encode(to encoder: any Encoder) throws { try lineValue.encode(to: encoder) }

  /// Decodes a rule of a verdict's line.
  public init(from decoder: any Decoder) throws {
    let members = try LineObject<RuleMember>(decoder)
    self.init(
      name: try members.value(.name), because: try members.ifThere(.because),
      at: try members.value(.at), annotations: try members.texts(.annotations))
  }
}

extension Verdict.Observation: Codable {
  /// Encodes the observation as a verdict's line has it: the rule's members and its own.
  public func encode(to encoder: any Encoder) throws { try lineValue.encode(to: encoder) }

  /// Decodes an observation of a verdict's line.
  public init(from decoder: any Decoder) throws {
    let members = try LineObject<VerdictLine.ObservationMember>(decoder)
    self.init(
      rule: try Verdict.Rule(from: decoder),
      effect: try members.one(.effect) { Verdict.Effect(rawValue: $0) },
      outcome: try members.one(.outcome) { Outcome(rawValue: $0) })
  }
}

extension Verdict.Uncertainty: Codable {
  /// Encodes the uncertain rule as a verdict's line has it.
  public func encode(to encoder: any Encoder) throws { try lineValue.encode(to: encoder) }

  /// Decodes an uncertain rule of a verdict's line.
  public init(from decoder: any Decoder) throws {
    let members = try LineObject<VerdictLine.UncertaintyMember>(decoder)
    self.init(
      rule: try members.value(.rule), causes: try members.list(.causes),
      causesOmitted: try members.ifThere(.causesOmitted) ?? 0)
  }
}

extension Verdict.Cause: Codable {
  /// Encodes the cause as a verdict's line has it.
  public func encode(to encoder: any Encoder) throws { try lineValue.encode(to: encoder) }

  /// Decodes a cause of a verdict's line.
  public init(from decoder: any Decoder) throws {
    let members = try LineObject<VerdictLine.CauseMember>(decoder)
    self.init(
      path: try members.value(.path),
      fault: try members.one(.fault) { name in
        FaultKind.allCases.first { $0.name == name }
      },
      line: try members.ifThere(.line), byte: try members.ifThere(.byte),
      why: try members.ifThere(.why))
  }
}

/// The `error` of a line, which a verdict has as two values.
private struct Refusal: Decodable {
  let error: InputError
  let limit: Verdict.Limit?

  init(from decoder: any Decoder) throws {
    let members = try LineObject<VerdictLine.ErrorMember>(decoder)
    let code = try members.one(.code) { InputError.Code(rawValue: $0) }
    let message: String = try members.value(.message)
    var error = InputError(code, at: try members.value(.byte))
    error.readName(in: message)
    if try members.ifThere(.limit, as: String.self) != nil {
      let exceeded = try members.one(.limit) { LimitExceeded(rawValue: $0) }
      error.exceeded = exceeded
      limit = Verdict.Limit(
        name: exceeded.rawValue, value: nil, rule: try members.ifThere(.rule), spent: nil,
        message: message)
    } else {
      limit = nil
    }
    self.error = error
  }
}

extension InputError {
  /// Takes the name that an object has twice from the end of a message, where `message` puts it.
  fileprivate mutating func readName(in message: String) {
    let beginning = code.message + ": "
    guard message.hasPrefix(beginning) else { return }
    let rest = Array(message.utf8.dropFirst(beginning.utf8.count))
    guard let document = rest.withUnsafeBufferPointer({ try? parseJSON($0) }),
      case .string(let text) = document.kind
    else { return }
    name = text.description
  }
}

// MARK: - Holds

extension Verdict.Hold: Codable {
  /// Encodes the hold as a verdict's line has it.
  public func encode(to encoder: any Encoder) throws { try lineValue.encode(to: encoder) }

  /// Decodes a hold of a verdict's line.
  public init(from decoder: any Decoder) throws {
    let members = try LineObject<VerdictLine.HoldMember>(decoder)
    let clauses = try HoldClauseKind.allCases.compactMap { try members.clause($0) }
    guard let clauses = HoldClauses(clauses) else {
      throw DecodingError.dataCorrupted(
        DecodingError.Context(
          codingPath: decoder.codingPath,
          debugDescription: "a hold has clauses that this one lacks"))
    }
    self.init(
      rule: try members.value(.rule), key: try members.value(.key), clauses: clauses,
      requester: try members.ifThere(.requester))
  }
}

extension LineObject<VerdictLine.HoldMember> {
  /// A clause of a hold; nil where the line leaves it out.
  fileprivate func clause(_ kind: HoldClauseKind) throws -> HoldClause<VerdictApprover>? {
    switch kind {
    case .needs: return .needs(try one(.needs) { Needs($0) })
    case .within: return .within(try one(.within) { SignedDuration($0) })
    case .rejectedBy: return try ifThere(.rejectedBy).map { .rejectedBy($0) }
    case .escalate: return try ifThere(.escalate).map { .escalate($0) }
    case .override:
      guard try ifThere(.override, as: String.self) != nil else { return nil }
      return .override(by: try one(.override) { Approvers($0) })
    case .notify: return .notify(try list(.notify))
    case .covers:
      let duration = try one(.coversFor) { SignedDuration($0) }
      return .covers(try one(.covers) { HoldCovers($0, for: duration) })
    }
  }
}

extension HoldEscalation: Codable where Name == VerdictApprover {
  /// Encodes the escalation as a verdict's line has it.
  public func encode(to encoder: any Encoder) throws { try lineValue.encode(to: encoder) }

  /// Decodes the escalation of a hold.
  public init(from decoder: any Decoder) throws {
    let members = try LineObject<VerdictLine.EscalationMember>(decoder)
    self.init(
      to: try members.one(.to) { Approvers($0) },
      after: try members.one(.after) { SignedDuration($0) })
  }
}

extension HoldNotification: Codable {
  /// Encodes the notification as a verdict's line has it.
  public func encode(to encoder: any Encoder) throws { try lineValue.encode(to: encoder) }

  /// Decodes a notification of a hold.
  public init(from decoder: any Decoder) throws {
    let members = try LineObject<VerdictLine.NotificationMember>(decoder)
    self.init(
      channel: try members.value(.channel), target: ExactString(try members.value(.target)))
  }
}

// MARK: - Objects on their way in

/// The members of one object of a line.
private struct LineObject<Member: LineMember> {
  private let container: KeyedDecodingContainer<LineKey>

  init(_ decoder: any Decoder) throws {
    container = try decoder.container(keyedBy: LineKey.self)
  }

  func value<T: Decodable>(_ member: Member) throws -> T {
    try container.decode(T.self, forKey: LineKey(member.name))
  }

  func ifThere<T: Decodable>(_ member: Member, as type: T.Type = T.self) throws -> T? {
    try container.decodeIfPresent(type, forKey: LineKey(member.name))
  }

  /// A list that is left out where it is empty.
  func list<T: Decodable>(_ member: Member) throws -> [T] { try ifThere(member) ?? [] }

  /// One of some names.
  func one<T>(_ member: Member, _ find: (String) -> T?) throws -> T {
    let name: String = try value(member)
    guard let found = find(name) else {
      throw DecodingError.dataCorruptedError(
        forKey: LineKey(member.name), in: container,
        debugDescription: "\(JSONString.visible(name)) is not known as a value of \(member.name)")
    }
    return found
  }

  /// The digits of a number, as far as a coder can tell them.
  func digits(_ member: Member) -> String? {
    if let value: Int64 = try? ifThere(member) { return String(value) }
    if let value: UInt64 = try? ifThere(member) { return String(value) }
    if let value: Double = try? ifThere(member), value.isFinite { return String(value) }
    return nil
  }

  /// Strings by names of the policy's choice, in byte order of the names.
  func texts(_ member: Member) throws -> [(name: String, value: String)] {
    guard container.contains(LineKey(member.name)) else { return [] }
    let texts = try container.nestedContainer(
      keyedBy: LineKey.self, forKey: LineKey(member.name))
    return try texts.allKeys.sorted { $0.stringValue < $1.stringValue }
      .map { (name: $0.stringValue, value: try texts.decode(String.self, forKey: $0)) }
  }
}
