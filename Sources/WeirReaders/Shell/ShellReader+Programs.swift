// From the words of a simple command to the commands that it runs: wrappers are taken off one by
// one, inner texts are read, and what is left is listed.

extension ShellReader {
  /// Lists what a simple command runs.
  mutating func run(
    _ words: [ShellWord], _ variables: [ShellCommand.Variable], _ files: ShellFiles, at start: Int
  ) throws(ShellUncertainty) {
    var call = ShellInvocation(
      words: words[...], wrappers: around.wrappers, environment: around.environment + variables,
      reads: files.reads, writes: files.writes, host: around.host, directory: directory,
      isBackground: around.isBackground, inputIsFixed: around.inputIsFixed || files.redirectsInput,
      redirectsOutput: files.redirectsOutput, start: start)
    guard !words.isEmpty else {
      // In zsh a redirection alone runs a program that a variable names.
      if dialect == .zsh, !files.isEmpty { throw .init(.dialect, at: start) }
      if !files.isEmpty { try list(call) }
      return
    }
    try unwrap(&call)
  }

  /// The folder of the system does not change what a program is; any other does.
  private func systemName(_ word: ShellWord) throws(ShellUncertainty) -> [UInt8] {
    guard let slash = word.bytes.lastIndex(where: { $0 == "/" }) else { return word.bytes }
    let name = [UInt8](word.bytes[(slash + 1)...])
    if ShellProgram.folders.contains([UInt8](word.bytes[...slash])) { return name }
    // A program of the same name elsewhere may run its words, or may not.
    if ShellWrapper.named[name] != nil || ShellProgram.dialect(of: name) != nil
      || ShellWrapper.unread.contains(name) || ShellProgram.unread.contains(name)
    {
      throw .init(.runner, at: word.start)
    }
    return word.bytes
  }

  /// Takes wrappers off until a program is left that is none.
  mutating func unwrap(_ call: inout ShellInvocation) throws(ShellUncertainty) {
    while let word = call.words.first {
      if word.bytes.isEmpty { throw .init(.syntax, at: word.start) }
      try call.requireFixed([word])
      // An option that stands where it is none, as in `flock f --command`.
      if call.isExternal, word.bytes.begin("-") { throw .init(.wrapperOption, at: word.start) }
      let isPath = word.bytes.contains { $0 == "/" }
      if !isPath { try ShellBuiltin.check(call.words, dialect) }
      let name = try systemName(word)
      if ShellWrapper.unread.contains(name) { throw .init(.runner, at: word.start) }
      if ShellProgram.unread.contains(name) { throw .init(.runner, at: word.start) }
      if let inner = ShellProgram.dialect(of: name) { return try runShell(inner, call) }
      guard let wrapper = ShellWrapper.named[name] else {
        return try finish(call, name: name, isPath: isPath)
      }
      guard try take(wrapper, &call) else { return }
      if call.wrappers.count > limits.wrappers { throw .init(.tooDeep, at: word.start) }
    }
    throw .init(.wrapperOperand, at: call.start)
  }

  // MARK: Listing

  /// Lists a program, and follows what it does to the shell.
  private mutating func finish(
    _ call: ShellInvocation, name: [UInt8], isPath: Bool
  ) throws(ShellUncertainty) {
    try list(call, name: name)
    if name == "echo" || name == "printf" { fixedSources += 1 }
    if isPath || call.isExternal { return }
    let arguments = call.words.dropFirst()
    if name == "cd" {
      directoryOnFailure = directory
      directory = directory.moved(by: arguments.map(\.bytes))
      moves += 1
    } else if name == "exit", arguments.count <= 1 {
      directory = .never
      directoryOnFailure = .never
    }
  }

  /// Lists a command, with what the table of programs says of it, or of a part of its arguments.
  mutating func list(
    _ call: ShellInvocation, name: [UInt8]? = nil, effectsOf part: ArraySlice<ShellWord>? = nil
  ) throws(ShellUncertainty) {
    var command = ShellCommand(
      program: call.words.first?.bytes ?? [], arguments: call.words.dropFirst().map(\.bytes),
      environment: call.environment, reads: call.reads, writes: call.writes,
      wrappers: call.wrappers, isBackground: call.isBackground, host: call.host,
      directory: call.directory.known, hasUnknownOperands: call.hasUnknownOperands)
    if let name, !call.hasUnknownOperands {
      let words = [ShellWord](part ?? call.words.dropFirst())
      switch effects(name, words.map(\.bytes)) {
      case .unlisted: break
      case .known(let reads, let writes):
        command.reads += reads
        command.writes += writes
      case .uncertain(let why, let argument):
        let place = words.indices.contains(argument) ? words[argument].start : call.start
        throw .init(.call, at: place, detail: why)
      }
    }
    let variables = command.environment.reduce(0) { $0 + $1.name.count + $1.value.count + 8 }
    let words = [command.program] + command.arguments + command.wrappers
    try grow(by: words.size + command.reads.size + command.writes.size + variables, at: call.start)
    commands.append(command)
  }

