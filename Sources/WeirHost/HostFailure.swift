// Failures outside the language: files, folders, settings, streams. Mistakes in a policy are
// diagnostics and mistakes in a request are input errors; this is everything else. All have one
// shape, so that every message reads alike: a code to search for, what is wrong, the way out.

internal import Weir

/// The name used inside the package.
package typealias Failure = HostFailure

/// Something outside the language that stops the work: a file that is not there, settings that say
/// nothing, a stream that breaks.
public struct HostFailure: Error, Sendable, Equatable {
  /// The one table of such failures; the raw value is what people see.
  public enum Code: String, Sendable, CaseIterable {
    /// The command was asked for what it cannot do.
    case usage
    /// A file or a folder does not exist.
    case notFound = "not-found"
    /// A file or a folder cannot be opened or read.
    case unreadable
    /// A file is expected, and a folder, a pipe or a device is there.
    case notARegularFile = "not-a-file"
    /// A symbolic link to nowhere, where a part of a policy or a suite may be meant to be.
    case danglingLink = "dangling-link"
    /// A part of a policy or a suite whose name, or whose folder's, begins with a dot.
    case hiddenFile = "hidden-file"
    /// A file is larger than what is read of its kind.
    case tooLarge = "too-large"
    /// A file or a stream cannot be written.
    case unwritable
    /// What would be written over is read by the same run, or is of another kind.
    case wouldOverwrite = "would-overwrite"
    /// A path leads to no policy.
    case noPolicy = "no-policy"
    /// A built program is given together with other paths.
    case mixedPolicy = "mixed-policy"
    /// A `.weirc` file is not a program that this version can run.
    case notAProgram = "not-a-program"
    /// A file is not YAML that can be read.
    case invalidYAML = "invalid-yaml"
    /// A file is not JSON that can be read.
    case invalidJSON = "invalid-json"
    /// `weir.yaml` has a setting that there is not.
    case unknownSetting = "unknown-setting"
    /// A setting of `weir.yaml` has a value that it cannot have.
    case invalidSetting = "invalid-setting"
    /// There are no requests in the input.
    case noRequests = "no-requests"
    /// There are no fixtures where they were looked for.
    case noFixtures = "no-fixtures"
    /// The fixtures have no cases.
    case noCases = "no-cases"
    /// A line of approvals is not a record.
    case invalidRecord = "invalid-record"
    /// A file is not a ledger.
    case notALedger = "not-a-ledger"
    /// A ledger was written by a newer version.
    case ledgerNewer = "ledger-newer"
    /// A ledger says what no ledger can say: it was damaged or edited.
    case ledgerDamaged = "ledger-damaged"
    /// Other processes did not let go of the ledger in time.
    case ledgerBusy = "ledger-busy"
    /// The disk that the ledger is on is full.
    case ledgerFull = "ledger-full"
    /// There is no such hold.
    case noHold = "no-hold"
    /// Several holds begin with the same digits.
    case ambiguousKey = "ambiguous-key"
    /// What was shown of a hold has changed since.
    case seenChanged = "seen-changed"
    /// What somebody wants to do with a hold would count for nothing.
    case actRefused = "act-refused"
    /// A file is not a key, or not the one that is meant.
    case invalidKey = "invalid-key"
    /// Another process writes the audit log.
    case auditBusy = "audit-busy"
    /// An audit log is not what it was.
    case auditDamaged = "audit-damaged"
    /// What a host tells of a call cannot be read.
    case invalidEvent = "invalid-event"
    /// A host's event is not one that is asked before a call.
    case unknownEvent = "unknown-event"
    /// A host's tool is not known, and nobody has said what it reaches.
    case unknownTool = "unknown-tool"
    /// A map of a host's events cannot be read.
    case invalidMap = "invalid-map"
    /// A gate's policy, ledger or key lies where those that it guards work.
    case insideWorkingFolder = "inside-working-folder"
    /// What the formatter made of a policy is not the same policy.
    case formatterDefect = "formatter-defect"
    /// A fix of the linter would make a policy that does not compile.
    case fixDefect = "fix-defect"
    /// Whoever read our output has stopped reading, and requests are left that nobody has judged.
    case outputClosed = "output-closed"
  }

  /// Which failure it is.
  public var code: Code
  /// What is wrong, a sentence without a full stop; begins with the path where there is one.
  public var message: String
  /// What to do about it.
  public var hint: String?

  package init(_ code: Code, _ message: String, hint: String? = nil) {
    self.code = code
    self.message = message
    self.hint = hint
  }

  /// The text on standard error: `weir: error[code]: message`, and the hint below.
  package var text: String {
    let head = "weir: error[\(code.rawValue)]: \(VisibleText.escaped(message))\n"
    guard let hint else { return head }
    return head + "  help: \(VisibleText.escaped(hint))\n"
  }
}
