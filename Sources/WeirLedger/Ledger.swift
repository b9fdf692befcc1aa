// The ledger: one SQLite file of holds, their records, notices and the gate's verdicts.

internal import CSQLite
package import Weir
package import WeirHost

/// An open ledger. One thread uses it at a time; many processes may share its file.
package final class Ledger {
  /// Where the ledger's instants come from; never from a request.
  package enum Clock: Sendable {
    case wall
    /// A fixed instant, for replays and tests.
    case fixed(Timestamp)
  }

  /// What may be done with the file.
  package enum Access: Sendable {
    /// Read and change; the file is made where there is none.
    case create
    /// Read and change a file that is there.
    case write
    /// Read alone.
    case read
  }

  package init(_ path: String, _ access: Access, clock: Clock = .wall) throws(Failure) {
    throw Failure(.unreadable, "\(path): the ledger cannot be opened")
  }
}
