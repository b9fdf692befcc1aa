// From bytes to words and operators. Whatever stands for something that the text does not say
// (expansions, patterns, braces, `~`) ends the reading here; only a pattern is handed on, for in a
// `case` it is no file.
//
// The text is valid UTF-8 without zero bytes. All that a shell treats as special is ASCII, so bytes
// above it are parts of words, the invisible ones too.

/// Reads a text piece by piece.
struct ShellScanner {
  /// The bytes.
  let text: [UInt8]
  /// Their grammar.
  let dialect: ShellDialect
  /// The first byte that is not read yet.
  var place = 0
  /// Where the last piece begins.
  private(set) var start = 0
  /// Whether the last piece is `>&` or `<&`, behind which a number is no other operator's.
  private var isAfterCopy = false
  /// The here-documents that begin after this line.
  private var documents: [Document] = []

  private struct Document {
    var delimiter: ShellWord
    var isIndented: Bool
  }

  init(_ text: [UInt8], _ dialect: ShellDialect) throws(ShellUncertainty) {
    if let zero = text.firstIndex(of: 0) { throw .init(.notText, at: zero) }
    if String(validating: text, as: UTF8.self) == nil { throw .init(.notText, at: 0) }
    // Bash marks quoted bytes with these two, and has taken them for its marks in texts.
    if let mark = text.firstIndex(where: { $0 == 0x01 || $0 == 0x7F }) {
      throw .init(.notText, at: mark)
    }
    self.text = text
    self.dialect = dialect
  }

  /// The byte here, or further on; a zero behind the end.
  func byte(_ ahead: Int = 0) -> UInt8 {
    place + ahead < text.count ? text[place + ahead] : 0
  }

  /// The next piece.
  mutating func next() throws(ShellUncertainty) -> ShellToken {
    try skipBlanks()
    start = place
    switch byte() {
    case 0: return try end()
    case "\n":
      place += 1
      try skipDocuments()
      return .newline
    case "<", ">": return try redirection(descriptor: nil)
    case "&" where byte(1) == ">": return try redirection(descriptor: nil)
    case ";", "&", "|", "(", ")": return .mark(try mark())
    default: return try word()
    }
  }

  /// Blanks, continued lines, and a comment before the end of its line.
  private mutating func skipBlanks() throws(ShellUncertainty) {
    while true {
      switch byte() {
      case " ", "\t": place += 1
      case "\\" where byte(1) == "\n": try skipContinuation()
      case "#":
        // An interactive zsh knows no comments.
        if dialect == .zsh { throw .init(.dialect, at: place) }
        while place < text.count, byte() != "\n" { place += 1 }
        return
      default: return
      }
    }
  }

  /// A backslash at the end of a line, which vanishes with it.
  mutating func skipContinuation() throws(ShellUncertainty) {
    if dialect != .bash, !documents.isEmpty { throw .init(.hereDocument, at: place) }
    place += 2
  }

  /// A line that ends within quotes: shells differ on where a here-document begins then.
  func passQuotedLine() throws(ShellUncertainty) {
    if !documents.isEmpty { throw .init(.hereDocument, at: place) }
  }

  private func end() throws(ShellUncertainty) -> ShellToken {
    if !documents.isEmpty { throw .init(.hereDocument, at: place) }
    return .end
  }

  // MARK: Operators

  private mutating func mark() throws(ShellUncertainty) -> ShellMark {
    let pair = [byte(), byte(1), byte(2)]
    let known: [ShellMark] = [
      .caseNext, .and, .or, .pipeAll, .caseEnd, .caseFall, .pipe, .semicolon, .background, .open,
      .close,
    ]
    guard let mark = known.first(where: { pair.starts(with: $0.rawValue.utf8) }) else {
      throw .init(.syntax, at: place)
    }
    let start = place
    place += mark.rawValue.utf8.count
    switch mark {
    case .open where byte() == "(": throw .init(.keyword, at: start)
    case .pipeAll, .caseFall, .caseNext: if dialect != .bash { throw .init(.dialect, at: start) }
    case .background, .semicolon:
      // `&!`, `&|` and `;|` are operators of zsh.
      if dialect == .zsh, byte() == "!" || byte() == "|" { throw .init(.dialect, at: start) }
    case .and, .or, .pipe, .open, .close, .caseEnd: break
    }
    try refuseSplitOperator()
    return mark
  }

  private mutating func redirection(
    descriptor: [UInt8]?
  ) throws(ShellUncertainty) -> ShellToken {
    let triple = [byte(), byte(1), byte(2)]
    let known: [ShellRedirection] = [
      .string, .indentedDocument, .allAppend, .document, .append, .clobber, .both, .inputCopy,
      .outputCopy, .all, .input, .output,
    ]
    guard let redirection = known.first(where: { triple.starts(with: $0.rawValue.utf8) }) else {
      throw .init(.syntax, at: place)
    }
    let start = place
    place += redirection.rawValue.utf8.count
    switch redirection {
    case .input, .output: if byte() == "(" { throw .init(.substitution, at: start) }
    case .all, .allAppend, .string: if dialect == .sh { throw .init(.dialect, at: start) }
    case .inputCopy, .outputCopy:
      // Bash ends `>&-` here, whatever follows.
      if byte() == "-", !Self.endsWord(byte(1)) { throw .init(.redirection, at: start) }
    case .append, .clobber, .both, .document, .indentedDocument: break
    }
    // `<1-5>` is a pattern of zsh, and `>!` its `>|`.
    if dialect == .zsh, byte() == "!" || byte() == "-" || "0"..."9" ~= byte() {
      if redirection == .input || redirection == .output || byte() == "!" {
        throw .init(.dialect, at: start)
      }
    }
    try refuseSplitOperator()
    isAfterCopy = redirection == .inputCopy || redirection == .outputCopy
    return .redirection(redirection, descriptor: descriptor)
  }

