// Cursor: hooks of `hooks.json`. A status of 2 blocks, and its JSON has a text for the agent.

internal import Weir

extension HostRow {
  static let cursor = HostRow(
    name: AgentHost.cursor.rawValue,
    events: [
      AgentEvent(name: "preToolUse", form: .permission),
      AgentEvent(
        name: "beforeShellExecution", tool: .named("Shell"),
        input: .members(["command", "cwd", "sandbox"]), form: .permission),
      AgentEvent(
        name: "beforeMCPExecution", server: .members(["url", "command"]), form: .permission),
      AgentEvent(
        name: "beforeReadFile", tool: .named("Read"),
        input: .members(["file_path", "attachments"]), form: .permission),
    ],
    tools: [
      AgentTool("Shell", .shell, .command("command"), .intent("description")),
      AgentTool("Read", .fileRead, .path("file_path")),
      AgentTool("Write", .fileWrite, .path("file_path")),
      AgentTool("Delete", .fileWrite, .path("file_path")),
      AgentTool("Grep", .search, .optionalPath("path")),
      AgentTool("Task", .agent, .intent("description")),
    ],
    id: ["tool_use_id"], session: ["conversation_id"], folders: "workspace_roots")
}
