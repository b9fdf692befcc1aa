// Reads the arguments of `terraform`, as version 1.11 does, and of `tofu`, which is alike. Go's
// flags end at the first operand, and may stand behind one dash or two.

/// What `terraform` is told to do.
package struct TerraformView: Equatable, Sendable {
  /// The first word, as `apply`.
  package let subcommand: [UInt8]
  /// The word after it that belongs to it, as `rm` in `state rm`; nil without.
  package let verb: [UInt8]?
  /// The folder of `-chdir`.
  package let directory: [UInt8]?
  /// Whether it destroys, or plans to destroy, all that it manages or all of `targets`.
  package let destroys: Bool
  /// Whether it changes things without asking.
  package let autoApprove: Bool
  /// Whether it only reads what has become of things.
  package let refreshOnly: Bool
  /// The addresses that it keeps to.
  package let targets: [[UInt8]]
  /// The addresses that are made anew.
  package let replaces: [[UInt8]]
  /// `name=value` each.
  package let vars: [[UInt8]]
  /// The files with more variables.
  package let varFiles: [[UInt8]]
  /// The state file of `-state`.
  package let state: [UInt8]?
  /// The plan that is written.
  package let out: [UInt8]?
  /// All files that options name to be written, the plan with them.
  package let outputs: [[UInt8]]
  /// Whether a guard is passed by: `workspace delete`, `force-unlock`, `state push`.
  package let force: Bool
  /// Whether it only prints its help.
  package let informs: Bool
  /// What follows the options: a plan, addresses, a workspace.
  package let operands: [[UInt8]]

  private typealias Row = (names: String, options: String)

  private static let locking = "lock lock-timeout=\n"
  private static let variables = "var= var-file=<\n"
  private static let operation = """
    compact-warnings destroy input json no-color parallelism= refresh refresh-only replace= state=
    state-out=> backup=> target= lock lock-timeout= var= var-file=<

    """
  private static let stateful =
    "ignore-remote-version lock lock-timeout= state= state-out=> backup=>\n"

  private static let rows: [Row] = [
    ("apply", operation + "auto-approve"),
    ("destroy", operation + "auto-approve"),
    ("plan", operation + "detailed-exitcode generate-config-out=> out=>"),
    ("refresh", operation),
    (
      "init",
      """
      backend backend-config= force-copy from-module= get input lock lock-timeout= no-color json
      plugin-dir=! reconfigure migrate-state upgrade lockfile= ignore-remote-version test-directory=
      """
    ),
    ("validate", "json no-color no-tests test-directory="),
    ("fmt", "list write diff check no-color recursive"),
    ("get", "update no-color test-directory="),
    ("graph", "plan= draw-cycles type= module-depth="),
    ("output", "state= no-color json raw"),
    ("show", "no-color json"),
    ("version", "json"),
    ("providers", "test-directory="),
    ("providers lock", "fs-mirror= net-mirror= platform= enable-plugin-cache"),
    ("providers schema", "json"),
    ("import", stateful + variables + "config= allow-missing-config input no-color parallelism="),
    ("taint", stateful + "allow-missing"),
    ("untaint", stateful + "allow-missing no-color"),
    ("force-unlock", "force"),
    ("console", variables + "state= plan"),
    ("test", variables + "cloud-run= filter= json junit-xml=> no-color test-directory= verbose"),
    ("state list", "state= id="),
    ("state show", "state="),
    ("state pull", ""),
    ("state push", locking + "force ignore-remote-version"),
    ("state rm", stateful + "dry-run"),
    ("state mv", stateful + "dry-run backup-out=>"),
    ("state replace-provider", stateful + "auto-approve"),
    ("workspace list", ""),
    ("workspace show", ""),
    ("workspace new", locking + "state="),
    ("workspace select", "or-create"),
    ("workspace delete", locking + "force"),
  ]

  /// The options by subcommand.
  private static let tables: [[UInt8]: OptionTable] = {
    var tables: [[UInt8]: OptionTable] = [:]
    for (name, options) in rows {
      tables[Array(name.utf8)] = OptionTable(.goFlag, options, "help h")
    }
    return tables
  }()

  /// Reads the arguments after the program's word.
  package init(reading arguments: [[UInt8]]) throws(ToolUncertainty) {
    var index = 0
    var directory: [UInt8]?
    // Only this spelling is read, and only before the subcommand.
    while index < arguments.count, arguments[index].hasPrefix("-chdir=") {
      guard directory == nil, arguments[index].count > 7 else {
        throw ToolUncertainty(.unreadableValue, at: index)
      }
      directory = Array(arguments[index].dropFirst(7))
      index += 1
    }
    self.directory = directory
    guard index < arguments.count else {
      throw ToolUncertainty(.missingOperand, at: index)
    }
    subcommand = arguments[index]
    var table = Self.tables[subcommand]
    var verb: [UInt8]?
    if index + 1 < arguments.count,
      let longer = Self.tables[subcommand + [UInt8(ascii: " ")] + arguments[index + 1]]
    {
      table = longer
      verb = arguments[index + 1]
    }
    guard let table else { throw ToolUncertainty(.unknownSubcommand, at: index) }
    self.verb = verb
    let reading = try table.read(arguments, from: index + (verb == nil ? 1 : 2))
    func has(_ name: String) -> Bool { table.has(name) && reading.has(name) }
    func values(_ name: String) -> [[UInt8]] { table.has(name) ? reading.values(name) : [] }
    destroys = subcommand.isText("destroy") || has("destroy")
    // A saved plan is applied, and these are done, without a question.
    let isSilent =
      subcommand.isText("apply") && !reading.texts.isEmpty || subcommand.isText("refresh")
      || subcommand.isText("test")
    autoApprove = has("auto-approve") || isSilent
    refreshOnly = has("refresh-only") || subcommand.isText("refresh")
    targets = values("target")
    replaces = values("replace")
    vars = values("var")
    varFiles = values("var-file")
    state = values("state").last
    out = values("out").last
    outputs = reading.writes
    force = has("force")
    informs = reading.has("help") || reading.has("h")
    operands = reading.texts
  }
}
