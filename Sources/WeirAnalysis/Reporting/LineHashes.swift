// The hash of each line of a file as GitHub's upload of SARIF computes it, under the name
// `primaryLocationLineHash`: over the hundred UTF-16 units from the line's start that are no
// blanks. Code scanning knows an alert again by it. GitHub adds it where it is missing and the
// source is checked out, and warns of one that is not as its own; so ours is the same.

internal import Weir

/// The line hashes of a file.
struct LineHashes {
  private static let window = 100
  private static let factor: UInt64 = 37

  private var hashes: [String] = []

  /// The hash of a line, from 1.
  subscript(_ line: Int) -> String? {
    hashes.indices.contains(line - 1) ? hashes[line - 1] : nil
  }

  init(_ bytes: [UInt8]) {
    var roll = Roll()
    var isAfterReturn = false
    for unit in String(decoding: bytes, as: UTF8.self).utf16 {
      switch unit {
      case 0x20, 0x09: isAfterReturn = false
      case 0x0A where isAfterReturn: isAfterReturn = false
      case 0x0D:
        roll.take(0x0A)
        isAfterReturn = true
      default:
        roll.take(unit)
        isAfterReturn = false
      }
    }
    // What ends a file, and then as much of nothing as the last lines need.
    roll.take(0xFFFF)
    roll.finish()
    hashes = roll.hashes
  }

  /// The hash of what is in the window, which rolls on with each unit.
  private struct Roll {
    var hashes: [String] = []
    private var units = [UInt64](repeating: 0, count: window)
    private var startsLine = [Bool](repeating: false, count: window)
    private var index = 0
    private var hash: UInt64 = 0
    private var isLineStart = true
    private var counts: [UInt64: Int] = [:]
    private let first = (0..<window).reduce(into: UInt64(1)) { power, _ in power &*= factor }

    mutating func take(_ unit: UInt16) {
      tellIfLine()
      if isLineStart {
        isLineStart = false
        startsLine[index] = true
      }
      if unit == 0x0A { isLineStart = true }
      push(UInt64(unit))
    }

    mutating func finish() {
      for _ in 0..<window {
        tellIfLine()
        push(0)
      }
    }

    /// The window begins with a line's first unit.
    private mutating func tellIfLine() {
      guard startsLine[index] else { return }
      startsLine[index] = false
      counts[hash, default: 0] += 1
      hashes.append("\(String(hash, radix: 16)):\(counts[hash] ?? 1)")
    }

    private mutating func push(_ unit: UInt64) {
      hash = factor &* hash &+ unit &- first &* units[index]
      units[index] = unit
      index = (index + 1) % window
    }
  }
}
