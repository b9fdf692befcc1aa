// The verdict as data: what an embedding program gets, what the text output prints. Members have
// the names and meanings that those of the JSON line have (`VerdictLine`), but that the line's
// `verdict` is `effect` here, and its `error` is `error` and `limit`.

/// What Weir says of one request.
///
/// A verdict is `Codable` in the form of its JSON line, which `grammar/verdict.schema.json`
/// describes: see ``init(from:)`` and ``encode(to:)``.
public struct Verdict: Sendable, Equatable {
  /// The three answers.
  public typealias Effect = PolicyEffect

  /// A rule that decided, or was observed.
  public struct Rule: Sendable, Equatable {
    /// The rule's name, qualified with its module's.
    public var name: String
    /// Its `because` text, filled in.
    public var because: String?
    /// Its file and line: `payments.weir:38`.
    public var at: String
    /// Its annotations, in byte order of their names.
    public var annotations: [(name: String, value: String)]

    /// Two reports of rules are equal when all their parts are.
    public static func == (left: Rule, right: Rule) -> Bool {
      left.name == right.name && left.because == right.because && left.at == right.at
        && left.annotations.elementsEqual(right.annotations, by: ==)
    }
  }

  /// What a held request waits for. The members of ``HoldClauses`` are the hold's own:
  /// `hold.needs`, `hold.within`, `hold.covers`. Their descriptions are the verdict line's texts.
  @dynamicMemberLookup
  public struct Hold: Sendable, Equatable {
    /// The rule that holds; `default` for the policy's default.
    public var rule: String
    /// `sha256:…`, the same for the same request under the same rule.
    public var key: String
    /// The clauses, with whom the request names in the place of its paths.
    public var clauses: HoldClauses<VerdictApprover>
    /// Who may not approve: the values on the paths of `requester`, each once. Nil when such a path
    /// is uncertain, empty or blank, and when there is nobody: nobody may approve then.
    public var requester: [String]?
    /// Where the hold stands, where approvals were asked for (``Verdict/settled(_:)``); it is not
    /// read back from a line.
    public var status: HoldStatus?

    /// What a clause says.
    public subscript<Value>(
      dynamicMember clause: KeyPath<HoldClauses<VerdictApprover>, Value>
    ) -> Value { clauses[keyPath: clause] }
  }

  /// A rule that came out uncertain and mattered.
  public struct Uncertainty: Sendable, Equatable {
    /// The rule's qualified name.
    public var rule: String
    /// Why, ordered by path: the first `Limits.namedCauses` of them.
    public var causes: [Cause]
    /// How many more there are.
    public var causesOmitted = 0
  }

  /// One reason for an uncertainty.
  public struct Cause: Sendable, Equatable, Hashable {
    /// The path that could not be read as the policy needs it; the clock's own, if it is that;
    /// empty where nothing of the request has a say in it. Cut at `Limits.pathBytes` bytes.
    public var path: String
    /// What is the matter with it.
    public var fault: FaultKind
    /// The input's line, from 1; nil where the input has no lines.
    public var line: Int?
    /// The byte of the request, from 0: the value's, or its nearest present parent's.
    public var byte: Int?
    /// What a reader of queries says of a text that it could not know, without a full stop; nil
    /// where the fault says it all. At most `Limits.quotedBytes` bytes.
    public var why: String? = nil
  }

  /// The limit that a request ran into, where that is why it could not be judged.
  public struct Limit: Sendable, Equatable {
    /// `steps`, `comparisons`, `values`, `bytes` or `members`.
    public var name: String
    /// How much a request may take; nil in a verdict that was decoded, which says it in `message`.
    public var value: Int?
    /// The rule that took most of it, if it was the rules that did.
    public var rule: String?
    /// How much that was; nil in a verdict that was decoded.
    public var spent: Int?
    /// What is wrong and what to do, without a full stop.
    public var message: String
  }

  /// How a rule under observation came out.
  public struct Observation: Sendable, Equatable {
    /// What came of it.
    public enum Outcome: String, Sendable, CaseIterable {
      /// All its conditions are true.
      case matched
      /// Whether its conditions are true cannot be known.
      case uncertain
    }
    /// The rule.
    public var rule: Rule
    /// What it would have said.
    public var effect: Effect
    /// Whether it matched for certain.
    public var outcome: Outcome
  }

  /// The request's own top-level `id`, if that is a text or, as it was written, a number. A request
  /// that cannot be read may have one all the same.
  public var id: String?
  /// Whether the identifier is a number; `id` has its digits.
  public var hasNumericID = false
  /// The input's line, from 1.
  public var line: Int?
  /// The answer.
  public var effect: Effect
  /// Every matching rule of the effect that decided, by file path and line; empty where the
  /// default decided.
  public var rules: [Rule] = []
  /// What must be satisfied, all of it, for a held request to pass.
  public var holds: [Hold] = []
  /// The uncertain rules that changed the verdict, the first `Limits.namedUncertainRules` of them.
  public var uncertain: [Uncertainty] = []
  /// How many more there are.
  public var uncertainOmitted = 0
  /// Rules under observation that matched or were uncertain.
  public var observed: [Observation] = []
  /// Why the request could not be read; such a request is denied.
  public var error: InputError?
  /// The limit that it ran into, if that is the error.
  public var limit: Limit?
  /// The policy's digest, as `Program.digest` has it; nil in a verdict that was decoded from where
  /// it is left out.
  public var policy: String?

  /// What is wrong with the request, if it could not be judged: a sentence without a full stop.
  public var errorMessage: String? { limit?.message ?? error?.code.message }
}

extension Verdict.Limit {
  init(_ limit: LimitExceeded, _ value: Int, most: (rule: String, spent: Int)?) {
    var message = limit.message(value)
    if let most { message += ", \(most.spent) of them for rule \(most.rule)" }
    if RequestLimits.Name(rawValue: limit.rawValue) != nil {
      message += "; --limit \(limit.rawValue)=N grants more"
    }
    self.init(
      name: limit.rawValue, value: value, rule: most?.rule, spent: most?.spent, message: message)
  }
}
