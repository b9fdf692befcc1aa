// The audit log: a file of JSON lines, each a leaf of a Merkle tree.

internal import Crypto
internal import Weir
package import WeirHost

/// An audit log that this process writes.
package final class AuditLog {
  /// Opens a log to append to, or makes one. Refuses a file that another process writes.
  package init(_ path: String) throws(Failure) {
    throw Failure(.unwritable, "\(path): the audit log cannot be opened")
  }
}
