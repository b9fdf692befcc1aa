// The one table of the compiler's findings: code, severity, what it means. The reference page and
// `weir lint --explain CODE` derive from it.

/// Which finding a diagnostic is. The raw value is the code people see and search for.
public enum DiagnosticCode: String, Sendable, CaseIterable {
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
  case escalationTooLate = "escalation-too-late"
  case emptyPeriod = "empty-period"
  case volatilePath = "volatile-path"
  case unknownZone = "unknown-zone"

  // MARK: Weir itself
  case internalError = "internal-error"

  // MARK: Warnings
  case defaultAllow = "default-allow"
  case defaultHold = "default-hold"
  case unguardedOptional = "unguarded-optional"
  case maskedAbsence = "masked-absence"
  case unusedDefinition = "unused-definition"
  case constantCondition = "constant-condition"

  /// Errors stop compilation; warnings are `weir lint`'s.
  public var severity: Diagnostic.Severity {
    switch self {
    case .defaultAllow, .defaultHold, .unguardedOptional, .maskedAbsence, .unusedDefinition,
      .constantCondition:
      .warning
    case .invalidUTF8, .fileTooLarge, .invalidToken, .unterminatedString, .invalidEscape,
      .invalidNumber, .invalidDuration, .expectedToken, .expectedExpression,
      .expectedDeclaration, .expectedName, .reservedName, .chainedComparison, .invalidTemplate,
      .nestingTooDeep, .unknownName, .unknownMember, .unknownType, .unknownFunction,
      .duplicateName, .shadowedName, .recursiveDefinition, .conflictingShape,
      .duplicateDefault, .defaultInModule, .typeMismatch, .notACondition, .wrongArguments,
      .valueOutsideEnum, .constantRequired, .invalidConstant, .invalidPattern,
      .numberOutOfRange, .expansionTooLarge, .dataUnreadable, .dataOutsideRoot, .dataMismatch,
      .duplicateClause, .misplacedClause, .missingNeeds, .missingWithin, .missingRequester,
      .invalidCount, .escalationTooLate, .emptyPeriod, .volatilePath, .unknownZone, .internalError:
      .error
    }
  }

  /// What it means whenever it appears, a sentence without a full stop.
  public var meaning: String {
    switch self {
    case .invalidUTF8: "The file is not UTF-8"
    case .fileTooLarge: "The file is larger than \(Limits.fileBytes >> 20) MiB"
    case .invalidToken: "These bytes begin nothing that the language knows"
    case .unterminatedString: "A string does not end on its line"
    case .invalidEscape: "A backslash begins no escape of JSON; '…' takes everything as it is"
    case .invalidNumber: "The number is not written as numbers are"
    case .invalidDuration:
      "The duration is not written as durations are: `2h30m`, each unit once, the larger first"
    case .expectedToken: "The grammar wants something else here"
    case .expectedExpression: "A condition or value is missing here"
    case .expectedDeclaration: "A declaration should begin here"
    case .expectedName: "A name is missing here"
    case .reservedName: "The word has a meaning of its own and cannot name this"
    case .chainedComparison: "Comparisons do not chain: write `a < b and b < c`"
    case .invalidTemplate: "A brace in a `because` text holds a path; `{{` is a brace"
    case .nestingTooDeep: "The text nests deeper than \(Limits.syntaxDepth)"
    case .unknownName:
      "Nothing of that name is declared, and the shape of requests has no such member"
    case .unknownMember: "The record has no member of that name"
    case .unknownType: "No type of that name is declared"
    case .unknownFunction: "There is no function and no definition of that name"
    case .duplicateName: "Two declarations of one namespace have one name"
    case .shadowedName: "The name would hide another that means something here"
    case .recursiveDefinition: "A definition uses itself, directly or through others"
    case .conflictingShape: "Two `request` blocks say different things of one member"
    case .duplicateDefault: "A policy has one `default` at most"
    case .defaultInModule:
      "`default` speaks for the whole policy, and stands in a file without `module`"
    case .typeMismatch: "The operator does not take values of these types"
    case .notACondition: "A condition is true or false, and this is neither"
    case .wrongArguments: "The function takes other arguments, or another number of them"
    case .valueOutsideEnum:
      "The value is none of those that the shape lists, so they are never equal"
    case .constantRequired: "This must be known when the policy is compiled"
    case .invalidConstant:
      "The text is none of what it should be: a timestamp, an address, a version"
    case .invalidPattern: "The pattern is no regular expression, or no glob"
    case .numberOutOfRange: "The number does not fit an exact decimal"
    case .expansionTooLarge: "With its definitions written out, the condition is too large"
    case .dataUnreadable: "The bound document cannot be read"
    case .dataOutsideRoot: "The bound document lies outside the policy's root"
    case .dataMismatch: "The bound document does not fit its declared type"
    case .duplicateClause: "The rule says this twice; once is all it may"
    case .misplacedClause: "Only a hold has this clause"
    case .missingNeeds: "A hold says who must approve it"
    case .missingWithin: "A hold says by when it must be decided"
    case .missingRequester: "A policy with holds says on which paths the requester stands"
    case .invalidCount: "A number of people is a whole number, 1 at least"
    case .escalationTooLate: "The escalation comes at or after the hold's deadline"
    case .emptyPeriod: "The rule ends before it begins"
    case .volatilePath: "A hold depends on a path that is declared `volatile`"
    case .internalError: "Weir refuses a program that its own compiler made: a defect of Weir"
    case .unknownZone: "There is no time zone of that name"
    case .defaultAllow: "What no rule speaks of is allowed"
    case .defaultHold: "What no rule speaks of is held"
    case .unguardedOptional:
      "A deny or hold reads an optional member, and no comparison of a required member with a constant says which requests it is about: without the member it is uncertain"
    case .maskedAbsence:
      "A deny or hold does not match once this path, read with `has` or `??`, is left out"
    case .unusedDefinition: "Nothing uses the definition"
    case .constantCondition: "The condition is the same for every request"
    }
  }
}
