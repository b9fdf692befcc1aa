// Cursor: hooks of `hooks.json`. A status of 2 blocks, and its JSON has a text for the agent. With
// `failClosed` an empty answer blocks, too: there an allow has to be said, and `install` says so.

internal import Weir

extension HostRow {
  static let cursor = HostRow(
    name: AgentHost.cursor.rawValue,
    events: [
      AgentEvent(
        name: "preToolUse",
        // It does not say which server's tool it is; the event before the call of a server does.
        server: .prefix("MCP:"), form: .permission),
      AgentEvent(
        name: "beforeShellExecution", tool: .named("Shell"),
        input: .members(["command", "cwd", "sandbox"]), form: .permission),
      AgentEvent(
        name: "beforeMCPExecution",
        server: .members(["mcp_server_name", "mcp_server_url", "url", "command"]),
        form: .permission),
      AgentEvent(
        name: "beforeReadFile", tool: .named("Read"),
        input: .members(["file_path", "attachments"]), form: .permission),
      AgentEvent(
        name: "beforeTabFileRead", tool: .named("Read"), input: .members(["file_path"]),
        form: .permission),
    ],
    tools: [
      AgentTool(
        "Shell", .shell, .folder("working_directory"), .folder("cwd"), .command("command"),
        .intent("description")),
      AgentTool("Read", .fileRead, file),
      AgentTool("Write", .fileWrite, file),
      AgentTool("TabWrite", .fileWrite, file),
      AgentTool("StrReplace", .fileWrite, file),
      AgentTool("Edit", .fileWrite, file),
      AgentTool("MultiEdit", .fileWrite, file),
      AgentTool("Delete", .fileWrite, file),
      patch,
      AgentTool("Grep", .search, .optionalPath(["path", "target_directory"])),
      AgentTool(
        "Glob", .search,
        .anyOf([
          .pattern("glob_pattern", below: ["path", "target_directory"]),
          .pattern("pattern", below: ["path", "target_directory"]),
        ])),
      AgentTool("LS", .search, .optionalPath(["path", "target_directory"])),
      AgentTool("SemanticSearch", .search, .optionalPath(["path"])),
      AgentTool("WebFetch", .httpFetch, .url("url")),
      AgentTool("WebSearch", .search),
      AgentTool("Task", .agent, .intent("description")),
      AgentTool("TodoWrite", .other),
    ],
    id: ["tool_use_id"], session: ["conversation_id", "session_id"], folders: "workspace_roots")

  private static let file = AgentTool.Part.anyOf([
    .path("file_path"), .path("path"), .path("target_file"),
  ])

  private static var patch: AgentTool {
    var tool = AgentTool("ApplyPatch", .fileWrite, .anyOf([.patch("patch"), .patch("input")]))
    tool.textMember = "patch"
    return tool
  }
}
