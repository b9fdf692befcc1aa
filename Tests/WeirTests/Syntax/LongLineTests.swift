// What complaining costs: findings on one long line read no more of it than they show, and a column
// costs the same wherever it is.

import Testing

@testable import Weir

@Suite struct LongLineTests {
  /// Bytes that a plain count of the columns takes, and one by blocks, at every offset of odd
  /// texts.
  @Test func columnsAreThoseOfAPlainCount() {
    let long = String(repeating: "aé€😀", count: 900)
    for text in ["", "a\n", long, "x\n\(long)\ny", "\(long)\n\(long)\r\n", "\n\n\(long)é"] {
      let file = SourceFile(path: "a", text: text)
      var (line, column) = (1, 1)
      for offset in 0...file.bytes.count {
        if offset % 97 == 0 || file.bytes.count - offset < 3 {
          let place = file.position(at: offset)
          #expect(place == (line, column), "\(offset)")
          let isStart = offset == file.bytes.count || file.bytes[offset] & 0xC0 != 0x80
          if isStart { #expect(file.offset(line: place.line, column: place.column) == offset) }
        }
        guard offset < file.bytes.count else { break }
        if file.bytes[offset] == 0x0A {
          (line, column) = (line + 1, 1)
        } else if file.bytes[offset] & 0xC0 != 0x80 {
          column += 1
        }
      }
    }
  }

  @Test func bytesThatAreNoTextHaveColumnsToo() {
    let file = SourceFile(path: "a", bytes: Array(repeating: 0x80, count: 5_000) + [0x61])
    #expect(file.position(at: 5_000) == (1, 1))
    let finding = Finding(
      code: "c", severity: .error, message: "m",
      range: SourceRange(file: 0, start: 4_000, end: 4_001))
    #expect(DiagnosticRenderer(files: [file]).render(finding).unicodeScalars.count < 500)
  }

  /// The line that is shown is the same, however much of it lies further away.
  @Test func whatIsShownDoesNotDependOnTheLength() {
    func shown(_ before: Int, _ after: Int) -> String {
      let left = String(repeating: "bébé ", count: before)
      let file = SourceFile(
        path: "a", text: left + "MARK" + String(repeating: " mamä", count: after))
      let start = Int32(left.utf8.count)
      let mark = SourceSnippet.Mark(
        range: SourceRange(file: 0, start: start, end: start + 4), sign: "^", style: .error)
      return SourceSnippet(isColored: false, gutter: 1).render([mark], in: file)
    }
    let near = shown(100, 100)
    #expect(near.contains("MARK"))
    #expect(shown(10_000, 10_000) == near)
    #expect(shown(100, 20_000) == near)
    #expect(shown(20_000, 100) == near)
    #expect(shown(0, 100) == shown(0, 20_000))
    #expect(shown(100, 0) == shown(20_000, 0))
  }

  /// Twice as long a line of mistakes takes about twice as long, not four times: measured in what
  /// is rendered, and generously in time.
  @Test func findingsOnOneLineAreLinear() {
    func seconds(_ count: Int) -> Double {
      let file = SourceFile(path: "a.weir", text: String(repeating: "$", count: count))
      let clock = ContinuousClock()
      return (0..<3).map { _ in
        clock.measure {
          let compilation = compile([file])
          _ = DiagnosticRenderer(files: [file]).render(compilation.diagnostics)
          _ = DiagnosticRenderer(files: [file]).render(compilation.diagnostics, as: .json)
        } / .seconds(1)
      }.min() ?? 0
    }
    let (small, large) = (seconds(20_000), seconds(160_000))
    // Quadratic growth would be 64.
    #expect(large < 24 * small, "\(small) s, \(large) s")
  }
}
