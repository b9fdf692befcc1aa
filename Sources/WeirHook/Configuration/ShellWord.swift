// A word of a command, as any POSIX shell reads it.

internal import Weir

/// Quoting for a shell.
package enum ShellWord {
  /// The word in quotes: every byte stands for itself.
  package static func quoted(_ word: String) -> String {
    "'" + word.pieces(between: "'").joined(separator: "'\\''") + "'"
  }
}
