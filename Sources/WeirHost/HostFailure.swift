// What goes wrong outside the language: files, folders, settings, streams. A policy's own mistakes
// are diagnostics, a request's own are input errors; this is everything else, in one shape, so that
// every message a person meets reads alike: a code to search for, what is wrong, the way out.

internal import Weir

/// What everything in the package calls a `HostFailure`.
package typealias Failure = HostFailure

/// Something outside the language that stops the work: a file that is not there, settings that say
/// nothing, a stream that breaks.
public struct HostFailure: Error, Sendable, Equatable {
  /// The one table of such failures; the raw value is what people see.
  public enum Code: String, Sendable, CaseIterable {
    case usage
    case notFound = "not-found"
    case unreadable
    case notARegularFile = "not-a-file"
    /// A symbolic link to nowhere, where a part of a policy or a suite may be meant to be.
    case danglingLink = "dangling-link"
    /// A part of a policy or a suite whose name, or whose folder's, begins with a dot.
    case hiddenFile = "hidden-file"
    case tooLarge = "too-large"
    case unwritable
    /// What would be written over is read by the same run, or is of another kind.
    case wouldOverwrite = "would-overwrite"
    case noPolicy = "no-policy"
    case mixedPolicy = "mixed-policy"
    case notAProgram = "not-a-program"
    case invalidYAML = "invalid-yaml"
    case invalidJSON = "invalid-json"
    case unknownSetting = "unknown-setting"
    case invalidSetting = "invalid-setting"
    case noRequests = "no-requests"
    case noFixtures = "no-fixtures"
    case noCases = "no-cases"
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

  /// As it stands on standard error: `weir: error[code]: message`, and the hint below.
  package var text: String {
    let head = "weir: error[\(code.rawValue)]: \(escaped(message))\n"
    guard let hint else { return head }
    return head + "  help: \(escaped(hint))\n"
  }
}
