// Tables of cases, one line each: `text ⇒ what it says`. Lines that begin with `# ` are headings.

import Foundation
import Testing
import WeirTesting

/// A table of `Tests/Cases/readers`.
struct CaseTable {
  /// A line of a table.
  struct Case: CustomTestStringConvertible {
    var line: Int
    /// The text, its escapes decoded.
    var text: [UInt8]
    var expectation: String
    var testDescription: String { "line \(line): \(String(decoding: text, as: UTF8.self))" }
  }

  var cases: [Case] = []

  /// Reads a table.
  init(_ name: String) throws {
    let url = GoldenSuite.root.appending(path: "Tests/Cases/readers/\(name)")
    let lines = try String(contentsOf: url, encoding: .utf8)
      .split(separator: "\n", omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated()
    where !line.isEmpty && line != "#" && !line.hasPrefix("# ") {
      let parts = line.components(separatedBy: " ⇒ ")
      guard parts.count == 2 else {
        Issue.record("\(name):\(index + 1): not `text ⇒ facts`: \(line)")
        continue
      }
      cases.append(
        Case(line: index + 1, text: Self.decoded(parts[0]), expectation: parts[1]))
    }
  }

  /// A text with `\n`, `\r`, `\t`, `\0`, `\xNN` and `\\` decoded.
  static func decoded(_ text: some StringProtocol) -> [UInt8] {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "\\"), let next = rest.popFirst() else {
        bytes.append(byte)
        continue
      }
      switch next {
      case UInt8(ascii: "n"): bytes.append(0x0A)
      case UInt8(ascii: "r"): bytes.append(0x0D)
      case UInt8(ascii: "t"): bytes.append(0x09)
      case UInt8(ascii: "0"): bytes.append(0)
      case UInt8(ascii: "x"):
        bytes.append(UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)!)
        rest.removeFirst(2)
      default: bytes.append(next)
      }
    }
    return bytes
  }
}
