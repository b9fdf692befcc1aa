// All that is true of one host. The rows of the hosts that Weir knows stand in files of their own;
// a map makes one more.

package import Weir

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
  package let name: String
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
  /// Other hosts that run this one's hooks.
  var guests: [Guest] = []

  /// A host that runs another one's hooks, with events of its own.
  struct Guest: Sendable {
    let host: AgentHost
    /// A member that its events have.
    let member: String
    /// Members that they have not, and this host's own events have: a member that a later version
    /// adds must not make a guest of the host itself.
    var without: [String] = []
  }

  /// Whether its calls are made in a folder at all: a client of servers has none.
  package var knowsFolders: Bool { name != AgentHost.mcp.rawValue }

  /// The row for an event: a guest's, if it is one's.
  package func row(of event: JSONDocument) -> HostRow {
    let guest = guests.first { guest in
      event[path: guest.member] != nil && guest.without.allSatisfy { event[path: $0] == nil }
    }
    return guest?.host.row ?? self
  }

  /// How a failure is answered before an event is known.
  package var form: AnswerForm { events.first?.form ?? .statusTwo(grants: false) }
}
