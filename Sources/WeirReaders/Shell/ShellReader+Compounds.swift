// Groups, conditions and loops. All their commands are listed, whatever the conditions give.

extension ShellReader {
  /// What a keyword begins.
  mutating func readCompound(
    _ keyword: ShellKeyword, at start: Int
  ) throws(ShellUncertainty) {
    switch keyword {
    case .openBrace:
      try readGroup { reader throws(ShellUncertainty) in
        try reader.advance()
        try reader.readList()
        try reader.take(.closeBrace)
      }
    case .if: try readBranches { reader throws(ShellUncertainty) in try reader.readIf() }
    case .while, .until:
      try readLoop { reader throws(ShellUncertainty) in
        try reader.advance()
        try reader.readList()
        try reader.readBody()
      }
    case .for: try readLoop { reader throws(ShellUncertainty) in try reader.readFor() }
    case .case: try readBranches { reader throws(ShellUncertainty) in try reader.readCase() }
    case .conditional, .conditionalEnd: throw .init(.keyword, at: start)
    case .function: throw .init(.function, at: start)
    case .time where dialect == .sh: try readSimple()
    case .select, .coproc, .time, .repeat, .foreach, .end, .nocorrect:
      throw .init(.keyword, at: start)
    case .then, .else, .elif, .fi, .do, .done, .esac, .closeBrace, .negation, .in:
      throw unexpected()
    }
  }

  /// `( … )`, which leaves the shell where it was.
  mutating func readSubshell() throws(ShellUncertainty) {
    let start = directory
    try readGroup { reader throws(ShellUncertainty) in
      try reader.advance()
      try reader.readList()
      guard reader.isAt(.close) else { throw reader.unexpected() }
      try reader.advance()
    }
    directory = start
    directoryOnFailure = start
  }

  /// A compound command of which a part may not run: where the shell is then is not certain.
  private mutating func readBranches(
    _ read: (inout ShellReader) throws(ShellUncertainty) -> Void
  ) throws(ShellUncertainty) {
    let start = directory
    let movesBefore = moves
    try readGroup(read)
    directory = moves == movesBefore ? start : .unknown
    directoryOnFailure = directory
  }

  /// A loop, which comes back to its first commands from wherever the last of them led.
  private mutating func readLoop(
    _ read: (inout ShellReader) throws(ShellUncertainty) -> Void
  ) throws(ShellUncertainty) {
    let first = commands.count
    let movesBefore = moves
    try readBranches(read)
    if moves != movesBefore {
      for index in first..<commands.count { commands[index].directory = nil }
    }
  }

  /// A compound command with the redirections behind it, which hold for all its commands.
  private mutating func readGroup(
    _ read: (inout ShellReader) throws(ShellUncertainty) -> Void
  ) throws(ShellUncertainty) {
    let first = commands.count
    let shells = stdinShells
    let outer = directory.known
    around.depth += 1
    if around.depth > limits.depth { throw .init(.tooDeep, at: scanner.start) }
    try read(&self)
    around.depth -= 1
    let files = try readRedirections()
    if files.redirectsInput, stdinShells > shells { throw .init(.shellInput, at: scanner.start) }
    if commands.count == first {
      try run([], [], files, at: files.start ?? scanner.start)
    } else if !files.reads.isEmpty || !files.writes.isEmpty {
      let size = files.reads.size + files.writes.size
      try grow(by: size * (commands.count - first), at: scanner.start)
      for index in first..<commands.count {
        commands[index].reads += files.reads
        commands[index].writes += files.writes
        // The files are named from where the group began.
        if commands[index].directory != outer { commands[index].directory = nil }
      }
    }
    switch token {
    case .word(let word):
      // `if … then (a) fi`: the keyword ends the list without a separator.
      if !files.isEmpty || ShellKeyword(word)?.isClosing != true { throw unexpected() }
    case .mark(.open): throw unexpected()
    case .mark, .redirection, .newline, .end: break
    }
  }

  /// A keyword that must stand here.
  private mutating func take(_ keyword: ShellKeyword) throws(ShellUncertainty) {
    guard isAt(keyword) else { throw unexpected() }
    try advance()
  }

  private func isAt(_ keyword: ShellKeyword) -> Bool {
    if case .word(let word) = token { ShellKeyword(word) == keyword } else { false }
  }

  // MARK: Conditions and loops

  private mutating func readIf() throws(ShellUncertainty) {
    repeat {
      try advance()
      try readList()
      try take(.then)
      try readList()
    } while isAt(.elif)
    if isAt(.else) {
      try advance()
      try readList()
    }
    try take(.fi)
  }

  private mutating func readBody() throws(ShellUncertainty) {
    try take(.do)
    try readList()
    try take(.done)
  }

  /// `for name in words`: the name is set to each of them.
  private mutating func readFor() throws(ShellUncertainty) {
    try advance()
    guard case .word(let name) = token, !name.isQuoted, name.patternAt == nil else {
      throw unexpected()
    }
    if !ShellVariable.isHarmless(name.bytes) { throw .init(.variable, at: name.start) }
    try advance()
    try skipLines()
    guard case .word(let keyword) = token, keyword.isBare("in") else {
      throw .init(.keyword, at: scanner.start)
    }
    try advance()
    while case .word(let word) = token {
      _ = try word.fixed()
      try advance()
    }
    if isAt(.semicolon) {
      try advance()
    } else if case .newline = token {
    } else {
      throw unexpected()
    }
    try skipLines()
    try readBody()
  }

  /// `case word in pattern) … ;; esac`: patterns match the word and stand for no file.
  private mutating func readCase() throws(ShellUncertainty) {
    try advance()
    guard case .word(let word) = token else { throw unexpected() }
    _ = try word.fixed()
    try advance()
    try skipLines()
    guard case .word(let keyword) = token, keyword.isBare("in") else { throw unexpected() }
    try advance()
    try skipLines()
    while !isAt(.esac) {
      try readPatterns()
      try skipLines()
      if !endsList { try readList() }
      switch token {
      case .mark(.caseEnd), .mark(.caseFall), .mark(.caseNext): try advance()
      case .mark, .word, .redirection, .newline, .end: if !isAt(.esac) { throw unexpected() }
      }
      try skipLines()
    }
    try advance()
  }

  private mutating func readPatterns() throws(ShellUncertainty) {
    if isAt(.open) { try advance() }
    while true {
      guard case .word = token else { throw unexpected() }
      try advance()
      guard isAt(.pipe) else { break }
      try advance()
    }
    guard isAt(.close) else { throw unexpected() }
    try advance()
  }
}
