// Checking a log: each line against the tiles beside it, and all of it against a checkpoint that
// was kept elsewhere. Tiles name the line that is not what it was; whoever rewrites both file and
// tiles is found by the checkpoint alone.

internal import Crypto
internal import Weir
package import WeirHost

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// What was found out about a log.
package struct AuditCheck {
  /// What is wrong with one line, or with the whole.
  package struct Finding: Equatable {
    package enum Kind: String, CaseIterable, Sendable {
      /// The line is not the entry that was written.
      case changed
      /// An entry that was written is not there.
      case removed
      /// An entry stands elsewhere than it was written.
      case moved
      /// The line was never written as an entry.
      case added
      /// The last line has no end.
      case torn
      /// There are fewer entries than the checkpoint says.
      case cut
      /// The entries up to the checkpoint are not those that it is of.
      case rewritten
      /// There are no tiles to compare lines with.
      case noTiles = "no-tiles"
    }
    package var kind: Kind
    /// The line in the file, from 1; the entry's number and one where it is not there.
    package var line: Int?
    package var message: String
  }

  package private(set) var findings: [Finding] = []
  /// Findings past this many are only counted.
  package static let toldFindings = 100
  package private(set) var omitted = 0
  package private(set) var size = 0
  package private(set) var root: TreeHash

  /// Checks a log's file.
  package init(_ path: String, _ checkpoint: AuditCheckpoint? = nil) throws(Failure) {
    let descriptor = try System.open(path)
    defer { close(descriptor) }
    let bytes = System.status(of: descriptor)?.size ?? 0
    let reader = AuditReader(descriptor, path)
    let tiles = TileFolder(of: path)
    let end = try reader.endOfLastLine(size: bytes)
    var tree = TileTree()
    var atCheckpoint: TreeHash? = checkpoint?.size == 0 ? MerkleTree.emptyRoot : nil
    let known = tiles.size()
    var tile: (number: Int, hashes: [TreeHash])?
    var isDifferent = false
    try reader.forEachLine(from: 0, to: end) { line in
      let hash = MerkleTree.leaf(line)
      let index = tree.size
      if !isDifferent, index < known {
        let number = index / TileTree.tileWidth
        if tile?.number != number {
          let width = min(TileTree.tileWidth, known - number * TileTree.tileWidth)
          tile = tiles.hashes(0, number, width: width).map { (number, $0) }
        }
        isDifferent = tile?.hashes[index % TileTree.tileWidth] != hash
      }
      tree.append(hash)
      _ = tree.takeChanges()
      if tree.size == checkpoint?.size { atCheckpoint = tree.root }
    }
    size = tree.size
    root = tree.root
    if end < bytes {
      note(.torn, size + 1, "the last line has no end: it was torn while it was written")
    }
    if isDifferent || size < known {
      try compare(reader, end, tiles, known)
    } else if known == 0, size > 0 {
      note(.noTiles, nil, "there are no tiles beside the log to compare its lines with")
    }
    guard let checkpoint else { return }
    if size < checkpoint.size {
      note(
        .cut, size + 1,
        "the checkpoint is of \(Plural.counted(checkpoint.size, "entry")), and the log "
          + "has \(size): entries are missing")
    } else if atCheckpoint != checkpoint.root {
      note(
        .rewritten, nil,
        "the first \(Plural.counted(checkpoint.size, "entry")) are not those that the "
          + "checkpoint is of: the log was rewritten")
    }
  }

  /// The root in base64.
  package var rootText: String { Base64.text(root.withUnsafeBytes { Array($0) }) }

  /// Whether nothing was found.
  package var isWhole: Bool { findings.isEmpty }

  private mutating func note(_ kind: Finding.Kind, _ line: Int?, _ message: String) {
    guard findings.count < AuditCheck.toldFindings else {
      omitted += 1
      return
    }
    findings.append(Finding(kind: kind, line: line, message: message))
  }

  /// Names the lines that differ: walks file and tiles side by side, and asks of each of the two
  /// whether the other has it elsewhere.
  private mutating func compare(
    _ reader: AuditReader, _ end: Int, _ tiles: TileFolder, _ known: Int
  ) throws(Failure) {
    var lines: [TreeHash] = []
    try reader.forEachLine(from: 0, to: end) { lines.append(MerkleTree.leaf($0)) }
    var entries: [TreeHash] = []
    for start in stride(from: 0, to: known, by: TileTree.tileWidth) {
      let width = min(TileTree.tileWidth, known - start)
      guard let hashes = tiles.hashes(0, start / TileTree.tileWidth, width: width) else {
        note(.noTiles, start + 1, "a tile is missing or damaged, from entry \(start) on")
        return
      }
      entries += hashes
    }
    let written = Dictionary(entries.enumerated().map { ($1, $0) }) { first, _ in first }
    let there = Set(lines)
    var line = 0
    var entry = 0
    while line < lines.count || entry < entries.count {
      let isLine = line < lines.count
      let isEntry = entry < entries.count
      if isLine, isEntry, lines[line] == entries[entry] {
        line += 1
        entry += 1
        continue
      }
      // Past the tiles' end an entry is new: it was synced, and its tile was not written yet.
      if isLine, !isEntry { break }
      let home = isLine ? written[lines[line]] : nil
      let isThere = isEntry && there.contains(entries[entry])
      switch (home, isThere) {
      case (nil, false) where isLine && isEntry:
        note(.changed, line + 1, "line \(line + 1) is not entry \(entry) as it was written")
        line += 1
        entry += 1
      case (nil, true):
        note(.added, line + 1, "line \(line + 1) was never written as an entry")
        line += 1
      case (let home?, true):
        note(.moved, line + 1, "line \(line + 1) is entry \(home), which stood elsewhere")
        line += 1
        entry += 1
      case (_, false):
        note(.removed, entry + 1, "entry \(entry), once line \(entry + 1), was removed")
        entry += 1
      }
    }
  }
}
