// What the checker hands to the emitter, to the linter and to the tests' reference evaluator: the
// policy with every name resolved, every definition expanded, every type known, every constant
// folded. Nothing in it refers back to the syntax tree but ranges, for messages.
//
// Expressions stay one node an occurrence, with the occurrence's own range: sharing equal
// conditions is the emitter's business, explaining them is everybody's.

/// A checked policy: all that its verdicts depend on.
package struct CheckedPolicy: Sendable {
  package var files: [SourceFile] = []
  /// The merged `request` blocks; nil when no file has one, and every name is dynamic then.
  package var shape: RecordShape?
  /// Every rule, ordered by file path, then by place in the file.
  package var rules: [CheckedRule] = []
  package var defaultVerdict: CheckedDefault = .deny
  /// The condition of every `on`, also of one with no rule in it.
  package var onConditions: [CheckedExpression] = []
  /// Declarations that nothing uses; none are listed where an error may hide a use.
  package var unused: [UnusedDeclaration] = []
  /// The paths of `requester`; empty when none is declared.
  package var requester: [RequestPath] = []
  /// The paths of `volatile`.
  package var volatile: [RequestPath] = []
  /// Whether a condition may call what is costly (see `CostlyCells`).
  package var hasCostlyCalls = false
  /// The digest of the policy (see `PolicyDigest`).
  package var digest: [UInt8] = []

  package init() {}
}

/// A declaration that no rule, no shape and no other declaration names.
package struct UnusedDeclaration: Sendable {
  package enum Kind: Sendable {
    case data, define, type
  }
  package var kind: Kind
  /// Qualified with the module's name, but for a type.
  package var name: String
  package var nameRange: SourceRange

  package init(kind: Kind, name: String, nameRange: SourceRange) {
    self.kind = kind
    self.name = name
    self.nameRange = nameRange
  }
}

/// What decides when no rule does.
package enum CheckedDefault: Sendable, Hashable {
  case deny
  case allow(SourceRange)
  case hold(HoldClauses<PolicyApprover>, SourceRange)
}

/// One rule, complete.
package struct CheckedRule: Sendable {
  /// Qualified with the module's name: `payments.small_transfers`.
  package var name: String
  package var effect: PolicyEffect
  /// `observe`: evaluated and reported, without a say in the verdict.
  package var isObserved: Bool
  /// All must be true: the rule's own `when`s and those of every `on` around it.
  package var conditions: [CheckedExpression]
  /// None may be true.
  package var exclusions: [CheckedExpression]
  /// The rule counts in `[from, until)`.
  package var from: Timestamp?
  package var until: Timestamp?
  package var because: CheckedTemplate?
  /// Name and value, in byte order of the names; a rule's own win over those of its `on`s.
  package var annotations: [(name: String, value: String)]
  /// The `///` text above it, without the slashes.
  package var documentation: String?
  /// Present on every `hold`, and on nothing else.
  package var hold: HoldClauses<PolicyApprover>?
  /// Requests that it matches, and that it does not. No verdict and no key depends on them.
  package var examples: [CheckedExample] = []
  /// The rule's name in its file, for `at` and for diagnostics.
  package var nameRange: SourceRange
  package var range: SourceRange

  package init(
    name: String, effect: PolicyEffect, isObserved: Bool = false,
    conditions: [CheckedExpression] = [],
    exclusions: [CheckedExpression] = [], from: Timestamp? = nil, until: Timestamp? = nil,
    because: CheckedTemplate? = nil, annotations: [(name: String, value: String)] = [],
    documentation: String? = nil, hold: HoldClauses<PolicyApprover>? = nil,
    nameRange: SourceRange, range: SourceRange
  ) {
    self.name = name
    self.effect = effect
    self.isObserved = isObserved
    self.conditions = conditions
    self.exclusions = exclusions
    self.from = from
    self.until = until
    self.because = because
    self.annotations = annotations
    self.documentation = documentation
    self.hold = hold
    self.nameRange = nameRange
    self.range = range
  }
}

/// A request that a rule is said to match, or not to match.
package struct CheckedExample: Sendable {
  package var isMatch: Bool
  /// The request as JSON.
  package var request: [UInt8]
  /// The instant that it is judged at; nil where no time is known.
  package var instant: Timestamp?
  /// The clause.
  package var range: SourceRange
}

/// A `because` text with its places to fill in.
package struct CheckedTemplate: Sendable, Hashable {
  package enum Part: Sendable, Hashable {
    case text(ExactString)
    case path(RequestPath)
    /// A constant (a bound datum, a define without paths) already written out.
    case constant(ExactString)
  }
  package var parts: [Part]
  package init(parts: [Part]) { self.parts = parts }
}

