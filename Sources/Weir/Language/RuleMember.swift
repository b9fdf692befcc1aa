// The members by which a verdict line tells of a rule. They stand here, apart from the line's other
// members (`VerdictLine`), because two stages spell them: a program has each rule's part of a line
// ready, to be copied as it is, and the verdict's writer puts the parts together. What the members
// mean is in `VerdictLine` with the rest.

/// A member of a rule in a verdict line, in the line's order.
package enum RuleMember: CaseIterable, Sendable {
  case name, because, at, annotations

  /// The member as a line has it, up to its value: see `LineMember.spelling`.
  @inline(__always)
  package var spelling: StaticString {
    switch self {
    case .name: #"{"name":"#
    case .because: #","because":"#
    case .at: #","at":"#
    case .annotations: #","annotations":{"#
    }
  }
}
