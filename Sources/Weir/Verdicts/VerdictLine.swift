// The line of JSON that a verdict is written as: the published contract. This is its one home. The
// tables of members (`VerdictLine+Members`, `VerdictLine+Holds`, and `RuleMember`) own every name.
// Whoever writes a line takes the spelling from them (`VerdictWriter`, `UncertaintyWriter`,
// `PreparedHold`, and a program's ready-made parts of rules); so do `Verdict`'s `Codable`
// (`Verdict+Codable`) and the verdicts on record (`Verdict+Record`). The schema
// `grammar/verdict.schema.json` and the reference's section are generated from the same rows, by
// the tests.
//
// A name stands in its table as the line spells it, `,"because":`, because the writer then copies
// constants and never puts a name together; the name alone is cut out of that for everybody else.

/// A member of one of the objects that a line is made of; each object has a table of its own.
package protocol LineMember: CaseIterable, Sendable {
  /// The member as a line has it, up to its value: the brace or the comma before it, its name, the
  /// colon, and the bracket that a list or a map begins with. A member that begins with the brace
  /// is the object's first, and always there but for a verdict's `id`.
  var spelling: StaticString { get }
  /// What else the tables say of it.
  var row: VerdictLine.Row { get }
}

extension LineMember {
  /// The name alone.
  package var name: String {
    let quote = UInt8(ascii: "\"")
    return String(
      decoding: spelling.bytes.drop { $0 != quote }.dropFirst().prefix { $0 != quote },
      as: UTF8.self)
  }

  /// What values of the member are, when it is there and what it says.
  package static var rows: [(name: String, row: VerdictLine.Row)] {
    allCases.map { ($0.name, $0.row) }
  }
}

package enum VerdictLine {
  /// What the tables say of a member beside its name.
  package struct Row: Sendable {
    package var type: ValueType
    package var presence: Presence
    package var recording: Recording
    /// What the member says, a sentence or two; nil where its type's definition says it.
    package var meaning: String?

    init(
      _ type: ValueType, _ presence: Presence, _ recording: Recording = .kept,
      _ meaning: String? = nil
    ) {
      self.type = type
      self.presence = presence
      self.recording = recording
      self.meaning = meaning
    }
  }

  /// When a member is there.
  package enum Presence: Sendable {
    case always
    /// In words: "if …".
    case sometimes(String)
  }

  /// What becomes of a member in a verdict on record. Left out is what changes while the verdict's
  /// meaning stays.
  package enum Recording: Sendable {
    case kept, leftOut
    /// Kept, and `null` where the line leaves it out.
    case keptAsNull
  }

  /// What values a member has.
  package indirect enum ValueType: Sendable {
    /// A string of at least so many characters.
    case text(atLeast: Int)
    /// A string that a regular expression fits.
    case pattern(String)
    /// One of some strings.
    case oneOf([String])
    /// A whole number from so much on.
    case count(from: Int)
    /// A string or a number.
    case textOrNumber
    /// An object of strings by names of the policy's choice.
    case textMap
    /// A list of one element at least.
    case list(of: ValueType, atMost: Int?)
    case object(Object)
    case defined(Definition)
  }

  /// A type with a name, for members of several objects.
  package enum Definition: String, CaseIterable, Sendable {
    case effect, digest, ruleName, because, place, annotations, length, instant

    package var type: ValueType {
      switch self {
      case .effect: .oneOf(PolicyEffect.allCases.map(\.rawValue))
      case .digest: .pattern("^sha256:[0-9a-f]{64}$")
      case .ruleName: .text(atLeast: 1)
      case .because: .text(atLeast: 0)
      case .place: .pattern(":[1-9][0-9]*$")
      case .annotations: .textMap
      case .length: .pattern("^([0-9]+(d|h|ms|m|s))+$")
      case .instant: .pattern("^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z$")
      }
    }

    /// What such a value says; nil where it depends on the member.
    package var meaning: String? {
      switch self {
      case .effect: "The answer, or what a rule would say."
      case .digest: nil
      case .ruleName:
        "A rule's name, qualified with its module's; `default` for the policy's default."
      case .because: "The rule's text, its paths filled in."
      case .place: "The rule's file and line: `payments.weir:38`."
      case .annotations: "The rule's annotations, by name."
      case .length: "A length of time as a policy spells it: `2h30m`."
      case .instant: "An instant as RFC 3339 has it, in UTC: `2026-03-02T08:00:00.25Z`."
      }
    }
  }

  /// The objects that a line is made of: the line itself, and those inside.
  package enum Object: String, CaseIterable, Sendable {
    case verdict, rule, hold, escalation, notification, status, decision, ignored, uncertainty
    case cause, observation, error

    /// The object's members, in the line's order.
    package var members: [(name: String, row: Row)] {
      switch self {
      case .verdict: VerdictMember.rows
      case .rule: RuleMember.rows
      case .hold: HoldMember.rows
      case .escalation: EscalationMember.rows
      case .notification: NotificationMember.rows
      case .status: StatusMember.rows
      case .decision: DecisionMember.rows
      case .ignored: DecisionMember.rows + IgnoredMember.rows
      case .uncertainty: UncertaintyMember.rows
      case .cause: CauseMember.rows
      case .observation: RuleMember.rows + ObservationMember.rows
      case .error: ErrorMember.rows
      }
    }
  }
}
