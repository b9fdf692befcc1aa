// The one table of a hold's clauses. Each clause stands in a hold at most once.

/// The clauses of a hold by what they begin with, in the order in which verdicts list them.
package enum HoldClauseKind: CaseIterable, Hashable, Sendable {
  case needs, within, rejectedBy, escalate, override, notify, covers

  /// What the table says of a clause.
  package struct Row: Sendable {
    /// The words that it begins with.
    package var words: String
    /// The forms that a policy writes it in, with what each says.
    package var forms: [(form: String, meaning: String)]
    package var presence: Presence
  }

  /// Whether a hold has the clause.
  package enum Presence: Sendable {
    /// The policy must say it.
    case required
    /// A hold always has it: the language says what it is where the policy does not.
    case assumed
    /// A hold has it where the policy says it.
    case optional
  }

  package var row: Row {
    switch self {
    case .needs:
      Row(
        words: "needs",
        forms: [
          (
            "needs FACTORS",
            """
            who must approve: `N of SELECTOR`, combined with `and`, `or`, parentheses. Required
            """
          )
        ], presence: .required)
    case .within:
      Row(
        words: "within",
        forms: [
          ("within D", "the deadline: past it, an undecided hold is denied. Required")
        ], presence: .required)
    case .rejectedBy:
      Row(
        words: "rejected by",
        forms: [("rejected by N", "how many rejections settle it; 1 when absent")],
        presence: .assumed)
    case .escalate:
      Row(
        words: "escalate",
        forms: [
          (
            "escalate to SELECTOR after D",
            "from then on these people count towards every factor"
          )
        ], presence: .optional)
    case .override:
      Row(
        words: "override",
        forms: [
          (
            "override by SELECTOR", "one of them settles the hold alone, with a written reason"
          )
        ], presence: .optional)
    case .notify:
      Row(
        words: "notify",
        forms: [
          (
            #"notify CHANNEL "target", …"#,
            "carried into the verdict for whoever delivers it"
          )
        ], presence: .assumed)
    case .covers:
      Row(
        words: "covers",
        forms: [
          (
            "covers once [for D]",
            """
            an approval is good for this very request, one time; `D` is `within` when absent
            """
          ),
          (
            "covers PATH, … for D",
            "good for every request that matches the rule with the same values there"
          ),
        ], presence: .assumed)
    }
  }

  /// The words that a policy begins the clause with.
  package var words: String { row.words }
}
