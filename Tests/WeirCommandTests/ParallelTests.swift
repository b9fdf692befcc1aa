// Threads must not show: the same bytes whatever their number, through files and through pipes.

import Foundation
import Testing
import WeirTesting

@Suite struct ParallelTests {
  /// Large enough to be shared among several threads, with lines of every kind.
  private static func requests() -> String {
    var lines: [String] = []
    for number in 0..<25_000 {
      switch number % 7 {
      case 0: lines.append(#"{"id":"\#(number)","action":"read","level":\#(number % 90)}"#)
      case 1:
        lines.append(#"{"id":"\#(number)","action":"write","level":\#(number % 90),"who":"ann"}"#)
      case 2: lines.append(#"{"id":"\#(number)","action":"write","who":"bob"}"#)
      case 3: lines.append("")
      case 4: lines.append(#"{"id":"\#(number)","action":"re"#)
      case 5: lines.append(#"{"action":null,"pad":"\#(String(repeating: "x", count: 900))"}"#)
      default: lines.append(#"  {"id":"é\#(number)","action":"erase","level":1,"who":"cy"}  "#)
      }
    }
    return lines.joined(separator: "\n")
  }

  @Test func threadsAndPipesMakeNoDifference() throws {
    let folder = try Folder([
      "policy/a.weir": """
      requester who
      allow reads when action == "read" and level < 50
      deny erasing when action == "erase" because "{who} erases"
      hold writes when action == "write" and level >= 0 needs 1 of group "ops" within 5m
      """
    ])
    try folder.write("requests.jsonl", ParallelTests.requests())
    let base = ["eval", "-p", "policy", "--clock", "2026-03-02T15:00:00Z"]
    let one = try folder.weir(base + ["-j", "1", "requests.jsonl"])
    #expect(one.status == 2)
    #expect(one.output.split(separator: "\n").count == 25_000 - 25_000 / 7)
    for threads in ["2", "4", "0"] {
      let many = try folder.weir(base + ["-j", threads, "requests.jsonl"])
      #expect(many.output == one.output, "with \(threads) threads")
      #expect(many.status == one.status)
    }
    let crowd = try folder.weir(base + ["-j", "1000000", "requests.jsonl"])
    #expect(crowd.output == one.output)
    #expect(crowd.peakThreads <= ProcessInfo.processInfo.processorCount)
    #expect(try folder.weir(base + ["--threads=-1", "requests.jsonl"]).status == 2)
    let again = try folder.weir(base + ["-j", "1", "requests.jsonl"])
    #expect(again.output == one.output)
    let piped = try Shell.run(
      "cat requests.jsonl | weir \(base.joined(separator: " ")) > piped; cmp piped .out",
      in: folder.url)
    #expect(piped.status == 0)
  }

  /// The recorded requests of each example, in pieces as small as they come, through a pipe and as
  /// a file with any number of threads.
  @Test(
    arguments: [
      "agent-tools", "api-tokens", "database-queries", "file-access", "fund-transfers",
    ])
  func piecesMakeNoDifference(example: String) throws {
    let folder = try Folder()
    let here = GoldenSuite.root.appending(path: "examples/\(example)").path
    let command = "weir eval -p \(here)/policy --clock request=time"
    let requests = "\(here)/requests.jsonl"
    let script = """
      \(command) -j 1 \(requests) > one
      for threads in 2 4; do \(command) -j $threads \(requests) > many; cmp one many; done
      dd if=\(requests) bs=1 status=none | \(command) > pieces; cmp one pieces
      for cut in 1 100 4097 65536 70001; do
        { head -c $cut \(requests); sleep 0.05; tail -c +$((cut + 1)) \(requests); } \
          | \(command) > pieces
        cmp one pieces
      done
      wc -l < one
      """
    let run = try Shell.run(script + " 2>&1", in: folder.url)
    let count = try String(contentsOfFile: requests, encoding: .utf8).split(separator: "\n").count
    #expect(run.output.split(separator: "\n").last.flatMap { Int($0) } == count)
    #expect(!run.output.contains("differ") && !run.output.contains("EOF"))
  }
}
