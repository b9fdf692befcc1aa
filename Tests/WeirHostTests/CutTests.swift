// A stream's pieces must not show. Requests of every kind, cut in two at every byte, give the
// verdicts of the uncut stream, byte for byte.

import Foundation
import Testing
import Weir
import WeirHost

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

#if os(Linux)
  @Suite struct CutTests {
    /// Lines that a cut could spoil: multi-byte texts, escapes, blank lines, both line ends, what
    /// is refused, and a last line without an end.
    private static let lines = Array(
      """
      \u{FEFF}{"id":"a","action":"read","who":"Zoë","size":12.50}
      {"id":"b","action":"write","who":"\\u00e9\\ud83d\\ude00\\n","size":-1e3}\r

       \t\r
      {"action":"write","who":null,"size":"12","more":{"deep":[1,{"x":"]}"}]}}
      {"id":"c","action":"erase","who":"日本語😀","tags":["a","b"]}
      {"id":"d","action":"re
      {"id":"e","id":"e"}
      [1] trailing
        {"id":"f","action":"read","who":"x","size":99999999999999999999999999999}
      {"id":"g","action":"write","who":"ann","size":7}
      """.utf8)

    private static func program() throws -> Program {
      let policy = """
        requester who
        allow reads when action == "read" and size < 50
        deny erasing when action == "erase" because "{who} erases {tags}"
        hold writes when action == "write" and size >= -1000 needs 1 of group "ops" within 5m
        """
      return try #require(compile([SourceFile(path: "a.weir", text: policy)]).program)
    }

    /// The verdict lines on a stream that arrives in these pieces: each is what one read gets.
    private func verdicts(
      _ program: Program, _ pieces: [ArraySlice<UInt8>], asDocuments: Bool
    ) throws -> String {
      var ends: [Int32] = [0, 0]
      // Messages keep their bounds, as no pipe's writes do.
      #expect(socketpair(AF_UNIX, Int32(SOCK_SEQPACKET.rawValue), 0, &ends) == 0)
      for piece in pieces where !piece.isEmpty {
        #expect(piece.withUnsafeBytes { send(ends[1], $0.baseAddress, $0.count, 0) } == piece.count)
      }
      close(ends[1])
      var evaluator = Evaluator(program)
      var output = Output(STDERR_FILENO, name: "nothing")
      let now = Timestamp(seconds: 1_772_000_000, nanoseconds: 0)
      var verdicts: [UInt8] = []
      let input = Input(ends[0], name: "the stream", isOwned: true)
      if asDocuments {
        var reader = DocumentReader(input)
        while let request = try reader.next(flushing: &output) {
          evaluator.write(Array(request), line: reader.line, now: now, into: &verdicts)
        }
      } else {
        var reader = LineReader(input)
        while let request = try reader.next(flushing: &output) {
          evaluator.write(Array(request), line: reader.line, now: now, into: &verdicts)
        }
      }
      return String(decoding: verdicts, as: UTF8.self)
    }

    @Test(arguments: [false, true]) func aCutAtEveryByte(asDocuments: Bool) throws {
      let program = try CutTests.program()
      let bytes = CutTests.lines
      let whole = try verdicts(program, [bytes[...]], asDocuments: asDocuments)
      #expect(whole.split(separator: "\n").count >= 3)
      for cut in 1..<bytes.count {
        let pieces = [bytes[..<cut], bytes[cut...]]
        #expect(
          try verdicts(program, pieces, asDocuments: asDocuments) == whole, "cut at \(cut)")
      }
    }

    @Test func piecesOfAFewBytes() throws {
      let program = try CutTests.program()
      let bytes = CutTests.lines
      let whole = try verdicts(program, [bytes[...]], asDocuments: false)
      // A socket holds some two hundred messages.
      for size in 4...40 {
        let pieces = stride(from: 0, to: bytes.count, by: size).map {
          bytes[$0..<min($0 + size, bytes.count)]
        }
        #expect(try verdicts(program, pieces, asDocuments: false) == whole, "pieces of \(size)")
      }
    }
  }
#endif
