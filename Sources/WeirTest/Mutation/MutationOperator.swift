// The one table of mutation operators: what each does to a policy, in a sentence that the report
// says of a survivor, and an example. The guide's list and a test of each are made from it.

internal import Weir

/// A way to make a policy say something else. Raw values stand in reports and fixtures.
package enum MutationOperator: String, Sendable, CaseIterable {
  // Comparison.
  case bound
  case negation
  case affix
  case quantifier
  case connective
  // Boundary.
  case number
  case time
  case hours
  // Operand.
  case path
  case text
  case truth
  case element
  case not
  case fallback
  // Effect.
  case effect
  case observe
  case `default`
  // Dropped clause.
  case when
  case unless
  case on
  case condition
  case period
  // Quorum.
  case count
  case factor
  case join
  case people
  case rejections
  case clause
  // Deadline and covers.
  case deadline
  case covers
  case requester

  /// What a survivor of this operator means: a sentence for whoever reads the report.
  package var sentence: String { entry.sentence }
  /// What the operator does, for the guide.
  package var summary: String { entry.summary }
  package var family: MutationFamily { entry.family }
  package var example: MutationExample { entry.example }

  private typealias Entry = (
    family: MutationFamily, summary: String, sentence: String, example: MutationExample
  )

  private var entry: Entry {
    switch self {
    case .bound:
      (
        .comparison, "`<` and `<=`, `>` and `>=` change places",
        "no case has the very value of the bound",
        .condition("payload.amount <= 100", "payload.amount < 100")
      )
    case .negation:
      (
        .comparison, "a comparison asks the opposite",
        "no case notices whether this comparison is true or false",
        .condition("action == \"read\"", "action != \"read\"")
      )
    case .affix:
      (
        .comparison, "`starts_with` and `ends_with` change places",
        "no case tells the text's beginning from its end",
        .condition("action starts_with \"admin.\"", "action ends_with \"admin.\"")
      )
    case .quantifier:
      (
        .comparison, "`any` and `all`, `min` and `max` change places",
        "no case has a list that answers both ways",
        .condition("any(g in groups: g == \"risk\")", "all(g in groups: g == \"risk\")")
      )
    case .connective:
      (
        .comparison, "`and` and `or` change places",
        "no case has one side true and the other false",
        .condition("mfa and action == \"read\"", "mfa or action == \"read\"")
      )
    case .number:
      (
        .boundary, "a number is one more or one less, in its last digit",
        "no case is just at this bound",
        .condition("payload.amount > 10_000", "payload.amount > 10_001")
      )
    case .time:
      (
        .boundary, "a duration or an instant is a little longer or later, or shorter or earlier",
        "no case is just at this time",
        .condition("now - started > 8h", "now - started > 8h1m")
      )
    case .hours:
      (
        .boundary, "weekly hours open or close a minute earlier or later, or a day later",
        "no case is just at this hour or day",
        .condition(
          "now in hours(\"Mon-Fri 09:00-17:00\", \"UTC\")",
          "now in hours(\"Mon-Fri 09:01-17:00\", \"UTC\")")
      )
    case .path:
      (
        .operand, "another path of the same type is read",
        "no case has other values on the two paths",
        .condition(
          "payload.amount > 100 and payload.moved < 9", "payload.moved > 100 and payload.moved < 9")
      )
    case .text:
      (
        .operand, "a text is another one that the policy compares there, or could",
        "no case has the text that is compared",
        .condition("environment == \"production\"", "environment == \"staging\"")
      )
    case .truth:
      (
        .operand, "`true` and `false` change places",
        "no case notices this truth",
        .condition("mfa == true", "mfa == false")
      )
    case .element:
      (
        .operand, "a list loses an element",
        "no case has this element of the list",
        .condition("action in [\"read\", \"list\"]", "action in [\"list\"]")
      )
    case .not:
      (
        .operand, "a `not` is dropped",
        "no case notices whether this is true or false",
        .condition("not mfa", "mfa")
      )
    case .fallback:
      (
        .operand, "what `??` puts in the place of nothing is another value, or not there",
        "no case leaves the path out",
        .condition("(note ?? \"\") == \"\"", "(note) == \"\"")
      )
    case .effect:
      (
        .effect, "an `allow` denies, a `deny` allows, a `hold` allows without asking",
        "no case where the rule matches depends on what it says",
        .statement("deny strangers when not mfa", "allow strangers when not mfa")
      )
    case .observe:
      (
        .effect, "a rule is only observed, or counts where it was observed",
        "no case notices whether the rule counts",
        .statement("deny strangers when not mfa", "observe deny strangers when not mfa")
      )
    case .default:
      (
        .effect, "what no rule matches is allowed, or denied where it was not",
        "no case is decided by the default",
        .statement("allow reads when mfa", "allow reads when mfa\ndefault allow\n")
      )
    case .when:
      (
        .droppedClause, "a `when` is dropped",
        "no case fails this condition while all others are met",
        .statement(
          "allow reads when mfa when action == \"read\"", "allow reads when action == \"read\"")
      )
    case .unless:
      (
        .droppedClause, "an `unless` is dropped",
        "no case is excluded by this and by nothing else",
        .statement("deny strangers unless mfa", "deny strangers")
      )
    case .on:
      (
        .droppedClause, "the condition of an `on` is dropped",
        "no case outside of this block would match a rule in it",
        .statement(
          "on action == \"read\" { allow reads when mfa }", "on true { allow reads when mfa }")
      )
    case .condition:
      (
        .droppedClause, "an operand of `and` or `or` is dropped",
        "no case depends on this part of the condition alone",
        .condition("mfa and action == \"read\"", "action == \"read\"")
      )
    case .period:
      (
        .droppedClause, "a `from` or an `until` is dropped",
        "no case is judged outside of the rule's period",
        .statement(
          "deny strangers until \"2026-03-01T00:00:00Z\"", "deny strangers")
      )
    case .count:
      (
        .quorum, "one approver more or less is needed",
        "no case looks at how many must approve",
        .hold("needs 2 of group \"risk\"", "needs 1 of group \"risk\"")
      )
    case .factor:
      (
        .quorum, "a factor of `needs` is dropped",
        "no case looks at who must approve",
        .hold(
          "needs 1 of group \"risk\" and 1 of user \"cfo\"", "needs 1 of group \"risk\"")
      )
    case .join:
      (
        .quorum, "`and` and `or` between factors change places",
        "no case looks at how the approvals are combined",
        .hold(
          "needs 1 of group \"risk\" and 1 of user \"cfo\"",
          "needs 1 of group \"risk\" or 1 of user \"cfo\"")
      )
    case .people:
      (
        .quorum, "one of several selectors is dropped",
        "no case looks at these people",
        .hold(
          "needs 1 of (group \"risk\" or user \"cfo\")", "needs 1 of (user \"cfo\")")
      )
    case .rejections:
      (
        .quorum, "one rejection more or less settles the hold",
        "no case looks at how many rejections settle the hold",
        .hold(
          "needs 1 of group \"risk\" rejected by 2", "needs 1 of group \"risk\" rejected by 1")
      )
    case .clause:
      (
        .droppedClause, "an `escalate` or `override` is dropped",
        "no case looks at this clause of the hold",
        .hold(
          "needs 1 of group \"risk\" override by user \"cfo\"", "needs 1 of group \"risk\"")
      )
    case .deadline:
      (
        .deadline, "`within`, `escalate … after` or `covers … for` takes half as long",
        "no case looks at this time of the hold",
        .hold(
          "needs 1 of group \"risk\" covers once for 2h",
          "needs 1 of group \"risk\" covers once for 1h")
      )
    case .covers:
      (
        .covers, "`covers` loses a path, or covers the request once only",
        "no case looks at what an approval covers",
        .hold(
          "needs 1 of group \"risk\" covers principal, action for 1h",
          "needs 1 of group \"risk\" covers action for 1h")
      )
    case .requester:
      (
        .covers, "`requester` loses a path",
        "no case looks at who may not approve",
        .statement("requester principal, note", "requester note")
      )
    }
  }
}

