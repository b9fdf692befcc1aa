// How each event is answered so that its host surely blocks, and how its question is skipped. What
// blocks is the form that the host honours whatever else it reads: where an exit status does, the
// status, because hosts have ignored JSON that said deny.

package import Weir

/// A form of answers.
package enum AnswerForm: Sendable {
  /// Status 2, and the reason on standard error. (Codex and Gemini CLI go on where a status of 2
  /// comes without a reason: a reason is never empty.) Claude Code has a form that grants.
  case statusTwo(grants: Bool)
  /// Status 2, the reason on standard error, and Cursor's JSON, which has a text for the agent.
  case permission
  /// Copilot's JSON and status 0: any other status is a warning there.
  case permissionDecision
  /// The decision of a `PermissionRequest`, as Claude Code and Codex have it; status 2 is not
  /// honoured there.
  case requestDecision
  /// The decision of Copilot's `permissionRequest`: its JSON and status 0, as for its other event.
  case behavior
  /// The result that an MCP client takes for a failed call.
  case toolResult
  /// What a map says.
  case mapped(MappedAnswers)

  /// The answer that blocks.
  ///
  /// - Parameters:
  ///   - reason: one line or several; what does not fit is cut.
  ///   - event: the event, if it could be read; answers of MCP repeat its `id`.
  package func blocking(_ reason: String, event: JSONDocument? = nil) -> HookAnswer {
    let reason = AnswerForm.shown(reason)
    let text = JSONString.literal(ExactString(reason))
    switch self {
    case .statusTwo: return HookAnswer(out: "", error: reason + "\n", status: 2)
    case .permission:
      return HookAnswer(
        out: "{\"permission\":\"deny\",\"user_message\":\(text),\"agent_message\":\(text)}\n",
        error: reason + "\n", status: 2)
    case .permissionDecision:
      return HookAnswer(
        out: "{\"permissionDecision\":\"deny\",\"permissionDecisionReason\":\(text)}\n", error: "",
        status: 0)
    case .requestDecision:
      return HookAnswer(
        out: AnswerForm.request(
          decision: "{\"behavior\":\"deny\",\"message\":\(text)}"), error: "", status: 0)
    case .behavior:
      return HookAnswer(
        out: "{\"behavior\":\"deny\",\"message\":\(text)}\n", error: "", status: 0)
    case .toolResult:
      guard let id = event?[path: "id"] else {
        return HookAnswer(
          out: """
            {"jsonrpc":"2.0","id":null,"error":{"code":-32600,"message":\(text)}}

            """, error: reason + "\n", status: 2)
      }
      return HookAnswer(
        out: """
          {"jsonrpc":"2.0","id":\(id.json),"result":{"content":[{"type":"text","text":\(text)}],\
          "isError":true}}

          """, error: reason + "\n", status: 2)
    case .mapped(let answers): return answers.block.answer(reason)
    }
  }

  /// The answer that skips the host's question; nothing where the host has no such answer.
  package var granting: HookAnswer {
    switch self {
    case .statusTwo(grants: false), .toolResult: return .silence
    case .statusTwo(grants: true):
      return HookAnswer(
        out: """
          {"hookSpecificOutput":{"hookEventName":"PreToolUse","permissionDecision":"allow",\
          "permissionDecisionReason":"weir: allowed"}}

          """, error: "", status: 0)
    case .permission:
      return HookAnswer(out: "{\"permission\":\"allow\"}\n", error: "", status: 0)
    case .permissionDecision:
      return HookAnswer(out: "{\"permissionDecision\":\"allow\"}\n", error: "", status: 0)
    case .requestDecision:
      return HookAnswer(
        out: AnswerForm.request(decision: "{\"behavior\":\"allow\"}"), error: "", status: 0)
    case .behavior: return HookAnswer(out: "{\"behavior\":\"allow\"}\n", error: "", status: 0)
    case .mapped(let answers): return answers.grant?.answer("") ?? answers.silence
    }
  }

  /// Whether a host may take an empty answer for a failure.
  package var wantsAnswers: Bool {
    switch self {
    case .permission: true
    case .statusTwo, .permissionDecision, .requestDecision, .behavior, .toolResult, .mapped: false
    }
  }

  /// The answer of an allow that leaves the host's own question in place.
  package var silent: HookAnswer {
    switch self {
    case .statusTwo, .permission, .permissionDecision, .requestDecision, .behavior, .toolResult:
      .silence
    case .mapped(let answers): answers.silence
    }
  }

  private static func request(decision: String) -> String {
    """
    {"hookSpecificOutput":{"hookEventName":"PermissionRequest","decision":\(decision)}}

    """
  }

  /// How long a reason may be, in bytes: a host cuts what is longer than 10,000 characters, and a
  /// pipe takes 4,096 bytes at once, each of which may be six in JSON.
  static let reasonBytes = 1_200

  /// A reason without what a terminal or a model would not see, and as long as it may be.
  private static func shown(_ reason: String) -> String {
    let text = reason.pieces(between: "\n").map { VisibleText.escaped($0) }.joined(separator: "\n")
    guard text.utf8.count > reasonBytes else { return text }
    var bytes = Array(text.utf8.prefix(reasonBytes))
    // Not within a character.
    while let last = bytes.last, last & 0xC0 == 0x80 { bytes.removeLast() }
    if let last = bytes.last, last >= 0xC0 { bytes.removeLast() }
    return String(decoding: bytes, as: UTF8.self) + "…"
  }
}
