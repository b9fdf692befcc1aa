// Together the policies under `examples` show the whole language: who looks for a word of it finds
// one in use.

import Foundation
import Testing
import Weir
import WeirTesting

@Suite("Examples' coverage")
struct ExampleCoverageTests {
  /// Every word of every example policy that is neither a comment nor a text.
  static let words: Set<String> = {
    let folder = GoldenSuite.root.appending(path: "examples")
    var words: Set<String> = []
    let paths = FileManager.default.enumerator(atPath: folder.path)
    while let path = paths?.nextObject() as? String {
      guard path.hasSuffix(".weir"), let data = try? Data(contentsOf: folder.appending(path: path))
      else { continue }
      let file = SourceFile(path: path, bytes: Array(data))
      for token in lex(file, index: 0).tokens where token.kind == .word {
        words.insert(file.text(in: token.range))
      }
    }
    return words
  }()

  @Test("every keyword is used", arguments: Keyword.allCases)
  func keyword(_ keyword: Keyword) { #expect(Self.words.contains(keyword.rawValue)) }

  @Test("every function is used", arguments: Builtin.declarations.map(\.name))
  func function(name: String) { #expect(Self.words.contains(name)) }
}
