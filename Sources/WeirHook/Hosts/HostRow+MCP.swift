// Messages of an MCP client, as whoever passes them on sees them. Which server they go to, the
// message does not say: the command's `--server` does.

internal import Weir

extension HostRow {
  static let mcp = HostRow(
    name: AgentHost.mcp.rawValue,
    events: [
      AgentEvent(
        name: "tools/call", nameMember: "method", tool: .member("params.name"),
        input: .member("params.arguments"), server: .given, form: .toolResult)
    ],
    tools: [], cwd: [])
}
