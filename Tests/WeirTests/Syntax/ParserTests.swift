// What no golden case shows: that a whole policy parses, and how the parser bears what nobody writes.

import Foundation
import Testing
import WeirTesting

@testable import Weir

@Suite struct ParserTests {
  @Test func aWholePolicyParses() throws {
    let url = GoldenSuite.root.appending(path: "Tests/Cases/trees/whole-policy.weir")
    let file = SourceFile(path: "whole-policy.weir", bytes: Array(try Data(contentsOf: url)))
    let (tree, diagnostics) = parse(file, index: 0)
    #expect(diagnostics.map { "\(file.position(at: Int($0.range.start))): \($0.message)" } == [])
    #expect(tree.declarations.count == 10)
  }
}
