// What a run of the command leaves for whoever started it.

internal import Weir

/// How a run ended. It is thrown by a subcommand that has already said why; the command makes the
/// process's status of it (`WeirMain`), and nobody else does.
package enum ExitStatus: Int32, Error, Comparable {
  case fine = 0
  /// A negative answer: findings, a failed case, a verdict that `--fail-on` names.
  case negative = 1
  /// Wrong use, unreadable input, or a policy that does not compile.
  case unusable = 2

  package static func < (left: ExitStatus, right: ExitStatus) -> Bool {
    left.rawValue < right.rawValue
  }

  /// Throws what is not fine.
  package func check() throws { if self != .fine { throw self } }

  /// The status as the process's own.
  package var code: Int32 { rawValue }
}
