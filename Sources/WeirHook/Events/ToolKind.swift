// The kinds of tools that a policy tells apart. Hosts have a hundred names for tools, and add more
// with each version; what matters of a tool is what it reaches.

internal import Weir

/// What a tool reaches.
package enum ToolKind: String, CaseIterable, Sendable {
  /// Runs a text in a shell.
  case shell
  /// Reads a file.
  case fileRead = "file.read"
  /// Makes, changes or removes files.
  case fileWrite = "file.write"
  /// Fetches a page.
  case httpFetch = "http.fetch"
  /// Looks for files, for lines of files, or for pages.
  case search
  /// Starts another agent.
  case agent
  /// Is a tool of an MCP server.
  case mcp
  /// Reaches nothing outside the host: lists of tasks, questions to the person.
  case other
}
