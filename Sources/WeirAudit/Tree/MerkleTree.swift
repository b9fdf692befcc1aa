// The Merkle tree of RFC 6962, section 2.1: what a leaf and a node hash to, the root over a range
// of leaves, and the two proofs. Leaves are the exact bytes of an entry.

package import Crypto
internal import Weir

/// A hash of the tree: 32 bytes.
package typealias TreeHash = SHA256.Digest

package enum MerkleTree {
  /// The hash of an entry.
  package static func leaf(_ entry: UnsafeBufferPointer<UInt8>) -> TreeHash {
    var hash = SHA256()
    withUnsafeBytes(of: UInt8(0x00)) { hash.update(bufferPointer: $0) }
    hash.update(bufferPointer: UnsafeRawBufferPointer(entry))
    return hash.finalize()
  }

  /// The hash of two subtrees.
  package static func node(_ left: TreeHash, _ right: TreeHash) -> TreeHash {
    var hash = SHA256()
    withUnsafeBytes(of: UInt8(0x01)) { hash.update(bufferPointer: $0) }
    left.withUnsafeBytes { hash.update(bufferPointer: $0) }
    right.withUnsafeBytes { hash.update(bufferPointer: $0) }
    return hash.finalize()
  }

  /// The root of no leaves.
  package static var emptyRoot: TreeHash { SHA256().finalize() }

  /// The root over some leaves.
  package static func root(_ leaves: ArraySlice<TreeHash>) -> TreeHash {
    guard let first = leaves.first else { return emptyRoot }
    if leaves.count == 1 { return first }
    let middle = leaves.startIndex + split(leaves.count)
    return node(root(leaves[..<middle]), root(leaves[middle...]))
  }

  /// The largest power of two below a count of two or more.
  private static func split(_ count: Int) -> Int {
    1 << (Int.bitWidth - 1 - (count - 1).leadingZeroBitCount)
  }

  /// The hashes that lead from a leaf to the root, the nearest first.
  package static func inclusionProof(_ index: Int, in leaves: ArraySlice<TreeHash>) -> [TreeHash] {
    guard leaves.count > 1 else { return [] }
    let place = split(leaves.count)
    let middle = leaves.startIndex + place
    return index < place
      ? inclusionProof(index, in: leaves[..<middle]) + [root(leaves[middle...])]
      : inclusionProof(index - place, in: leaves[middle...]) + [root(leaves[..<middle])]
  }

  /// The hashes that show that the first `old` leaves are those of an older tree.
  package static func consistencyProof(
    _ old: Int, in leaves: ArraySlice<TreeHash>
  ) -> [TreeHash] {
    guard old > 0, old < leaves.count else { return [] }
    return subproof(old, leaves, isWhole: true)
  }

  private static func subproof(
    _ old: Int, _ leaves: ArraySlice<TreeHash>, isWhole: Bool
  ) -> [TreeHash] {
    if old == leaves.count { return isWhole ? [] : [root(leaves)] }
    let place = split(leaves.count)
    let middle = leaves.startIndex + place
    return old <= place
      ? subproof(old, leaves[..<middle], isWhole: isWhole) + [root(leaves[middle...])]
      : subproof(old - place, leaves[middle...], isWhole: false) + [root(leaves[..<middle])]
  }
}
