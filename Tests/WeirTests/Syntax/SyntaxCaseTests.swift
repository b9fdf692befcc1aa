// The golden cases of this part of the compiler: what the lexer, the parser and the renderer of
// diagnostics make of a small policy each. `WEIR_BLESS=1` writes what they make of it now.

import Testing
import WeirTesting

@testable import Weir

@Suite struct SyntaxCaseTests {
  @Test(arguments: GoldenSuite.tokens.cases) func tokens(_ golden: GoldenCase) throws {
    let file = try golden.sourceFile()
    let (tokens, diagnostics) = lex(file, index: 0)
    var text = ""
    for token in tokens {
      let place = file.position(at: Int(token.range.start))
      let keyword = token.keyword == nil ? "" : " (keyword)"
      text += "\(place.line):\(place.column) \(token.kind.rawValue)\(keyword)"
      if !token.kind.isFixed, token.kind != .lineBreak, token.kind != .endOfFile {
        text += " " + VisibleText.escaped(file.text(in: token.range))
      }
      text += "\n"
    }
    try golden.check(text + rendered(diagnostics, file))
  }

  @Test(arguments: GoldenSuite.trees.cases) func trees(_ golden: GoldenCase) throws {
    let file = try golden.sourceFile()
    let (tree, diagnostics) = parse(file, index: 0)
    // Most cases are about the shape of the tree; places would only hide it.
    let text = SyntaxDump.text(of: tree, ranges: golden.name.hasPrefix("ranges") ? file : nil)
    try golden.check(text + rendered(diagnostics, file))
  }

  @Test(arguments: GoldenSuite.syntaxDiagnostics.cases)
  func diagnostics(_ golden: GoldenCase) throws {
    let file = try golden.sourceFile()
    let (_, diagnostics) = parse(file, index: 0)
    let text = DiagnosticRenderer(files: [file]).render(diagnostics)
    try golden.check(text)
  }
}

extension GoldenCase {
  /// The input as a policy's file.
  fileprivate func sourceFile() throws -> SourceFile {
    SourceFile(path: "\(name).weir", bytes: try input())
  }
}

private func rendered(_ diagnostics: [Diagnostic], _ file: SourceFile) -> String {
  diagnostics.isEmpty ? "" : "\n" + DiagnosticRenderer(files: [file]).render(diagnostics)
}
