// GitHub Copilot: hooks of `.github/hooks`. Its JSON blocks if the status is 0; a status of 2 is a
// warning, and the call goes on.

internal import Weir

extension HostRow {
  static let copilot = HostRow(
    name: AgentHost.copilot.rawValue,
    events: [
      AgentEvent(name: "PreToolUse", form: .permissionDecision),
      AgentEvent(name: "PermissionRequest", form: .behavior),
      // The events of the other spelling do not say which they are.
      AgentEvent(
        name: "preToolUse", nameMember: nil, tool: .member("toolName"), input: .member("toolArgs"),
        only: "toolArgs", never: ["toolResult", "hook_event_name"], form: .permissionDecision),
    ],
    tools: [
      AgentTool("bash", .shell, .command("command"), .intent("description")),
      AgentTool("powershell", .shell, .powerShell("command"), .intent("description")),
      AgentTool("view", .fileRead, .path("path")),
      AgentTool("create", .fileWrite, .path("path")),
      AgentTool("edit", .fileWrite, .path("path")),
      AgentTool("glob", .search, .pattern("pattern", below: "path")),
      AgentTool("grep", .search, .optionalPath("path")),
      AgentTool("web_fetch", .httpFetch, .url("url")),
      AgentTool("task", .agent, .intent("description")),
    ],
    shell: .always(.bash), session: ["session_id", "sessionId"])
}
