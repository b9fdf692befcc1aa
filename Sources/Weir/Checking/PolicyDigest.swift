// What a policy is known by: a digest of everything its verdicts depend on. The order in which files
// or data are given does not matter; their names and bytes do.

private import Crypto

/// The digest of a policy.
enum PolicyDigest {
  /// SHA-256 over files and bound documents, each by path, length and content.
  static func digest(
    files: [SourceFile], documents: [(path: String, digest: [UInt8])]
  ) -> [UInt8] {
    var entries: [(kind: UInt8, path: [UInt8], length: Int, digest: [UInt8])] = []
    for file in files {
      entries.append(
        (0, Array(file.path.utf8), file.bytes.count, Array(SHA256.hash(data: file.bytes))))
    }
    for document in documents {
      entries.append((1, Array(document.path.utf8), 0, document.digest))
    }
    entries.sort { left, right in
      if left.kind != right.kind { return left.kind < right.kind }
      if left.path != right.path { return left.path.lexicographicallyPrecedes(right.path) }
      return left.digest.lexicographicallyPrecedes(right.digest)
    }
    var hash = SHA256()
    hash.update(data: Array("weir policy 1\n".utf8))
    var last: (kind: UInt8, path: [UInt8])?
    for entry in entries {
      // A document bound twice is one document.
      if entry.kind == 1, let last, last == (entry.kind, entry.path) { continue }
      last = (entry.kind, entry.path)
      // Lengths before contents: no two lists of entries have the same bytes.
      hash.update(data: [entry.kind])
      hash.update(data: bytes(entry.path.count))
      hash.update(data: entry.path)
      hash.update(data: bytes(entry.length))
      hash.update(data: bytes(entry.digest.count))
      hash.update(data: entry.digest)
    }
    return Array(hash.finalize())
  }

  private static func bytes(_ count: Int) -> [UInt8] {
    withUnsafeBytes(of: UInt64(count).bigEndian) { Array($0) }
  }
}
