// Runs the table of cases.

import Testing

@testable import WeirReaders

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

@Suite struct ToolCaseTests {
  static let cases = ToolCase.cases(in: table())

  @Test func readsEveryLineAsItSays() {
    for line in Self.cases {
      #expect(line.read() == line.reading, "\(line)")
    }
  }

  @Test func hasEnoughLines() { #expect(Self.cases.count >= 250) }

  private static func table() -> String {
    let folder = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    guard let file = fopen("/\(folder)/Cases/readers/tools.txt", "r") else { return "" }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65536)
    while true {
      let count = fread(&chunk, 1, chunk.count, file)
      if count == 0 { return String(decoding: bytes, as: UTF8.self) }
      bytes += chunk[..<count]
    }
  }
}
