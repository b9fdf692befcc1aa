// How `weir hook check` sees what a gate does when it goes wrong: the gate is told to go wrong.
// What it is told comes from a variable of the environment, so none of it may let a call pass that
// would not pass without it.

internal import Weir
package import WeirHost

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// What a gate is told to do.
package enum HookRehearsal: String, CaseIterable, Sendable {
  /// To judge as always and leave the ledger alone: what would be held is blocked. The audit log
  /// has the verdict, since what is allowed here does run.
  case judge
  /// To block, and to say which files decide.
  case files
  /// To deny, whatever the policy says.
  case deny
  /// To hold, whatever the policy says.
  case hold
  /// To fail as a defect would make it fail.
  case crash
  /// To be gone without an answer.
  case killed
  /// To take too long.
  case timeOut = "time-out"

  package static let variable = "WEIR_HOOK_REHEARSAL"

  /// What this process is told; nil where it is told nothing.
  package static func asked() throws(Failure) -> HookRehearsal? {
    guard let text = System.variable(variable) else { return nil }
    guard let rehearsal = HookRehearsal(rawValue: text) else {
      throw Failure(.usage, "\(variable) says \"\(text)\", which is no rehearsal")
    }
    return rehearsal
  }

  /// Goes wrong, if that is what is asked for.
  package func fail() {
    switch self {
    case .crash: raise(SIGSEGV)
    case .killed: raise(SIGKILL)
    case .timeOut: while true { _ = pause() }
    case .judge, .files, .deny, .hold: break
    }
  }
}
