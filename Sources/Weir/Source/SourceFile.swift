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

  /// A file with the given path and bytes.
  public init(path: String, bytes: [UInt8]) {
    self.path = path
    self.bytes = bytes
    var starts = [0]
    starts.reserveCapacity(bytes.count / 32)
    bytes.withUnsafeBufferPointer { bytes in
      while let lineFeed = bytes.firstIndex(of: UInt8(ascii: "\n"), from: starts[starts.count - 1])
      {
        starts.append(lineFeed + 1)
      }
    }
    lineStarts = starts
  }

  /// A file with the given path and text.
  public init(path: String, text: String) {
    self.init(path: path, bytes: Array(text.utf8))
  }

  /// Line (from 1) and column (from 1, in Unicode scalars) of a byte offset.
  package func position(at offset: Int) -> (line: Int, column: Int) {
    let line = lineIndex(at: offset)
    var column = 1
    for byte in bytes[lineStarts[line]..<min(max(offset, lineStarts[line]), bytes.count)]
    where byte & 0xC0 != 0x80 {
      column += 1
    }
    return (line + 1, column)
  }

  /// The line (from 1) that holds a byte offset.
  package func line(at offset: Int) -> Int { lineIndex(at: offset) + 1 }

  /// The text of a line (from 1), without its line end.
  package func text(ofLine line: Int) -> String {
    let start = lineStarts[line - 1]
    var end = line < lineStarts.count ? lineStarts[line] : bytes.count
    while end > start, bytes[end - 1] == UInt8(ascii: "\n") || bytes[end - 1] == UInt8(ascii: "\r")
    {
      end -= 1
    }
    return String(decoding: bytes[start..<end], as: UTF8.self)
  }

  /// The text a range of this file covers.
  package func text(in range: SourceRange) -> String {
    String(decoding: bytes[Int(range.start)..<Int(range.end)], as: UTF8.self)
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
