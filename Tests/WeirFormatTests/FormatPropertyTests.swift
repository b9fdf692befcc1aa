// What must hold of every policy: formatted twice it is formatted once, it stays the same policy,
// and its comments stay where they are.

import Foundation
import Testing
import WeirFormat
import WeirTesting

@testable import Weir

@Suite struct FormatPropertyTests {
  /// Says what is wrong with the formatted text of a policy; nil if nothing is.
  private func fault(_ bytes: [UInt8]) -> String? {
    formatted(bytes).map { fault(bytes, $0) } ?? "has mistakes"
  }

  private func fault(_ bytes: [UInt8], _ once: [UInt8]) -> String? {
    guard let twice = formatted(once) else { return "has mistakes once formatted" }
    if once != twice { return "twice is not once:\n\(once.asText)\n\(twice.asText)" }
    if tokens(bytes) != tokens(once) { return "other tokens:\n\(once.asText)" }
    if tree(bytes) != tree(once) { return "another tree:\n\(once.asText)" }
    let file = SourceFile(path: "a.weir", bytes: once)
    for line in 1...file.lineStarts.count where file.text(ofLine: line).last == " " {
      return "a blank at the end of line \(line):\n\(once.asText)"
    }
    if once.contains(UInt8(ascii: "\r")) || once.starts(with: [0xEF, 0xBB, 0xBF]) {
      return "a carriage return or a byte order mark"
    }
    if once.last != UInt8(ascii: "\n"), !once.isEmpty { return "no line feed at the end" }
    if once.asText.contains("\n\n\n") { return "two blank lines:\n\(once.asText)" }
    return nil
  }

  @Test(arguments: FormatSubject.sound) func repository(_ subject: FormatSubject) {
    if let fault = fault(subject.bytes) { Issue.record("\(subject.place) \(fault)") }
  }

  @Test(arguments: FormatSubject.sound) func otherLineEnds(_ subject: FormatSubject) throws {
    let plain = try #require(formatted(subject.bytes))
    // A comment may hold a carriage return of its own: none does.
    var crlf: [UInt8] = [0xEF, 0xBB, 0xBF]
    for byte in plain {
      if byte == UInt8(ascii: "\n") { crlf.append(UInt8(ascii: "\r")) }
      crlf.append(byte)
    }
    #expect(formatted(crlf)?.asText == plain.asText)
    var unended = plain
    while unended.last == UInt8(ascii: "\n") { unended.removeLast() }
    #expect(formatted(unended)?.asText == plain.asText)
  }

  /// A comment between two tokens, behind the one or above the other. All boundaries of all
  /// policies take minutes (WEIR_BOUNDARIES=all tries them): a run draws some of each.
  @Test(arguments: FormatSubject.sound) func comments(_ subject: FormatSubject) {
    let file = SourceFile(path: "a.weir", bytes: subject.bytes)
    let tokens = lex(file, index: 0).tokens.filter { $0.kind != .lineBreak }
    let isEach = ProcessInfo.processInfo.environment["WEIR_BOUNDARIES"] == "all"
    let count = subject.place.contains("/format/") ? 24 : 3
    var random = SplitMix64(seed: baseSeed &+ UInt64(subject.bytes.count))
    for token in isEach ? tokens : (0..<count).map({ _ in random.pick(tokens) }) {
      for comment in [" // behind\n", "\n\n// above\n", "\n/// of what follows\n"] {
        var bytes = subject.bytes
        bytes.insert(contentsOf: Array(comment.utf8), at: Int(token.range.start))
        // Not where it ends what must be on one line: members need their separators.
        guard let once = formatted(bytes) else { continue }
        if let fault = fault(bytes, once) {
          Issue.record("\(subject.place), \(comment) at \(token.range.start) \(fault)")
          return
        }
        if let move = moved(bytes, once) {
          Issue.record("\(subject.place), \(comment) at \(token.range.start) \(move)")
          return
        }
      }
    }
  }

  /// A comment that is not where it was: behind another token, or above one instead of behind.
  private func moved(_ bytes: [UInt8], _ once: [UInt8]) -> String? {
    let (before, after) = (commentPlaces(bytes), commentPlaces(once))
    return before == after ? nil : "moved \(before)\n\(after)\n\(once.asText)"
  }

  private func commentPlaces(_ bytes: [UInt8]) -> [String] {
    let file = SourceFile(path: "a.weir", bytes: bytes)
    var places: [String] = []
    var last = ""
    var count = 0
    var isFirst = true
    for token in lex(file, index: 0).tokens {
      switch token.kind {
      case .lineBreak: isFirst = true
      case .comment, .documentation:
        places.append("\(isFirst ? "above" : "behind") \(count) \(last)")
        isFirst = false
      case .comma: isFirst = false
      default:
        (last, count, isFirst) = (file.text(in: token.range), count + 1, false)
      }
    }
    return places
  }

  /// The texts of policies by chance, and of what a careless writer would make of them.
  @Test func generated() {
    for number in 0..<150 {
      let seed = baseSeed &+ 90_000 &+ UInt64(number)
      let policy = GeneratedPolicy(seed: seed)
      let files = policy.files()
      var random = SplitMix64(seed: seed)
      var results: [SourceFile] = []
      for file in files {
        let rough = careless(file.bytes, &random)
        for bytes in [file.bytes, rough] {
          if let fault = fault(bytes) {
            Issue.record("WEIR_SEED=\(seed) \(fault)\n\(bytes.asText)")
            return
          }
        }
        results.append(SourceFile(path: file.path, bytes: formatted(rough) ?? []))
      }
      let (one, other) = (CompiledPolicy(files), CompiledPolicy(results))
      #expect(CheckedDump.text(one.checked) == CheckedDump.text(other.checked))
      #expect(one.errors.isEmpty == other.errors.isEmpty)
    }
  }

  /// The text with its blanks and line breaks drawn anew; a break stays one, because members of a
  /// shape need it.
  private func careless(_ bytes: [UInt8], _ random: inout SplitMix64) -> [UInt8] {
    let file = SourceFile(path: "a.weir", bytes: bytes)
    var text = ""
    for token in lex(file, index: 0).tokens {
      if token.kind == .lineBreak {
        text += String(repeating: "\n", count: random.below(3) + 1)
      } else {
        text += file.text(in: token.range)
        if token.kind.isTrivia { continue }
        text += String(repeating: " ", count: random.below(3) + 1)
        // A clause's word that begins a line begins a clause.
        if random.once(in: 12), token.kind == .comma || token.keyword == .and {
          text += random.once(in: 2) ? "\n" : " // \(random.below(100))\n"
        }
      }
    }
    return Array(text.utf8)
  }

  @Test func corners() {
    #expect(formatted([]) == [])
    #expect(formatted(Array("\n\n".utf8)) == [])
    #expect(formatted([0xEF, 0xBB, 0xBF]) == [])
    #expect(formatted(Array("\n\n// a  \n\n\n// b".utf8))?.asText == "// a\n\n// b\n")
    #expect(formatted(Array("allow when".utf8)) == nil)
  }

  /// A condition may be as long as it likes.
  @Test func longChains() {
    let chain = (0..<3_000).map { "a.b\($0) == \($0)" }.joined(separator: " or ")
    #expect(fault(Array("allow x when \(chain)".utf8)) == nil)
    let list = (0..<20_000).map { "\"\($0)\"" }.joined(separator: ",")
    #expect(fault(Array("allow x when a in [\(list)]".utf8)) == nil)
  }
}