  /// Counts what is listed, against the limit.
  mutating func grow(by bytes: Int, at offset: Int) throws(ShellUncertainty) {
    size += bytes
    if size > limits.result { throw .init(.tooMuch, at: offset) }
  }

  // MARK: Texts inside the text

  /// Reads a text that a shell gets as an argument, and lists its commands.
  mutating func read(
    _ text: ShellWord, as inner: ShellDialect, _ call: ShellInvocation, isSameShell: Bool = false
  ) throws(ShellUncertainty) {
    try call.requireFixed([text])
    var surroundings = around
    surroundings.wrappers = call.wrappers
    surroundings.environment = call.environment
    surroundings.host = call.host
    surroundings.isBackground = call.isBackground
    surroundings.inputIsFixed = call.inputIsFixed
    surroundings.depth += 1
    surroundings.texts += 1
    if surroundings.depth > limits.depth { throw .init(.tooDeep, at: text.start) }
    do throws(ShellUncertainty) {
      var reader = try ShellReader(text.bytes, inner, limits, effects, around: surroundings)
      reader.directory = call.directory
      reader.directoryOnFailure = call.directory
      reader.size = size
      try reader.readWhole()
      size = reader.size
      try grow(by: reader.commands.count * (call.reads.size + call.writes.size), at: text.start)
      for index in reader.commands.indices {
        reader.commands[index].reads += call.reads
        reader.commands[index].writes += call.writes
        if call.hasUnknownOperands { reader.commands[index].hasUnknownOperands = true }
        // The files are named from where the text is run.
        if !call.reads.isEmpty || !call.writes.isEmpty,
          reader.commands[index].directory != call.directory.known
        {
          reader.commands[index].directory = nil
        }
      }
      commands += reader.commands
      stdinShells += reader.stdinShells
      fixedSources += reader.fixedSources
      if isSameShell {
        moves += reader.moves
        directory = reader.directory
        directoryOnFailure = reader.directoryOnFailure
      }
    } catch {
      throw .init(error.reason, at: text.start, detail: error.detail)
    }
  }

  /// `sh -c text`, `sh file`, or a shell that reads its standard input.
  private mutating func runShell(
    _ inner: ShellDialect, _ call: ShellInvocation
  ) throws(ShellUncertainty) {
    var rest = call
    let program = try rest.take()
    let before = rest.words
    let options = try ShellProgram.options.take(&rest.words)
    try call.requireFixed(before.prefix(before.count - rest.words.count))
    for option in options where option.name == "o" {
      if let value = option.value, !ShellBuiltin.isPlainSetting(value.bytes) {
        throw .init(.wrapperOption, at: value.start)
      }
    }
    if let word = rest.words.first, word.bytes == "-" { rest.words.removeFirst() }
    if let word = rest.words.first, word.bytes.begin("+") {
      throw .init(.wrapperOption, at: word.start)
    }
    if options.has("c") {
      let text = try rest.take()
      rest.wrappers.append(program.bytes)
      rest.isExternal = true
      return try read(text, as: inner, rest)
    }
    switch rest.words.first?.bytes ?? [] {
    case "", "/dev/stdin", "/dev/fd/0", "/proc/self/fd/0": try runOnInput(call)
    default:
      if !options.has("s") { throw .init(.shellInput, at: call.start) }
      try runOnInput(call)
    }
  }

  /// A program that reads commands from its standard input: known if another program makes them.
  mutating func runOnInput(_ call: ShellInvocation) throws(ShellUncertainty) {
    if !around.inputIsPiped || call.inputIsFixed || call.hasUnknownOperands {
      throw .init(.shellInput, at: call.start)
    }
    stdinShells += 1
    try list(call)
  }
}
