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

/// A path into the request from its root, all of whose steps are known.
package struct RequestPath: Hashable, Sendable {
  package enum Step: Hashable, Sendable {
    case member(Text)
    /// An element of a list, from 0.
    case index(Int)
  }

  package var steps: [Step]

  package init(steps: [Step]) { self.steps = steps }

  /// As a person writes it: `principal.groups[0]["x-y"]`.
  package var text: String { RequestPath.text(of: steps) }

  /// Steps as a person writes them, after an optional root (`s` for a quantifier's variable).
  package static func text(of steps: [Step], root: String = "") -> String {
    var text = root
    for step in steps {
      switch step {
      case .member(let name):
        if isIdentifier(name) {
          text += text.isEmpty ? name.description : "." + name.description
        } else {
          // The quoted form needs something to stand behind.
          if text.isEmpty { text = "request" }
          text += "[" + quoted(name) + "]"
        }
      case .index(let index): text += "[\(index)]"
      }
    }
    return text
  }

  private static func isIdentifier(_ name: Text) -> Bool {
    name.bytes.withUnsafeBufferPointer(isIdentifier)
  }

  /// Whether a name stands behind a dot as it is.
  static func isIdentifier(_ name: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let first = name.first, !(0x30...0x39).contains(first) else { return false }
    return name.allSatisfy {
      (0x61...0x7A).contains($0) || (0x41...0x5A).contains($0) || (0x30...0x39).contains($0)
        || $0 == 0x5F
    }
  }
}

/// One rule, complete.
package struct CheckedRule: Sendable {
  package enum Effect: String, Sendable, BitwiseCopyable, CaseIterable {
    case allow, deny, hold
  }

  /// Qualified with the module's name: `payments.small_transfers`.
  package var name: String
  package var effect: Effect
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
    name: String, effect: Effect, isObserved: Bool = false, conditions: [CheckedExpression] = [],
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
    case text(Text)
    case path(RequestPath)
    /// A constant (a bound datum, a define without paths) already written out.
    case constant(Text)
  }
  package var parts: [Part]
  package init(parts: [Part]) { self.parts = parts }
}

/// The clauses of a hold.
package struct CheckedHold: Sendable, Hashable {
  package var needs: CheckedNeeds
  package var within: Interval
  /// How many rejections settle it: 1 when the policy does not say.
  package var rejectedBy: Int
  package var escalation: Escalation?
  /// Who may settle the hold alone.
  package var override: CheckedSelector?
  package var notifications: [Notification]
  package var covers: Covers

  package struct Escalation: Sendable, Hashable {
    package var to: CheckedSelector
    package var after: Interval
    package init(to: CheckedSelector, after: Interval) {
      self.to = to
      self.after = after
    }
  }

  package struct Notification: Sendable, Hashable {
    package var channel: String
    package var target: Text
    package init(channel: String, target: Text) {
      self.channel = channel
      self.target = target
    }
  }

  package enum Covers: Sendable, Hashable {
    /// This very request, one time, for that long after the needs were met.
    case once(for: Interval)
    /// Any request that matches the rule with the same values there, for that long.
    case values([RequestPath], for: Interval)
  }

  package init(
    needs: CheckedNeeds, within: Interval, rejectedBy: Int = 1, escalation: Escalation? = nil,
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
  package enum Kind: String, Sendable { case group, user, role }
  package enum Operand: Sendable, Hashable {
    case text(Text)
    case path(RequestPath)
  }
  case one(Kind, Operand)
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
    indirect case member(CheckedExpression, Text)
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
    indirect case call(Builtin, [CheckedExpression])
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

/// The relations. `in` and the texts' relations are here too: all yield a truth.
package enum Comparison: UInt8, Sendable, CaseIterable {
  case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual
  /// Element of a list, address in a block, instant in hours; key of a map, where the type says
  /// that it is one.
  case `in`, notIn
  /// List contains the element; lists share an element.
  case contains, overlaps
  /// Text holds the text, begins or ends with it.
  case includes, startsWith, endsWith
  /// Right side is a constant pattern.
  case like, matches
}

/// Exact arithmetic; which operand types go together is the checker's table.
package enum Arithmetic: UInt8, Sendable, CaseIterable {
  case add, subtract, multiply
}

/// `any(x in list: body)` and its kin.
package struct CheckedQuantifier: Sendable {
  package enum Kind: String, Sendable, CaseIterable {
    case any, all, count, sum, min, max
  }
  package var kind: Kind
  /// The element, or the key where the subject is a map.
  package var variable: Int
  /// The second variable of `any(k, v in map: …)`, or of `any(i, x in list: …)` (then `variable` is
  /// the index from 0).
  package var secondVariable: Int?
  package var subject: CheckedExpression
  /// A truth for `any`, `all`, `count`; what is added or compared for `sum`, `min`, `max`.
  package var body: CheckedExpression

  package init(
    kind: Kind, variable: Int, secondVariable: Int? = nil, subject: CheckedExpression,
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
