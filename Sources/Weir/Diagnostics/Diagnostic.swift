// What the compiler and the linter have to say about a policy: a code, what is wrong, where, and
// the way out. Rendering for terminals is DiagnosticRenderer's.

/// One finding about a policy. The compiler finds errors, and they keep it from making a program;
/// rules of the linter find what is unwise.
public struct Diagnostic: Sendable, Equatable {
  /// How grave a finding is.
  public enum Severity: String, Sendable {
    /// The policy does not compile.
    case error
    /// The policy compiles, and probably does not mean what it says.
    case warning
    /// The policy compiles and means what it says, and could be better.
    case note
  }

  /// A secondary place that helps to understand the finding.
  public struct Label: Sendable, Equatable {
    /// The place.
    public var range: SourceRange
    /// What is there, as a phrase: `first declared here`.
    public var text: String

    package init(_ range: SourceRange, _ text: String) {
      self.range = range
      self.text = text
    }
  }

  /// A change that takes the finding away and leaves every verdict as it is.
  package struct Fix: Sendable, Equatable {
    /// Text in place of a range of the policy.
    package struct Edit: Sendable, Equatable {
      package var range: SourceRange
      package var text: String

      package init(_ range: SourceRange, _ text: String) {
        self.range = range
        self.text = text
      }
    }

    /// What it does, as a command: `remove the definition`.
    package var summary: String
    /// Its edits, all of which are made or none; no two of them overlap.
    package var edits: [Edit]

    package init(_ summary: String, _ edits: [Edit]) {
      self.summary = summary
      self.edits = edits
    }
  }

  /// Which finding it is.
  public var code: DiagnosticCode
  /// How grave it is.
  public var severity: Severity
  /// What is wrong, a sentence without a full stop, in the words of this very policy.
  public var message: String
  /// Where: what the caret underlines.
  public var range: SourceRange
  /// Other places that matter.
  public var labels: [Label]
  /// What to do about it; nil only where the message says it already.
  public var hint: String?
  /// What `weir lint --fix` does about it; nil where only its author knows.
  package var fix: Fix?

  /// An error of the compiler.
  package init(
    _ error: CompileError, _ message: String, at range: SourceRange, labels: [Label] = [],
    hint: String? = nil
  ) {
    self.init(
      code: .error(error), severity: .error, message: message, range: range, labels: labels,
      hint: hint)
  }

  package init(
    code: DiagnosticCode, severity: Severity, message: String, range: SourceRange,
    labels: [Label] = [], hint: String? = nil, fix: Fix? = nil
  ) {
    self.code = code
    self.severity = severity
    self.message = message
    self.range = range
    self.labels = labels
    self.hint = hint
    self.fix = fix
  }
}
