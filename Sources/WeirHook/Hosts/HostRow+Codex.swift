// Codex: hooks of `hooks.json`. A status of 2 blocks if standard error says why.

internal import Weir

extension HostRow {
  static let codex = HostRow(
    name: AgentHost.codex.rawValue,
    events: [
      // It takes no allow from a hook of this event.
      AgentEvent(name: "PreToolUse", form: .statusTwo(granting: nil)),
      AgentEvent(name: "PermissionRequest", form: .requestDecision),
    ],
    tools: [
      AgentTool("Bash", .shell, .commandWords("command"), .intent("description")),
      AgentTool("apply_patch", .fileWrite, .patch("command")),
    ],
    id: ["tool_use_id"], session: ["session_id"], mode: ["permission_mode"],
    agent: ["agent_type"])
}
