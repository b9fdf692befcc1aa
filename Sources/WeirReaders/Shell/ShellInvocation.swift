// A command on its way from the words of a text to the program that runs at last: each wrapper
// takes its own words off the front, and leaves a mark.

/// The words of a command that are not yet taken, and what is known around them.
struct ShellInvocation {
  /// The program and its arguments.
  var words: ArraySlice<ShellWord>
  /// The programs that are taken off, outermost first.
  var wrappers: [[UInt8]]
  /// The variables set for it.
  var environment: [ShellCommand.Variable]
  /// The files that redirections and wrappers read.
  var reads: [[UInt8]] = []
  /// The files that they write.
  var writes: [[UInt8]] = []
  /// The machine that it runs on.
  var host: ShellCommand.Host
  /// The folder that it runs in.
  var directory: ShellDirectory
  /// Whether nobody waits for it.
  var isBackground: Bool
  /// Whether its standard input may be a text that stands here.
  var inputIsFixed = false
  /// Whether its standard output goes to a file.
  var redirectsOutput = false
  /// Whether a program stands between the shell and the command, so that it is no builtin.
  var isExternal = false
  /// Whether arguments are added after the words.
  var hasUnknownOperands = false
  /// What is replaced by unknown text wherever it stands in the words.
  var replaced: [UInt8]?
  /// Where the command stands.
  var start: Int

  /// Refuses words that decide something, where unknown text may replace a part of them.
  func requireFixed(_ words: ArraySlice<ShellWord>) throws(ShellUncertainty) {
    guard let replaced else { return }
    for word in words where word.bytes.holds(replaced) {
      throw .init(.replacedWord, at: word.start)
    }
  }

  /// The first word, which must be there.
  mutating func take() throws(ShellUncertainty) -> ShellWord {
    guard let word = words.popFirst() else { throw .init(.wrapperOperand, at: start) }
    try requireFixed([word])
    return word
  }

  /// All words, joined as `eval` and `ssh` join them.
  mutating func takeText() throws(ShellUncertainty) -> ShellWord {
    guard let first = words.first, !hasUnknownOperands else {
      throw .init(.wrapperOperand, at: start)
    }
    try requireFixed(words)
    let text = [UInt8](words.map(\.bytes).joined(separator: [UInt8(ascii: " ")]))
    words = []
    return ShellWord(bytes: text, start: first.start)
  }

  /// Moves the call to another machine, where the folder, variables and files of this one are not.
  mutating func move(by program: ShellWord) {
    host = .elsewhere(by: program.bytes)
    environment = []
    reads = []
    writes = []
    directory = .unknown
    isExternal = true
  }
}
