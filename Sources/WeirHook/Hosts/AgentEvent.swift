// What is known of one event of a host: where in it the call is told of, and how it is answered.

internal import Weir

/// An event that a host asks about before something is done.
struct AgentEvent: Sendable {
  /// Where the tool's name is.
  enum Tool: Sendable {
    /// In a member.
    case member(String)
    /// In the event's kind.
    case named(String)
  }

  /// Where what the tool is given is.
  enum Input: Sendable {
    /// In a member: a record, or JSON that is the text of one.
    case member(String)
    /// In members of the event itself.
    case members([String])
  }

  /// Where a host's name for an MCP server's tool comes from.
  enum Server: Sendable {
    /// The tool's own name: `mcp__server__tool`.
    case toolName(ServerNaming)
    /// The first of these members that is there.
    case members([String])
    /// A member that is there for tools of servers alone, and perhaps one with the tool's own name.
    case optionalMember(String, name: String?)
    /// The tool's own name begins so, and no member says which server it is.
    case prefix(String)
    /// Who runs the hook says it.
    case given
  }

  /// How the event is named in itself.
  let name: String
  /// The member with the name; nil where the host does not say which event it is, and the other
  /// members tell.
  var nameMember: String? = "hook_event_name"
  var tool = Tool.member("tool_name")
  var input = Input.member("tool_input")
  var server = Server.toolName(.doubleUnderscore)
  /// A member that this event has and another one of the same host's has not.
  var only: String?
  /// A member that only events after the fact have.
  var never: [String] = []
  let form: AnswerForm
}
