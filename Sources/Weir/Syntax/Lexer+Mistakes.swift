// What begins no token of Weir, but does in the languages people come from: named, with what to
// write instead. The parser reads some of these as the operator that was meant (`foreignOperator`).

extension Lexer {
  mutating func addForeign(_ length: Int, _ hint: String) {
    let start = position
    position += length
    report(
      .invalidToken, "`\(text(from: start, to: position))` is no token of Weir", from: start,
      to: position, hint: hint)
    add(.invalid, from: start)
  }

  mutating func scanInvalid(_ first: UInt8) {
    switch first {
    case UInt8(ascii: "&"):
      addForeign(byte(at: position + 1) == first ? 2 : 1, "both is the word `and`")
    case UInt8(ascii: "|"): addForeign(2, "either is the word `or`")
    case UInt8(ascii: ":"): addForeign(2, "a definition is written `define name = …`")
    case UInt8(ascii: "-"): addForeign(2, "members are read with `.`")
    case UInt8(ascii: ";"): addForeign(1, "clauses and declarations need no punctuation; remove it")
    case UInt8(ascii: "#"): scanForeignLine("comments begin with `//`")
    case UInt8(ascii: "/") where byte(at: position + 1) == UInt8(ascii: "*"):
      scanBlockComment()
    case UInt8(ascii: "/"):
      addForeign(1, "there is no division, which would have to round: write `spent > 0.9 * budget`")
    case UInt8(ascii: "%"): addForeign(1, "there is no remainder")
    case UInt8(ascii: "$"):
      addForeign(1, "names stand for themselves; in a text, `{path}` is filled in")
    case UInt8(ascii: "`"): scanBackquoted()
    case UInt8(ascii: "\\"): addForeign(1, "a line needs no mark to go on in the next")
    case UInt8(ascii: "^"), UInt8(ascii: "~"): addForeign(1, "remove it")
    case 0x80...:
      scanForeignWord(from: position)
    default:
      scanDoubtful(in: .policy)
    }
  }

  /// The rest of the line is what another language calls a comment.
  private mutating func scanForeignLine(_ hint: String) {
    let start = position
    report(
      .invalidToken, "`\(text(from: start, to: start + 1))` is no token of Weir", from: start,
      to: start + 1, hint: hint)
    while position < end, bytes[position] != UInt8(ascii: "\n") { position += 1 }
    if bytes[position - 1] == UInt8(ascii: "\r") { position -= 1 }
    add(.comment, from: start)
  }

  private mutating func scanBlockComment() {
    let start = position
    report(
      .invalidToken, "`/*` is no token of Weir", from: start, to: start + 2,
      hint: "comments begin with `//` and end with their line")
    position += 2
    while position < end,
      bytes[position] != UInt8(ascii: "*") || byte(at: position + 1) != UInt8(ascii: "/")
    {
      position += 1
    }
    position = min(position + 2, end)
    add(.comment, from: start)
  }

  private mutating func scanBackquoted() {
    let start = position
    position += 1
    while position < end, bytes[position] != UInt8(ascii: "\n"),
      bytes[position] != UInt8(ascii: "`")
    {
      position += 1
    }
    if byte(at: position) == UInt8(ascii: "`") { position += 1 }
    report(
      .invalidToken, "a backquote begins no string", from: start, to: position,
      hint: "strings are written \"…\", or '…' where nothing is escaped")
    add(.invalid, from: start)
  }

  /// The cursor is at a byte beyond ASCII; what stands before it since `start` is a word.
  mutating func scanForeignWord(from start: Int) {
    let first = position
    guard let scalar = scanScalar() else {
      if start < position { add(.invalid, from: start) }
      return
    }
    if start == first {
      switch scalar {
      case "“", "”", "„", "‘", "’", "«", "»":
        scanTypographicString(from: start)
        return
      case "≤", "≥", "≠", "∧", "∨", "¬", "∈", "⇒", "→", "×":
        report(
          .invalidToken, "`\(scalar)` is no token of Weir", from: start, to: position,
          hint: "operators are `<=`, `>=`, `!=`, `and`, `or`, `not`, `in`, `*`")
        add(.invalid, from: start)
        return
      case _ where InvisibleCharacters.isInvisible(scalar):
        position = first
        scanDoubtful(in: .policy)
        return
      default: break
      }
    }
    while position < end {
      if ASCII.isWordByte(bytes[position]) {
        position += 1
      } else if bytes[position] >= 0x80,
        let (next, length) = UTF8Scalar.decode(bytes, at: position),
        next.properties.isAlphabetic || next.properties.canonicalCombiningClass != .notReordered,
        !InvisibleCharacters.isInvisible(next)
      {
        position += length
      } else {
        break
      }
    }
    report(
      .invalidToken, "`\(text(from: start, to: position))` is no name", from: start, to: position,
      hint:
        "names are ASCII letters, digits and `_`; any other member is quoted, as in `p[\"größe\"]`"
    )
    add(.invalid, from: start)
  }

  private mutating func scanTypographicString(from start: Int) {
    let afterQuote = position
    var isClosed = false
    while position < end, bytes[position] != UInt8(ascii: "\n"), !isClosed {
      guard let (scalar, length) = UTF8Scalar.decode(bytes, at: position) else {
        position += 1
        continue
      }
      position += length
      isClosed = "“”‘’«»\"'".unicodeScalars.contains(scalar)
    }
    if !isClosed { position = afterQuote }
    report(
      .invalidToken, "a typographic quotation mark begins no string", from: start, to: afterQuote,
      hint: "strings are written \"…\", or '…' where nothing is escaped")
    add(.invalid, from: start)
  }
}

/// What an `.invalid` token in the place of an operator was meant to be.
func foreignOperator(_ text: String) -> BinaryOperator? {
  switch text {
  case "&&", "&", "∧": .and
  case "||", "∨": .or
  case "===": .compare(.equal)
  case "!==", "<>", "≠": .compare(.notEqual)
  case "=>", "≥": .compare(.greaterOrEqual)
  case "=<", "≤": .compare(.lessOrEqual)
  case "=~", "!~": .compare(.matches)
  case "∈": .compare(.in)
  case "/", "%", "×": .arithmetic(.multiply)
  default: nil
  }
}
