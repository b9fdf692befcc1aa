// What a text costs grows as the text does: each kind that could cost its square is read at one
// length and at eight times that, and takes nothing like 64 times as long.

import Testing
import WeirHost

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

@Suite(.serialized) struct YAMLGrowthTests {
  static let kinds: [(name: String, text: @Sendable (Int) -> String)] = [
    ("%TAG lines", { n in (0..<n).map { "%TAG !t\($0)! x:\n" }.joined() + "---\na: 1\n" }),
    (
      "one long %TAG",
      { n in
        "%TAG ! \(String(repeating: "x", count: n))\n---\n"
          + String(repeating: "- !a b\n", count: n)
      }
    ),
    ("anchors", { n in (0..<n).map { "- &a\($0) x\n" }.joined() }),
    ("one anchor", { n in String(repeating: "- &a x\n- *a\n", count: n) }),
    ("documents", { n in String(repeating: "---\na: 1\n", count: n) }),
    ("broken documents", { n in String(repeating: "---\na: [\n", count: n) }),
    ("documents of one broken line", { n in String(repeating: "--- \"\n", count: n) }),
    ("empty documents", { n in String(repeating: "---\n", count: n) }),
    ("ends of documents", { n in String(repeating: "...\n", count: n) }),
    ("comments", { n in String(repeating: "# x\n", count: n) + "a: 1\n" }),
    ("brackets in a row", { n in "[" + String(repeating: "[[[[[[[[]]]]]]]],", count: n) + "]" }),
    ("open brackets", { n in String(repeating: "[", count: n) }),
    (
      "elements in many brackets",
      { n in
        let depth = 400
        return String(repeating: "[", count: depth) + String(repeating: "a, ", count: n)
          + String(repeating: "]", count: depth)
      }
    ),
    ("a long name", { n in "{" + String(repeating: "a", count: n) + ": 1}" }),
    ("a long text", { n in "a: " + String(repeating: "b c ", count: n) + "\n" }),
    ("texts not in ASCII", { n in String(repeating: "- ä: ö\n  ü:\n", count: n) }),
    ("names without values", { n in (0..<n).map { "ä\($0):\n" }.joined() }),
    (
      "blanks, then words",
      { n in
        "\"a" + String(repeating: " ", count: n) + String(repeating: "b c ", count: n) + "\""
      }
    ),
    (
      "empty lines, then lines",
      { n in
        "a: |\n  x" + String(repeating: "\n", count: n) + String(repeating: "  y\n\n", count: n)
      }
    ),
    (
      "empty lines in quotes",
      { n in
        "\"a" + String(repeating: "\n", count: n) + String(repeating: "y\n\nz ", count: n) + "\""
      }
    ),
    ("members of one record", { n in (0..<n).map { "a\($0): 1\n" }.joined() }),
    ("numbers as names", { n in (0..<n).map { "\($0): 1\n" }.joined() }),
    ("numbers in base 60", { n in "- " + String(repeating: "1:", count: n) + "1\n" }),
    (
      "digits",
      { n in "- " + String(repeating: "9", count: n) + "\n- 0" + String(repeating: "7", count: n) }
    ),
    (
      "merged records",
      { n in
        (0..<n).map { "- &a\($0) {b\($0): 1}\n" }.joined()
          + "- {<<: [\((0..<n).map { "*a\($0)" }.joined(separator: ", "))]}\n"
      }
    ),
    ("mistakes on one line", { n in "[" + String(repeating: "a, ", count: n) + "0400]" }),
  ]

  @Test(arguments: 0..<YAMLGrowthTests.kinds.count) func linear(_ index: Int) {
    let (name, text) = YAMLGrowthTests.kinds[index]
    let (short, long) = (Array(text(1_000).utf8), Array(text(8_000).utf8))
    // The least of several: other work on the machine only adds.
    let few = (0..<3).map { _ in time(short) }.min() ?? 0
    let many = (0..<2).map { _ in time(long) }.min() ?? 0
    #expect(many < few * 32 + 0.005, "\(name): \(few) s, and \(many) s for eight times as much")
  }

  private func time(_ bytes: [UInt8]) -> Double {
    let start = processorTime()
    var reader = YAMLReader(bytes, YAMLOptions(merges: true, keepsTags: true))
    var count = 0
    while true {
      do throws(YAMLError) {
        guard try reader.next() != nil else { break }
      } catch {}
      count += 1
    }
    return processorTime() - start
  }

  /// What this thread has had of the processor, in seconds: other work on the machine does not
  /// count.
  private func processorTime() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
