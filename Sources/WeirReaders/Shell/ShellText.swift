// What a text for a shell runs. The reading never narrows: the commands are all that the text runs
// by itself, whatever the conditions in it give, or it is uncertain as a whole.
//
// What programs do on their own no text tells: `make` and `python f` are listed as they are
// written, and nothing of what they run. A shell that reads what another program prints
// (`curl … | sh`) is such a program too, and `pipesToShell` says that there is one; but one that
// reads a file, or a text that stands in this one, makes it uncertain.

/// A text for a shell, read.
package struct ShellText: Sendable, Hashable {
  /// The commands, in the order of the text, wrappers unwrapped and inner texts read.
  package private(set) var commands: [ShellCommand]
  /// The programs of the commands, each once: none for a redirection alone.
  package private(set) var programs: [[UInt8]]
  /// The files that are read, each once.
  package private(set) var reads: [[UInt8]]
  /// The files that are written, each once.
  package private(set) var writes: [[UInt8]]
  /// Whether a shell reads its commands from standard input.
  package private(set) var pipesToShell: Bool
  /// Whether a command gets arguments from elsewhere: `reads` and `writes` are not all then.
  package private(set) var hasUnknownOperands: Bool

  /// Reads a text; `effects` is the table of what programs do to files.
  package init(
    reading text: [UInt8], dialect: ShellDialect, limits: ShellLimits = ShellLimits(),
    effects: @escaping ShellEffects.Table
  ) throws(ShellUncertainty) {
    var reader = try ShellReader(text, dialect, limits, effects)
    try reader.readWhole()
    commands = reader.commands
    programs = distinct(reader.commands.map(\.program).filter { !$0.isEmpty })
    reads = distinct(reader.commands.flatMap(\.reads))
    writes = distinct(reader.commands.flatMap(\.writes))
    pipesToShell = reader.stdinShells > 0
    hasUnknownOperands = reader.commands.contains { $0.hasUnknownOperands }
  }
}

/// Each once, in the order of the first.
private func distinct(_ words: [[UInt8]]) -> [[UInt8]] {
  var seen: Set<[UInt8]> = []
  return words.filter { seen.insert($0).inserted }
}
