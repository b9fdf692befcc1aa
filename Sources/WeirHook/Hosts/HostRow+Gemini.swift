// Gemini CLI: hooks of `settings.json`. A status of 2 blocks; time-outs are in milliseconds.

internal import Weir

extension HostRow {
  static let gemini = HostRow(
    name: AgentHost.gemini.rawValue,
    events: [AgentEvent(name: "BeforeTool", form: .statusTwo(granting: .decision))],
    tools: [
      AgentTool(
        "run_shell_command", .shell, .command("command"), .folder("dir_path"),
        .intent("description")),
      AgentTool("read_file", .fileRead, .path("file_path")),
      AgentTool("read_many_files", .fileRead, .patterns("include")),
      AgentTool("write_file", .fileWrite, .path("file_path")),
      AgentTool("replace", .fileWrite, .path("file_path")),
      AgentTool("list_directory", .search, .optionalPath("dir_path")),
      AgentTool("glob", .search, .pattern("pattern", below: "dir_path")),
      AgentTool("search_file_content", .search, .optionalPath("dir_path")),
      AgentTool("grep_search", .search, .optionalPath("dir_path")),
      AgentTool("web_fetch", .httpFetch, .urlsOfText("prompt")),
      AgentTool("google_web_search", .search),
      AgentTool("save_memory", .other),
      AgentTool("write_todos", .other),
    ],
    shell: .always(.bash), session: ["session_id"])
}
