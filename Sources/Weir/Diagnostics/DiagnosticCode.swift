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
      .invalidCount, .escalationTooLate, .emptyPeriod, .volatilePath, .unknownZone:
      .error
    }
  }
}
