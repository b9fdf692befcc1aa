// Gemini CLI: hooks of `settings.json`. A status of 2 blocks if standard error says why; time-outs
// are in milliseconds. No answer of a hook skips the question: rules of the host's own do.

internal import Weir

extension HostRow {
  static let gemini = HostRow(
    name: AgentHost.gemini.rawValue,
    events: [
      AgentEvent(
        name: "BeforeTool",
        // Its own name for a server's tool, `mcp_server_tool`, can be split in several ways.
        server: .optionalMember("mcp_context.server_name", name: "mcp_context.tool_name"),
        form: .statusTwo(grants: false))
    ],
    tools: [
      AgentTool(
        "run_shell_command", .shell, .folder("dir_path"), .folder("directory"),
        .command("command"), .intent("description")),
      AgentTool("read_file", .fileRead, .anyOf([.path("file_path"), .path("absolute_path")])),
      AgentTool("read_many_files", .fileRead, .anyOf([.patterns("include"), .patterns("paths")])),
      AgentTool("write_file", .fileWrite, .path("file_path")),
      AgentTool("replace", .fileWrite, .path("file_path")),
      AgentTool("list_directory", .search, .anyOf([.path("dir_path"), .path("path")])),
      AgentTool("glob", .search, .pattern("pattern", below: ["dir_path", "path"])),
      AgentTool("grep_search", .search, .optionalPath(["dir_path", "path"])),
      AgentTool("search_file_content", .search, .optionalPath(["dir_path", "path"])),
      AgentTool("web_fetch", .httpFetch, .anyOf([.urlsOfText("prompt"), .url("url")])),
      AgentTool("google_web_search", .search),
    ] + others,
    shell: .always(.bash), session: ["session_id"])

  private static let others = [
    "save_memory", "write_todos", "get_internal_docs", "activate_skill", "ask_user",
    "enter_plan_mode", "exit_plan_mode", "update_topic",
  ].map { AgentTool($0, .other) }
}
