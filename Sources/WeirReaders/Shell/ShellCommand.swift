// One command of a text. All words are as the program receives them: quotes removed, escapes
// decoded, nothing normalised.

/// A program that a text runs, with what it is handed.
package struct ShellCommand: Sendable, Hashable {
  /// The program as written: `/tmp/evil/ls` is not `ls`. Empty where redirections stand alone.
  package var program: [UInt8]
  /// The words after the program.
  package var arguments: [[UInt8]]
  /// The variables set for this command, in order.
  package var environment: [Variable]
  /// The files that it is known to read.
  package var reads: [[UInt8]]
  /// The files that it is known to write, create, empty or remove.
  package var writes: [[UInt8]]
  /// The programs that run it, outermost first: `sudo`, `bash` of a `bash -c`.
  package var wrappers: [[UInt8]]
  /// Whether nobody waits for it.
  package var isBackground: Bool
  /// The machine that it runs on.
  package var host: Host
  /// The folder that it runs in, as the text's fixed `cd` give it: `.` is where the text starts.
  /// Nil where it depends on what happens.
  package var directory: [UInt8]?
  /// Whether more arguments come from elsewhere, as after `xargs`: what is listed as read and
  /// written is not all then.
  package var hasUnknownOperands: Bool

  /// A variable and its value.
  package struct Variable: Sendable, Hashable {
    /// The name.
    package var name: [UInt8]
    /// The value, quotes removed.
    package var value: [UInt8]
  }

  /// Where a command runs.
  package enum Host: Sendable, Hashable {
    /// Where the text is run.
    case here
    /// In another root, container, account or machine: the program that reaches it, as written.
    case elsewhere(by: [UInt8])
  }
}
