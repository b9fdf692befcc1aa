// The request that every host's event becomes, as a policy declares it. `weir hook shape` prints
// this text; a policy of sources that declares no request of its own is compiled with it.

internal import Weir
package import WeirHost

/// The declarations that go with `weir hook`.
package enum HookShape {
  /// The request block.
  package static let request = """
    /// What a coding agent is about to do, as `weir hook` tells it: one shape for all hosts.
    request {
      /// The host's name for this call.
      id?: string
      /// The host, such as "claude-code", or what a map says.
      host: string
      /// The host's name for the event: "PreToolUse", "BeforeTool", "preToolUse".
      event: string
      tool: \(kinds)
      /// The host's name for the tool: "Bash", "Write". For `mcp`, the server's own name for it.
      name: string
      /// What the shell is to run.
      command?: string
      dialect?: "bash" | "sh" | "zsh" | "powershell"
      /// The file that is read or written, or the place that is looked into; absent if there are
      /// several.
      path?: string
      /// All of them, in whatever number.
      paths?: [string]
      /// The page that is fetched; absent if there are several.
      url?: string
      urls?: [string]
      /// The MCP server.
      server?: string
      /// What the tool is given, in the host's words.
      arguments: any
      /// What the agent says the call is for. It may say anything.
      intent?: string
      /// The folder that the agent works in.
      cwd?: string
      session?: string
      /// Who runs the host: the system's user, or who `--principal` names.
      principal: string
      /// How the host asks its person: "default", "plan", "bypassPermissions".
      mode?: string
      /// The agent of an agent.
      agent?: string
      /// What `--context` adds.
      context?: any
    }

    """

  /// What makes holds work: who asks, and what differs from one attempt to the next.
  package static let holds = """
    requester principal
    volatile id, intent

    """

  /// The same for a policy that has no request of its own.
  package static let assumed = AssumedShape(
    request: request, holds: holds, name: "the shape of weir hook")

  /// All of it, as `weir hook shape` prints it.
  package static let text = request + "\n" + holds

  private static let kinds = ToolKind.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: " | ")
}
