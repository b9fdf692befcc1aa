// Reads the arguments of `find`, as findutils 4.9 does: starting points, then an expression.

extension ProgramEffects {
  /// How many arguments a word of the expression takes, and what comes of them.
  private enum FindWord {
    case plain(arguments: Int)
    /// The argument is a file that is looked at.
    case reads
    /// The first of so many arguments is a file that is written.
    case writes(arguments: Int)
    case deletes
    case runs
    case refused(ToolUncertainty.Reason)
  }

  private static let findWords: [[UInt8]: FindWord] = {
    let rows: [(names: String, word: FindWord)] = [
      (
        """
        ( ) ! , -not -a -and -o -or -daystart -depth -d -follow -ignore_readdir_race
        -noignore_readdir_race -mount -xdev -noleaf -warn -nowarn -help --help -version --version
        -empty -executable -readable -writable -false -true -nogroup -nouser -print -print0 -prune
        -quit -ls
        """, .plain(arguments: 0)
      ),
      (
        """
        -maxdepth -mindepth -regextype -amin -atime -cmin -ctime -fstype -gid -group -ilname -iname
        -inum -ipath -iregex -iwholename -links -lname -mmin -mtime -name -path -perm -regex -size
        -type -uid -used -user -wholename -xtype -context -printf
        """, .plain(arguments: 1)
      ),
      ("-anewer -cnewer -newer -samefile", .reads),
      ("-fprint -fprint0 -fls", .writes(arguments: 1)),
      ("-fprintf", .writes(arguments: 2)),
      ("-delete", .deletes),
      ("-exec -ok", .runs),
      // They run in the folder of each file, where other words mean other files.
      ("-execdir -okdir", .refused(.runsCode)),
      ("-files0-from", .refused(.readsArguments)),
    ]
    var words: [[UInt8]: FindWord] = [:]
    for (names, word) in rows {
      for name in names.utf8.split(whereSeparator: { $0 == UInt8(ascii: " ") || $0 == 10 }) {
        words[Array(name)] = word
      }
    }
    return words
  }()

  /// `find`.
  static func find(_ arguments: [[UInt8]]) throws(ToolUncertainty) -> ProgramEffects {
    var index = 0
    while index < arguments.count, ["-H", "-L", "-P"].contains(where: arguments[index].isText) {
      index += 1
    }
    if index < arguments.count, arguments[index].isText("--") { index += 1 }
    var effects = ProgramEffects()
    while index < arguments.count, !beginsExpression(arguments[index]) {
      effects.reads.append(arguments[index])
      index += 1
    }
    let points = effects.reads.isEmpty ? [Array(".".utf8)] : effects.reads
    effects.reads = points
    var deletes = false
    while index < arguments.count {
      let word = index
      guard let kind = findWords[arguments[word]] ?? newer(arguments[word]) else {
        throw ToolUncertainty(.unknownOption, at: word)
      }
      index += 1
      switch kind {
      case .plain(let count): index += count
      case .reads:
        if index < arguments.count { effects.reads.append(arguments[index]) }
        index += 1
      case .writes(let count):
        if index < arguments.count { effects.writes.append(arguments[index]) }
        index += count
      case .deletes: deletes = true
      case .runs: effects.runs.append(try command(arguments, &index))
      case .refused(let reason): throw ToolUncertainty(reason, at: word)
      }
      if index > arguments.count { throw ToolUncertainty(.missingValue, at: word) }
    }
    if deletes { effects.writes += points }
    return effects
  }

  /// Whether no more starting points follow.
  private static func beginsExpression(_ text: [UInt8]) -> Bool {
    (text.first == UInt8(ascii: "-") && text.count > 1)
      || ["(", ")", "!", ","].contains(where: text.isText)
  }

  /// `-newerXY`, where Y is not a time.
  private static func newer(_ word: [UInt8]) -> FindWord? {
    guard word.hasPrefix("-newer"), word.count == 8, "aBcm".utf8.contains(word[6]) else {
      return nil
    }
    if word[7] == UInt8(ascii: "t") { return .plain(arguments: 1) }
    return "aBcm".utf8.contains(word[7]) ? .reads : nil
  }

  /// The command of `-exec`, up to `;` or `{} +`.
  private static func command(
    _ arguments: [[UInt8]], _ index: inout Int
  ) throws(ToolUncertainty) -> [[UInt8]] {
    let first = index
    var command: [[UInt8]] = []
    while index < arguments.count {
      let word = arguments[index]
      index += 1
      let isEnd =
        word.isText(";") || (word.isText("+") && (command.last.map { $0.isText("{}") } ?? false))
      guard isEnd else {
        command.append(word)
        continue
      }
      // A program that is named by what was found can be any.
      guard let program = command.first, !program.contains(text: "{}") else {
        throw ToolUncertainty(.runsCode, at: first)
      }
      return command
    }
    throw ToolUncertainty(.missingValue, at: first)
  }
}
