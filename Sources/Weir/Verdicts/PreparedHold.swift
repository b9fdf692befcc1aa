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
  private let clauses: CheckedHold
  private let slots: [RequestPath: Int]
  /// The paths that people are named by.
  let named: [KeyMember]
  /// The paths that an approval covers; nil for the request itself.
  let covered: [KeyMember]?
  /// How the text ends whose digest is the key.
  let keyEnd: [UInt8]
  /// The hold as a verdict line has it, to behind the last clause.
  let text: [UInt8]
  let gaps: [Gap]
  let people: [KeyMember]
  /// What comes then, where an approval is good for this very request, and where it is for what the
  /// policy says; the requester and the brace are missing.
  let onceEnd: [UInt8]
  let coveredEnd: [UInt8]

  /// Version of the keys' form: a change of it changes every key.
  private static let keyVersion: StaticString = "2"

  /// The form of a rule's hold, or of the default's, which has no name.
  init(rule name: String?, _ hold: HoldDescription) {
    let clauses = hold.clauses
    let rule = name ?? "default"
    self.rule = rule
    self.clauses = clauses
    slots = hold.slots
    named = KeyMember.members(clauses.selectorPaths, hold.slots)
    covered =
      switch clauses.covers {
      case .once: nil
      case .values(let paths, for: _): KeyMember.members(paths, hold.slots)
      }
    var key = FormWriter()
    // A rule may be named `default`.
    if let name { key.member(#","rule":"#, name) } else { key.append(#","rule":null"#) }
    key.member(#","terms":"#, "sha256:" + hexadecimal(hold.terms))
    key.append(#","v":"#)
    key.append(PreparedHold.keyVersion)
    key.append("}")
    keyEnd = key.text

    typealias Member = VerdictLine.HoldMember
    var writer = FormWriter()
    func member(_ member: some LineMember, _ parts: [CheckedTemplate.Part]) {
      writer.append(member.spelling)
      writer.append("\"")
      for part in parts {
        switch part {
        case .text(let piece), .constant(let piece): writer.appendCharacters(piece.bytes)
        case .path(let path): writer.leaveGap(for: KeyMember(path, hold.slots))
        }
      }
      writer.append("\"")
    }
    writer.member(Member.rule.spelling, rule)
    writer.append(Member.key.spelling)
    writer.append(#""sha256:"#)
    writer.leaveGap(for: nil)
    writer.append("\"")
    member(Member.needs, HoldText.parts(of: clauses.needs))
    writer.member(Member.within.spelling, clauses.within.description)
    if clauses.rejectedBy != 1 {
      writer.append(Member.rejectedBy.spelling)
      writer.text += "\(clauses.rejectedBy)".utf8
    }
    if let escalation = clauses.escalation {
      writer.append(Member.escalate.spelling)
      member(VerdictLine.EscalationMember.to, HoldText.parts(of: escalation.to))
      writer.member(
        VerdictLine.EscalationMember.after.spelling, escalation.after.description)
      writer.append("}")
    }
    if let override = clauses.override { member(Member.override, HoldText.parts(of: override)) }
    for (index, notification) in clauses.notifications.enumerated() {
      writer.append(index == 0 ? Member.notify.spelling : ",")
      writer.member(VerdictLine.NotificationMember.channel.spelling, notification.channel)
      writer.member(
        VerdictLine.NotificationMember.target.spelling, notification.target.description)
      writer.append(index == clauses.notifications.count - 1 ? "}]" : "}")
    }
    text = writer.text
    gaps = writer.gaps
    people = writer.people
    func end(isOnce: Bool) -> [UInt8] {
      let (covers, lasts) = PreparedHold.extent(of: clauses, isOnce: isOnce)
      var writer = FormWriter()
      writer.member(Member.covers.spelling, covers)
      writer.member(Member.coversFor.spelling, lasts)
      return writer.text
    }
    onceEnd = end(isOnce: true)
    coveredEnd = end(isOnce: false)
  }

  /// What an approval covers, and for how long.
  private static func extent(
    of clauses: CheckedHold, isOnce: Bool
  ) -> (covers: String, lasts: String) {
    guard isOnce else {
      return (HoldText.text(clauses.covers), HoldText.duration(of: clauses.covers).description)
    }
    return switch clauses.covers {
    case .once(for: let interval): ("once", interval.description)
    case .values: ("once", clauses.within.description)
    }
  }

  /// The hold as data.
  func hold(
    key: String, isOnce: Bool, requester: [String]?, _ memory: borrowing Memory
  ) -> Verdict.Hold {
    func fill(_ parts: [CheckedTemplate.Part]) -> String {
      var text: [UInt8] = []
      for part in parts {
        switch part {
        case .text(let piece), .constant(let piece): text += piece.bytes
        case .path(let path): KeyMember(path, slots).appendPeople(memory, to: &text)
        }
      }
      return String(decoding: text, as: UTF8.self)
    }
    let (covers, lasts) = PreparedHold.extent(of: clauses, isOnce: isOnce)
    return Verdict.Hold(
      rule: rule, key: key, needs: fill(HoldText.parts(of: clauses.needs)),
      within: clauses.within.description, rejectedBy: clauses.rejectedBy,
      escalate: clauses.escalation.map {
        .init(to: fill(HoldText.parts(of: $0.to)), after: $0.after.description)
      },
      override: clauses.override.map { fill(HoldText.parts(of: $0)) },
      notify: clauses.notifications.map {
        .init(channel: $0.channel, target: $0.target.description)
      },
      covers: covers, coversFor: lasts, requester: requester)
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
    appendJSONString(Array(path.text.utf8), to: &name)
    self.name = name + [UInt8(ascii: ":")]
  }

  /// One for each of several paths, in the order that canonical JSON has them in.
  static func members(_ paths: [RequestPath], _ slots: [RequestPath: Int]) -> [KeyMember] {
    Set(paths).map { (path: $0, text: Array($0.text.utf8)) }
      .sorted { left, right in
        left.text.withUnsafeBufferPointer { left in
          right.text.withUnsafeBufferPointer { comparedInUTF16(left, $0) < 0 }
        }
      }
      .map { KeyMember($0.path, slots) }
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
    bytes.withUnsafeBufferPointer { appendJSONCharacters($0, to: &text) }
  }

  mutating func member(_ name: StaticString, _ value: String) {
    append(name)
    appendJSONString(Array(value.utf8), to: &text)
  }

  /// For people, or for the key.
  mutating func leaveGap(for member: KeyMember?) {
    gaps.append(PreparedHold.Gap(place: text.count, people: member == nil ? nil : people.count))
    if let member { people.append(member) }
  }
}
