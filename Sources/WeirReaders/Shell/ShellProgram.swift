// Shells as programs of a text: which of them are read again, and the folders in which a program is
// what its name says.

/// The shells whose texts inside texts are read.
enum ShellProgram {
  /// The grammar of a shell by its name.
  static func dialect(of name: [UInt8]) -> ShellDialect? {
    if name == "bash" { return .bash }
    if name == "zsh" { return .zsh }
    return name == "sh" || name == "dash" || name == "ash" ? .sh : nil
  }

  /// Shells whose grammar is none of ours.
  static let unread = Set(
    [[UInt8]].words(
      """
      rbash bash-static lksh posh rzsh ksh ksh93 mksh pdksh oksh yash fish csh tcsh rc es elvish nu
      xonsh osh ysh hush
      """
    ))

  /// Options that change nothing that is read. `-i` and `--rcfile` run a file first.
  static let options = ShellOptions(
    "c e u x v l f s o= -/login -/norc -/noprofile -/verbose")

  /// Folders whose programs are those of the system.
  static let folders = [[UInt8]].words(
    "/bin/ /usr/bin/ /usr/local/bin/ /sbin/ /usr/sbin/ /opt/homebrew/bin/")
}
