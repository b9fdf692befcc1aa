// A hold as verdicts tell it, but for what comes from the request: its key, the people on the paths
// that its clauses name, and who asks. Made when a rule holds for the first time, and kept.

/// What is the same each time about a rule that holds.
final class PreparedHold: Sendable {
  /// A place of `text` where something is filled in.
  struct Gap: BitwiseCopyable {
    let place: Int
    /// Which of `people`; nil for the key.
    let people: Int?
  }

  private let rule: String
  private let clauses: HoldClauses<PolicyApprover>
  private let slots: [RequestPath: Int]
  /// The paths that people are named by.
  let named: [KeyMember]
  /// The paths that an approval covers; nil for the request itself.
  let covered: [KeyMember]?
  /// How the text ends whose digest is the key.
  let keyEnd: [UInt8]
  /// The hold as a verdict line has it, to after the last clause.
  let text: [UInt8]
  let gaps: [Gap]
  let people: [KeyMember]
  /// What comes then, where an approval is good for this very request, and where it is for what the
  /// policy says; the requester and the brace are missing.
  let onceEnd: [UInt8]
  let coveredEnd: [UInt8]

  /// Version of the keys' form: a change of it changes every key.
  private static let keyVersion: StaticString = "3"

  /// The form of a rule's hold, or of the default's, which has no name.
  init(rule name: String?, _ hold: HoldDescription) {
    let clauses = hold.clauses
    let rule = name ?? "default"
    self.rule = rule
    self.clauses = clauses
    slots = hold.slots
    named = KeyMember.members(clauses.namedPaths, hold.slots)
    covered =
      switch clauses.covers {
      case .once: nil
      case .values(let paths, for: _): KeyMember.members(paths, hold.slots)
      }
    var key = FormWriter()
    // A rule may be named `default`.
    if let name { key.member(#","rule":"#, name) } else { key.append(#","rule":null"#) }
    key.member(#","terms":"#, "sha256:" + Hexadecimal.text(hold.terms))
    key.append(#","v":"#)
    key.append(PreparedHold.keyVersion)
    key.append("}")
    keyEnd = key.text

    typealias Member = VerdictLine.HoldMember
    var writer = FormWriter()
    writer.member(Member.rule.spelling, rule)
    writer.append(Member.key.spelling)
    writer.append(#""sha256:"#)
    writer.leaveGap(for: nil)
    writer.append("\"")
    for clause in clauses.all where clause.kind != .covers { writer.append(clause, hold.slots) }
    text = writer.text
    gaps = writer.gaps
    people = writer.people
    func end(_ covers: HoldCovers) -> [UInt8] {
      var writer = FormWriter()
      writer.append(.covers(covers), hold.slots)
      return writer.text
    }
    onceEnd = end(clauses.coveringOnce.covers)
    coveredEnd = end(clauses.covers)
  }

  /// The hold as data.
  func hold(
    key: String, isOnce: Bool, requester: [String]?, _ memory: borrowing Memory
  ) -> Verdict.Hold {
    // A closure may not capture what is borrowed: what the paths have is looked up before.
    var people: [RequestPath: VerdictApprover] = [:]
    for path in clauses.namedPaths {
      people[path] = KeyMember(path, slots).approver(memory)
    }
    let clauses = isOnce ? self.clauses.coveringOnce : self.clauses
    return Verdict.Hold(
      rule: rule, key: key,
      clauses: clauses.renamed { name in
        switch name {
        case .text(let text): .name(text)
        case .path(let path): people[path] ?? .unreadable(path)
        }
      }, requester: requester)
  }
}

extension HoldClauses<PolicyApprover> {
  /// The same, but that an approval is good for the very request only: as long as the policy says
  /// of such an approval, or else as the deadline is.
  fileprivate var coveringOnce: HoldClauses {
    var once = self
    switch covers {
    case .once: break
    case .values: once.covers = .once(for: within)
    }
    return once
  }
}

/// A path that a hold reads, and its member of the text whose digest is the key.
struct KeyMember: Sendable {
  let path: RequestPath
  /// Where its value is; nil for a path that is not read.
  let slot: Int?
  /// The path as JSON has it, with a colon.
  let name: [UInt8]

  init(_ path: RequestPath, _ slots: [RequestPath: Int]) {
    self.path = path
    slot = slots[path]
    var name: [UInt8] = []
    JSONString.append(Array(path.text.utf8), to: &name)
    self.name = name + [UInt8(ascii: ":")]
  }

  /// One for each of several paths, in the order that canonical JSON has them in.
  static func members(_ paths: [RequestPath], _ slots: [RequestPath: Int]) -> [KeyMember] {
    Set(paths).map { (path: $0, text: Array($0.text.utf8)) }
      .sorted { left, right in
        left.text.withUnsafeBufferPointer { left in
          right.text.withUnsafeBufferPointer { UTF16Order.compare(left, $0) < 0 }
        }
      }
      .map { KeyMember($0.path, slots) }
  }

  /// Whom the request names on the path, as data.
  func approver(_ memory: borrowing Memory) -> VerdictApprover {
    let value = slot.map { memory[$0] } ?? .fault(.absent)
    switch value.tag {
    case .string: return .name(ExactString(validated: Array(memory.bytes(of: value))))
    case .list:
      var elements: [VerdictApprover.Element] = []
      for index in 0..<value.count {
        let element = memory.values(of: value)[index * value.stride]
        if element.tag == .string {
          elements.append(.name(ExactString(validated: Array(memory.bytes(of: element)))))
        } else {
          var json: [UInt8] = []
          TemplateFiller.appendJSON(element, isPart: true, memory, limit: .max, to: &json)
          elements.append(.other(ExactString(validated: json)))
        }
      }
      return .list(elements)
    case .fault, .bool, .number, .timestamp, .duration, .ip, .cidr, .hours, .version, .path,
      .folder, .record,
      .opaqueRecord, .opaqueList:
      return .unreadable(path)
    }
  }

  /// People in the place of the path: one text in quotes, several as a list. A path that cannot be
  /// read stays as it is, bare, so that no name in a request can pass for it: nobody is meant.
  func appendPeople(_ memory: borrowing Memory, to output: inout [UInt8]) {
    let value = slot.map { memory[$0] } ?? .fault(.absent)
    if value.tag == .string || value.tag == .list {
      TemplateFiller.appendJSON(value, memory, limit: .max, to: &output)
    } else {
      output += path.text.utf8
    }
  }
}

/// Puts a text together, with gaps in it.
private struct FormWriter {
  var text: [UInt8] = []
  private(set) var gaps: [PreparedHold.Gap] = []
  private(set) var people: [KeyMember] = []

  mutating func append(_ piece: StaticString) {
    text += piece.bytes
  }

  mutating func appendCharacters(_ bytes: [UInt8]) {
    bytes.withUnsafeBufferPointer { JSONString.appendCharacters($0, to: &text) }
  }

  mutating func member(_ name: StaticString, _ value: String) {
    append(name)
    JSONString.append(Array(value.utf8), to: &text)
  }

  /// A clause as members of a verdict line, with gaps for whom the request names.
  mutating func append(_ clause: HoldClause<PolicyApprover>, _ slots: [RequestPath: Int]) {
    typealias Member = VerdictLine.HoldMember
    switch clause {
    case .needs(let needs): member(Member.needs.spelling, ApproverText(needs), slots)
    case .within(let deadline): member(Member.within.spelling, deadline.description)
    case .rejectedBy(let count):
      if count == 1 { break }
      append(Member.rejectedBy.spelling)
      text += "\(count)".utf8
    case .escalate(let escalation):
      typealias Part = VerdictLine.EscalationMember
      append(Member.escalate.spelling)
      member(Part.to.spelling, ApproverText(escalation.to), slots)
      member(Part.after.spelling, escalation.after.description)
      append("}")
    case .override(let approvers):
      member(Member.override.spelling, ApproverText(approvers), slots)
    case .notify(let notifications):
      typealias Part = VerdictLine.NotificationMember
      for (index, notification) in notifications.enumerated() {
        append(index == 0 ? Member.notify.spelling : ",")
        member(Part.channel.spelling, notification.channel)
        member(Part.target.spelling, notification.target.description)
        append(index == notifications.count - 1 ? "}]" : "}")
      }
    case .covers(let covers):
      member(Member.covers.spelling, covers.description)
      member(Member.coversFor.spelling, covers.duration.description)
    }
  }

  private mutating func member(
    _ name: StaticString, _ value: ApproverText<PolicyApprover>, _ slots: [RequestPath: Int]
  ) {
    append(name)
    append("\"")
    for piece in value.pieces {
      switch piece {
      case .text(let piece): appendCharacters(Array(piece.utf8))
      case .name(.path(let path)): leaveGap(for: KeyMember(path, slots))
      case .name(let name): appendCharacters(Array(name.description.utf8))
      }
    }
    append("\"")
  }

  /// For people, or for the key.
  mutating func leaveGap(for member: KeyMember?) {
    gaps.append(PreparedHold.Gap(place: text.count, people: member == nil ? nil : people.count))
    if let member { people.append(member) }
  }
}
