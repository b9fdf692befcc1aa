// What a folder of tiles needs beside hashes to be read by other tools: bundles of entries, each
// entry after its length in 16 bits, and the checkpoint. Made when somebody asks for a checkpoint:
// a log that is written all day would otherwise be written twice.

internal import Weir
package import WeirHost

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

package enum AuditTiles {
  /// Completes the folder for the first so many entries.
  package static func publish(_ log: String, _ size: Int, _ note: String) throws(Failure) {
    let descriptor = try System.open(log)
    defer { close(descriptor) }
    let reader = AuditReader(descriptor, log)
    let folder = TileFolder(of: log)
    let end = try reader.endOfLastLine(size: System.status(of: descriptor)?.size ?? 0)
    var bundle: [UInt8] = []
    var count = 0
    try reader.forEachLine(from: 0, to: end) { line throws(Failure) in
      guard count < size else { return }
      guard line.count <= AuditLog.entryBytes else {
        throw Failure(
          .auditDamaged, "\(log):\(count + 1): the entry is too long for a tile",
          hint: "weir audit verify says whether it is the one that was written")
      }
      bundle.append(UInt8(line.count >> 8))
      bundle.append(UInt8(line.count & 0xFF))
      bundle += line
      count += 1
      if count.isMultiple(of: TileTree.tileWidth) {
        let file = folder.file("entries", count / TileTree.tileWidth - 1)
        if !System.isTaken(file) { try folder.write(bundle, to: file) }
        bundle.removeAll(keepingCapacity: true)
      }
    }
    let width = count % TileTree.tileWidth
    if width > 0 {
      try folder.write(
        bundle, to: folder.file("entries", count / TileTree.tileWidth, width: width))
    }
    try folder.write(Array(note.utf8), to: folder.path + "/checkpoint")
  }
}
