// The README, and pages of the guide that show the command, hold what they say: their sessions run.
// The files that their blocks name behind the language are put where the sessions expect them.

import Foundation
import Testing
import WeirTesting

@Suite(.serialized) struct ReadmeTests {
  /// A fenced block: what follows the fence, and the lines in it.
  private struct Block {
    var info: String
    var lines: [String]
    /// Where the lines stand in the file.
    var range: Range<Int>
  }

  @Test(arguments: [
    "README.md", "Sources/Weir/Weir.docc/Coverage.md", "Sources/Weir/Weir.docc/Mutants.md",
  ])
  func sessions(page: String) throws {
    let file = GoldenSuite.root.appending(path: page)
    var lines = String(decoding: try Data(contentsOf: file), as: UTF8.self)
      .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let folder = try Folder()
    // Sessions may look at the examples, too.
    try folder.link("examples", to: GoldenSuite.root.appending(path: "examples").path)

    let blocks = ReadmeTests.blocks(lines)
    for block in blocks {
      // ```weir policies/payments.weir
      let words = block.info.split(separator: " ").map(String.init)
      guard words.count == 2 else { continue }
      try folder.write(words[1], block.lines.joined(separator: "\n") + "\n")
    }
    let sessions = blocks.filter { $0.info == "console" }
    #expect(!sessions.isEmpty, "\(page) has no session")
    for session in sessions.reversed() {
      let transcript = Transcript(session.lines.joined(separator: "\n"))
      let result = try transcript.run(in: folder.url)
      if Transcript.isBlessing {
        var text = result.text.split(separator: "\n", omittingEmptySubsequences: false)
          .map(String.init)
        if text.last == "" { text.removeLast() }
        lines.replaceSubrange(session.range, with: text)
      } else {
        #expect(result.failures.isEmpty, "\(result.failures.joined(separator: "\n"))")
      }
    }
    if Transcript.isBlessing {
      try Data(lines.joined(separator: "\n").utf8).write(to: file)
    }
  }

  /// What embeds is compiled: it is a file of WeirEmbeddingTests.
  @Test(arguments: [
    ("README.md", "EmbeddingExample"),
    ("Sources/Weir/Weir.docc/Weir.md", "EmbeddingExample"),
    ("Sources/WeirHost/WeirHost.docc/WeirHost.md", "HostEmbeddingExample"),
  ])
  func embedding(page: String, example: String) throws {
    let url = GoldenSuite.root.appending(path: page)
    let lines = String(decoding: try Data(contentsOf: url), as: UTF8.self)
      .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let block = try #require(ReadmeTests.blocks(lines).first { $0.info == "swift" })
    let file = GoldenSuite.root.appending(path: "Tests/WeirEmbeddingTests/\(example).swift")
    let source = String(decoding: try Data(contentsOf: file), as: UTF8.self)
    #expect(source.hasSuffix(block.lines.joined(separator: "\n") + "\n"))
  }

  private static func blocks(_ lines: [String]) -> [Block] {
    var blocks: [Block] = []
    var open: (info: String, start: Int)?
    for (index, line) in lines.enumerated() where line.hasPrefix("```") {
      if let block = open {
        let range = block.start..<index
        blocks.append(Block(info: block.info, lines: Array(lines[range]), range: range))
        open = nil
      } else {
        open = (String(line.dropFirst(3)), index + 1)
      }
    }
    return blocks
  }
}
