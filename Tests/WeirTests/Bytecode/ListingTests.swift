// Golden listings: what the emitter makes of a policy, as `weir inspect` prints it.

import Testing
import Weir
import WeirTesting

@Suite struct ListingTests {
  @Test(arguments: GoldenSuite.bytecode.cases) func listing(_ golden: GoldenCase) throws {
    let compilation = compile(
      [SourceFile(path: "\(golden.name).weir", bytes: try golden.input())],
      environment: .with(readers: [.words]))
    let findings = compilation.diagnostics.map { "\($0.code.name): \($0.message)\n" }
    let text = compilation.program?.listing() ?? findings.joined()
    try golden.check(text)
  }

  /// Every instruction stands in some golden listing, so that none goes unseen.
  @Test func everyInstructionIsShown() throws {
    var seen: Set<String> = []
    for text in try GoldenSuite.bytecode.outputTexts() {
      for line in text.split(separator: "\n") {
        let words = line.split(separator: " ")
        if words.count > 1, Int(words[0]) != nil { seen.insert(String(words[1])) }
      }
    }
    let missing = Opcode.allCases.map(\.entry.mnemonic).filter { !seen.contains($0) }
    #expect(missing == [])
  }
}
