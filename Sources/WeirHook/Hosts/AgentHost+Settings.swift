// The settings of each host. All of them go on with a call when a hook fails; what the host itself
// can be told to do then (`onFailure`, `failClosed`) is in the entry.

internal import Weir
package import WeirHost

extension AgentHost {
  /// Where the host's hooks are installed.
  ///
  /// - Throws: For hosts that have no settings that are known.
  package func settings() throws(Failure) -> HostSettings {
    switch self {
    case .claudeCode:
      return HostSettings(
        projectFile: ".claude/settings.json", userFolder: ".claude", userFile: "settings.json",
        folderVariable: "CLAUDE_CONFIG_DIR", event: "PreToolUse", isGrouped: true,
        hasVersion: false, commandMember: "command", time: ("timeout", 1),
        before: [.init("type", .text("command"))],
        after: [.init("onFailure", .text("block"))], block: .status, shell: .posix,
        offSwitches: [.member("disableAllHooks", "true")],
        switchFiles: [".claude/settings.json", ".claude/settings.local.json"],
        remarks: [
          "Claude Code before 2.1.295 goes on with a call when the hook's time is over, or its "
            + "shell is killed"
        ])
    case .codex:
      return HostSettings(
        projectFile: ".codex/hooks.json", userFolder: ".codex", userFile: "hooks.json",
        folderVariable: "CODEX_HOME", event: "PreToolUse", isGrouped: true, hasVersion: false,
        commandMember: "command", time: ("timeout", 1),
        before: [.init("type", .text("command"))], after: [], block: .status, shell: .users,
        offSwitches: [.line("hooks = false")],
        switchFiles: [".codex/config.toml"],
        remarks: [
          "Codex skips a hook that is new or has changed until somebody trusts it: run /hooks in it"
        ])
    case .copilot:
      return HostSettings(
        projectFile: ".github/hooks/weir.json", userFolder: ".copilot",
        userFile: "hooks/weir.json", folderVariable: "COPILOT_HOME", readsAlso: [.claudeCode],
        event: "preToolUse",
        isGrouped: false, hasVersion: true, commandMember: "bash", time: ("timeoutSec", 1),
        before: [.init("type", .text("command"))], after: [],
        block: .output(
          "{\"permissionDecision\":\"deny\",\"permissionDecisionReason\":"
            + "\"\(HookCommand.silence)\"}"), shell: .posix,
        offSwitches: [.member("disableAllHooks", "true")],
        switchFiles: [
          ".github/copilot/settings.json", ".github/copilot/settings.local.json",
          ".copilot/settings.json",
        ], remarks: [])
    case .cursor:
      return HostSettings(
        projectFile: ".cursor/hooks.json", userFolder: ".cursor", userFile: "hooks.json",
        folderVariable: nil, readsAlso: [.claudeCode], event: "preToolUse", isGrouped: false,
        hasVersion: true, commandMember: "command", time: ("timeout", 1), before: [],
        after: [.init("failClosed", JSONDocument(.bool(true), offset: 0))], block: .status,
        shell: .users, wantsAnswers: true,
        remarks: ["Cursor reads its hooks when it starts: restart it"])
    case .gemini:
      return HostSettings(
        projectFile: ".gemini/settings.json", userFolder: ".gemini", userFile: "settings.json",
        folderVariable: nil, event: "BeforeTool", isGrouped: true, hasVersion: false,
        commandMember: "command", time: ("timeout", 1000),
        before: [.init("name", .text("weir")), .init("type", .text("command"))], after: [],
        block: .status, shell: .posix,
        offSwitches: [
          .member("hooksConfig.enabled", "false"), .member("hooks.enabled", "false"),
          .member("tools.enableHooks", "false"),
          .list("hooksConfig.disabled", of: "weir"),
        ], switchFiles: [".gemini/settings.json"],
        remarks: ["Gemini CLI runs no hook of a project in a folder that is not trusted"])
    case .mcp:
      throw Failure(
        .usage, "an MCP client has no settings for hooks",
        hint: "let whoever passes its messages on give each tools/call to: weir hook --host mcp")
    case .custom:
      throw Failure(
        .usage, "where a custom host has its settings is not known",
        hint: "put into them: weir hook --host custom --map FILE -p POLICY; and block where the "
          + "command ends in any way that the map does not say")
    }
  }
}
