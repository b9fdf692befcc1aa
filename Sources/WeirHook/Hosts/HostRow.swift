// All that is true of one host. The rows of the hosts that Weir knows stand in files of their own;
// a map makes one more.

internal import Weir

/// A host's events, tools and answers.
package struct HostRow: Sendable {
  /// Whose language a command is in.
  enum Shell: Sendable {
    /// The host starts this one.
    case always(ShellDialect)
    /// The host starts the shell of whoever runs it.
    case users
  }

  /// The host's name in requests.
  let name: String
  /// The first one's form answers where no event can be read.
  let events: [AgentEvent]
  let tools: [AgentTool]
  var shell = Shell.users
  /// Members of the event, each by its first name that is there.
  var id: [String] = []
  var session: [String] = []
  var cwd: [String] = ["cwd"]
  /// A list of the folders that are worked in.
  var folders: String?
  var mode: [String] = []
  var agent: [String] = []

  /// How a failure is answered before an event is known.
  package var form: AnswerForm { events.first?.form ?? .statusTwo(granting: nil) }
}