/// What the operators are grouped by.
package enum MutationFamily: String, Sendable, CaseIterable {
  case comparison, boundary, operand, effect
  case droppedClause = "dropped clause"
  case quorum, deadline, covers
}

/// A policy before and after; both compile with `shape` beside them.
package enum MutationExample: Sendable {
  /// Conditions of a rule.
  case condition(String, String)
  /// Whole declarations.
  case statement(String, String)
  /// Clauses of a hold.
  case hold(String, String)

  /// What the examples' requests look like.
  package static let shape = """
    request {
      id: string
      action: string
      environment: "dev" | "staging" | "production"
      principal: string
      groups: [string]
      mfa: bool
      note?: string
      started: timestamp
      payload: { amount: number, moved: number }
    }

    """

  /// The part that matters, before and after, for the guide.
  package var fragment: (before: String, after: String) {
    switch self {
    case .condition(let before, let after), .statement(let before, let after),
      .hold(let before, let after):
      (before, after)
    }
  }

  /// The whole policy, before and after.
  package var policy: (before: String, after: String) {
    switch self {
    case .condition(let before, let after):
      (
        MutationExample.shape + "deny example when \(before)",
        MutationExample.shape + "deny example when \(after)"
      )
    case .statement(let before, let after):
      (MutationExample.shape + before, MutationExample.shape + after)
    case .hold(let before, let after):
      (
        MutationExample.shape + "requester principal\nhold example when mfa \(before) within 1d",
        MutationExample.shape + "requester principal\nhold example when mfa \(after) within 1d"
      )
    }
  }
}
