// What the compiler has to say about a policy: a code from the one table (DiagnosticCode), what is
// wrong, where, and the way out. Rendering for terminals is DiagnosticRenderer's.

/// One finding about a policy: an error stops compilation, a warning does not.
public struct Diagnostic: Sendable, Equatable {
  /// How grave a finding is.
  public enum Severity: String, Sendable {
    /// The policy does not compile.
    case error
    /// The policy compiles, and probably does not mean what it says.
    case warning
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

  /// Which finding it is.
  public var code: DiagnosticCode
  /// What is wrong, a sentence without a full stop, in the words of this very policy.
  public var message: String
  /// Where: what the caret underlines.
  public var range: SourceRange
  /// Other places that matter.
  public var labels: [Label]
  /// What to do about it; nil only where the message says it already.
  public var hint: String?

  /// How grave it is: a property of the code.
  public var severity: Severity { code.severity }

  package init(
    _ code: DiagnosticCode, _ message: String, at range: SourceRange, labels: [Label] = [],
    hint: String? = nil
  ) {
    self.code = code
    self.message = message
    self.range = range
    self.labels = labels
    self.hint = hint
  }
}
