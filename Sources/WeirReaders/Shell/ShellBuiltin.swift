// Commands of the shell itself. Many evaluate words that no quote protects (`let`, `test -v`,
// `printf -v`: a subscript in them runs commands), and others change how the rest of the text is
// read (`alias`, `shopt`, `hash -p`). Both end the reading; here is what is left.

/// The commands of a shell that are not like programs.
enum ShellBuiltin {
  /// Never read, in any dialect: one shell or another has them.
  private static let refused = Set(
    [[UInt8]].words(
      """
      . source let declare typeset local read readarray mapfile getopts unset trap hash enable
      shopt alias unalias compgen complete compopt bind history fc bg fg suspend coproc select
      function [[ ]] (( disown pushd popd dirs nameref integer float functions autoload zmodload
      emulate setopt unsetopt bindkey zstyle print vared zcompile sched noglob nocorrect - repeat
      foreach end always disable unfunction unhash where whence ztcp zle zparseopts zformat getln
      pushln limit unlimit rehash r ttyctl chdir bye zftp zpty zselect zsocket zsystem sysopen
      sysread syswrite sysseek comparguments compcall compdescribe compfiles compgroups compquote
      compset comptags comptry compvalues compctl compadd zprof zregexparse private newgrp logout
      """))

  /// Options of `set` that change neither how words are read nor what they stand for.
  private static let settings = Set([[UInt8]].words("errexit nounset pipefail xtrace verbose"))

  /// Whether the option stands behind `-o`, and changes nothing that is read.
  static func isPlainSetting(_ name: [UInt8]) -> Bool { settings.contains(name) }

  /// Ends the reading where a command evaluates its words, or may.
  static func check(
    _ words: ArraySlice<ShellWord>, _ dialect: ShellDialect
  ) throws(ShellUncertainty) {
    guard let program = words.first else { return }
    if refused.contains(program.bytes) || program.bytes.begin("%") {
      throw .init(.builtin, at: program.start)
    }
    if let word = evaluated(program.bytes, words.dropFirst(), dialect) {
      throw .init(.builtin, at: word.start)
    }
  }

  /// The first argument that the command evaluates, or may.
  private static func evaluated(
    _ program: [UInt8], _ arguments: ArraySlice<ShellWord>, _ dialect: ShellDialect
  ) -> ShellWord? {
    switch program {
    case "test", "[": condition(arguments)
    case "printf": format(arguments, dialect)
    case "set": setting(arguments)
    case "jobs": arguments.first { $0.bytes != "-l" && $0.bytes != "-p" }
    case "export", "readonly":
      arguments.first { word in
        !ShellVariable.isHarmless([UInt8](word.bytes.prefix { $0 != "=" }))
      }
    // Arithmetic in zsh, so numbers only.
    case "exit", "return", "break", "continue", "shift", "wait", "ulimit", "umask":
      arguments.first { !$0.bytes.isNumber }
    default: nil
    }
  }

  /// `-v` and `-R` evaluate a subscript, and what some shells compare as numbers they evaluate.
  private static func condition(_ arguments: ArraySlice<ShellWord>) -> ShellWord? {
    for index in arguments.indices {
      let sides: [Int]
      switch arguments[index].bytes {
      case "-v", "-R": return arguments[index]
      case "-eq", "-ne", "-lt", "-le", "-gt", "-ge": sides = [index - 1, index + 1]
      case "-t": sides = [index + 1]
      default: continue
      }
      for side in sides where arguments.indices.contains(side) {
        if !arguments[side].bytes.isSignedNumber { return arguments[side] }
      }
    }
    return nil
  }

  /// `-v` and `%n` assign, and zsh evaluates what is printed as a number.
  private static func format(
    _ arguments: ArraySlice<ShellWord>, _ dialect: ShellDialect
  ) -> ShellWord? {
    var rest = arguments
    if let first = rest.first, first.bytes == "--" { rest.removeFirst() }
    guard let format = rest.popFirst() else { return nil }
    if format.bytes.begin("-") { return format }
    var bytes = format.bytes[...]
    var isNumeric = false
    while let percent = bytes.firstIndex(where: { $0 == "%" }) {
      bytes = bytes[(percent + 1)...].drop { "-+ #0123456789.*'".utf8.contains($0) }
      guard let conversion = bytes.popFirst(), "sbqcdiouxXeEfFgGaA%".utf8.contains(conversion)
      else {
        return format
      }
      isNumeric = isNumeric || !"sbqc%".utf8.contains(conversion)
    }
    isNumeric = isNumeric || format.bytes.contains { $0 == "*" }
    return dialect == .bash || !isNumeric ? nil : rest.first { !$0.bytes.isSignedNumber }
  }

  /// `set -euo pipefail`, and nothing of other kinds.
  private static func setting(_ arguments: ArraySlice<ShellWord>) -> ShellWord? {
    var rest = arguments
    while let word = rest.popFirst() {
      guard word.bytes.begin("-") || word.bytes.begin("+"), word.bytes.count > 1,
        word.bytes.dropFirst().allSatisfy({ "euxvo".utf8.contains($0) })
      else { return word }
      for _ in word.bytes.filter({ $0 == "o" }) {
        guard let name = rest.popFirst(), isPlainSetting(name.bytes) else { return word }
      }
    }
    return nil
  }
}
