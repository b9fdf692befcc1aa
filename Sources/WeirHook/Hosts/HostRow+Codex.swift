// Codex: hooks of `hooks.json`. A status of 2 blocks if standard error says why. An allow is not
// known to `PreToolUse`: what skips the question is the answer to `PermissionRequest`.

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
      AgentTool("spawn_agents_on_csv", .agent),
      AgentTool("send_input", .agent),
      AgentTool("send_message", .agent),
      AgentTool("followup_task", .agent),
      AgentTool("read_mcp_resource", .mcp, .server("server")),
    ] + others,
    id: ["tool_use_id"], session: ["session_id"], mode: ["permission_mode"],
    agent: ["agent_type"])

  private static let others = [
    "update_plan", "wait", "wait_agent", "close_agent", "resume_agent", "list_agents",
    "request_user_input", "request_permissions", "tool_search", "list_mcp_resources",
    "list_mcp_resource_templates", "report_agent_job_result",
  ].map { AgentTool($0, .other) }
}
