// What a policy is known by: a digest of all that its verdicts depend on, but for what is the
// request's or the run's own (the clock, limits that a run sets).
//
// Files count by their paths below the policy's root and their bytes, bound documents by the name
// that binds them and by what was read, zones by their names and rules, readers of queries by their
// names and the shapes of their results. Nothing else does: not the
// order in which anything is given, nor where the policy lies. So a copy of a repository has its
// digest, on whatever machine, as long as that one knows the same about the zones that the policy
// names.

private import Crypto

/// The parts of a policy's digest.
struct PolicyDigest {
  /// The version of the language: raised whenever a policy that stays as it is comes to mean
  /// something else. Policies that say the same to two versions of Weir have one digest.
  static let languageVersion: UInt8 = 2

  /// What an entry is about.
  private enum Kind: UInt8 {
    case file, data, zone, reader
  }

  private struct Entry {
    var kind: Kind
    var name: ExactString
    /// SHA-256 of what it consists of.
    var contents: [[UInt8]]
  }

  private var entries: [Entry] = []

  /// Counts a source file.
  mutating func add(_ file: SourceFile) {
    entries.append(
      Entry(
        kind: .file, name: ExactString(file.path), contents: [Array(SHA256.hash(data: file.bytes))])
    )
  }

  /// Counts the document that a `data` declaration binds. It goes by the declaration's name: files
  /// of two roots may have one path. What was read of it counts as well as its bytes, since the
  /// reader decides.
  mutating func add(_ document: CompilerEnvironment.BoundDocument, boundTo name: String) {
    let content = CanonicalJSON.encode(document.content)
    entries.append(
      Entry(
        kind: .data, name: ExactString(name),
        contents: [document.digest, Array(SHA256.hash(data: content))]))
  }

  /// Counts the rules of a zone that the policy names; two files that say the same count the same.
  mutating func add(_ rules: ZoneRules, of zone: String) {
    var bytes: [UInt8] = []
    rules.inFewestChanges.encode(into: &bytes)
    entries.append(
      Entry(kind: .zone, name: ExactString(zone), contents: [Array(SHA256.hash(data: bytes))]))
  }

  /// Counts a reader of queries that the policy calls, by what it was declared as.
  mutating func add(_ reader: QueryReader.Need) {
    entries.append(
      Entry(
        kind: .reader, name: ExactString(reader.name),
        contents: [ContentDigest.sha256(Array(reader.shape.utf8))]))
  }

  /// SHA-256 over all of them, in an order of its own.
  func finalize() -> [UInt8] {
    let sorted = entries.sorted { left, right in
      if left.kind != right.kind { return left.kind.rawValue < right.kind.rawValue }
      if left.name != right.name { return left.name < right.name }
      return left.contents.joined().lexicographicallyPrecedes(right.contents.joined())
    }
    var hash = SHA256()
    hash.update(data: Array("weir policy ".utf8) + [PolicyDigest.languageVersion])
    for entry in sorted {
      // Lengths before contents: no two lists of entries have the same bytes.
      hash.update(data: [entry.kind.rawValue])
      for part in [entry.name.bytes] + entry.contents {
        withUnsafeBytes(of: UInt64(part.count).bigEndian) { hash.update(bufferPointer: $0) }
        hash.update(data: part)
      }
    }
    return Array(hash.finalize())
  }
}