  /// Some shells join `&\⟨newline⟩&` to one operator.
  private func refuseSplitOperator() throws(ShellUncertainty) {
    var ahead = 0
    while byte(ahead) == "\\", byte(ahead + 1) == "\n" { ahead += 2 }
    if ahead > 0, Self.endsWord(byte(ahead)) || byte(ahead) == "-" {
      throw .init(.dialect, at: place)
    }
  }

  // MARK: Words

  /// Whether a word ends before this byte.
  static func endsWord(_ byte: UInt8) -> Bool {
    switch byte {
    case 0, " ", "\t", "\n", ";", "&", "|", "(", ")", "<", ">":
      true
    default: false
    }
  }

  private mutating func word() throws(ShellUncertainty) -> ShellToken {
    var word = ShellWord(start: place)
    var braces: [UInt8] = []
    var isContinued = false
    while !Self.endsWord(byte()) {
      let byte = byte()
      switch byte {
      case "\\":
        if self.byte(1) == "\n" {
          try skipContinuation()
          isContinued = true
          continue
        }
        guard place + 1 < text.count else { throw .init(.unfinished, at: place) }
        word.isQuoted = true
        word.bytes.append(self.byte(1))
        place += 2
        continue
      case "'", "\"", "$":
        try quoted(&word)
        continue
      case "`": throw .init(.substitution, at: place)
      case "*", "?", "[": if word.patternAt == nil { word.patternAt = place }
      case "{", "}": braces.append(byte)
      case "=": if word.equals == nil, !word.isQuoted { word.equals = word.bytes.count }
      default: break
      }
      try refuseSpecial(byte, in: word)
      word.bytes.append(byte)
      place += 1
    }
    if word.isBare("[") { word.patternAt = nil }
    try refuseBraces(braces, in: word)
    return try finished(word, isContinued: isContinued)
  }

  /// Unquoted bytes that are special here and plain elsewhere.
  private func refuseSpecial(_ byte: UInt8, in word: ShellWord) throws(ShellUncertainty) {
    switch byte {
    case "~":
      let last = word.bytes.last ?? UInt8(ascii: "=")
      if dialect == .zsh || last == "=" || last == ":" { throw .init(.tilde, at: place) }
    case "!": if self.byte(1) == "!" { throw .init(.dialect, at: place) }
    case "=":
      if dialect == .zsh, word.bytes.isEmpty || word.bytes.last == "=" {
        throw .init(.dialect, at: place)
      }
    case "^", "#": if dialect == .zsh { throw .init(.dialect, at: place) }
    default: break
    }
  }

  /// Braces that are certain to stand for themselves: `{`, `}`, `{}` as whole words, and one pair
  /// around what is no list and no range, as in `stash@{0}`.
  private func refuseBraces(_ braces: [UInt8], in word: ShellWord) throws(ShellUncertainty) {
    if braces.isEmpty || word.isBare("{") || word.isBare("}") || word.isBare("{}") { return }
    let isPlainPair = braces.elementsEqual("{}".utf8) && !word.bytes.contains(UInt8(ascii: ","))
    let holdsDots = zip(word.bytes, word.bytes.dropFirst()).contains {
      $0 == "." && $1 == "."
    }
    if !isPlainPair || holdsDots || dialect == .zsh { throw .init(.braces, at: word.start) }
  }

  /// The word; or, where digits stand before an operator of redirection, that operator.
  private mutating func finished(
    _ word: ShellWord, isContinued: Bool
  ) throws(ShellUncertainty) -> ShellToken {
    let isTarget = isAfterCopy && dialect == .bash
    isAfterCopy = false
    if word.isQuoted || isTarget || byte() != "<" && byte() != ">" { return .word(word) }
    // `{name}>f` opens a file under a number that the variable receives.
    if word.bytes.begin("{") { throw .init(.redirection, at: word.start) }
    guard word.bytes.isNumber else { return .word(word) }
    if isContinued { throw .init(.dialect, at: word.start) }
    if word.bytes.count > (dialect == .bash ? 3 : 1) { throw .init(.redirection, at: word.start) }
    return try redirection(descriptor: word.bytes)
  }

  // MARK: Here-documents

  /// A here-document that begins after this line.
  mutating func expect(
    documentUntil delimiter: ShellWord, isIndented: Bool
  ) throws(ShellUncertainty) {
    // Shells differ on whether `$'…'` is decoded in a delimiter.
    if delimiter.bytes.isEmpty || delimiter.hasEscapes
      || delimiter.bytes.contains(UInt8(ascii: "\n"))
    {
      throw .init(.hereDocument, at: delimiter.start)
    }
    documents.append(Document(delimiter: delimiter, isIndented: isIndented))
  }

  private mutating func skipDocuments() throws(ShellUncertainty) {
    let expected = documents
    documents = []
    for document in expected { try skip(document) }
  }

  private mutating func skip(_ document: Document) throws(ShellUncertainty) {
    while place < text.count {
      let end = text[place...].firstIndex(of: UInt8(ascii: "\n")) ?? text.count
      var line = text[place..<end]
      if document.isIndented { line = line.drop { $0 == "\t" } }
      if line.elementsEqual(document.delimiter.bytes) {
        place = min(end + 1, text.count)
        return
      }
      // Without quotes around its delimiter, a document is expanded.
      if !document.delimiter.isQuoted,
        let special = line.firstIndex(where: {
          $0 == "$" || $0 == "`" || $0 == "\\"
        })
      {
        throw .init(.hereDocument, at: special)
      }
      place = min(end + 1, text.count)
    }
    throw .init(.hereDocument, at: document.delimiter.start)
  }
}
