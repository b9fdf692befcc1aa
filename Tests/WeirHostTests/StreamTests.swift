// Requests in blocks: the same requests come out wherever a read ends, and what is written waits no
// longer than the next read.

import Foundation
import Testing
import Weir

@testable import WeirHost

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

@Suite struct StreamTests {
  /// Everything a reader makes of `text`, sent in pieces of the given size.
  private func requests(_ text: String, by size: Int, asDocuments: Bool) throws -> [String] {
    var ends: [Int32] = [0, 0]
    #expect(pipe(&ends) == 0)
    let (reading, writing) = (ends[0], ends[1])
    let bytes = Array(text.utf8)
    let thread = Thread {
      var start = 0
      while start < bytes.count {
        let piece = bytes[start..<min(start + size, bytes.count)]
        start += piece.withUnsafeBytes { write(writing, $0.baseAddress, $0.count) }
      }
      close(writing)
    }
    thread.start()
    var output = Output(STDERR_FILENO, name: "nothing")
    let input = Input(reading, name: "the pipe", isOwned: true)
    var result: [String] = []
    if asDocuments {
      var reader = DocumentReader(input)
      while let request = try reader.next(flushing: &output) {
        let fault = reader.fault.map { $0.rawValue } ?? ""
        result.append("\(reader.line) \(String(decoding: request, as: UTF8.self))\(fault)")
      }
    } else {
      var reader = LineReader(input)
      while let request = try reader.next(flushing: &output) {
        result.append("\(reader.line) \(String(decoding: request, as: UTF8.self))")
      }
    }
    return result
  }

  @Test(arguments: [1, 2, 3, 1000]) func lines(_ size: Int) throws {
    let table: [(String, [String])] = [
      ("", []), ("\n\n \t\r\n", []), ("a", ["1 a"]), ("a\n", ["1 a"]),
      ("\u{FEFF}a\n\nb\r\n c", ["1 a", "3 b\r", "4  c"]), ("\u{FEFF}", []),
      ("\u{FEFF}\na", ["2 a"]),
    ]
    for (text, expected) in table {
      #expect(try requests(text, by: size, asDocuments: false) == expected)
    }
  }

  @Test(arguments: [1, 2, 3, 1000]) func documents(_ size: Int) throws {
    let table: [(String, [String])] = [
      ("", []), (" \n ", []), ("[]", []), ("{}", ["1 {}"]),
      ("{\n\"a\": [1,\n2]}\n\n{}", ["1 {\n\"a\": [1,\n2]}", "5 {}"]),
      ("[{\"a\":1},\n {\"b\":\"],\\\"\"} ,3]", ["1 {\"a\":1}", "2 {\"b\":\"],\\\"\"} ", "2 3"]),
      ("[[1,2],{}]", ["1 [1,2]", "1 {}"]),
      ("[1] [2]", ["1 1", "1 2"]),
      // What is missing is an empty request; what is too much goes to the reader with the rest.
      ("[1,]", ["1 1", "1 missing_element"]), ("[,1]", ["1 missing_element", "1 1"]),
      ("[1", ["1 1", "1 unclosed_array"]), ("[", ["1 unclosed_array"]),
      ("[{\"x\":1}", ["1 {\"x\":1}", "1 unclosed_array"]),
      ("[{}\n,\n", ["1 {}\n", "3 unclosed_array"]),
      // What is cut off inside is one mistake.
      ("[{},{\"x\"", ["1 {}", "1 {\"x\""]), ("[\"x", ["1 \"x"]),
      ("[[]", ["1 []", "1 unclosed_array"]),
      // Documents need no blank between them, where one is closed.
      ("{\"x\":1}{\"x\":1}", ["1 {\"x\":1}", "1 {\"x\":1}"]), ("[1]{}[2]", ["1 1", "1 {}", "1 2"]),
      ("{}{}x{} {}", ["1 {}", "1 {}x{}", "1 {}"]), ("{}[]{}", ["1 {}", "1 {}"]),
      ("x{}", ["1 x{}"]), ("1{}", ["1 1{}"]), ("\"a\"{}", ["1 \"a\"{}"]),
      ("{}\"a\"", ["1 {}\"a\""]),
      ("{}}{}", ["1 {}}{}"]),
      ("[1 2]", ["1 1 2"]), ("{}x {}", ["1 {}x", "1 {}"]), ("{} ]", ["1 {}", "1 ]"]),
      ("{\"a\"", ["1 {\"a\""]), ("\u{FEFF}[1]", ["1 1"]), ("\"\\", ["1 \"\\"]),
    ]
    for (text, expected) in table {
      #expect(try requests(text, by: size, asDocuments: true) == expected, "\(text)")
    }
  }

  @Test func aLineLongerThanManyBlocks() throws {
    let long = String(repeating: "x", count: 3_000_000)
    let all = try requests("a\n\(long)\nb", by: 100_000, asDocuments: false)
    #expect(all == ["1 a", "2 \(long)", "3 b"])
  }
}
