// Golden listings: what the emitter makes of a policy, as `weir inspect` prints it.

import Testing
import Weir
import WeirTesting

@Suite struct ListingTests {
  @Test func cases() throws {
    let suite = GoldenSuite("bytecode", input: "weir", output: "listing")
    let failures = try suite.failures { name, bytes in
      let compilation = compile([SourceFile(path: "\(name).weir", bytes: bytes)])
      guard let program = compilation.program else {
        return compilation.diagnostics.map { "\($0.code.name): \($0.message)\n" }.joined()
      }
      return program.listing()
    }
    #expect(failures == [])
  }

  /// Every instruction stands in some golden listing, so that none goes unseen.
  @Test func everyInstructionIsShown() throws {
    let suite = GoldenSuite("bytecode", input: "listing", output: "none")
    var seen: Set<String> = []
    for text in try suite.inputTexts() {
      for line in text.split(separator: "\n") {
        let words = line.split(separator: " ")
        if words.count > 1, Int(words[0]) != nil { seen.insert(String(words[1])) }
      }
    }
    let missing = Opcode.allCases.map(\.entry.mnemonic).filter { !seen.contains($0) }
    #expect(missing == [])
  }
}