/// One checked expression: what it is, its type, where it stands.
package struct CheckedExpression: Sendable {
  package var kind: Kind
  package var type: Type
  package var range: SourceRange

  package init(_ kind: Kind, _ type: Type, _ range: SourceRange) {
    self.kind = kind
    self.type = type
    self.range = range
  }

  package enum Kind: Sendable {
    indirect case constant(Constant)
    /// A value of the request. `type` is its declared type, `any` without a shape.
    case path(RequestPath)
    /// A value below a quantifier's variable; no steps means the element itself. Variables are
    /// numbered outward in: the outermost quantifier's is 0, unique within one rule's condition.
    indirect case local(Int, [RequestPath.Step])
    /// The instant the request is judged at.
    case now
    /// A member of a computed record, or an element chosen by a computed key or index.
    indirect case member(CheckedExpression, ExactString)
    indirect case element(CheckedExpression, CheckedExpression)
    /// A list literal with at least one element that is not a constant.
    case list([CheckedExpression])

    indirect case not(CheckedExpression)
    /// Two operands or more, flattened, in source order.
    case and([CheckedExpression])
    case or([CheckedExpression])
    indirect case compare(Comparison, CheckedExpression, CheckedExpression)
    indirect case arithmetic(Arithmetic, CheckedExpression, CheckedExpression)
    indirect case negate(CheckedExpression)
    /// Left is a `path`, `local`, `member` or `element`: replaced when absent or null only.
    indirect case coalesce(CheckedExpression, CheckedExpression)
    /// Operand is a `path`, `local`, `member` or `element`.
    indirect case has(CheckedExpression)
    indirect case quantifier(CheckedQuantifier)
    indirect case call(Callee, [CheckedExpression])
  }
}

extension CheckedExpression {
  /// A term of a sum, and whether it is subtracted.
  package typealias Term = (term: CheckedExpression, isSubtracted: Bool)

  /// The terms of a sum, however `+` and `-` put them together: what they come to is judged once it
  /// is whole, so that no order of them matters. An expression that is not a sum is one term.
  package var terms: [Term] {
    var terms: [Term] = []
    collectTerms(isSubtracted: false, into: &terms)
    return terms
  }

  private func collectTerms(isSubtracted: Bool, into terms: inout [Term]) {
    switch kind {
    case .arithmetic(.add, let left, let right):
      left.collectTerms(isSubtracted: isSubtracted, into: &terms)
      right.collectTerms(isSubtracted: isSubtracted, into: &terms)
    case .arithmetic(.subtract, let left, let right):
      left.collectTerms(isSubtracted: isSubtracted, into: &terms)
      right.collectTerms(isSubtracted: !isSubtracted, into: &terms)
    case .negate(let operand) where operand.isSum:
      operand.collectTerms(isSubtracted: !isSubtracted, into: &terms)
    case .constant, .path, .local, .now, .member, .element, .list, .not, .and, .or, .compare,
      .arithmetic, .negate, .coalesce, .has, .quantifier, .call:
      terms.append((self, isSubtracted))
    }
  }

  /// Whether it is terms added up, or the negative of that.
  package var isSum: Bool {
    switch kind {
    case .arithmetic(let operation, _, _): operation != .multiply
    case .negate(let operand): operand.isSum
    case .constant, .path, .local, .now, .member, .element, .list, .not, .and, .or, .compare,
      .coalesce, .has, .quantifier, .call:
      false
    }
  }
}

/// `any(x in list: body)` and its kin.
package struct CheckedQuantifier: Sendable {
  package var kind: QuantifierKind
  /// The element, or the key where the subject is a map.
  package var variable: Int
  /// The second variable of `any(k, v in map: …)`, or of `any(i, x in list: …)` (then `variable` is
  /// the index from 0).
  package var secondVariable: Int?
  package var subject: CheckedExpression
  /// A truth for `any`, `all`, `count`; what is added or compared for `sum`, `min`, `max`.
  package var body: CheckedExpression

  package init(
    kind: QuantifierKind, variable: Int, secondVariable: Int? = nil, subject: CheckedExpression,
    body: CheckedExpression
  ) {
    self.kind = kind
    self.variable = variable
    self.secondVariable = secondVariable
    self.subject = subject
    self.body = body
  }

  /// Whether it goes through a map: one variable does only where a shape says that the value is
  /// one. Else a record with the keys "0", "1" and so on would pass for a list.
  package var takesMap: Bool {
    if case .map = subject.type { return true }
    return secondVariable != nil
  }
}
