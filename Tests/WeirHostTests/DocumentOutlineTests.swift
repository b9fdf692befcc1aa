// Where requests end, 64 bytes at a time, against looking at one byte after the other.

import Testing
import Weir
import WeirTesting

@testable import WeirHost

@Suite struct DocumentOutlineTests {
  /// The plainest reading of what `DocumentOutline` says it does.
  private func end(of bytes: [UInt8], isElement: Bool) -> Int? {
    var depth = 0
    var isInString = false
    var index = 0
    // Where what opens first is closed: another opening there begins another document.
    var closed: Int?
    while index < bytes.count {
      let character = Character(UnicodeScalar(bytes[index]))
      switch character {
      case "\\" where isInString: index += 1
      case "\"": isInString.toggle()
      case _ where isInString: break
      case "{", "[":
        if closed == index, bytes.first == UInt8(ascii: "{"), !isElement { return index }
        depth += 1
      case "]" where depth == 0 && isElement, "," where depth == 0 && isElement: return index
      case "}", "]":
        if depth == 1, closed == nil { closed = index + 1 }
        depth = max(depth - 1, 0)
      case " ", "\n", "\r", "\t":
        if depth == 0, !isElement { return index }
      default: break
      }
      index += 1
    }
    return nil
  }

  /// The same by an outline that is handed the bytes in pieces.
  private func end(of bytes: [UInt8], isElement: Bool, pieces: [Int]) -> Int? {
    var outline = DocumentOutline(isElement: isElement)
    for piece in pieces + [bytes.count] {
      if let end = bytes.withUnsafeBufferPointer({
        outline.end(in: UnsafeBufferPointer(rebasing: $0[..<piece]))
      }) {
        return end
      }
    }
    return nil
  }

  /// Texts in which strings, escapes and brackets of every kind meet, few of them well formed.
  @Test(arguments: [UInt64(1), 2, 3, 4]) func textsByChance(_ seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let pieces = [
      "{", "}", "[", "]", "\"", "\\", "\"a\"", "\"\\\\\"", "xyz", "\"}]\\\"{\"", "{", "[",
    ]
    let ends = [",", " ", "\n"]
    for _ in 0..<1500 {
      // Some deep and rarely closed, so that many steps are taken inside.
      var text = String(repeating: "[", count: Int.random(in: 0...3, using: &random))
      if Bool.random(using: &random) { text = "{}" + text }
      let long = Int.random(in: 1...12, using: &random)
      for _ in 0..<Int.random(in: 0...150, using: &random) {
        switch Int.random(in: 0..<16, using: &random) {
        case 0: text += ends.randomElement(using: &random) ?? ""
        case 1..<long:
          text += String(repeating: "a", count: Int.random(in: 0...70, using: &random))
        default: text += pieces.randomElement(using: &random) ?? ""
        }
      }
      let bytes = Array(text.utf8)
      var cuts: [Int] = []
      for _ in 0..<3 { cuts.append(Int.random(in: 0...bytes.count, using: &random)) }
      for isElement in [false, true] {
        let expected = end(of: bytes, isElement: isElement)
        #expect(end(of: bytes, isElement: isElement, pieces: []) == expected, "\(text)")
        #expect(
          end(of: bytes, isElement: isElement, pieces: cuts.sorted()) == expected,
          "\(text) cut at \(cuts)")
      }
    }
  }

  /// A backslash at each place around the end of a step, in a string and in front of one.
  @Test func backslashesAtTheEndOfAStep() {
    for front in 40...80 {
      for count in 1...3 {
        for opening in ["{\"", "{"] {
          let slashes = String(repeating: "\\", count: count)
          let text =
            opening + String(repeating: "a", count: front) + slashes + "\"}\"}"
            + String(repeating: " ", count: 70) + "}\" "
          let bytes = Array(text.utf8)
          #expect(
            end(of: bytes, isElement: false, pieces: []) == end(of: bytes, isElement: false),
            "\(text)")
        }
      }
    }
  }
}
