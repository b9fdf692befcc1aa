// Every limit Weir holds a policy or a request to, with its reason. A policy past a limit does not
// compile; a request past one is denied with an error, never judged by what fits.

/// The named limits.
package enum Limits {
  // MARK: Policies

  /// Bytes of one policy file: offsets in ranges are 32 bits, and no hand-written file comes near.
  package static let fileBytes = 64 << 20
  /// Depth of nesting in a policy's text: the parser and the checker recurse, and a stack is
  /// finite (each thread of the command has 8 MiB, one of somebody else's maybe 512 KiB).
  package static let syntaxDepth = 200
  /// Nodes of one rule's condition once its definitions are expanded: definitions that use
  /// definitions twice each would double it at every step.
  package static let expandedNodes = 100_000
  /// Nodes of all conditions together, definitions expanded: what a policy may take to compile.
  package static let policyNodes = 10_000_000
  /// Depth of a condition once its definitions are expanded: whatever walks it recurses.
  package static let expandedDepth = 400
  /// People that one factor of a hold, or its rejection, may ask for: more is a slip of the hand.
  package static let approvers = 1_000
  /// Ways to satisfy the needs of one hold: each branch of an `or`, times those of what is joined
  /// to it by `and`. A matching of people to factors is tried for each.
  package static let needsAlternatives = 1_024
  /// Holds that one requester may have pending in a ledger: people answer few questions well, and a
  /// script asks many.
  package static let pendingHolds = 100
  /// Quantifiers inside quantifiers: the steps multiply.
  package static let quantifierDepth = 4
  /// Errors of one file that are told before they are only counted: a megabyte that is not a policy
  /// would be a million of them.
  package static let errorsPerFile = 1_000
  /// Mistakes of one file for which all names are searched for the one that was meant: each search
  /// costs as much as there are names.
  package static let explainedMistakes = 64
  /// Bytes of one pattern's automaton, RE2's own budget.
  package static let patternMemory = 8 << 20
  /// Bytes of a text a policy may spell out or bind.
  package static let constantBytes = 1 << 30

  // MARK: Fixtures

  /// Requests that use each other, one by way of the next: reading them recurses.
  package static let requestUses = 64
  /// Bytes of all requests of one fixture, written out: what defaults, named requests and tables
  /// multiply to.
  package static let fixtureRequestBytes = 256 << 20
  /// Members that are copied while a fixture's requests and data are merged.
  package static let fixtureMembers = 16 << 20

  // MARK: Documents

  /// Bytes of one bound document or one file of YAML requests: it is read whole.
  package static let documentBytes = 1 << 30
  /// Depth of nesting in a YAML document, aliases followed: its reader recurses.
  package static let documentDepth = 512
  /// Values that the aliases of one YAML document may stand for together: nine lines of aliases to
  /// aliases spell a billion.
  package static let aliasedValues = 1_000_000
  /// Digits of one hexadecimal or octal number in YAML: turning them into decimal takes their
  /// square.
  package static let radixDigits = 256
  /// Blanks and line breaks in a row in a YAML document: libyaml remembers as much, and clears all
  /// of it for every line or word that follows in the same scalar.
  package static let yamlBlanks = 4_096

  /// Bytes of a built program: as much as one document, which may be bound in it.
  package static let programBytes = 2 << 30

  // MARK: Requests

  /// Bytes of one request: texts are named by 32-bit offsets.
  package static let requestBytes = 1 << 30
  /// Depth of nesting in a request, the outermost object being 1.
  package static let requestDepth = 512
  /// Steps of all quantifiers together that one request may take: with it every evaluation ends
  /// within a bound known before it begins.
  package static let quantifierSteps = 1_000_000
  /// Comparisons of one request's quantifiers and `overlaps` together: two long lists multiply. One
  /// is two short values compared, or 64 bytes of them; work that takes longer (a
  /// search, a pattern, a function, two records) counts as so many more.
  package static let comparedPairs = 1 << 26
  /// Values one request may spread in the arena: 16 bytes each.
  package static let arenaValues = 4 << 20
  /// Bytes that decoding and computing may fill for one request.
  package static let scratchBytes = 256 << 20
  /// How many bytes an evaluator keeps of what readers of queries have read: some thousand texts.
  package static let rememberedReadings = 8 << 20
  /// Members of one object that the policy reads through: their names are compared for duplicates.
  package static let objectMembers = 1 << 20

  // MARK: Verdicts

  /// Uncertain rules a verdict names before it only counts them.
  package static let namedUncertainRules = 16
  /// Causes of one uncertain rule that a verdict names before it only counts them: a quantifier
  /// finds one in each of a million elements.
  package static let namedCauses = 16
  /// Bytes of a cause's path that a verdict shows: a request's keys may be as long as the request.
  package static let pathBytes = 256
  /// Paths, and sets of them, that are noted within quantifiers to tell the causes of one request's
  /// uncertain rules: past it, the list that they stand in is the cause.
  package static let tracedParts = 1 << 24
  /// Bytes of a request's value that a `because` text quotes.
  package static let quotedBytes = 256
}
