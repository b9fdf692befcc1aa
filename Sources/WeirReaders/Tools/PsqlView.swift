// Reads the arguments of `psql`, as version 15 does.

/// What `psql` is told to do.
package struct PsqlView: Equatable, Sendable {
  /// The texts of `-c`, in order. None is one of psql's own commands, which begin with a backslash.
  package let commands: [[UInt8]]
  /// The scripts of `-f`, in order; `-` is standard input.
  package let files: [[UInt8]]
  /// Whether the script is standard input.
  package let readsInput: Bool
  /// The database, of an option, an operand or a connection string.
  package private(set) var database: [UInt8]?
  /// The host or folder of a socket.
  package private(set) var host: [UInt8]?
  /// The user.
  package private(set) var user: [UInt8]?
  /// The port, as written.
  package private(set) var port: [UInt8]?
  /// The connection string, as written.
  package private(set) var connection: [UInt8]?
  /// `name=value` each.
  package let variables: [[UInt8]]
  /// The files of `-o` and `-L`.
  package let outputs: [[UInt8]]
  /// Whether all commands stand or fall together.
  package let singleTransaction: Bool
  /// Whether the user's start file is not read.
  package let noPsqlrc: Bool
  /// Whether it only lists the databases.
  package let list: Bool
  /// Whether it only prints its help or version.
  package let informs: Bool

  private static let table = OptionTable(
    .gnu,
    """
    c,command= d,dbname= f,file=< l,list v,variable,set= V,version X,no-psqlrc 1,single-transaction
    ?,help=? a,echo-all b,echo-errors e,echo-queries E,echo-hidden L,log-file=> n,no-readline
    o,output=> q,quiet s,single-step S,single-line A,no-align csv F,field-separator= H,html P,pset=
    R,record-separator= t,tuples-only T,table-attr= x,expanded z,field-separator-zero
    0,record-separator-zero h,host= p,port= U,username= w,no-password W,password
    """)

  /// Variables of psql that name files or hold prompts, in which a command may stand.
  private static let unsafeVariables = ["PROMPT1", "PROMPT2", "PROMPT3", "HISTFILE"]

  /// Reads the arguments after the program's word.
  package init(reading arguments: [[UInt8]]) throws(ToolUncertainty) {
    let reading = try Self.table.read(arguments)
    for use in reading.uses {
      guard let value = use.value else { continue }
      switch use.name {
      case "command" where value.first == UInt8(ascii: "\\"),
        "output" where value.first == UInt8(ascii: "|"):
        throw ToolUncertainty(.runsCode, at: use.argument)
      case "set":
        let name = value.prefix { $0 != UInt8(ascii: "=") }
        if Self.unsafeVariables.contains(where: name.isText) {
          throw ToolUncertainty(.runsCode, at: use.argument)
        }
      default: break
      }
    }
    commands = reading.values("command")
    files = reading.values("file")
    list = reading.has("list")
    informs = reading.has("help") || reading.has("version")
    readsInput =
      (commands.isEmpty && files.isEmpty && !list && !informs) || files.contains { $0.isText("-") }
    variables = reading.values("set")
    outputs = reading.writes
    singleTransaction = reading.has("single-transaction")
    noPsqlrc = reading.has("no-psqlrc")
    host = reading.value("host")
    user = reading.value("username")
    port = reading.value("port")
    database = reading.value("dbname")
    var databaseArgument = reading.last("dbname")?.argument ?? 0
    var operands = reading.operands[...]
    if database == nil, let operand = operands.popFirst() {
      database = operand.text
      databaseArgument = operand.argument
    }
    if user == nil, let operand = operands.popFirst() { user = operand.text }
    if let extra = operands.first { throw ToolUncertainty(.unexpectedOperand, at: extra.argument) }
    guard let written = database, let found = try PostgresConnection(written, databaseArgument)
    else { return }
    // What a connection string says goes before the options.
    connection = written
    database = found.values["dbname"]
    host = found.values["hostaddr"] ?? found.values["host"] ?? host
    user = found.values["user"] ?? user
    port = found.values["port"] ?? port
  }
}
