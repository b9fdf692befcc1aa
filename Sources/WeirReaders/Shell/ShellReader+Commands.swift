// Simple commands: assignments, words and redirections, in any order up to an operator.

extension ShellReader {
  /// A command that is no keyword.
  mutating func readSimple() throws(ShellUncertainty) {
    let start = scanner.start
    var words: [ShellWord] = []
    var variables: [ShellCommand.Variable] = []
    var files = ShellFiles()
    reading: while true {
      switch token {
      case .word(let word):
        let isFirst = words.isEmpty && variables.isEmpty && files.isEmpty
        if words.isEmpty, let equals = word.equals, isAssignment(word, equals) {
          variables.append(try assignment(word.fixed(), equals))
        } else if words.isEmpty, !isFirst, dialect != .bash, ShellKeyword(word) != nil {
          throw unexpected()
        } else {
          try refuseBraceArgument(word)
          words.append(try word.fixed())
        }
        try advance()
        if isAt(.open) { throw .init(.function, at: scanner.start) }
      case .redirection(let redirection, let descriptor):
        try readRedirection(redirection, descriptor, into: &files)
      case .mark, .newline, .end: break reading
      }
    }
    if files.isFixedInput { fixedSources += 1 }
    directoryOnFailure = directory
    try run(words, variables, files, at: start)
  }

  /// In zsh a closing brace ends a group wherever it stands.
  private func refuseBraceArgument(_ word: ShellWord) throws(ShellUncertainty) {
    if dialect == .zsh, word.isBare("{") || word.isBare("}") {
      throw .init(.dialect, at: word.start)
    }
  }

  /// Whether a word may assign. In bash one without a name before its `=` is a program.
  private func isAssignment(_ word: ShellWord, _ equals: Int) -> Bool {
    dialect != .bash || word.bytes[..<equals].last == "+"
      || ShellVariable.isName([UInt8](word.bytes[..<equals]))
  }

  /// `name=value` before the program.
  private func assignment(
    _ word: ShellWord, _ equals: Int
  ) throws(ShellUncertainty) -> ShellCommand.Variable {
    let name = [UInt8](word.bytes[..<equals])
    guard ShellVariable.isName(name) else { throw .init(.assignment, at: word.start) }
    guard ShellVariable.isHarmless(name) else { throw .init(.variable, at: word.start) }
    return ShellCommand.Variable(name: name, value: [UInt8](word.bytes[(equals + 1)...]))
  }

  // MARK: Redirections

  /// The redirections that stand here.
  mutating func readRedirections() throws(ShellUncertainty) -> ShellFiles {
    var files = ShellFiles()
    while case .redirection(let redirection, let descriptor) = token {
      try readRedirection(redirection, descriptor, into: &files)
    }
    if files.isFixedInput { fixedSources += 1 }
    return files
  }

  private mutating func readRedirection(
    _ redirection: ShellRedirection, _ descriptor: [UInt8]?, into files: inout ShellFiles
  ) throws(ShellUncertainty) {
    let start = scanner.start
    if files.start == nil { files.start = start }
    try advance()
    guard case .word(let word) = token else { throw unexpected() }
    let isOutput = descriptor.map { $0 == "1" } ?? true
    switch redirection {
    case .document, .indentedDocument:
      try scanner.expect(documentUntil: word, isIndented: redirection == .indentedDocument)
      files.isFixedInput = true
    case .string:
      _ = try word.fixed()
      files.isFixedInput = true
    case .input: files.reads.append(try file(word))
    case .output, .append, .clobber:
      files.writes.append(try file(word))
      files.redirectsOutput = files.redirectsOutput || isOutput
    case .both:
      files.reads.append(try file(word))
      files.writes.append(try file(word))
    case .all, .allAppend:
      files.writes.append(try file(word))
      files.redirectsOutput = true
    case .inputCopy:
      if !isDescriptor(word) { throw .init(.redirection, at: start) }
      // What stands behind the number may be a text from before.
      files.isFixedInput = true
    case .outputCopy:
      if !isDescriptor(word) {
        // Bash takes `>& file` for `&> file`, and expands what the quotes have kept.
        if dialect != .bash || descriptor != nil || word.isQuoted {
          throw .init(.redirection, at: start)
        }
        files.writes.append(try file(word))
        files.redirectsOutput = true
      }
    }
    try advance()
    if isAt(.open) { throw unexpected() }
  }

  /// What `>&` copies, moves or closes: `2`, `2-`, `-`.
  private func isDescriptor(_ word: ShellWord) -> Bool {
    if word.bytes == "-" || word.bytes.isNumber { return true }
    return dialect == .bash && word.bytes.last == "-"
      && [UInt8](word.bytes.dropLast()).isNumber
  }

  /// A file by its fixed name. Some shells open connections under these two folders.
  private func file(_ word: ShellWord) throws(ShellUncertainty) -> [UInt8] {
    let name = try word.fixed().bytes
    if name.isEmpty || name.begin("/dev/tcp/") || name.begin("/dev/udp/") || name == "!" {
      throw .init(.redirection, at: word.start)
    }
    return name
  }
}
