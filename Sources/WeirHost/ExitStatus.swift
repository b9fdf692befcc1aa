// The exit status that a run of the command leaves to its caller.

internal import Weir

/// How a run ended. A subcommand that has already said why throws it. Only `WeirMain` turns it into
/// the status of the process.
package enum ExitStatus: Int32, Error, Comparable {
  case fine = 0
  /// A negative answer: findings, a failed case, a verdict that `--fail-on` names.
  case negative = 1
  /// Wrong use, unreadable input, or a policy that does not compile.
  case unusable = 2

  package static func < (left: ExitStatus, right: ExitStatus) -> Bool {
    left.rawValue < right.rawValue
  }

  /// Throws every status but `fine`.
  package func check() throws { if self != .fine { throw self } }

  /// The process's exit code.
  package var code: Int32 { rawValue }
}
