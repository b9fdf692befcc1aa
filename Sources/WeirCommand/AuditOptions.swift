// `--audit`: every verdict on record before it leaves.

internal import ArgumentParser
internal import Weir
internal import WeirAudit
internal import WeirHost

struct AuditOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Append every verdict to this audit log before it leaves.", valueName: "file"))
  var audit: String?

  @Flag(help: "If the audit log cannot be written, say so and let the verdicts stand.")
  var auditOptional = false

  @Option(
    help: ArgumentHelp("The form of its entries: weir, ocsf or cloudevents.", valueName: "format"))
  var auditFormat: String?

  /// Nil where no log is asked for.
  func log() throws(Failure) -> AuditRecorder? {
    guard let audit else {
      guard !auditOptional, auditFormat == nil else {
        throw Failure(
          .usage, "\(auditOptional ? "--audit-optional" : "--audit-format") says nothing alone",
          hint: "name the log with --audit FILE")
      }
      return nil
    }
    let format =
      try auditFormat.map { text throws(Failure) in
        try choice(text, of: AuditFormat.self, for: "audit format")
      } ?? .weir
    return try AuditRecorder(audit, format, isOptional: auditOptional)
  }
}
