// A checkpoint: how many entries a log had, and their root. Kept elsewhere it shows what a log
// alone cannot: that its end was cut off, or all of it written anew. (C2SP, tlog-checkpoint.)

internal import Crypto
internal import Weir
package import WeirHost

/// The state of a log at some time.
package struct AuditCheckpoint {
  /// What tells this log from others: the name of the key that signs.
  package var origin: String
  package var size: Int
  package var root: TreeHash

  package init(origin: String, size: Int, root: TreeHash) {
    self.origin = origin
    self.size = size
    self.root = root
  }

  /// The text of the note.
  package var text: String {
    "\(origin)\n\(size)\n\(Base64.text(root.withUnsafeBytes { Array($0) }))\n"
  }

  /// Reads the text of a note.
  package init(_ note: SignedNote, at place: String) throws(Failure) {
    let lines = note.text.split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.count >= 4, !lines[0].isEmpty, let size = Int(lines[1]), size >= 0,
      "\(size)" == lines[1], let root = Base64.bytes(lines[2]), root.count == 32
    else {
      throw Failure(
        .invalidKey, "\(place): the note is not a checkpoint",
        hint: "a checkpoint has an origin, a size and a root, a line each")
    }
    self.init(origin: String(lines[0]), size: size, root: TreeHash(reading: root))
  }
}
