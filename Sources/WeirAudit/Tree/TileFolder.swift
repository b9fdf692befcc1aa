// Tiles in their folder beside the log, by the paths that C2SP's tlog-tiles gives them:
// `tile/0/x001/234`, partial ones `tile/0/x001/235.p/17`. A full tile never changes. Of a partial
// one the widest counts; the one before is removed once the next is there.

internal import Crypto
internal import Weir
internal import WeirHost

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// The folder of a log's tiles.
struct TileFolder {
  let path: String

  init(of log: String) { path = log + ".tiles" }

  // MARK: Paths

  /// A number in groups of three digits, all but the last with an `x`.
  static func groups(_ number: Int) -> String {
    var text = padded(number % 1000)
    var rest = number / 1000
    while rest > 0 {
      text = "x" + padded(rest % 1000) + "/" + text
      rest /= 1000
    }
    return text
  }

  private static func padded(_ number: Int) -> String {
    String(repeating: "0", count: 3 - "\(number)".utf8.count) + "\(number)"
  }

  /// `level` is a number, or `entries` for bundles of entries.
  func file(_ level: String, _ number: Int, width: Int = TileTree.tileWidth) -> String {
    let tile = "\(path)/tile/\(level)/\(TileFolder.groups(number))"
    return width == TileTree.tileWidth ? tile : "\(tile).p/\(width)"
  }

  // MARK: Writing

  func write(_ tile: TileTree.Tile) throws(Failure) {
    guard !tile.hashes.isEmpty else { return }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(32 * tile.hashes.count)
    for hash in tile.hashes { hash.withUnsafeBytes { bytes += $0 } }
    try write(bytes, to: file("\(tile.level)", tile.number, width: tile.hashes.count))
  }

  /// Writes a file and the folders above it, whole or not at all.
  func write(_ bytes: [UInt8], to file: String) throws(Failure) {
    try makeFolders(above: file)
    let temporary = file + ".new"
    let descriptor = System.retrying {
      open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o644)
    }
    guard descriptor >= 0 else { throw System.failure(temporary, .unwritable) }
    let reason = bytes.withUnsafeBytes { System.writeAll($0, to: descriptor) }
    close(descriptor)
    guard reason == 0 else { throw System.failure(temporary, .unwritable, errno: reason) }
    guard rename(temporary, file) == 0 else { throw System.failure(file, .unwritable) }
  }

  private func makeFolders(above file: String) throws(Failure) {
    var places: [String] = []
    var folder = file
    while let slash = folder.lastIndex(of: "/") {
      folder = String(folder[..<slash])
      if folder.isEmpty || System.isTaken(folder) { break }
      places.append(folder)
    }
    for place in places.reversed() {
      if mkdir(place, 0o755) != 0, errno != EEXIST { throw System.failure(place, .unwritable) }
    }
  }

  func remove(_ tile: TileTree.Tile, width: Int) {
    unlink(file("\(tile.level)", tile.number, width: width))
  }

  // MARK: Reading

  /// The hashes of a tile; nil where it is not there or has another size.
  func hashes(_ level: Int, _ number: Int, width: Int) -> [TreeHash]? {
    let name = file("\(level)", number, width: width)
    guard let bytes = try? System.read(name, limit: 32 * TileTree.tileWidth),
      bytes.count == 32 * width
    else { return nil }
    return stride(from: 0, to: bytes.count, by: 32).map { start in
      TreeHash(reading: Array(bytes[start..<start + 32]))
    }
  }

  /// The widest partial tile of a number on a level, and how wide it is.
  private func widestPartial(_ level: Int, _ number: Int) -> Int? {
    let folder = "\(path)/tile/\(level)/\(TileFolder.groups(number)).p"
    guard let entries = try? System.entries(of: folder) else { return nil }
    return entries.compactMap { Int($0.name) }.filter { (1..<TileTree.tileWidth).contains($0) }
      .max()
  }

  /// How many leaves the tiles of level 0 hold.
  func size() -> Int {
    var full = 0
    // By halving between what is there and what is not.
    var step = 1
    while isThere(full + step - 1) {
      full += step
      step *= 2
    }
    while step > 0 {
      if isThere(full + step - 1) { full += step }
      step /= 2
    }
    return full * TileTree.tileWidth + (widestPartial(0, full) ?? 0)
  }

  private func isThere(_ number: Int) -> Bool { System.isTaken(file("0", number)) }

  /// The growing edge of a tree of so many leaves; nil where tiles for it are missing.
  func tree(size: Int) -> TileTree? {
    var levels: [[TreeHash]] = []
    var rest = size
    var level = 0
    while rest > 0 {
      let width = rest % TileTree.tileWidth
      let number = rest / TileTree.tileWidth
      if width == 0 {
        levels.append([])
      } else if let hashes = hashes(level, number, width: width) {
        levels.append(hashes)
      } else {
        return nil
      }
      rest = number
      level += 1
    }
    return TileTree(size: size, levels: levels)
  }
}

extension TreeHash {
  /// A hash that was written down.
  init(reading bytes: [UInt8]) {
    // A digest has no initialiser: it is its 32 bytes.
    self = bytes.withUnsafeBytes { $0.loadUnaligned(as: TreeHash.self) }
  }
}
