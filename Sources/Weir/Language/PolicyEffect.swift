// What a rule says of a request, and what a verdict says: the three answers.

/// What a rule, and a verdict, says of a request.
public enum PolicyEffect: String, Sendable, BitwiseCopyable, CaseIterable {
  /// It may pass.
  case allow
  /// It may not pass.
  case deny
  /// It waits for people.
  case hold
}
