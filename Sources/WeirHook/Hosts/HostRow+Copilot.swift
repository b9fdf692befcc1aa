// GitHub Copilot: hooks of `.github/hooks`. Its JSON blocks if the status is 0. A status of 2 is a
// warning in some versions, after which the call goes on, and two JSON texts in a row are none.

internal import Weir

extension HostRow {
  static let copilot = HostRow(
    name: AgentHost.copilot.rawValue,
    events: [
      // The events of this spelling do not say which they are.
      AgentEvent(
        name: "preToolUse", nameMember: nil, tool: .member("toolName"), input: .member("toolArgs"),
        only: "toolArgs", never: ["toolResult", "hook_event_name"], form: .permissionDecision),
      AgentEvent(
        name: "permissionRequest", nameMember: nil, tool: .member("toolName"),
        input: .member("toolInput"), only: "toolInput", never: ["toolResult", "hook_event_name"],
        form: .behavior),
      AgentEvent(name: "PreToolUse", form: .permissionDecision),
      AgentEvent(name: "PermissionRequest", form: .behavior),
    ],
    tools: named + renamed + editors,
    shell: .always(.bash), session: ["sessionId", "session_id"])

  /// Its own names.
  private static let named =
    [
      AgentTool("bash", .shell, .command("command"), .intent("description")),
      AgentTool("powershell", .shell, .powerShell("command"), .intent("description")),
      AgentTool("view", .fileRead, .path("path")),
      AgentTool("create", .fileWrite, .path("path")),
      AgentTool("edit", .fileWrite, edit),
      AgentTool("str_replace_editor", .fileWrite, edit),
      patch,
      AgentTool("glob", .search, .pattern("pattern", below: ["path"])),
      AgentTool("grep", .search, .optionalPath(["path"])),
      AgentTool("rg", .search, .optionalPath(["path"])),
      AgentTool("web_fetch", .httpFetch, .url("url")),
      AgentTool("web_search", .search),
      AgentTool("task", .agent, .intent("description")),
      AgentTool("show_file", .fileRead, .path("path")),
    ]
    + [
      "ask_user", "update_todo", "report_intent", "task_complete", "exit_plan_mode", "skill",
      "list_bash", "read_bash", "stop_bash", "list_agents", "read_agent", "store_memory",
      "vote_memory", "fetch_copilot_cli_documentation", "think",
    ].map { AgentTool($0, .other) }

  /// What the editor's own agent calls them.
  private static let editors = [
    AgentTool("run_in_terminal", .shell, .command("command"), .intent("explanation")),
    AgentTool("read_file", .fileRead, .path("filePath")),
    AgentTool("create_file", .fileWrite, .path("filePath")),
    AgentTool("replace_string_in_file", .fileWrite, .path("filePath")),
    AgentTool("insert_edit_into_file", .fileWrite, .path("filePath")),
  ]

  /// What the events of the other spelling call them. Several of its tools have one name there.
  private static let renamed = [
    AgentTool("Bash", .shell, .command("command"), .intent("description")),
    AgentTool("Read", .fileRead, .anyOf([.path("path"), .path("file_path")])),
    AgentTool("Write", .fileWrite, .anyOf([.path("path"), .path("file_path")])),
    AgentTool("Edit", .fileWrite, edit),
    AgentTool("Glob", .search, .pattern("pattern", below: ["path"])),
    AgentTool("Grep", .search, .optionalPath(["path"])),
    AgentTool("WebFetch", .httpFetch, .url("url")),
    AgentTool("WebSearch", .search),
    AgentTool("Agent", .agent, .intent("description")),
    AgentTool("AskUserQuestion", .other),
    AgentTool("TodoWrite", .other),
  ]

  private static var patch: AgentTool {
    var tool = AgentTool("apply_patch", .fileWrite, .anyOf([.patch("input"), .patch("patch")]))
    tool.textMember = "input"
    return tool
  }

  private static let edit = AgentTool.Part.anyOf([
    .path("path"), .path("file_path"), .patch("patch"), .patch("input"),
  ])
}
