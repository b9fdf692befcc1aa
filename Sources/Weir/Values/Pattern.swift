// The patterns of `matches` and `like`. Both are constants, compiled when a program is made or
// loaded, and both match whole texts in time linear in the text.
//
// `matches` is RE2's syntax. `like` is a glob:
//
//   *    any text without `/`, also none       ?    one Unicode scalar that is not `/`
//   **   any text, also none                   \c   the character c itself, for c one of * ? \
//
// Everything else stands for itself; brackets and braces have no meaning. A backslash in front of
// anything else is refused, so that it may mean something one day. A glob with one `*` or `**` in
// it, which is nearly every glob, is matched by comparing its ends; the others are translated for
// RE2.

import CRE2

/// A compiled pattern.
///
/// `@unchecked Sendable`: all is immutable once made, and RE2 promises that a compiled pattern may
/// match on several threads at once.
package final class Pattern: @unchecked Sendable {
  /// The relation it stands on the right of. Raw values stand in program files.
  package enum Kind: UInt8, Sendable, CaseIterable {
    case glob = 1
    case expression

    /// The kind of pattern on the right of a relation; nil where that takes none.
    package init?(_ comparison: Comparison) {
      switch comparison {
      case .like: self = .glob
      case .matches: self = .expression
      case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .in, .notIn,
        .contains, .overlaps, .includes, .startsWith, .endsWith:
        return nil
      }
    }
  }

  package let kind: Kind
  package let source: ExactString
  private let matcher: Matcher
  /// The instructions of a compiled pattern.
  private let size: Int

  private enum Matcher {
    /// Everything literal.
    case exactly([UInt8])
    /// A beginning, anything (with `/` or without), an end.
    case ends([UInt8], crossesSlash: Bool, [UInt8])
    case compiled(OpaquePointer)
  }

  /// Compiles a pattern.
  package init(_ kind: Kind, _ source: ExactString) throws(PatternError) {
    self.kind = kind
    self.source = source
    switch kind {
    case .expression: matcher = .compiled(try Pattern.compile(source.bytes))
    case .glob:
      let pieces = try Pattern.pieces(ofGlob: source.bytes)
      if let simple = Pattern.simple(pieces) {
        matcher = simple
      } else {
        matcher = .compiled(try Pattern.compile(Pattern.expression(pieces)))
      }
    }
    if case .compiled(let expression) = matcher {
      size = Int(weir_re2_size(expression))
    } else {
      size = 0
    }
  }

  deinit {
    if case .compiled(let expression) = matcher { weir_re2_free(expression) }
  }

  /// How many comparisons matching a text of so many bytes counts as. A text can be made for a
  /// pattern so that every byte of it takes a step through all of the pattern's instructions, of
  /// which some 16 take as long as a comparison.
  package func comparisons(for count: Int) -> Int {
    switch matcher {
    case .exactly, .ends: count / 64
    case .compiled: count &* size / 16
    }
  }

  /// Whether the whole text, which is valid UTF-8, is of the pattern's form.
  package func matches(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    switch matcher {
    case .exactly(let bytes):
      return bytes.withUnsafeBufferPointer { text.isEqual(to: $0) }
    case .ends(let start, let crossesSlash, let end):
      guard start.count + end.count <= text.count,
        start.withUnsafeBufferPointer({ text.isPrefixed(by: $0) }),
        end.withUnsafeBufferPointer({ text.isSuffixed(by: $0) })
      else { return false }
      return crossesSlash
        || !text[start.count..<text.count - end.count].contains(UInt8(ascii: "/"))
    case .compiled(let expression):
      return text.withMemoryRebound(to: CChar.self) {
        weir_re2_full_match(expression, $0.baseAddress, $0.count)
      }
    }
  }

  /// Whether the whole text is of the pattern's form.
  package func matches(_ text: ExactString) -> Bool {
    text.bytes.withUnsafeBufferPointer { matches($0) }
  }

  private static func compile(_ expression: [UInt8]) throws(PatternError) -> OpaquePointer {
    let compiled = expression.withUnsafeBufferPointer { bytes in
      bytes.withMemoryRebound(to: CChar.self) {
        weir_re2_compile($0.baseAddress, $0.count, Int64(Limits.patternMemory))
      }
    }
    guard let compiled else { throw PatternError(reason: "it cannot be compiled") }
    if let error = weir_re2_error(compiled) {
      let reason = String(cString: error)
      weir_re2_free(compiled)
      throw PatternError(reason: reason)
    }
    return compiled
  }

  // MARK: Globs

  private enum Piece {
    case literal([UInt8])
    case withoutSlash, anything, one
  }

  private static func pieces(ofGlob glob: [UInt8]) throws(PatternError) -> [Piece] {
    var pieces: [Piece] = []
    var literal: [UInt8] = []
    var index = 0
    while index < glob.count {
      let byte = glob[index]
      let next = index + 1 < glob.count ? glob[index + 1] : nil
      index += 1
      switch byte {
      case UInt8(ascii: "*"), UInt8(ascii: "?"):
        if !literal.isEmpty { pieces.append(.literal(literal)) }
        literal = []
        if byte == UInt8(ascii: "?") {
          pieces.append(.one)
        } else if next == UInt8(ascii: "*") {
          pieces.append(.anything)
          index += 1
        } else {
          pieces.append(.withoutSlash)
        }
      case UInt8(ascii: "\\"):
        guard let next, "*?\\".utf8.contains(next) else {
          throw PatternError(
            reason: #"a backslash stands in front of something else than `*`, `?` or `\`"#)
        }
        literal.append(next)
        index += 1
      default: literal.append(byte)
      }
    }
    if !literal.isEmpty { pieces.append(.literal(literal)) }
    return pieces
  }

  private static func simple(_ pieces: [Piece]) -> Matcher? {
    var before: [UInt8] = []
    var after: [UInt8] = []
    var crossesSlash: Bool?
    for piece in pieces {
      switch piece {
      case .literal(let bytes):
        if crossesSlash == nil { before += bytes } else { after += bytes }
      case .withoutSlash, .anything:
        guard crossesSlash == nil else { return nil }
        if case .anything = piece { crossesSlash = true } else { crossesSlash = false }
      case .one: return nil
      }
    }
    guard let crossesSlash else { return .exactly(before) }
    return .ends(before, crossesSlash: crossesSlash, after)
  }

  /// The regular expression that a glob is, which compiles.
  static func expression(ofGlob glob: ExactString) -> [UInt8] {
    (try? pieces(ofGlob: glob.bytes)).map { expression($0) } ?? []
  }

  private static func expression(_ pieces: [Piece]) -> [UInt8] {
    var expression: [UInt8] = []
    for piece in pieces {
      switch piece {
      case .withoutSlash: expression += "[^/]*".utf8
      case .anything: expression += ".*".utf8
      case .one: expression += "[^/]".utf8
      case .literal(let bytes):
        for byte in bytes {
          let isPlain =
            byte >= 0x80 || byte &- UInt8(ascii: "0") < 10
            || (byte | 0x20) &- UInt8(ascii: "a") < 26
          if byte == 0 {
            expression += #"\x00"#.utf8
          } else {
            if !isPlain { expression.append(UInt8(ascii: "\\")) }
            expression.append(byte)
          }
        }
      }
    }
    return expression
  }
}

/// Why a pattern is none: a clause for a message.
package struct PatternError: Error, Hashable, Sendable {
  package var reason: String
  package init(reason: String) { self.reason = reason }
}
