// Proofs for outsiders, who have a checkpoint and not the log.

internal import Crypto
internal import Weir
package import WeirHost

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// A log's leaves, read to prove something of them.
package struct AuditProof {
  private var leaves: [TreeHash] = []
  private let path: String
  /// The wanted entry's bytes.
  private var entry: [UInt8] = []

  package init(_ path: String, entry number: Int? = nil) throws(Failure) {
    self.path = path
    let descriptor = try System.open(path)
    defer { close(descriptor) }
    let reader = AuditReader(descriptor, path)
    let end = try reader.endOfLastLine(size: System.status(of: descriptor)?.size ?? 0)
    var leaves: [TreeHash] = []
    var entry: [UInt8] = []
    try reader.forEachLine(from: 0, to: end) { line in
      if leaves.count == number { entry = Array(line) }
      leaves.append(MerkleTree.leaf(line))
    }
    self.leaves = leaves
    self.entry = entry
  }

  package var size: Int { leaves.count }

  private func expect(_ number: Int, upTo limit: Int, _ what: String) throws(Failure) {
    guard number >= 0, number <= limit else {
      throw Failure(
        .usage,
        "\(path) has \(Plural.counted(size, "entry")); there is no \(what) "
          + "\(number)", hint: "entries are numbered from 0")
    }
  }

  /// That an entry is in the log, as a line of JSON: its bytes, the size, the root, and the hashes
  /// on the way, all in base64.
  package func inclusion(of number: Int) throws(Failure) -> [UInt8] {
    try expect(number, upTo: size - 1, "entry")
    return line([
      ("entry", .number(number)), ("size", .number(size)),
      ("root", .hash(MerkleTree.root(leaves[...]))),
      ("leaf", .bytes(entry)),
      ("proof", .hashes(MerkleTree.inclusionProof(number, in: leaves[...]))),
    ])
  }

  /// That an older state of the log is a beginning of a newer one.
  package func consistency(_ old: Int, _ new: Int) throws(Failure) -> [UInt8] {
    try expect(new, upTo: size, "size")
    try expect(old, upTo: new, "older size")
    let leaves = leaves[..<new]
    return line([
      ("old", .number(old)), ("new", .number(new)),
      ("oldRoot", .hash(MerkleTree.root(leaves[..<old]))),
      ("newRoot", .hash(MerkleTree.root(leaves))),
      ("proof", .hashes(MerkleTree.consistencyProof(old, in: leaves))),
    ])
  }

  /// The root of so many entries.
  package func root(_ count: Int) -> TreeHash { MerkleTree.root(leaves[..<count]) }

  private enum Value {
    case number(Int)
    case hash(TreeHash)
    case bytes([UInt8])
    case hashes([TreeHash])
  }

  private func line(_ members: [(String, Value)]) -> [UInt8] {
    func text(_ hash: TreeHash) -> String {
      "\"" + Base64.text(hash.withUnsafeBytes { Array($0) }) + "\""
    }
    let parts = members.map { name, value in
      let shown =
        switch value {
        case .number(let number): "\(number)"
        case .hash(let hash): text(hash)
        case .bytes(let bytes): "\"" + Base64.text(bytes) + "\""
        case .hashes(let hashes): "[" + hashes.map(text).joined(separator: ",") + "]"
        }
      return "\"\(name)\":\(shown)"
    }
    return Array(("{" + parts.joined(separator: ",") + "}\n").utf8)
  }
}
