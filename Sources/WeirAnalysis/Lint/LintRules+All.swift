// Every rule of the linter, with its documentation, which stands above it in its file. The
// tests write this file (`make bless`): a rule is added by its own file alone.

import Weir

extension LintRules {
  /// Every rule, in the order of the files' names.
  package static let all: [Entry] = [
    Entry(
      rule: ConstantCondition(),
      documentation: """
        The condition is true, false or uncertain for every request. Remove it, or ask about the \
        request.
        """),
    Entry(
      rule: ContradictoryCondition(),
      documentation: """
        The rule never matches, or the condition is never true: what it asks for excludes \
        itself, for every request. Correct one of the conditions that are shown, or remove the \
        rule.
        """),
    Entry(
      rule: DefaultAllow(),
      documentation: """
        Whatever no rule matches is allowed, so that a forgotten case is an open door. Prefer \
        `allow` rules for what may pass.
        """),
    Entry(
      rule: DefaultHold(),
      documentation: """
        Whatever no rule matches is held for people to look at. Make sure that they can keep up.
        """),
    Entry(
      rule: DuplicateRule(),
      documentation: """
        Two rules of one effect ask for the same, however it is spelled. Remove one of them; \
        where the reasons differ, keep the better one.
        """),
    Entry(
      rule: MaskedAbsence(),
      documentation: """
        A deny or hold does not match once this path, read with `has` or `??`, is left out, so \
        that leaving it out turns the rule off. Let the absence be uncertain, or deny it.
        """),
    Entry(
      rule: PathComparedAsText(),
      documentation: """
        The path of a file is compared as text with the beginning of a folder's, so that \
        `/repo/src/../.git` passes for a part of `/repo/src`, and with `starts_with` \
        `/repo/srcx` too. Ask with `path(…) in folder(…)`, or hold the pattern against \
        `text(path(…))`.
        """),
    Entry(
      rule: RedundantRule(),
      documentation: """
        Whenever the rule matches, another rule of its effect does and says the same, so that \
        the verdict is what it would be without this one. Remove it, or give it a reason of its \
        own.
        """),
    Entry(
      rule: SelfComparison(),
      documentation: """
        A value is compared with itself, so that nothing but its absence makes a difference. \
        Compare it with what was meant, or ask `has` whether it is there.
        """),
    Entry(
      rule: SuppressionWithoutReason(),
      documentation: """
        A finding is suppressed and nobody says why, so that nobody can say when it may go. \
        Write the reason after a colon, or as the second value of `@expect`.
        """),
    Entry(
      rule: UnguardedOptional(),
      documentation: """
        A deny or hold reads an optional member, and no comparison of a required member with a \
        constant says which requests it is about: without the member it is uncertain, which \
        falls to the safe side. Add such a comparison, or `has`.
        """),
    Entry(
      rule: UnreachableRule(),
      documentation: """
        Whenever the rule matches, a stricter rule decides, so that no verdict is ever this \
        rule's. Remove it, or let the stricter rule spare what this one is about, with `unless`.
        """),
    Entry(
      rule: UnusedDefinition(),
      documentation: """
        Nothing uses this definition, datum or type. Remove it, or use it.
        """),
    Entry(
      rule: UnusedSuppression(),
      documentation: """
        A comment `// weir: ignore …` or an `@expect` answers a finding that is not made here, \
        and would hide a new one. Remove it.
        """),
  ]
}
