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

/// What decides when no rule does.
package enum CheckedDefault: Sendable, Hashable {
  case deny
  case allow(SourceRange)
  case hold(CheckedHold, SourceRange)
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
  package var hold: CheckedHold?
  /// The rule's name in its file, for `at` and for diagnostics.
  package var nameRange: SourceRange
  package var range: SourceRange

  package init(
    name: String, effect: PolicyEffect, isObserved: Bool = false,
    conditions: [CheckedExpression] = [],
    exclusions: [CheckedExpression] = [], from: Timestamp? = nil, until: Timestamp? = nil,
    because: CheckedTemplate? = nil, annotations: [(name: String, value: String)] = [],
    documentation: String? = nil, hold: CheckedHold? = nil, nameRange: SourceRange,
    range: SourceRange
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

/// The clauses of a hold.
package struct CheckedHold: Sendable, Hashable {
  package var needs: CheckedNeeds
  package var within: SignedDuration
  /// How many rejections settle it: 1 when the policy does not say.
  package var rejectedBy: Int
  package var escalation: Escalation?
  /// Who may settle the hold alone.
  package var override: CheckedSelector?
  package var notifications: [Notification]
  package var covers: Covers

  package struct Escalation: Sendable, Hashable {
    package var to: CheckedSelector
    package var after: SignedDuration
    package init(to: CheckedSelector, after: SignedDuration) {
      self.to = to
      self.after = after
    }
  }

  package struct Notification: Sendable, Hashable {
    package var channel: String
    package var target: ExactString
    package init(channel: String, target: ExactString) {
      self.channel = channel
      self.target = target
    }
  }

  package enum Covers: Sendable, Hashable {
    /// This very request, one time, for that long after the needs were met.
    case once(for: SignedDuration)
    /// Any request that matches the rule with the same values there, for that long.
    case values([RequestPath], for: SignedDuration)
  }

  package init(
    needs: CheckedNeeds, within: SignedDuration, rejectedBy: Int = 1, escalation: Escalation? = nil,
    override: CheckedSelector? = nil, notifications: [Notification] = [], covers: Covers
  ) {
    self.needs = needs
    self.within = within
    self.rejectedBy = rejectedBy
    self.escalation = escalation
    self.override = override
    self.notifications = notifications
    self.covers = covers
  }
}

extension CheckedHold {
  /// The paths that name people: in `needs`, `escalate to` and `override by`.
  package var selectorPaths: [RequestPath] {
    needs.paths + (escalation?.to.paths ?? []) + (override?.paths ?? [])
  }
}

extension CheckedNeeds {
  fileprivate var paths: [RequestPath] {
    switch self {
    case .factor(count: _, let selector): selector.paths
    case .all(let parts), .any(let parts): parts.flatMap(\.paths)
    }
  }
}

extension CheckedSelector {
  fileprivate var paths: [RequestPath] {
    switch self {
    case .one(_, .path(let path)): [path]
    case .one(_, .text): []
    case .any(let parts): parts.flatMap(\.paths)
    }
  }
}

/// Who must approve: factors combined.
package indirect enum CheckedNeeds: Sendable, Hashable {
  case factor(count: Int, CheckedSelector)
  case all([CheckedNeeds])
  case any([CheckedNeeds])
}

/// A set of people, named by a text or by a path of the request.
package indirect enum CheckedSelector: Sendable, Hashable {
  package enum Operand: Sendable, Hashable {
    case text(ExactString)
    case path(RequestPath)
  }
  case one(ApproverKind, Operand)
  case any([CheckedSelector])
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
    /// A list literal with at least one element that is no constant.
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
  /// is whole, so that no order of them matters. An expression that is no sum is one term.
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
