// Reads the arguments of `aws`, as version 1.45 does, whose parser is Python's `argparse`. It has
// some ten thousand operations, so that only the options of all operations and those of `s3` have a
// table. The parameters of the others are listed as written, though `aws` takes a unique prefix of
// one for all of it: a policy names what it allows, not what it refuses.

/// What `aws` is told to do.
package struct AwsView: Equatable, Sendable {
  /// A parameter of an operation.
  package struct Parameter: Equatable, Sendable {
    /// Its name as written, without the dashes.
    package let name: [UInt8]
    /// What follows it, up to the next.
    package internal(set) var values: [[UInt8]]
  }

  /// The first word, as `ec2`.
  package let service: [UInt8]
  /// The second word, as `terminate-instances`.
  package let operation: [UInt8]
  /// The profile of `--profile`; nil for the one that is set elsewhere.
  package let profile: [UInt8]?
  /// The region of `--region`.
  package let region: [UInt8]?
  /// The server that requests go to in place of the service's own.
  package let endpointUrl: [UInt8]?
  /// Whether requests go without a name.
  package let noSignRequest: Bool
  /// Whether the other side's certificate goes unchecked.
  package let noVerifySsl: Bool
  /// The parameters, in order.
  package private(set) var parameters: [Parameter] = []
  /// Words after the operation that follow no parameter: for `s3` its paths.
  package private(set) var operands: [[UInt8]] = []
  /// Whether an operation of `s3` is about all below a path.
  package private(set) var recursive = false
  /// Whether it removes objects: `s3 rm`, `s3 rb`, `s3 mv`, `s3 sync --delete`.
  package private(set) var delete = false
  /// Whether `s3 rb` removes a bucket that is not empty.
  package private(set) var force = false
  /// Whether an operation of `s3` only says what it would do.
  package private(set) var dryRun = false
  /// The first path of `s3`.
  package private(set) var source: [UInt8]?
  /// The second path of `s3`.
  package private(set) var target: [UInt8]?

  private static let global = """
    debug endpoint-url= no-verify-ssl no-paginate output= query= profile= region= version color=
    no-sign-request ca-bundle=< cli-read-timeout= cli-connect-timeout= v2-debug
    """

  private static let globalTable = OptionTable(.argparse, global)

  /// Reads the arguments after the program's word.
  package init(reading arguments: [[UInt8]]) throws(ToolUncertainty) {
    var scan = Scan()
    var index = 0
    while index < arguments.count {
      index = try scan.take(arguments, at: index, globals: Self.globalTable)
    }
    guard scan.words.count == 2 else {
      throw ToolUncertainty(.missingOperand, at: arguments.count)
    }
    service = scan.words[0].text
    operation = scan.words[1].text
    guard AwsService.all.contains(service) else {
      throw ToolUncertainty(.unknownSubcommand, at: scan.words[0].argument)
    }
    if AwsService.programRunners[service]?.contains(where: operation.isText) ?? false {
      throw ToolUncertainty(.runsCode, at: scan.words[1].argument)
    }
    profile = scan.globals["profile"]
    region = scan.globals["region"]
    endpointUrl = scan.globals["endpoint-url"]
    noSignRequest = scan.globals["no-sign-request"] != nil
    noVerifySsl = scan.globals["no-verify-ssl"] != nil
    if service.isText("s3") {
      try takeS3(arguments, words: scan.words)
    } else {
      parameters = scan.parameters
      operands = scan.operands
    }
  }

  /// Reads an operation of `s3`, whose options have tables.
  private mutating func takeS3(
    _ arguments: [[UInt8]], words: [OptionReading.Operand]
  ) throws(ToolUncertainty) {
    guard let table = AwsService.s3[operation] else {
      throw ToolUncertainty(.unknownSubcommand, at: words[1].argument)
    }
    let reading = try table.read(arguments, skipping: words.map(\.argument))
    for use in reading.uses where !Self.globalTable.has(use.name) {
      parameters.append(
        Parameter(name: Array(use.name.utf8), values: use.value.map { [$0] } ?? []))
    }
    operands = reading.texts
    source = operands.first
    target = operands.dropFirst().first
    func has(_ name: String) -> Bool { table.has(name) && reading.has(name) }
    recursive = has("recursive") || operation.isText("sync")
    delete = has("delete") || ["rm", "rb", "mv"].contains(where: operation.isText)
    force = has("force")
    dryRun = has("dryrun")
    let most = ["cp", "mv", "sync"].contains(where: operation.isText) ? 2 : 1
    if reading.operands.count > most {
      throw ToolUncertainty(.unexpectedOperand, at: reading.operands[most].argument)
    }
  }

  /// The options of all operations for the tables of `s3`.
  static func including(_ options: String) -> OptionTable {
    OptionTable(.argparse, options, including: [globalTable])
  }

  /// What the arguments are, before anything is known of the operation.
  private struct Scan {
    /// The service and the operation.
    var words: [OptionReading.Operand] = []
    /// The options of all operations, by name; a flag has no bytes.
    var globals: [String: [UInt8]] = [:]
    var parameters: [Parameter] = []
    var operands: [[UInt8]] = []

    /// Takes the argument at `index` and returns the place of the next.
    mutating func take(
      _ arguments: [[UInt8]], at index: Int, globals table: OptionTable
    ) throws(ToolUncertainty) -> Int {
      let text = arguments[index]
      guard text.first == UInt8(ascii: "-"), text.count > 1, !Self.isNumber(text) else {
        if words.count < 2 {
          words.append(.init(text: text, argument: index))
        } else if parameters.isEmpty {
          operands.append(text)
        } else {
          parameters[parameters.count - 1].values.append(text)
        }
        return index + 1
      }
      guard text.count > 2, text[1] == UInt8(ascii: "-"),
        !text.contains(UInt8(ascii: " ")) || text.contains(UInt8(ascii: "="))
      else {
        throw ToolUncertainty(.unknownOption, at: index)
      }
      let name = text.dropFirst(2).prefix { $0 != UInt8(ascii: "=") }
      let attached = name.endIndex == text.endIndex ? nil : Array(text[(name.endIndex + 1)...])
      guard let option = try table.option(named: name, at: index)?.option else {
        guard words.count == 2 else { throw ToolUncertainty(.unknownOption, at: index) }
        // These put a file's content in place of the parameters.
        if name.hasPrefix("cli-input-") { throw ToolUncertainty(.readsArguments, at: index) }
        parameters.append(Parameter(name: Array(name), values: attached.map { [$0] } ?? []))
        return index + 1
      }
      switch option.value {
      case .none where attached != nil: throw ToolUncertainty(.unexpectedValue, at: index)
      case .none, .optional:
        globals[option.name] = []
        return index + 1
      case .required:
        if let attached {
          globals[option.name] = attached
          return index + 1
        }
        guard index + 1 < arguments.count,
          arguments[index + 1].first != UInt8(ascii: "-") || arguments[index + 1].count == 1
        else { throw ToolUncertainty(.missingValue, at: index) }
        globals[option.name] = arguments[index + 1]
        return index + 2
      }
    }

    /// Whether the argument is a negative number, which is no option.
    private static func isNumber(_ text: [UInt8]) -> Bool {
      text.dropFirst().allSatisfy { $0.isASCIIDigit || $0 == UInt8(ascii: ".") }
        && text.dropFirst().contains(where: \.isASCIIDigit)
    }
  }
}
