// The row of each host that Weir knows.

internal import Weir

extension AgentHost {
  /// What is true of the host; nil for one that a map describes.
  package var row: HostRow? {
    switch self {
    case .claudeCode: .claudeCode
    case .codex: .codex
    case .copilot: .copilot
    case .cursor: .cursor
    case .gemini: .gemini
    case .mcp: .mcp
    case .custom: nil
    }
  }
}
