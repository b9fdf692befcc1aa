// Variables that may be set. A variable can put code into an innocent program (`LD_PRELOAD`,
// `PAGER`, `PERL5OPT`, `npm_config_script_shell`) or send it elsewhere (`PATH`, `http_proxy`,
// `KUBECONFIG`), and nobody knows the names of all; so these are the ones that do not.

/// The names that a text may assign, export and loop over.
enum ShellVariable {
  /// Language, time, terminal, colour and verbosity; names that stand for any name; loop variables.
  private static let harmless = Set(
    [[UInt8]].words(
      """
      LANG LANGUAGE TZ TERM COLUMNS LINES COLORTERM NO_COLOR CLICOLOR CLICOLOR_FORCE FORCE_COLOR
      CI DEBUG VERBOSE QUIET NODE_ENV RUST_BACKTRACE RUST_LOG LOG_LEVEL
      PYTHONUNBUFFERED PYTHONDONTWRITEBYTECODE PYTHONHASHSEED PYTHONIOENCODING PYTHONUTF8
      SOURCE_DATE_EPOCH GIT_TERMINAL_PROMPT GIT_AUTHOR_NAME GIT_AUTHOR_EMAIL GIT_AUTHOR_DATE
      GIT_COMMITTER_NAME GIT_COMMITTER_EMAIL GIT_COMMITTER_DATE GIT_OPTIONAL_LOCKS
      SWIFT_DETERMINISTIC_HASHING FOO BAR BAZ foo bar baz file name item line count num
      """))

  /// Whether setting the variable changes nothing but what it is for.
  static func isHarmless(_ name: [UInt8]) -> Bool {
    guard isName(name) else { return false }
    // One letter, or up to three small ones: no shell and no tool has given those a meaning.
    let isShort = name.count == 1 || name.count <= 3 && name.allSatisfy { "a"..."z" ~= $0 }
    return isShort && name != "_" || name.begin("LC_") || harmless.contains(name)
  }

  /// Whether the bytes are a name at all.
  static func isName(_ bytes: [UInt8]) -> Bool {
    guard let first = bytes.first, !("0"..."9" ~= first) else { return false }
    return bytes.allSatisfy { byte in
      switch byte {
      case "a"..."z", "A"..."Z", "0"..."9", "_": true
      default: false
      }
    }
  }
}
