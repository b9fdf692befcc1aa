// What each wrapper does with the words in front of the command that it runs.

extension ShellReader {
  /// Takes a wrapper's words off; false if nothing is left to unwrap, because all is listed.
  mutating func take(
    _ wrapper: ShellWrapper, _ call: inout ShellInvocation
  ) throws(ShellUncertainty) -> Bool {
    if !wrapper.isRunner { return try takeInPlace(wrapper, &call) }
    try call.requireFixed(call.words)
    if call.hasUnknownOperands, call.words.count == 1 {
      throw .init(.wrapperOperand, at: call.start)
    }
    around.depth += 1
    if around.depth > limits.depth { throw .init(.tooDeep, at: call.start) }
    try run(wrapper, call)
    around.depth -= 1
    return false
  }

  private mutating func takeInPlace(
    _ wrapper: ShellWrapper, _ call: inout ShellInvocation
  ) throws(ShellUncertainty) -> Bool {
    let whole = call
    let program = try call.take()
    let before = call.words
    if wrapper == .nice { takeNumber(&call) }
    let options = try wrapper.options.take(&call.words)
    let operands = call.words.prefix(wrapper.operandCount)
    call.words = call.words.dropFirst(wrapper.operandCount)
    if wrapper == .env || wrapper == .sudo { try takeAssignments(wrapper, &call) }
    try call.requireFixed(before.prefix(before.count - call.words.count))
    call.wrappers.append(program.bytes)
    call.isExternal = call.isExternal || !wrapper.isOfShell
    if wrapper.standsAlone,
      call.words.isEmpty || options.has("v") && wrapper == .command
        || options.has("V")
    {
      try listAlone(wrapper, whole)
      return false
    }
    switch wrapper {
    case .eval:
      if let first = call.words.first, first.bytes.begin("-") {
        throw .init(.wrapperOption, at: first.start)
      }
      try read(try call.takeText(), as: dialect, call, isSameShell: !call.isExternal)
      return false
    case .env, .sudo:
      // What is unset may change a program too, but for `sudo -u`, which names an account.
      if wrapper == .env, !options.values("u").allSatisfy(ShellVariable.isHarmless) {
        throw .init(.variable, at: call.start)
      }
      if let folder = options.value("C") ?? options.value("D") {
        // The files of redirections are named from where the shell is.
        guard call.reads.isEmpty, call.writes.isEmpty else {
          throw .init(.redirection, at: call.start)
        }
        call.directory = call.directory.moved(by: [folder.bytes])
      }
      call.isBackground = call.isBackground || options.has("b")
    case .setsid: call.isBackground = call.isBackground || options.has("f")
    case .nohup: if !call.redirectsOutput { call.writes.append([UInt8]("nohup.out".utf8)) }
    case .time: call.writes += options.values("o")
    case .chroot:
      guard call.reads.isEmpty, call.writes.isEmpty else {
        throw .init(.redirection, at: call.start)
      }
      call.host = .elsewhere(by: program.bytes)
      call.directory = .at([UInt8]("/".utf8))
    case .flock:
      call.writes += operands.map(\.bytes)
      if let first = call.words.first, first.bytes == "-c" {
        call.words.removeFirst()
        let text = try call.take()
        if !call.words.isEmpty { throw .init(.wrapperOperand, at: text.start) }
        try read(text, as: .sh, call)
        return false
      }
    case .xargs: try addOperands(options, program, &call)
    case .script:
      guard let text = options.value("c"), call.words.count <= 1, !call.hasUnknownOperands,
        call.words.first?.bytes.begin("-") != true
      else { throw .init(.wrapperOperand, at: call.start) }
      call.writes.append(call.words.first?.bytes ?? [UInt8]("typescript".utf8))
      try read(text, as: .sh, call)
      return false
    case .watch where !options.has("x"):
      try read(try call.takeText(), as: .sh, call)
      return false
    case .command, .builtin, .exec, .nice, .timeout, .stdbuf, .ionice, .chrt, .taskset, .doas,
      .watch, .busybox, .su, .ssh, .docker, .podman, .kubectl, .oc, .find:
      break
    }
    return true
  }

  /// A wrapper without a command, which does something of its own or nothing.
  private mutating func listAlone(
    _ wrapper: ShellWrapper, _ call: ShellInvocation
  ) throws(ShellUncertainty) {
    // `exec` gives what follows another standard input.
    if wrapper == .exec, call.inputIsFixed, around.inputIsPiped {
      throw .init(.shellInput, at: call.start)
    }
    if call.hasUnknownOperands { throw .init(.wrapperOperand, at: call.start) }
    try list(call)
  }

  /// `xargs` adds words behind the command, or replaces a part of its words.
  private func addOperands(
    _ options: [ShellOptions.Found], _ program: ShellWord, _ call: inout ShellInvocation
  ) throws(ShellUncertainty) {
    call.hasUnknownOperands = true
    call.reads += options.values("a")
    if call.words.isEmpty {
      call.words = [ShellWord(bytes: [UInt8]("echo".utf8), start: program.start)]
    }
    let isReplacing = options.has("I") || options.has("i") || options.has("replace")
    let text = options.value("I") ?? options.value("i") ?? options.value("replace")
    if isReplacing { call.replaced = text?.bytes ?? [UInt8]("{}".utf8) }
    if let replaced = call.replaced, !(1...16).contains(replaced.count) {
      throw .init(.wrapperOption, at: call.start)
    }
  }

  /// `nice -5`.
  private func takeNumber(_ call: inout ShellInvocation) {
    if let word = call.words.first, word.bytes.begin("-"),
      [UInt8](word.bytes.dropFirst()).isSignedNumber
    {
      call.words.removeFirst()
    }
  }

  /// Variables before the command of `env` and `sudo`.
  private func takeAssignments(
    _ wrapper: ShellWrapper, _ call: inout ShellInvocation
  ) throws(ShellUncertainty) {
    if wrapper == .env, let word = call.words.first, word.bytes == "-" { call.words.removeFirst() }
    while let word = call.words.first, let equals = word.bytes.firstIndex(where: { $0 == "=" }) {
      let name = [UInt8](word.bytes[..<equals])
      if !ShellVariable.isHarmless(name) { throw .init(.variable, at: word.start) }
      let value = [UInt8](word.bytes[(equals + 1)...])
      call.environment.append(ShellCommand.Variable(name: name, value: value))
      call.words.removeFirst()
    }
  }
}
