// Swift source as the tidy rules look at it: without comments and without the texts of string
// literals, but with what is interpolated into them. It is no parser; for sources that
// `swift format` has formatted, words and the lines that they stand on are enough.

import Weir

/// The code of one file, line by line.
struct SwiftCode {
  /// One word of the code.
  struct Word {
    var text: String
    /// From 1.
    var line: Int
    /// Whether a period stands before it, so that it is looked up in a type.
    var isMember: Bool
    /// Whether it names something that the file declares itself: a parameter, a variable, a case.
    var isDeclared: Bool
  }

  /// The lines, each with blanks where comments and texts were.
  private(set) var lines: [String] = []

  init(_ text: String) {
    lines = SwiftCode.bare(Array(text.utf8)).pieces(between: "\n")
  }

  /// What surrounds a byte: code, so deep in parentheses, or a string literal.
  private enum Level {
    case code(parentheses: Int)
    case string(hashes: Int, quotes: Int)
  }

  private static func bare(_ bytes: [UInt8]) -> String {
    var code: [UInt8] = []
    code.reserveCapacity(bytes.count)
    var levels: [Level] = [.code(parentheses: 0)]
    var offset = 0
    func run(of byte: UInt8, at start: Int) -> Int {
      var end = start
      while end < bytes.count, bytes[end] == byte { end += 1 }
      return end - start
    }
    let quote = UInt8(ascii: "\"")
    let hash = UInt8(ascii: "#")
    let slash = UInt8(ascii: "/")
    while offset < bytes.count {
      let byte = bytes[offset]
      let next = offset + 1 < bytes.count ? bytes[offset + 1] : 0
      switch levels[levels.count - 1] {
      case .code(let parentheses):
        if byte == slash, next == slash {
          while offset < bytes.count, bytes[offset] != UInt8(ascii: "\n") { offset += 1 }
          continue
        }
        let hashes = byte == hash ? run(of: hash, at: offset) : 0
        if offset + hashes < bytes.count, bytes[offset + hashes] == quote {
          let quotes = run(of: quote, at: offset + hashes) >= 3 ? 3 : 1
          levels.append(.string(hashes: hashes, quotes: quotes))
          code.append(quote)
          offset += hashes + quotes
          continue
        }
        if byte == UInt8(ascii: "(") {
          levels[levels.count - 1] = .code(parentheses: parentheses + 1)
        } else if byte == UInt8(ascii: ")") {
          if parentheses == 0, levels.count > 1 {
            levels.removeLast()
            code.append(UInt8(ascii: " "))
            offset += 1
            continue
          }
          levels[levels.count - 1] = .code(parentheses: parentheses - 1)
        }
        code.append(byte)
        offset += 1
      case .string(let hashes, let quotes):
        if byte == UInt8(ascii: "\\"), run(of: hash, at: offset + 1) >= hashes {
          offset += 1 + hashes
          if offset < bytes.count, bytes[offset] == UInt8(ascii: "(") {
            levels.append(.code(parentheses: 0))
            code.append(UInt8(ascii: " "))
            offset += 1
          } else if offset < bytes.count, bytes[offset] != UInt8(ascii: "\n") {
            offset += 1
          }
        } else if byte == quote, run(of: quote, at: offset) >= quotes,
          run(of: hash, at: offset + quotes) >= hashes
        {
          levels.removeLast()
          code.append(quote)
          offset += quotes + hashes
        } else {
          if byte == UInt8(ascii: "\n") { code.append(byte) }
          offset += 1
        }
      }
    }
    return String(decoding: code, as: UTF8.self)
  }

  /// The words of the code, in order.
  var words: [Word] {
    var words: [Word] = []
    var before = ""
    for (index, line) in lines.enumerated() {
      let bytes = Array(line.utf8)
      var offset = 0
      while offset < bytes.count {
        guard SwiftCode.isWordByte(bytes[offset]) else {
          offset += 1
          continue
        }
        let start = offset
        while offset < bytes.count, SwiftCode.isWordByte(bytes[offset]) { offset += 1 }
        let text = String(decoding: bytes[start..<offset], as: UTF8.self)
        let isLabel = offset < bytes.count && bytes[offset] == UInt8(ascii: ":")
        words.append(
          Word(
            text: text, line: index + 1,
            isMember: start > 0 && bytes[start - 1] == UInt8(ascii: "."),
            isDeclared: isLabel || ["let", "var", "func", "case", "for"].contains { $0 == before }))
        before = text
      }
    }
    return words
  }

  static func isWordByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
      true
    default: false
    }
  }

  /// Something that the file declares outside of any type.
  struct Declaration {
    var keyword: String
    /// As it is written: `Verdict.Hold` for an extension of it.
    var name: String
    var isPrivate: Bool
  }

  /// What the file declares outside of any type: formatted code has only that at the left margin.
  var declarations: [Declaration] {
    let kinds = [
      "struct", "enum", "class", "actor", "protocol", "extension", "func", "typealias", "let",
      "var",
    ]
    return lines.compactMap { line in
      guard let first = line.utf8.first, SwiftCode.isWordByte(first) || first == UInt8(ascii: "@")
      else { return nil }
      let words = line.pieces(between: " ")
      guard let index = words.firstIndex(where: { word in kinds.contains { $0 == word } }),
        index + 1 < words.count
      else { return nil }
      let name = words[index + 1].utf8.prefix {
        SwiftCode.isWordByte($0) || $0 == UInt8(ascii: ".")
      }
      let isPrivate = words[..<index].contains { $0 == "private" || $0 == "fileprivate" }
      return Declaration(
        keyword: words[index], name: String(decoding: Array(name), as: UTF8.self),
        isPrivate: isPrivate)
    }
  }
}
