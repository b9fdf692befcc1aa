// Codex: hooks of `hooks.json`. A status of 2 blocks if standard error says why. An allow is not known
// to `PreToolUse`: what skips the question is the answer to `PermissionRequest`.

internal import Weir

extension HostRow {
  static let codex = HostRow(
    name: AgentHost.codex.rawValue,
    events: [
      AgentEvent(name: "PreToolUse", form: .statusTwo(grants: false)),
      AgentEvent(name: "PermissionRequest", form: .requestDecision),
    ],
    tools: [
      AgentTool("Bash", .shell, .commandWords("command"), .intent("description")),
      AgentTool("apply_patch", .fileWrite, .anyOf([.patch("command"), .patch("input")])),
      AgentTool("view_image", .fileRead, .path("path")),
      AgentTool("read_file", .fileRead, .path("file_path")),
      AgentTool("list_dir", .search, .path("dir_path")),
      AgentTool("grep_files", .search, .optionalPath(["path"])),
      AgentTool("web_search", .search),
      AgentTool("spawn_agent", .agent),
      AgentTool("send_input", .agent),
    ] + others,
    id: ["tool_use_id"], session: ["session_id"], mode: ["permission_mode"],
    agent: ["agent_type"])

  private static let others = [
    "update_plan", "wait", "wait_agent", "close_agent", "request_user_input", "tool_search",
  ].map { AgentTool($0, .other) }
}
