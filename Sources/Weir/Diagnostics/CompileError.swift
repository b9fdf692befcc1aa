// The one table of the compiler's errors: code, and what it means. The reference page and
// `weir lint --explain CODE` derive from it. What is merely unwise is not the compiler's to find:
// rules of the linter have codes of their own.

/// What keeps a policy from compiling. The raw value is the code that people see and search for.
public enum CompileError: String, Sendable, CaseIterable {
  // MARK: Source and syntax
  case invalidUTF8 = "invalid-utf8"
  case fileTooLarge = "file-too-large"
  case invalidToken = "invalid-token"
  case unterminatedString = "unterminated-string"
  case invalidEscape = "invalid-escape"
  case invalidNumber = "invalid-number"
  case invalidDuration = "invalid-duration"
  case expectedToken = "expected-token"
  case expectedExpression = "expected-expression"
  case expectedDeclaration = "expected-declaration"
  case expectedName = "expected-name"
  case reservedName = "reserved-name"
  case chainedComparison = "chained-comparison"
  case invalidTemplate = "invalid-template"
  case nestingTooDeep = "nesting-too-deep"

  // MARK: Names
  case unknownName = "unknown-name"
  case unknownMember = "unknown-member"
  case unknownType = "unknown-type"
  case unknownFunction = "unknown-function"
  case duplicateName = "duplicate-name"
  case shadowedName = "shadowed-name"
  case recursiveDefinition = "recursive-definition"
  case conflictingShape = "conflicting-shape"
  case unknownAnnotation = "unknown-annotation"
  case duplicateDefault = "duplicate-default"
  case defaultInModule = "default-in-module"

  // MARK: Types
  case typeMismatch = "type-mismatch"
  case notACondition = "not-a-condition"
  case wrongArguments = "wrong-arguments"
  case valueOutsideEnum = "value-outside-enum"
  case constantRequired = "constant-required"
  case invalidConstant = "invalid-constant"
  case invalidPattern = "invalid-pattern"
  case numberOutOfRange = "number-out-of-range"
  case expansionTooLarge = "expansion-too-large"

  // MARK: Data
  case dataUnreadable = "data-unreadable"
  case dataOutsideRoot = "data-outside-root"
  case dataMismatch = "data-mismatch"

  // MARK: Rules and holds
  case duplicateClause = "duplicate-clause"
  case misplacedClause = "misplaced-clause"
  case missingNeeds = "missing-needs"
  case missingWithin = "missing-within"
  case missingRequester = "missing-requester"
  case invalidCount = "invalid-count"
  case tooManyAlternatives = "too-many-alternatives"
  case escalationTooLate = "escalation-too-late"
  case emptyPeriod = "empty-period"
  case exampleFails = "example-fails"
  case volatilePath = "volatile-path"
  case unknownZone = "unknown-zone"

  // MARK: Weir itself
  case tooManyErrors = "too-many-errors"
  case internalError = "internal-error"

