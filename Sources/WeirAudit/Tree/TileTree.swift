// A tree that grows, as tiles have it: of each level the hashes of the tile that is not full yet,
// at most 255. A tile that is full leaves one hash in the level above. So the state is small
// however long the log is, and it is what the partial tiles beside the log hold. (C2SP,
// tlog-tiles.)

internal import Crypto
internal import Weir

/// The growing edge of a log's tree.
package struct TileTree {
  /// Hashes of one tile.
  static let tileWidth = 256

  /// The number of leaves.
  package private(set) var size = 0
  /// The hashes of each level's tile that is not full.
  private(set) var levels: [[TreeHash]] = []
  /// Levels whose tile has changed since `takeChanges`.
  private var changed: Set<Int> = []
  /// Tiles that have become full since then.
  private var full: [Tile] = []

  /// A tile on its way to its file.
  struct Tile {
    var level: Int
    var number: Int
    var hashes: [TreeHash]
  }

  package init() {}

  /// A tree of so many leaves, from the hashes of its partial tiles.
  init(size: Int, levels: [[TreeHash]]) {
    self.size = size
    self.levels = levels
  }

  package mutating func append(_ leaf: TreeHash) {
    size += 1
    add(leaf, to: 0)
  }

  private mutating func add(_ hash: TreeHash, to level: Int) {
    if levels.count == level { levels.append([]) }
    levels[level].append(hash)
    changed.insert(level)
    guard levels[level].count == TileTree.tileWidth else { return }
    let hashes = levels[level]
    levels[level].removeAll(keepingCapacity: true)
    let width = level == 0 ? 1 : 1 << (8 * level)
    full.append(
      Tile(level: level, number: size / (width * TileTree.tileWidth) - 1, hashes: hashes))
    add(MerkleTree.root(hashes[...]), to: level + 1)
  }

  /// The root of all leaves.
  package var root: TreeHash {
    var whole: TreeHash?
    for hashes in levels {
      // The perfect subtrees of a tile, the smallest last.
      var rest = hashes[...]
      while !rest.isEmpty {
        let count = 1 << rest.count.trailingZeroBitCount
        let subtree = MerkleTree.root(rest.suffix(count))
        rest = rest.dropLast(count)
        whole = whole.map { MerkleTree.node(subtree, $0) } ?? subtree
      }
    }
    return whole ?? MerkleTree.emptyRoot
  }

  /// Tiles that are full, and the partial tiles of levels that have changed.
  mutating func takeChanges() -> (full: [Tile], partial: [Tile]) {
    defer {
      full.removeAll()
      changed.removeAll()
    }
    return (full, changed.sorted().map(partial))
  }

  /// The partial tile of a level; without hashes where the level's last tile is full.
  func partial(_ level: Int) -> Tile {
    let width = 1 << (8 * (level + 1))
    return Tile(level: level, number: size / width, hashes: levels[level])
  }
}
