// Reads the arguments of `git`, as version 2.39 does. The settings of a repository may run programs
// (hooks, pagers, filters); what they say is not in the arguments. Arguments that themselves set
// what runs are uncertain, and so is a word that could be an alias.

/// What `git` is told to do.
package struct GitView: Equatable, Sendable {
  /// The first word, as `push`.
  package let subcommand: [UInt8]
  /// The word after it that belongs to it, as `add` in `remote add`; nil without.
  package let verb: [UInt8]?
  /// The folder of `-C`; several are joined.
  package let directory: [UInt8]?
  /// The repository of `--git-dir`, whose settings count.
  package let gitDir: [UInt8]?
  /// The folder of `--work-tree`.
  package let workTree: [UInt8]?
  /// Whether what is there may be overwritten: `--force` and its kin, `+ref`, `-D`.
  package private(set) var force: Bool
  /// Whether names are removed: `push --delete`, `push :ref`, `push --mirror`, `fetch --prune`,
  /// `branch -d`, `tag -d`.
  package private(set) var delete: Bool
  /// Whether it is `reset --hard`, which throws away changes in the working tree.
  package let hard: Bool
  /// The remote's name or address.
  package private(set) var remote: [UInt8]?
  /// Branches, tags, commits and what is pushed or fetched, as written.
  package private(set) var refs: [[UInt8]] = []
  /// Files. A word that could be a ref or a file stands in both.
  package private(set) var paths: [[UInt8]] = []
  /// Whether folders go with what is in them: `rm -r`, `clean -d`.
  package let recursive: Bool
  /// Whether all are meant: `push --all`, `add --all`, `commit --all`.
  package let all: Bool
  /// Whether all tags go along.
  package let tags: Bool
  /// Whether it only says what it would do.
  package let dryRun: Bool
  /// Whether the last commit is replaced.
  package let amend: Bool
  /// Whether hooks are passed by.
  package let noVerify: Bool
  /// Whether files that git ignores go too (`clean -x`).
  package let ignored: Bool
  /// The messages of `-m`.
  package let messages: [[UInt8]]
  /// Files outside the repository that are written.
  package let outputs: [[UInt8]]
  /// Files that options name to be read.
  package let inputs: [[UInt8]]

  /// Reads the arguments after the program's word.
  package init(reading arguments: [[UInt8]]) throws(ToolUncertainty) {
    let leading = try GitCommand.leading.read(arguments)
    for use in leading.uses where use.name == "c" {
      guard let value = use.value, GitCommand.isHarmless(setting: value) else {
        throw ToolUncertainty(.runsCode, at: use.argument)
      }
    }
    guard let word = leading.operands.first, leading.operandsBeforeDashes == nil else {
      throw ToolUncertainty(.missingOperand, at: arguments.count)
    }
    let second = leading.operands.dropFirst().first?.text ?? []
    let longer = GitCommand.all[word.text + [UInt8(ascii: " ")] + second]
    guard let command = longer ?? GitCommand.all[word.text] else {
      throw ToolUncertainty(.unknownSubcommand, at: word.argument)
    }
    subcommand = word.text
    verb = longer == nil ? nil : second
    gitDir = leading.value("git-dir")
    workTree = leading.value("work-tree")
    var folder: [UInt8]?
    var budget = JoinBudget()
    for use in leading.uses where use.name == "C" {
      guard let next = use.value, !next.isEmpty else { continue }
      folder = try budget.path(next, in: folder ?? [], at: use.argument)
    }
    directory = folder
    let reading = try command.table.read(
      arguments, from: word.argument + (longer == nil ? 1 : 2))
    func has(_ names: String...) -> Bool {
      names.contains { command.table.has($0) && reading.has($0) }
    }
    let isMirror = subcommand.isText("push") && has("mirror")
    force =
      isMirror
      || has(
        "force", "force-with-lease", "force-delete", "force-move", "force-copy", "force-create",
        "discard-changes")
    let prunes = command.operands == .remoteThenRefs && has("prune")
    delete = isMirror || prunes || has("delete", "force-delete")
    hard = has("hard")
    recursive = has("recursive", "directories")
    all = has("all")
    tags = has("tags")
    dryRun = has("dry-run")
    amend = has("amend")
    noVerify = has("no-verify")
    ignored = has("ignored", "only-ignored")
    messages = command.table.has("message") ? reading.values("message") : []
    outputs = reading.writes
    inputs = reading.reads
    try take(reading, of: command)
  }

  /// Reads the operands.
  private mutating func take(
    _ reading: OptionReading, of command: GitCommand
  ) throws(ToolUncertainty) {
    let operands = reading.operands
    switch command.operands {
    case .none:
      if let extra = operands.first {
        throw ToolUncertainty(.unexpectedOperand, at: extra.argument)
      }
    case .refs: refs = reading.texts
    case .paths: paths = reading.texts
    case .refsThenPaths:
      if let end = reading.operandsBeforeDashes {
        refs = operands[..<end].map(\.text)
        paths = operands[end...].map(\.text)
      } else {
        refs = reading.texts
        paths = reading.texts
      }
    case .remoteThenRefs:
      // `--repo` counts only where no operand names the remote.
      remote = operands.first?.text
      if remote == nil, command.table.has("repo") { remote = reading.value("repo") }
      refs = operands.dropFirst().map(\.text)
      force = force || refs.contains { $0.first == UInt8(ascii: "+") }
      delete =
        delete
        || refs.contains { $0.first == UInt8(ascii: ":") && $0.count > 1 || $0.hasPrefix("+:") }
    case .remoteThenPath:
      remote = operands.first?.text
      paths = operands.dropFirst().map(\.text)
    case .nameThenRemote:
      refs = operands.prefix(1).map(\.text)
      remote = operands.dropFirst().first?.text
    case .setting:
      refs = reading.texts
      let isQuery = ["get", "get-all", "get-regexp", "get-urlmatch", "list"]
        .contains(where: reading.has)
      if !isQuery, operands.count > 1, !GitCommand.isHarmless(setting: operands[0].text) {
        throw ToolUncertainty(.runsCode, at: operands[0].argument)
      }
    }
    for operand in operands where Self.runsHelper(operand.text) {
      throw ToolUncertainty(.runsCode, at: operand.argument)
    }
    for use in reading.uses where GitCommand.addressOptions.contains(use.name) {
      if let value = use.value, Self.runsHelper(value) {
        throw ToolUncertainty(.runsCode, at: use.argument)
      }
    }
  }

  /// Whether an address names a program that speaks to it (`ext::sh -c …`), or a host that `ssh`
  /// would take for an option.
  private static func runsHelper(_ text: [UInt8]) -> Bool {
    let scheme = text.prefix {
      $0.isASCIIDigit || $0.isASCIILetter
        || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: ".")
    }
    return (!scheme.isEmpty && text.dropFirst(scheme.count).hasPrefix("::"))
      || text.contains(text: "://-")
  }
}
