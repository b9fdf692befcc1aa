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
