// Tables of cases: a text, `⇒`, and how it is read, one line each. What a line cannot hold is
// written in hexadecimal: `⟨0a⟩` is a line feed, `⟨00⟩` a NUL.

import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// One line of a table.
struct ReaderCase: CustomTestStringConvertible, Sendable {
  let text: [UInt8]
  let reading: String
  let line: String

  var testDescription: String { line }

  /// The cases of a table in `Tests/Cases/readers`.
  static func table(_ name: String) -> [ReaderCase] {
    String(decoding: bytes(ofFile: "\(name).txt"), as: UTF8.self).split(separator: "\n").compactMap
    {
      let parts = $0.split(separator: " ⇒ ", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2 else { return nil }
      return ReaderCase(text: bytes(parts[0]), reading: String(parts[1]), line: String($0))
    }
  }

  /// The bytes that a line stands for.
  static func bytes(_ line: some StringProtocol) -> [UInt8] {
    var bytes: [UInt8] = []
    var rest = line[...]
    while let open = rest.firstIndex(of: "⟨"), let close = rest.firstIndex(of: "⟩") {
      bytes += Array(rest[..<open].utf8)
      let digits = rest[rest.index(after: open)..<close]
      for index in stride(from: 0, to: digits.count, by: 2) {
        bytes.append(UInt8(digits.dropFirst(index).prefix(2), radix: 16) ?? 0)
      }
      rest = rest[rest.index(after: close)...]
    }
    return bytes + Array(rest.utf8)
  }

  /// A file of `Tests/Cases/readers`.
  static func bytes(ofFile name: String) -> [UInt8] {
    let folder = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    guard let file = fopen("/\(folder)/Cases/readers/\(name)", "r") else { return [] }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var byte = fgetc(file)
    while byte != EOF {
      bytes.append(UInt8(truncatingIfNeeded: byte))
      byte = fgetc(file)
    }
    return bytes
  }
}

/// Names as a table has them.
func joined(_ names: [[UInt8]]) -> String {
  names.map { String(decoding: $0, as: UTF8.self) }.joined(separator: " ")
}
