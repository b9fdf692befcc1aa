// The grammar above commands: lists, chains of `&&` and `||`, pipelines. One piece is looked at
// ahead. Recursion is counted, so that no text reaches the end of the stack.
//
// A reader holds what it has found so far, and where the shell would be: its folder, and what
// surrounds the commands that it is reading. A text inside the text has a reader of its own, which
// starts with what surrounds it and hands back what it found.

/// Reads one text.
struct ShellReader {
  /// The grammar of the text.
  let dialect: ShellDialect
  /// How much the text may ask for.
  let limits: ShellLimits
  /// The table of programs.
  let effects: ShellEffects.Table
  /// The text.
  var scanner: ShellScanner
  /// The piece that is looked at.
  var token = ShellToken.end
  /// What surrounds the commands being read.
  var around: Surroundings

  /// What is found so far.
  var commands: [ShellCommand] = []
  /// How many shells read their commands from standard input.
  var stdinShells = 0
  /// How many commands and redirections make a fixed text that another command may read.
  var fixedSources = 0
  /// What the commands hold together, for the limit.
  var size = 0

  /// Where the shell is, if the last command succeeded.
  var directory = ShellDirectory.start
  /// Where it is if that failed.
  var directoryOnFailure = ShellDirectory.start
  /// How often it may have moved.
  var moves = 0

  /// What is the same for all commands of a group or an inner text.
  struct Surroundings {
    /// The programs around an inner text.
    var wrappers: [[UInt8]] = []
    /// The variables set for it.
    var environment: [ShellCommand.Variable] = []
    /// The machine that it runs on.
    var host = ShellCommand.Host.here
    /// Whether nobody waits for it.
    var isBackground = false
    /// Whether standard input comes from another command.
    var inputIsPiped = false
    /// Whether standard input may be a text that stands here.
    var inputIsFixed = false
    /// How deep the reading is, in groups and texts.
    var depth = 0
    /// How many texts it is in.
    var texts = 0
  }

  init(
    _ text: [UInt8], _ dialect: ShellDialect, _ limits: ShellLimits,
    _ effects: @escaping ShellEffects.Table, around: Surroundings = Surroundings()
  ) throws(ShellUncertainty) {
    if text.count > limits.bytes { throw .init(.tooLong, at: limits.bytes) }
    if around.texts > limits.texts { throw .init(.tooDeep, at: 0) }
    self.dialect = dialect
    self.limits = limits
    self.effects = effects
    self.around = around
    scanner = try ShellScanner(text, dialect)
  }

  /// Reads the text to its end; at least one command is in it.
  mutating func readWhole() throws(ShellUncertainty) {
    try advance()
    try skipLines()
    if case .end = token { throw .init(.noCommand, at: 0) }
    try readList()
    guard case .end = token else { throw unexpected() }
    if commands.isEmpty { throw .init(.noCommand, at: 0) }
  }

  // MARK: Pieces

  /// Goes on to the next piece.
  mutating func advance() throws(ShellUncertainty) { token = try scanner.next() }

  /// Passes empty lines, where a list may begin or go on.
  mutating func skipLines() throws(ShellUncertainty) {
    while case .newline = token { try advance() }
  }

  /// The piece that is looked at cannot stand here.
  func unexpected() -> ShellUncertainty { ShellUncertainty(.syntax, at: scanner.start) }

  /// Whether this operator is looked at.
  func isAt(_ mark: ShellMark) -> Bool {
    if case .mark(let found) = token { found == mark } else { false }
  }

  // MARK: Lists

  /// Commands up to what ends a list: the end, `)`, `;;` or a keyword that closes.
  mutating func readList() throws(ShellUncertainty) {
    try skipLines()
    repeat {
      try readChain()
      if isAt(.semicolon) || isAt(.background) {
        try advance()
      } else if case .newline = token {
      } else {
        return
      }
      try skipLines()
    } while !endsList
  }

  /// Whether no command starts here, and a list may end.
  var endsList: Bool {
    switch token {
    case .end: true
    case .mark(let mark):
      switch mark {
      case .close, .caseEnd, .caseFall, .caseNext: true
      case .and, .or, .pipe, .pipeAll, .semicolon, .background, .open: false
      }
    case .word(let word): ShellKeyword(word)?.isClosing ?? false
    case .redirection, .newline: false
    }
  }

  /// Pipelines joined by `&&` and `||`.
  private mutating func readChain() throws(ShellUncertainty) {
    let first = commands.count
    let start = directory
    try readPipeline()
    while isAt(.and) || isAt(.or) {
      let isAnd = isAt(.and)
      try advance()
      try skipLines()
      let skipped = isAnd ? directoryOnFailure : directory
      if !isAnd { directory = directoryOnFailure }
      try readPipeline()
      if isAnd {
        directoryOnFailure = directoryOnFailure.joined(skipped)
      } else {
        directory = directory.joined(skipped)
      }
    }
    directory = directory.joined(directoryOnFailure)
    if isAt(.background) {
      for index in first..<commands.count { commands[index].isBackground = true }
      directory = start
    }
    directoryOnFailure = directory
  }

  // MARK: Pipelines

  /// Commands joined by `|`, perhaps timed or negated.
  private mutating func readPipeline() throws(ShellUncertainty) {
    let outer = around
    let start = directory
    let movesBefore = moves
    let isNegated = try readPrefixes()
    var stages = 0
    while true {
      let sources = fixedSources
      try readCommand()
      stages += 1
      guard isAt(.pipe) || isAt(.pipeAll) else { break }
      around.inputIsPiped = true
      if fixedSources > sources { around.inputIsFixed = true }
      try advance()
      try skipLines()
      directory = start
    }
    around = outer
    if stages > 1 {
      // In some shells the last stage is the shell itself, in others a copy of it.
      directory = moves == movesBefore || dialect == .bash ? start : .unknown
      directoryOnFailure = directory
    }
    if isNegated { swap(&directory, &directoryOnFailure) }
  }

  /// `time` and `!` before a pipeline; whether it is negated.
  private mutating func readPrefixes() throws(ShellUncertainty) -> Bool {
    var isNegated = false
    while case .word(let word) = token {
      if word.isBare("!"), !isNegated {
        isNegated = true
        try advance()
      } else if word.isBare("time"), dialect != .sh {
        try advance()
        if case .word(let option) = token, option.bytes == "-p", dialect == .bash {
          try advance()
        }
        if case .word(let option) = token, option.bytes.begin("-") {
          throw .init(.wrapperOption, at: option.start)
        }
      } else {
        break
      }
    }
    return isNegated
  }

  private mutating func readCommand() throws(ShellUncertainty) {
    switch token {
    case .word(let word):
      if let keyword = ShellKeyword(word) {
        try readCompound(keyword, at: word.start)
      } else {
        try readSimple()
      }
    case .redirection: try readSimple()
    case .mark(.open): try readSubshell()
    case .mark, .newline, .end: throw unexpected()
    }
  }
}
