// `weir audit`: checks an audit log, and shows to outsiders what is in it.

internal import ArgumentParser
internal import Weir
internal import WeirAudit
internal import WeirHost

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

struct Audit: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit", _superCommandName: "weir",
    abstract: "Check an audit log, and prove what is in it.",
    discussion: """
      An audit log is the file that --audit writes. Its tiles beside it name a line that was \
      changed; a checkpoint kept elsewhere shows that its end was cut off, or all of it rewritten.

        weir audit checkpoint audit.jsonl --key log.key > checkpoint.txt
        weir audit verify audit.jsonl --checkpoint checkpoint.txt --verifier log+1fd9…+AS…
      """,
    subcommands: [
      AuditCheckpointCommand.self, AuditVerify.self, AuditProve.self, AuditConsistency.self,
    ])
}

struct AuditCheckpointCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "checkpoint", _superCommandName: "weir audit",
    abstract: "Print a signed note of the log's size and root, to keep elsewhere.",
    discussion: """
      Also completes the folder of tiles beside the log (entries, checkpoint), so that tools for \
      transparency logs can read it.
      """)

  @Argument(help: ArgumentHelp("The audit log.", valueName: "file"))
  var file: String

  @Option(help: ArgumentHelp("The private key that signs.", valueName: "file"))
  var key: String

  func run() throws {
    let key = try SigningKey(file: key)
    let check = try AuditCheck(file)
    guard check.isWhole else {
      AuditVerify.tell(check, file)
      throw ExitStatus.negative
    }
    let checkpoint = AuditCheckpoint(
      origin: "\(key.verifier.name)", size: check.size, root: check.root)
    let note = try SignedNote.sign(checkpoint.text, by: key)
    try AuditTiles.publish(file, check.size, note)
    var output = Output(STDOUT_FILENO, name: "the standard output")
    output.bytes += note
    try output.flush()
  }
}

struct AuditVerify: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", _superCommandName: "weir audit",
    abstract: "Find lines that were changed, removed, moved or added.",
    discussion: """
      Each line is compared with the tiles beside the log. Whoever can write both is found by a \
      checkpoint alone: without one, this cannot know whether the end was cut off or the log \
      rewritten.
      """)

  @Argument(help: ArgumentHelp("The audit log.", valueName: "file"))
  var file: String

  @Option(help: ArgumentHelp("A checkpoint that was kept elsewhere.", valueName: "file"))
  var checkpoint: String?

  @Option(
    help: ArgumentHelp(
      "The public key that the checkpoint is signed by, NAME+HASH+BASE64.", valueName: "key"))
  var verifier: String?

  @Option(help: "How findings are written: text or json.")
  var format = VerdictFormat.text

  func run() throws {
    var kept: AuditCheckpoint?
    if let checkpoint {
      guard let verifier else {
        throw Failure(
          .usage, "a checkpoint is worth what its signature is",
          hint: "add --verifier and the public key that weir holds keygen printed")
      }
      let key = try VerifierKey(verifier, at: "--verifier")
      let note = try SignedNote(try System.read(checkpoint, limit: 1 << 20), at: checkpoint)
      guard note.isSigned(by: key) else {
        throw Failure(
          .invalidKey, "\(checkpoint): the checkpoint is not signed by \(key.identity)",
          hint: "it may be of another log, or somebody else's")
      }
      kept = try AuditCheckpoint(note, at: checkpoint)
    } else if verifier != nil {
      throw Failure(.usage, "--verifier says nothing without --checkpoint", hint: "add it")
    }
    let check = try AuditCheck(file, kept)
    var output = Output(STDOUT_FILENO, name: "the standard output")
    switch format {
    case .text: output.bytes += Self.text(check, file, kept)
    case .json: output.bytes += Self.json(check, kept)
    }
    try output.flush()
    if !check.isWhole { throw ExitStatus.negative }
  }

  static func tell(_ check: AuditCheck, _ file: String) { write(text(check, file, nil)) }

  private static func text(
    _ check: AuditCheck, _ file: String, _ checkpoint: AuditCheckpoint?
  ) -> String {
    let name = VisibleText.escaped(file)
    var text = check.findings.map { finding in
      let place = finding.line.map { "\(name):\($0)" } ?? name
      return "\(place): \(finding.kind.rawValue): \(finding.message)\n"
    }.joined()
    if check.omitted > 0 { text += "and \(Plural.counted(check.omitted, "more finding"))\n" }
    text += "\(Plural.counted(check.size, "entry")), root \(check.rootText)\n"
    if check.isWhole { text += "each line is as it was written\n" }
    if let checkpoint {
      if check.isWhole {
        text += "the first \(checkpoint.size) are those of the checkpoint\n"
      }
    } else {
      text += """
        without a checkpoint nobody can know whether the end was cut off or the log rewritten

        """
    }
    return text
  }

  private static func json(_ check: AuditCheck, _ checkpoint: AuditCheckpoint?) -> [UInt8] {
    var text: [UInt8] = []
    text += #"{"size":\#(check.size),"root":"#.utf8
    JSONString.append(check.rootText, to: &text)
    text += #","checkpoint":\#(checkpoint.map { "\($0.size)" } ?? "null"),"findings":["#.utf8
    for (index, finding) in check.findings.enumerated() {
      if index > 0 { text.append(UInt8(ascii: ",")) }
      text += #"{"kind":"\#(finding.kind.rawValue)""#.utf8
      if let line = finding.line { text += #","line":\#(line)"#.utf8 }
      text += #","message":"#.utf8
      JSONString.append(finding.message, to: &text)
      text.append(UInt8(ascii: "}"))
    }
    text += #"],"omitted":\#(check.omitted)}"#.utf8
    return text + [0x0A]
  }
}

struct AuditProve: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "prove", _superCommandName: "weir audit",
    abstract: "Print the proof that an entry is in the log, as RFC 6962 has it.")

  @Argument(help: ArgumentHelp("The audit log.", valueName: "file"))
  var file: String

  @Argument(help: ArgumentHelp("The entry's number, its seq.", valueName: "number"))
  var number: Int

  func run() throws {
    var output = Output(STDOUT_FILENO, name: "the standard output")
    output.bytes += try AuditProof(file, entry: number).inclusion(of: number)
    try output.flush()
  }
}

struct AuditConsistency: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "consistency", _superCommandName: "weir audit",
    abstract: "Print the proof that an older state of the log is the beginning of a newer one.")

  @Argument(help: ArgumentHelp("The audit log.", valueName: "file"))
  var file: String

  @Argument(help: ArgumentHelp("The older size, as a checkpoint says it.", valueName: "old"))
  var old: Int

  @Argument(help: ArgumentHelp("The newer size.", valueName: "new"))
  var new: Int

  func run() throws {
    var output = Output(STDOUT_FILENO, name: "the standard output")
    output.bytes += try AuditProof(file).consistency(old, new)
    try output.flush()
  }
}
