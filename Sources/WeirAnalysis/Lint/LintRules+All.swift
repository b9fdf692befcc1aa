// Every rule of the linter, with its documentation, which stands above it in its file. The
// tests write this file (`make bless`): a rule is added by its own file alone.

import Weir

extension LintRules {
  /// Every rule, in the order of the files' names.
  package static let all: [Entry] = [
    Entry(
      rule: AllowOnUncertain(),
      documentation: """
        An allow matches once this path, read with `has` or `??`, is left out, and may not match \
        while it is there: whoever writes requests passes by saying less. Read the path itself, \
        so that its absence allows nothing.
        """),
    Entry(
      rule: AnyAsContains(),
      documentation: """
        An `any` asks whether a list has one value, which `contains` says in a word. Write \
        `contains`.
        """),
    Entry(
      rule: BidiControlCharacter(),
      documentation: """
        A text has a character, written as an escape or out of bound data, that turns the \
        direction of what is shown after it, so that a name or a reason can look like another \
        one. Leave it out; written plainly, such a character is an error.
        """),
    Entry(
      rule: CaseSensitiveIdentity(),
      documentation: """
        A host's name or an address of mail is compared letter by letter: `EVIL.example` is the \
        same host as `evil.example`, and escapes a rule that denies the one. Or `lower(…)` is \
        compared with a text that has capitals, which it never is. Put `lower(…)` around what \
        the request says, and write the text in small letters.
        """),
    Entry(
      rule: ComparedWithTruth(),
      documentation: """
        A truth is compared with `true` or `false`. Ask for it, or for its opposite with `not`.
        """),
    Entry(
      rule: ConstantCondition(),
      documentation: """
        The condition is true, false or uncertain for every request. Remove it, or ask about the \
        request.
        """),
    Entry(
      rule: ConstantFirst(),
      documentation: """
        A constant stands before what it is compared with. Put what the request says first, as \
        one reads it.
        """),
    Entry(
      rule: ContradictoryCondition(),
      documentation: """
        The rule never matches, or the condition is never true: what it asks for excludes \
        itself, for every request. Correct one of the conditions that are shown, or remove the \
        rule.
        """),
    Entry(
      rule: ControlCharacterInPattern(),
      documentation: """
        A text to compare with holds a character that nobody sees inside of words: in "…" `\\b` \
        is a backspace and the `\\t` of `C:\\temp` a tab, and a zero-width space hides in bound \
        data. Hardly a request has such a text. Write it in '…', where a backslash stays, or \
        leave the character out; in the patterns of `like` and `matches` a control character is \
        an error.
        """),
    Entry(
      rule: CostOverBudget(),
      documentation: """
        Once its definitions are put in, a rule is so large that judging it takes longer than \
        all else about a request. Bind what it lists as data, or let definitions use each other \
        less often.
        """),
    Entry(
      rule: CoverDoesNotBind(),
      documentation: """
        An approval covers requests that differ in what the hold was about: in a value that its \
        condition bounds, or in a text of which it covers a fingerprint alone. Whoever has \
        approved a little has approved any amount. Cover that value as well, or cover `once`.
        """),
    Entry(
      rule: DeadlineOutsideHours(),
      documentation: """
        A hold is for requests outside of some hours and ends before these begin again, so that \
        whoever works in them never sees it. Make `within` as long as the time in between, or \
        escalate to somebody who is on call.
        """),
    Entry(
      rule: DeadlineTooLong(),
      documentation: """
        A hold waits for more than a week, or its approval is good for more than a day for \
        requests that nobody has seen: by then nobody knows any more what was asked, and a \
        stolen token has the approval as well. Shorten `within`, or `for`.
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
      rule: DenyWithoutReason(),
      documentation: """
        A deny or hold does not say why, so that whoever is stopped reads a rule's name and no \
        more. Add `because "…"`.
        """),
    Entry(
      rule: DoubleNegation(),
      documentation: """
        Two `not`s undo each other. Leave both out.
        """),
    Entry(
      rule: DuplicateRule(),
      documentation: """
        Two rules of one effect ask for the same, however it is spelled. Remove one of them; \
        where the reasons differ, keep the better one.
        """),
    Entry(
      rule: EqualitiesAsList(),
      documentation: """
        One value is compared with several constants one after the other. Look it up in a list \
        of them, where each stands once.
        """),
    Entry(
      rule: ExpiredRule(),
      documentation: """
        The period of a rule is over, and it never counts again. Remove it, or give it a later \
        end.
        """),
    Entry(
      rule: HardcodedSecret(),
      documentation: """
        A token or a private key stands in the policy, by the form that its issuer gives such. A \
        policy is read by many and kept for long. Take it out, and have it revoked; let the \
        request say whether a credential was good.
        """),
    Entry(
      rule: HoldWithoutEscalation(),
      documentation: """
        Nobody else may approve a hold when those who are asked do not answer, so that it ends \
        with a denial. Add `escalate to … after …`.
        """),
    Entry(
      rule: HoldWithoutNotify(),
      documentation: """
        Nobody is told of a hold, so that it waits until somebody looks. Add `notify CHANNEL \
        "…"`.
        """),
    Entry(
      rule: InvertedInterval(),
      documentation: """
        Two bounds of one value leave nothing between them, or leave nothing out: `and` stands \
        where `or` was meant, or a sign is turned. Mend one of the two.
        """),
    Entry(
      rule: IpComparedAsString(),
      documentation: """
        An address of the network is compared as a text, which knows neither blocks nor that \
        `::ffff:10.0.0.1` is `10.0.0.1`. Ask with `ip(…) in cidr("…")`, or compare `ip(…)` with \
        `ip("…")`.
        """),
    Entry(
      rule: LiteralRegex(),
      documentation: """
        A pattern has nothing of one, and is a comparison in disguise, or takes any character \
        where a dot is meant, as `api.example.com` does for `matches`. Compare with `==`, \
        `starts_with`, `ends_with` or `includes`, or escape the dots: `\\.`.
        """),
    Entry(
      rule: LongDuration(),
      documentation: """
        A duration is written in a smaller unit than it has to be. Write it in the larger one.
        """),
    Entry(
      rule: MixedScriptIdentifier(),
      documentation: """
        A word of a text mixes letters of scripts that look alike, as a Cyrillic `а` in `аdmin`: \
        it is not the text that a reader sees. Write it in one script.
        """),
    Entry(
      rule: NegatedComparison(),
      documentation: """
        A `not` stands before a comparison that has an opposite. Write the opposite, which reads \
        as one word.
        """),
    Entry(
      rule: NestedIteration(),
      documentation: """
        A quantifier goes through one list of the request for each element of another, so that \
        whoever writes both lists chooses how much work that is: their lengths multiply, up to \
        the limit past which a request is denied. Ask with `overlaps` or `in`, or look at one \
        list at a time.
        """),
    Entry(
      rule: NotAnyNot(),
      documentation: """
        A `not any … not` says `all`, and a `not all … not` says `any`. Write that one.
        """),
    Entry(
      rule: PathComparedAsText(),
      documentation: """
        The path of a file is compared as text with the beginning of a folder's, so that \
        `/repo/src/../.git` passes for a part of `/repo/src`, with `starts_with` `/repo/srcx` \
        too, and `/x/../etc/passwd` for none of `/etc`. Ask with `path(…) in folder(…)`, or hold \
        the pattern against `text(path(…))`.
        """),
    Entry(
      rule: PresenceBypass(),
      documentation: """
        A deny or hold does not match once this path, read with `has` or `??`, is left out, and \
        nothing else stops a request that leaves it out. Read the path itself, so that its \
        absence is uncertain, or deny the absence.
        """),
    Entry(
      rule: RawPattern(),
      documentation: """
        A pattern in "…" doubles its backslashes. Write it in '…', where each stands for itself.
        """),
    Entry(
      rule: RedundantParentheses(),
      documentation: """
        Parentheses stand around all of a condition, or around others. Leave them out.
        """),
    Entry(
      rule: RedundantRule(),
      documentation: """
        Whenever the rule matches, another rule of its effect does and says the same, so that \
        the verdict is what it would be without this one. Remove it, or give it a reason of its \
        own.
        """),
    Entry(
      rule: RuleWithoutTest(),
      documentation: """
        No case of the tests has seen the rule match, so that nobody would notice if it stopped \
        doing so. Write one; `weir test --generate` does.
        """),
    Entry(
      rule: SecretInReason(),
      documentation: """
        A reason shows a value that is not for everybody: one whose member is `@sensitive`, or \
        is named as secrets are. Reasons go to chats, logs and language models. Leave it out.
        """),
    Entry(
      rule: SelfComparison(),
      documentation: """
        A value is compared with itself, so that nothing but its absence makes a difference. \
        Compare it with what was meant, or ask `has` whether it is there.
        """),
    Entry(
      rule: ShellTextMatch(),
      documentation: """
        A command line is searched for a text, or held against the beginning of one: `git \
        status; rm -r ~` begins with `git status`, and `r\\m` and `'rm'` are `rm`. Read it with \
        `shell(…)`, which sees the commands that it runs.
        """),
    Entry(
      rule: SingleElementList(),
      documentation: """
        A value is looked up in a list of one. Compare with the element.
        """),
    Entry(
      rule: SqlTextMatch(),
      documentation: """
        A query is searched for words of SQL, which have many spellings: comments between them, \
        other cases and blanks, words inside of strings. Read it with `sql(…)`, which sees what \
        it does.
        """),
    Entry(
      rule: SuppressionWithoutReason(),
      documentation: """
        A finding is suppressed and nobody says why, so that nobody can say when it may go. \
        Write the reason after a colon, or as the second value of `@expect`.
        """),
    Entry(
      rule: UnanchoredIntent(),
      documentation: """
        The pattern has an anchor at one end alone, or word boundaries at its ends, as one does \
        that is searched for in a text. `matches` is about the whole text, so that it says more \
        than was meant. Write `.*` where anything may stand.
        """),
    Entry(
      rule: UnboundedPathPrefix(),
      documentation: """
        A path's or a host's name is compared with a beginning or an end that stops inside a \
        name: `/admin` also begins `/administrator`, and `example.com` also ends \
        `evilexample.com`. End the text where a name ends, and compare a whole name with `==`.
        """),
    Entry(
      rule: UnconditionalAllow(),
      documentation: """
        An allow matches every request, so that whatever no other rule stops may pass. Say what \
        may pass; where everything may that nobody denies, `default allow` says so in one place.
        """),
    Entry(
      rule: UnguardedOptional(),
      documentation: """
        A deny or hold reads an optional member, and no comparison of a required member with a \
        constant says which requests it is about: without the member it is uncertain, which \
        falls to the safe side. Add such a comparison, or `has`.
        """),
    Entry(
      rule: UnindexableRule(),
      documentation: """
        One of many rules names no value that something in the request must have, so that it \
        cannot be found by what a request says, and is tried for each one. Compare a path with a \
        constant in it, as the action.
        """),
    Entry(
      rule: UnknownInReason(),
      documentation: """
        A reason shows a member that nothing else in the policy reads, and that is spelt nearly \
        as one that rules do read: the reason will say ‹absent›. Correct the spelling, or \
        declare the request with a `request` block, where an unknown member is an error.
        """),
    Entry(
      rule: UnlessNot(),
      documentation: """
        An `unless not` spares what is not so, which `when` says without turning round twice. \
        Write `when`.
        """),
    Entry(
      rule: UnqualifiedSqlName(),
      documentation: """
        A table that a query names is compared with a name without a schema. Which table that is \
        depends on the session's search path, and the same table with its schema is another \
        name. Compare with `schema.table`, and let queries say schemas: `sql(…).unqualified == \
        []`.
        """),
    Entry(
      rule: UnreachableRule(),
      documentation: """
        Whenever the rule matches, a stricter rule decides, so that no verdict is ever this \
        rule's. Remove it, or let the stricter rule spare what this one is about, with `unless`.
        """),
    Entry(
      rule: UnsatisfiableQuorum(),
      documentation: """
        A hold needs more people than there are: the policy names fewer, or only those who ask \
        and may not approve, or the list of trusted keys has fewer. Whatever it holds waits \
        until it is denied. Ask for fewer, or name a group that has them.
        """),
    Entry(
      rule: UnusedData(),
      documentation: """
        Nothing uses this bound document, which is read and checked all the same. Remove it, or \
        use it.
        """),
    Entry(
      rule: UnusedDefine(),
      documentation: """
        Nothing uses this definition. Remove it, or use it.
        """),
    Entry(
      rule: UnusedShapeMember(),
      documentation: """
        No rule reads this member of the request's shape, so that its type is never checked: \
        shapes are no validators. Remove it, or keep it as documentation and turn this rule off.
        """),
    Entry(
      rule: UnusedSuppression(),
      documentation: """
        A comment `// weir: ignore …` or an `@expect` answers a finding that is not made here, \
        and would hide a new one. Remove it.
        """),
    Entry(
      rule: UnusedType(),
      documentation: """
        Nothing uses this type. Remove it, or use it in a shape.
        """),
    Entry(
      rule: VacuousAll(),
      documentation: """
        `all` is true of an empty list, so that a request with `[]` passes what asks for \
        something of each element. Ask for an element as well: `length(…) > 0`.
        """),
  ]
}
