// What each host does with what its hook's command came to. This is the other side of `AnswerForm`:
// `weir hook check` plays the host with it. Where versions differ, the one that goes on counts.

internal import Weir
package import WeirHost

/// What a host does with a call.
package enum HookOutcome: String, Sendable {
  /// It goes on, perhaps with a question of its own.
  case proceeds
  /// It does not run the call.
  case blocks
}

extension AgentHost {
  /// What the host does.
  ///
  /// - Parameter failsClosed: whether the host's own switch is set for this command.
  package func outcome(of run: CommandRun, failsClosed: Bool) -> HookOutcome {
    let status: CInt? = if case .exited(let status) = run.end { status } else { nil }
    let isBlank = run.error.allSatisfy { $0 <= 0x20 }
    let said = try? EventReader.document(run.output)
    switch self {
    case .claudeCode:
      if status == 2 { return .blocks }
      if status == 0 {
        return says(said, "hookSpecificOutput.permissionDecision", "deny") ? .blocks : .proceeds
      }
      return failsClosed ? .blocks : .proceeds
    case .codex:
      if status == 2 { return isBlank ? .proceeds : .blocks }
      let reason = said?[path: "hookSpecificOutput.permissionDecisionReason"]?.text?.bytes ?? []
      return status == 0 && !reason.isEmpty
        && says(said, "hookSpecificOutput.permissionDecision", "deny") ? .blocks : .proceeds
    case .copilot:
      let reason = said?[path: "permissionDecisionReason"]?.text?.bytes ?? []
      return status == 0 && !reason.isEmpty && says(said, "permissionDecision", "deny")
        ? .blocks : .proceeds
    case .cursor:
      if status == 2 || (status == 0 && says(said, "permission", "deny")) { return .blocks }
      if status == 0, says(said, "permission", "allow") { return .proceeds }
      return failsClosed ? .blocks : .proceeds
    case .gemini:
      if status == 2 { return isBlank ? .proceeds : .blocks }
      return status == 0 && says(said, "decision", "deny") ? .blocks : .proceeds
    case .mcp, .custom:
      return status == 0 ? .proceeds : .blocks
    }
  }

  /// What the model is told of a call that was blocked.
  package func reason(of run: CommandRun) -> String {
    guard run.error.isEmpty else { return String(decoding: run.error, as: UTF8.self) }
    let said = try? EventReader.document(run.output)
    return said?[path: "permissionDecisionReason"]?.text?.description ?? ""
  }

  private func says(_ document: JSONDocument?, _ path: String, _ word: ExactString) -> Bool {
    document?[path: path]?.text == word
  }
}
