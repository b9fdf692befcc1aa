// The limits of the readers, and why each is what it is. Past one, a text is uncertain.

/// How much readers take.
package enum ReaderLimits {
  /// Bytes of a text of SQL, a shell, GraphQL or another dialect. PostgreSQL's parser may need 192
  /// bytes of stack for each, and its scanner seconds for some hundred thousand.
  package static let textBytes = 64 << 10
  /// Bytes of a token: servers accept headers of some kilobytes.
  static let tokenBytes = 16 << 10
  /// Keys that are tried for a token that names none: each costs as much as a signature.
  static let triedKeys = 16
  /// Statements of a text of SQL.
  static let statements = 1_000
  /// Bodies of functions in bodies of functions.
  static let bodies = 4
  /// Steps by which a condition is proved trivial.
  static let proofSteps = 20_000
}
