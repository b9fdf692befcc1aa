// What one request may take of the machine where whoever judges has a say in it. The defaults and
// their reasons stand in `Limits`; this is the one table of those that can be set, by an embedding
// program or by `--limit`, and of how far.

/// What judging one request may take. A request past a limit is denied, with an error that names
/// it.
public struct RequestLimits: Sendable, Equatable {
  /// Elements that all quantifiers of a request may look at together; 1,000,000 unless set.
  public var steps: Int
  /// Comparisons of a request's quantifiers and `overlaps` together; 67,108,864 unless set.
  public var comparisons: Int

  /// The limits that hold where nobody sets others.
  public init() {
    steps = Limits.quantifierSteps
    comparisons = Limits.comparedPairs
  }

  /// The limits that can be set, by the names that `--limit` knows.
  package enum Name: String, CaseIterable, Sendable {
    case steps, comparisons

    /// How far it can be raised, which is a thousand times the default: time is all that it costs.
    package var maximum: Int { 1000 * RequestLimits()[self] }

    /// What is counted.
    package var meaning: String {
      switch self {
      case .steps: "elements that all quantifiers of a request look at together"
      case .comparisons:
        """
        comparisons of a request's quantifiers and `overlaps` together: two short values compared, \
        64 bytes of them, or what takes as long
        """
      }
    }
  }

  /// A limit by its name.
  package subscript(name: Name) -> Int {
    get {
      switch name {
      case .steps: steps
      case .comparisons: comparisons
      }
    }
    set {
      switch name {
      case .steps: steps = newValue
      case .comparisons: comparisons = newValue
      }
    }
  }
}
