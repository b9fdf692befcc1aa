// Claude Code: hooks of `settings.json`. A hook blocks by status 2 whatever else it says; JSON that
// says deny was ignored by some versions.

internal import Weir

extension HostRow {
  static let claudeCode = HostRow(
    name: AgentHost.claudeCode.rawValue,
    events: [
      AgentEvent(name: "PreToolUse", form: .statusTwo(grants: true)),
      AgentEvent(name: "PermissionRequest", form: .requestDecision),
    ],
    tools: shells + files + [
      AgentTool("Glob", .search, .pattern("pattern", below: ["path"])),
      AgentTool("Grep", .search, .optionalPath(["path"])),
      AgentTool("LS", .search, .optionalPath(["path"])),
      AgentTool("WebFetch", .httpFetch, .url("url")),
      AgentTool("WebSearch", .search),
      AgentTool("Task", .agent, .intent("description")),
      AgentTool("Agent", .agent, .intent("description")),
      AgentTool("SendMessage", .agent),
      AgentTool("CronCreate", .agent),
      AgentTool("ScheduleWakeup", .agent),
      AgentTool("ReadMcpResourceTool", .mcp, .server("server")),
    ] + others,
    id: ["tool_use_id"], session: ["session_id"], mode: ["permission_mode"],
    agent: ["agent_type", "agent_id"],
    guests: [
      Guest(host: .cursor, member: "cursor_version"),
      Guest(
        host: .copilot, member: "timestamp",
        without: ["tool_use_id", "permission_mode", "transcript_path", "prompt_id"]),
    ])

  private static let shells = [
    AgentTool("Bash", .shell, .command("command"), .intent("description")),
    AgentTool("PowerShell", .shell, .powerShell("command"), .intent("description")),
    AgentTool(
      "Monitor", .shell, .anyOf([.command("command"), .url("ws.url")]), .intent("description")),
  ]

  private static let files = [
    AgentTool("Read", .fileRead, .path("file_path")),
    AgentTool("NotebookRead", .fileRead, .path("notebook_path")),
    AgentTool("Write", .fileWrite, .path("file_path")),
    AgentTool("Edit", .fileWrite, .path("file_path")),
    AgentTool("MultiEdit", .fileWrite, .path("file_path")),
    AgentTool("NotebookEdit", .fileWrite, .path("notebook_path")),
    AgentTool("LSP", .fileRead, .anyOf([.path("filePath"), .path("file_path")])),
  ]

  private static let others = [
    "BashOutput", "KillShell", "KillBash", "TodoWrite", "TodoRead", "ExitPlanMode",
    "EnterPlanMode", "AskUserQuestion", "Skill", "SlashCommand", "TaskCreate", "TaskGet",
    "TaskList", "TaskUpdate", "TaskOutput", "TaskStop", "ToolSearch", "EnterWorktree",
    "ExitWorktree", "ListAgents", "CronList", "CronDelete", "ListMcpResourcesTool",
    "WaitForMcpServers",
  ].map { AgentTool($0, .other) }
}
