// One file of a policy: its bytes, the name people know it by, and where its lines begin.
//
// Everything after the lexer speaks of places as `SourceRange`s, three small integers, so that
// trees stay cheap to copy; only diagnostics turn a range back into line and column, here.

/// One policy file: a path for people and for verdicts, and its text.
public struct SourceFile: Sendable {
  /// The path as verdicts and diagnostics print it, relative to the policy's root.
  public let path: String
  /// The file's bytes. They need not be valid UTF-8: the lexer reports where they are not.
  public let bytes: [UInt8]
  /// The byte offset at which each line starts; the first is 0.
  package let lineStarts: [Int]
  /// Unicode scalars before each block of `block` bytes, so that a column costs no more than a
  /// block wherever it is; empty where no line is longer than one.
  private let scalarsBefore: [Int]
  private static let block = 1024

  /// A file with the given path and bytes.
  public init(path: String, bytes: [UInt8]) {
    self.path = path
    self.bytes = bytes
    var starts = [0]
    var longest = 0
    starts.reserveCapacity(bytes.count / 32)
    bytes.withUnsafeBufferPointer { bytes in
      while let lineFeed = bytes.firstIndex(of: UInt8(ascii: "\n"), from: starts[starts.count - 1])
      {
        longest = max(longest, lineFeed - starts[starts.count - 1])
        starts.append(lineFeed + 1)
      }
    }
    lineStarts = starts
    longest = max(longest, bytes.count - starts[starts.count - 1])
    scalarsBefore = longest > SourceFile.block ? SourceFile.scalarsBeforeBlocks(bytes) : []
  }

  /// A file with the given path and text.
  public init(path: String, text: String) {
    self.init(path: path, bytes: Array(text.utf8))
  }

  /// Line (from 1) and column (from 1, in Unicode scalars) of a byte offset.
  public func position(at offset: Int) -> (line: Int, column: Int) {
    let line = lineIndex(at: offset)
    let start = lineStarts[line]
    let end = min(max(offset, start), bytes.count)
    let column =
      end - start <= SourceFile.block || scalarsBefore.isEmpty
      ? SourceFile.scalars(in: bytes, start..<end) : scalarsBefore(end) - scalarsBefore(start)
    return (line + 1, column + 1)
  }

  /// The byte offset of a line and a column, both from 1: of the file's end, where it ends before.
  package func offset(line: Int, column: Int) -> Int {
    guard lineStarts.indices.contains(line - 1) else { return 0 }
    var offset = lineStarts[line - 1]
    var left = column - 1
    if left > SourceFile.block, !scalarsBefore.isEmpty {
      // The last block that begins before the column.
      let wanted = scalarsBefore(offset) + left
      var (low, high) = (offset / SourceFile.block, scalarsBefore.count)
      while high - low > 1 {
        let middle = (low + high) / 2
        if scalarsBefore[middle] < wanted { low = middle } else { high = middle }
      }
      if low * SourceFile.block > offset {
        offset = low * SourceFile.block
        // Forward to where a scalar begins: the rest of one was counted before the block.
        left = wanted - scalarsBefore[low]
        while offset < bytes.count, bytes[offset] & 0xC0 == 0x80 { offset += 1 }
      }
    }
    while offset < bytes.count, left > 0 {
      offset += 1
      while offset < bytes.count, bytes[offset] & 0xC0 == 0x80 { offset += 1 }
      left -= 1
    }
    return offset
  }

  // MARK: Columns

  private func scalarsBefore(_ offset: Int) -> Int {
    let block = min(offset / SourceFile.block, scalarsBefore.count - 1)
    return scalarsBefore[block] + SourceFile.scalars(in: bytes, block * SourceFile.block..<offset)
  }

  private static func scalarsBeforeBlocks(_ bytes: [UInt8]) -> [Int] {
    var counts: [Int] = []
    counts.reserveCapacity(bytes.count / block + 1)
    var count = 0
    for start in stride(from: 0, to: bytes.count, by: block) {
      counts.append(count)
      count += scalars(in: bytes, start..<min(start + block, bytes.count))
    }
    return counts
  }

  private static func scalars(in bytes: [UInt8], _ range: Range<Int>) -> Int {
    bytes.withUnsafeBufferPointer { bytes in
      var count = 0
      for byte in bytes[range] where byte & 0xC0 != 0x80 { count += 1 }
      return count
    }
  }

  /// The line (from 1) that holds a byte offset.
  package func line(at offset: Int) -> Int { lineIndex(at: offset) + 1 }

  /// The bytes of a line (from 1), without its line end.
  package func range(ofLine line: Int) -> Range<Int> {
    let start = lineStarts[line - 1]
    var end = line < lineStarts.count ? lineStarts[line] : bytes.count
    while end > start, bytes[end - 1] == UInt8(ascii: "\n") || bytes[end - 1] == UInt8(ascii: "\r")
    {
      end -= 1
    }
    return start..<end
  }

  /// The text of a line (from 1), without its line end.
  package func text(ofLine line: Int) -> String {
    String(decoding: bytes[range(ofLine: line)], as: UTF8.self)
  }

  /// At most `count` scalars of a line (from 1), after the first `skipped` of them.
  package func text(ofLine line: Int, from skipped: Int, count: Int) -> String {
    let range = range(ofLine: line)
    let start = min(offset(line: line, column: skipped + 1), range.upperBound)
    let end = min(offset(line: line, column: skipped + count + 1), range.upperBound)
    return String(decoding: bytes[start..<end], as: UTF8.self)
  }

  /// How many scalars a line (from 1) has, without its line end.
  package func columns(of line: Int) -> Int {
    position(at: range(ofLine: line).upperBound).column - 1
  }

  /// The text a range of this file covers.
  package func text(in range: SourceRange) -> String {
    String(decoding: bytes[Int(range.start)..<Int(range.end)], as: UTF8.self)
  }

  /// The text that a range of this file covers, on one line and short enough for a message.
  package func excerpt(_ range: SourceRange) -> String {
    let text = text(in: range).split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return text.unicodeScalars.count <= 48 ? text : String(text.prefix(45)) + "…"
  }

  private func lineIndex(at offset: Int) -> Int {
    var low = 0
    var high = lineStarts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle }
    }
    return low
  }
}

/// A half-open range of bytes in one file of a policy; `file` indexes the policy's list of files.
public struct SourceRange: Hashable, Sendable, BitwiseCopyable {
  /// Index of the file in the list that was compiled.
  public var file: Int32
  /// First byte.
  public var start: Int32
  /// One past the last byte.
  public var end: Int32

  package init(file: Int32, start: Int32, end: Int32) {
    self.file = file
    self.start = start
    self.end = end
  }

  /// From the start of this range to the end of `other`.
  package func through(_ other: SourceRange) -> SourceRange {
    SourceRange(file: file, start: start, end: max(end, other.end))
  }
}