  /// What it means whenever it appears, and what to do about it: a few sentences for the reference.
  public var meaning: String {
    switch self {
    case .invalidUTF8:
      """
      A policy is text in UTF-8, and these bytes are not. Save the file in UTF-8.
      """
    case .fileTooLarge:
      """
      The file is larger than any file that people write. Split it: all files of a policy \
      share one namespace.
      """
    case .invalidToken:
      """
      These characters begin no word, number, string or operator, or would make the policy \
      look different from what it says, as characters do that nobody sees. The help names what \
      other languages write so; write Weir's form, or remove them. In a string they may be \
      written as escapes.
      """
    case .unterminatedString:
      """
      A string begins on this line and does not end on it. Close it; a line break inside a \
      string is written `\\n`.
      """
    case .invalidEscape:
      """
      Strings in double quotes have JSON's escapes and no others, and the halves of a \
      surrogate pair stand together. Double the backslash, or use single quotes, where nothing \
      is escaped.
      """
    case .invalidNumber:
      """
      Numbers are decimal: digits, an optional fraction, an optional exponent, underscores \
      between digits. Write it like `10_000`, `0.9` or `1e6`.
      """
    case .invalidDuration:
      """
      A duration is numbers with the units d, h, m, s, ms, in this order, each once, without \
      spaces; the last number may have a fraction, as long as nanoseconds stay whole. Write it \
      like `15m`, `2h30m` or `1.5h`.
      """
    case .expectedToken:
      """
      Something has to stand here by the grammar, and something else does. The message names \
      both.
      """
    case .expectedExpression:
      """
      A value or a condition has to stand here: a path, a literal, a call, a quantifier. Write \
      one, or remove what asks for it.
      """
    case .expectedDeclaration:
      """
      Only declarations stand at the top of a file, and only rules and further `on`s inside \
      `on { }`. Begin with `allow`, `deny`, `hold`, `on`, `define`, `data`, `type`, `request`, \
      `requester`, `volatile` or `default`.
      """
    case .expectedName:
      """
      A name is missing. Every rule and every definition has one, in ASCII letters, digits and \
      `_`.
      """
    case .reservedName:
      """
      This word begins clauses, rules or operators, and cannot name a declaration or begin a \
      path. Choose another name; a member of the request is read as `request.word`.
      """
    case .chainedComparison:
      """
      A comparison yields a truth, which is then no operand for another comparison. Write `a < \
      b and b < c`.
      """
    case .invalidTemplate:
      """
      In a `because` text, braces hold a path that is filled in. Name a path, or double a \
      brace that is meant as one.
      """
    case .nestingTooDeep:
      """
      The text nests deeper than the compiler follows. Name parts of it with `define`, or \
      write a list.
      """
    case .unknownName:
      """
      Nothing of this name is declared, and the request has no such member. Correct the \
      spelling, or declare it.
      """
    case .unknownMember:
      """
      The shape of this value has no such member. Correct the spelling, or add the member to \
      `request { }` or to the type.
      """
    case .unknownType:
      """
      No `type` declaration and no built-in type has this name. Correct the spelling, or \
      declare the type.
      """
    case .unknownFunction:
      """
      No built-in function and no `define` with parameters has this name. Correct the \
      spelling, or define it.
      """
    case .duplicateName:
      """
      Two declarations have the same name, or a declaration has the name of a member that some \
      file reads bare. Rename one of them.
      """
    case .shadowedName:
      """
      A variable or a parameter has a name that already means something here. Choose another, \
      so that a reader need not know which one wins.
      """
    case .recursiveDefinition:
      """
      A definition or a type uses itself, directly or through others, and would never end. \
      Break the circle.
      """
    case .conflictingShape:
      """
      Two `request` blocks give the same member different types. Make them agree, or declare \
      the member once.
      """
    case .unknownAnnotation:
      """
      A member of a shape has one annotation, `@sensitive`, without a value: an audit log never \
      has its values in the clear. Annotations of rules may be any, each with one value at most. \
      `@expect("rule", "reason")`, which speaks to `weir lint`, may stand before every declaration.
      """
    case .duplicateDefault:
      """
      A policy has at most one `default`. Remove all others.
      """
    case .defaultInModule:
      """
      `default` decides for the whole policy, so a file with a `module` cannot set it. Move it \
      to a file without one.
      """
    case .typeMismatch:
      """
      The operands' types do not go together, so that this would be uncertain for every \
      request. Compare values of one type.
      """
    case .notACondition:
      """
      `when`, `unless`, `on`, `and`, `or`, `not` and some quantifiers need a truth, and this \
      is another value. Compare it with something.
      """
    case .wrongArguments:
      """
      The function is called with too few, too many or the wrong kinds of arguments. Its entry \
      in the reference shows them.
      """
    case .valueOutsideEnum:
      """
      The member is declared as one of a few strings, and this is none of them. Correct the \
      spelling, or add it to the declaration.
      """
    case .constantRequired:
      """
      This has to be known when the policy is compiled: a literal, bound data, or what is \
      computed from them. A path of the request cannot stand here.
      """
    case .invalidConstant:
      """
      The text is not what it is meant to be: no timestamp, address, block, opening hours or \
      version. The message says what is wrong with it.
      """
    case .invalidPattern:
      """
      The pattern of `like` or `matches` cannot be compiled, or holds a control character: in \
      "…" a `\\b` is a backspace. Write patterns in '…', where nothing is escaped. Regular \
      expressions have RE2's syntax, without back references or look-around.
      """
    case .numberOutOfRange:
      """
      Numbers are exact, with a coefficient below 2^96 and an exponent from -28 to 28; \
      instants lie in the years 0001 to 9999; durations are whole nanoseconds. This value does \
      not fit, and nothing is rounded.
      """
    case .expansionTooLarge:
      """
      Once its definitions are put in, this condition is larger than the limit. Let \
      definitions use each other less often.
      """
    case .dataUnreadable:
      """
      The file of a `data` declaration cannot be found, read or parsed. The message says \
      which.
      """
    case .dataOutsideRoot:
      """
      A `data` declaration may only read files below the policy's root. Move the file there.
      """
    case .dataMismatch:
      """
      The document does not have the type that its `data` declaration gives it. Correct one of \
      the two.
      """
    case .duplicateClause:
      """
      The rule has this clause twice, where only `when` and `unless` may be repeated. Remove \
      one.
      """
    case .misplacedClause:
      """
      This clause belongs to another kind of rule: the clauses of approvals stand on `hold` \
      only. Remove it, or make the rule a hold.
      """
    case .missingNeeds:
      """
      A hold has to say who must approve. Add `needs 1 of group "…"`.
      """
    case .missingWithin:
      """
      A hold has to say by when it is decided; past that it is denied. Add `within 1h`, say.
      """
    case .missingRequester:
      """
      A policy with holds has to say who makes the request, so that nobody approves their own. \
      Add `requester principal.id`, say.
      """
    case .invalidCount:
      """
      The number of people or rejections is at least 1, and no larger than makes sense. \
      Correct it.
      """
    case .tooManyAlternatives:
      """
      Each `or` of `needs`, times those that an `and` joins to it, is a way to satisfy the hold, \
      and for each one a matching of people is tried. Write one factor over several sets instead \
      of an `or` of factors.
      """
    case .escalationTooLate:
      """
      The escalation comes at the deadline or later, and would change nothing. Let it come \
      before `within`.
      """
    case .emptyPeriod:
      """
      `until` is not later than `from`, so the rule never counts. Correct one of the two.
      """
    case .exampleFails:
      """
      A rule does not do with one of its examples what `matches` or `no_match` says. Correct the \
      example, or the rule.
      """
    case .volatilePath:
      """
      A path that the requester, or a hold's conditions, needs or covers depend on may not be \
      volatile: the repeated request would be another one. Remove it from `volatile`.
      """
    case .unknownZone:
      """
      No time zone has this name. Use a name of the IANA database, as in `Europe/Berlin`, or \
      `UTC`; `localtime`, and what else a machine keeps beside its zones, would make a program \
      depend on the machine that built it.
      """
    case .tooManyErrors:
      """
      So many errors stand in one file that the rest of them is only counted. Correct the first \
      ones, and see what is left; perhaps the file is not a policy at all.
      """
    case .internalError:
      """
      The compiler made a program that its own verifier refuses. Nothing runs; it is a mistake in \
      Weir, so please report it with the policy.
      """
    }
  }
}
