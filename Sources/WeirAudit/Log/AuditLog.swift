// The audit log: a file of JSON lines, each a leaf of a Merkle tree. Entries are collected and
// committed together: one write, one sync, and only then may their verdicts leave. Once a write or
// a sync has failed, nobody knows what is on disk, so nothing more is taken until the log is opened
// anew.
//
// Tiles are written after the sync, so they never know more than the file does. If they do, the
// file has lost entries since.

internal import Crypto
package import Weir
package import WeirHost

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// An audit log that this process writes.
package final class AuditLog {
  /// Bytes of one entry: tiles of entries have lengths of 16 bits.
  package static let entryBytes = 65_535

  package let path: String
  private let format: AuditFormat
  private let descriptor: CInt
  private let tiles: TileFolder
  private var tree = TileTree()
  /// The widths of the partial tiles that were written last, by level.
  private var widths: [Int: (number: Int, width: Int)] = [:]
  /// The time of the last verdict, as text: many share one.
  private var lastTime: Timestamp?
  private var lastTimeText: [UInt8] = []
  /// Entries on their way.
  private var pending: [UInt8] = []
  private var hasFailed = false
  /// Bytes of a torn last line that were cut off; nil if there was none.
  package private(set) var tornBytes: Int?
  /// Whether the tiles were gone and were made anew from the file.
  package private(set) var hasRebuiltTiles = false

  /// Opens a log to append to, or makes one. Refuses a file that another process writes, or waits
  /// for that process, as long as it takes.
  package init(
    _ path: String, format: AuditFormat = .weir, waits: Bool = false
  ) throws(Failure) {
    try System.expectPath(path)
    self.path = path
    self.format = format
    tiles = TileFolder(of: path)
    descriptor = System.retrying {
      open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NOCTTY | O_NONBLOCK, 0o600)
    }
    guard descriptor >= 0 else { throw System.failure(path, .unwritable) }
    do throws(Failure) {
      guard case .file = System.status(of: descriptor)?.kind else {
        throw Failure(
          .notARegularFile, "\(path) is not a file", hint: "an audit log is a file that can grow")
      }
      let lock = waits ? LOCK_EX : LOCK_EX | LOCK_NB
      guard System.retrying({ flock(descriptor, lock) }) == 0 else {
        throw Failure(
          .auditBusy, "\(path): another process writes this audit log",
          hint: "give each process a log of its own")
      }
      // Whoever held the lock may have written since the file was opened.
      guard let status = System.status(of: descriptor) else {
        throw System.failure(path, .unreadable)
      }
      try recover(status.size)
    } catch {
      close(descriptor)
      throw error
    }
  }

  deinit { close(descriptor) }

  /// The number of entries, those on their way included.
  package var size: Int { tree.size }

  // MARK: Writing

  /// Adds an entry to those that the next commit writes.
  package func append(_ event: AuditEvent) {
    var line: [UInt8] = []
    line.reserveCapacity(event.members.count + 256)
    format.append(event, tree.size, to: &line)
    if line.count > AuditLog.entryBytes { line = shortened(event, line) }
    line.withUnsafeBufferPointer { tree.append(MerkleTree.leaf($0)) }
    pending += line
    pending.append(0x0A)
  }

  /// Adds a verdict, written as its line: the way of every request, which copies the line once and
  /// allocates nothing. `hidden` stands for the request's digest where that would be a clue.
  package func append(
    verdict line: UnsafeBufferPointer<UInt8>, on request: UnsafeBufferPointer<UInt8>,
    _ hidden: String?, at time: Timestamp, _ effect: PolicyEffect, policy: String?
  ) {
    guard format == .weir, line.count < AuditLog.entryBytes - 512 else {
      let digest =
        hidden ?? "sha256:" + Hexadecimal.text(Array(SHA256.hash(data: Array(request))))
      return append(
        AuditEvent(
          kind: "verdict", time: time, request: digest, members: Array(line)[1...],
          effect: effect, policy: policy))
    }
    let start = pending.count
    pending += AuditLog.begin
    pending += AuditLog.digits(tree.size)
    pending += AuditLog.atTime
    if time != lastTime {
      lastTime = time
      lastTimeText = Array(time.description.utf8)
    }
    pending += lastTimeText
    pending += AuditLog.ofRequest
    if let hidden {
      pending += hidden.utf8
    } else {
      pending += AuditLog.digestName
      var hash = SHA256()
      hash.update(bufferPointer: UnsafeRawBufferPointer(request))
      hash.finalize().withUnsafeBytes { digest in
        for byte in digest {
          pending.append(AuditLog.hexadecimal[Int(byte >> 4)])
          pending.append(AuditLog.hexadecimal[Int(byte & 15)])
        }
      }
    }
    pending += AuditLog.thenMembers
    pending.append(contentsOf: UnsafeBufferPointer(rebasing: line.dropFirst()))
    pending.withUnsafeBufferPointer {
      tree.append(MerkleTree.leaf(UnsafeBufferPointer(rebasing: $0[start...])))
    }
    pending.append(0x0A)
  }

  // The pieces of such an entry; `AuditFormat` has the same for all others.
  private static let begin = Array(#"{"v":1,"seq":"#.utf8)
  private static let atTime = Array(#","time":""#.utf8)
  private static let ofRequest = Array(#"","kind":"verdict","request":""#.utf8)
  private static let digestName = Array("sha256:".utf8)
  private static let thenMembers = Array("\",".utf8)
  private static let hexadecimal = Array("0123456789abcdef".utf8)

  private static func digits(_ number: Int) -> [UInt8] { Array(String(number).utf8) }

  /// An entry that is too long keeps what it is about, and the digest of all of it.
  private func shortened(_ event: AuditEvent, _ line: [UInt8]) -> [UInt8] {
    var members: [UInt8] = []
    if let effect = event.effect { members += #""verdict":"\#(effect.rawValue)","#.utf8 }
    if let policy = event.policy {
      members += #""policy":"#.utf8
      JSONString.append(policy, to: &members)
      members.append(UInt8(ascii: ","))
    }
    members += #""cut":\#(line.count),"whole":"sha256:"#.utf8
    members += Hexadecimal.text(Array(SHA256.hash(data: line))).utf8
    members += "\"}".utf8
    var short = event
    short.members = members[...]
    var result: [UInt8] = []
    format.append(short, tree.size, to: &result)
    return result
  }

  /// Writes what was appended, and returns once it is on disk.
  package func commit() throws(Failure) {
    guard !hasFailed else {
      throw Failure(
        .unwritable, "\(path): an earlier write to the audit log failed",
        hint: "nothing more is recorded until the log is opened anew")
    }
    guard !pending.isEmpty else { return }
    // Until it is known to be well, it is not.
    hasFailed = true
    let reason = pending.withUnsafeBytes { System.writeAll($0, to: descriptor) }
    guard reason == 0 else { throw System.failure(path, .unwritable, errno: reason) }
    guard fdatasync(descriptor) == 0 else { throw System.failure(path, .unwritable) }
    pending.removeAll(keepingCapacity: true)
    guard let status = System.status(of: path, is: descriptor), status else {
      throw Failure(
        .unwritable, "\(path): the audit log was moved or removed while it was written",
        hint: "put it back; a log that is to begin anew needs a new run")
    }
    try writeTiles()
    hasFailed = false
  }

  private func writeTiles() throws(Failure) {
    let (full, partial) = tree.takeChanges()
    for tile in full { try tiles.write(tile) }
    for tile in full { forgetPartial(tile.level) }
    for tile in partial where !tile.hashes.isEmpty {
      try tiles.write(tile)
      forgetPartial(tile.level)
      widths[tile.level] = (tile.number, tile.hashes.count)
    }
  }

  private func forgetPartial(_ level: Int) {
    guard let (number, width) = widths.removeValue(forKey: level) else { return }
    tiles.remove(TileTree.Tile(level: level, number: number, hashes: []), width: width)
  }

  // MARK: Beginning

  /// Cuts a torn line off, and finds the tree of what is there.
  private func recover(_ bytes: Int) throws(Failure) {
    let reader = AuditReader(descriptor, path)
    let end = try reader.endOfLastLine(size: bytes)
    if end < bytes {
      guard ftruncate(descriptor, off_t(end)) == 0, fdatasync(descriptor) == 0 else {
        throw System.failure(path, .unwritable)
      }
      tornBytes = bytes - end
    }
    let known = tiles.size()
    if end == 0 {
      guard known == 0 else { throw lost(known) }
      return
    }
    guard let last = try reader.lastNumber(end: end) else {
      throw Failure(
        .auditDamaged, "\(path): the last line is not an entry of an audit log",
        hint: "weir audit verify says more; begin a new log beside it")
    }
    let count = last + 1
    guard known <= count else { throw lost(known - count) }
    if let tree = tiles.tree(size: known), known > 0 {
      self.tree = tree
    } else {
      hasRebuiltTiles = true
    }
    for (level, hashes) in tree.levels.enumerated() where !hashes.isEmpty {
      widths[level] = (tree.partial(level).number, hashes.count)
    }
    // What was synced before its tiles were written.
    let missing = count - tree.size
    if missing > 0 {
      let start = try reader.start(ofLastLines: missing, end: end)
      try reader.forEachLine(from: start, to: end) { line in
        tree.append(MerkleTree.leaf(line))
      }
      guard tree.size == count else {
        throw Failure(
          .auditDamaged, "\(path): the entries are not numbered as they stand",
          hint: "weir audit verify names the line; begin a new log beside it")
      }
      try writeTiles()
    }
  }

  private func lost(_ count: Int) -> Failure {
    Failure(
      .auditDamaged,
      "\(path): \(Plural.counted(count, "entry")) that the tiles know of "
        + "\(count == 1 ? "is" : "are") missing at the end",
      hint: "weir audit verify says more; begin a new log beside it")
  }
}
