// The hosts that `weir hook` answers. What is true of each stands in a row of its own
// (`AgentHost+Row.swift` and the files beside it), and nowhere else.

/// Who asks.
package enum AgentHost: String, CaseIterable, Sendable {
  case claudeCode = "claude-code"
  case codex
  case copilot
  case cursor
  case gemini
  /// Whoever passes on the messages of an MCP client.
  case mcp
  /// Any other, by a map.
  case custom
}
