// Reading an audit log in blocks, forward and from its end, so that a log of any length takes
// little memory.

internal import Weir
internal import WeirHost

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// Reads a log's file.
struct AuditReader {
  private let descriptor: CInt
  private let path: String
  private static let block = 256 << 10

  init(_ descriptor: CInt, _ path: String) {
    self.descriptor = descriptor
    self.path = path
  }

  /// The bytes of a range.
  private func bytes(_ range: Range<Int>) throws(Failure) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: range.count)
    var done = 0
    while done < bytes.count {
      let count = System.retrying {
        bytes.withUnsafeMutableBytes { all in
          let rest = UnsafeMutableRawBufferPointer(rebasing: all[done...])
          return pread(descriptor, rest.baseAddress, rest.count, off_t(range.lowerBound + done))
        }
      }
      guard count > 0 else {
        throw System.failure(path, .unreadable, errno: count == 0 ? EIO : errno)
      }
      done += count
    }
    return bytes
  }

  /// Where the last whole line ends.
  func endOfLastLine(size: Int) throws(Failure) -> Int {
    var end = size
    while end > 0 {
      let start = max(0, end - AuditReader.block)
      let found = try bytes(start..<end).lastIndex(of: 0x0A)
      if let found { return start + found + 1 }
      end = start
    }
    return 0
  }

  /// Where the last so many lines begin.
  func start(ofLastLines count: Int, end: Int) throws(Failure) -> Int {
    var left = count + 1
    var limit = end
    while limit > 0 {
      let start = max(0, limit - AuditReader.block)
      let block = try bytes(start..<limit)
      for place in block.indices.reversed() where block[place] == 0x0A {
        left -= 1
        if left == 0 { return start + place + 1 }
      }
      limit = start
    }
    return 0
  }

  /// The number of the last entry; nil if the line is none.
  func lastNumber(end: Int) throws(Failure) -> Int? {
    let start = try start(ofLastLines: 1, end: end)
    return AuditReader.number(of: try bytes(start..<end - 1))
  }

  /// Calls `body` with each line, without its line feed.
  func forEachLine(
    from start: Int, to end: Int, _ body: (UnsafeBufferPointer<UInt8>) throws(Failure) -> Void
  ) throws(Failure) {
    var rest: [UInt8] = []
    var place = start
    while place < end {
      let next = min(end, place + AuditReader.block)
      rest += try bytes(place..<next)
      place = next
      var begin = 0
      while let feed = rest[begin...].firstIndex(of: 0x0A) {
        try rest.withUnsafeBufferPointer { (all) throws(Failure) in
          try body(UnsafeBufferPointer(rebasing: all[begin..<feed]))
        }
        begin = feed + 1
      }
      rest.removeFirst(begin)
    }
  }

  /// The number that an entry says it has, in any of the forms.
  static func number(of line: [UInt8]) -> Int? {
    guard let document = try? line.withUnsafeBufferPointer({ try parseJSON($0) }) else {
      return nil
    }
    return number(of: document)
  }

  private static func number(of document: JSONDocument) -> Int? {
    guard case .record(let members) = document.kind else { return nil }
    for member in members {
      switch (member.name.description, member.value.kind) {
      case ("seq", .number(let digits)): return Int(digits)
      case ("data", .record), ("unmapped", .record): return number(of: member.value)
      default: continue
      }
    }
    return nil
  }
}

extension System {
  /// Whether the file at a path is the one that a descriptor is of; nil where there is none.
  static func status(of path: String, is descriptor: CInt) -> Bool? {
    guard let own = status(of: descriptor), let there = try? status(of: path) else { return nil }
    return own.identity == there.identity
  }
}
