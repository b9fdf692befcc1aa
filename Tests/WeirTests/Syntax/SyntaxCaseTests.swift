// The golden cases of this part of the compiler: what the lexer, the parser and the renderer of
// diagnostics make of a small policy each. `WEIR_BLESS=1` writes what they make of it now.

import Testing
import WeirTesting

@testable import Weir

@Suite struct SyntaxCaseTests {
  @Test func tokens() throws {
    let failures = try GoldenSuite("tokens", input: "weir", output: "tokens").failures {
      name, input in
      let file = SourceFile(path: "\(name).weir", bytes: input)
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
      return text + rendered(diagnostics, file)
    }
    #expect(failures == [])
  }

  @Test func trees() throws {
    let failures = try GoldenSuite("trees", input: "weir", output: "tree").failures {
      name, input in
      let file = SourceFile(path: "\(name).weir", bytes: input)
      let (tree, diagnostics) = parse(file, index: 0)
      // Most cases are about the shape of the tree; places would only hide it.
      let text = SyntaxDump.text(of: tree, ranges: name.hasPrefix("ranges") ? file : nil)
      return text + rendered(diagnostics, file)
    }
    #expect(failures == [])
  }

  @Test func diagnostics() throws {
    let failures = try GoldenSuite("diagnostics-syntax", input: "weir", output: "text").failures {
      name, input in
      let file = SourceFile(path: "\(name).weir", bytes: input)
      let (_, diagnostics) = parse(file, index: 0)
      return DiagnosticRenderer(files: [file]).render(diagnostics)
    }
    #expect(failures == [])
  }
}

private func rendered(_ diagnostics: [Diagnostic], _ file: SourceFile) -> String {
  diagnostics.isEmpty ? "" : "\n" + DiagnosticRenderer(files: [file]).render(diagnostics)
}
