// `--tool NAME=KIND`: tools that a host has got since this version was made.

internal import Weir
package import WeirHost

/// A tool as the command's flag describes it.
package struct ToolOption: Sendable {
  let name: String
  let kind: ToolKind
  /// The member that says where, or a server's name.
  let member: String?

  static let example = "Run=shell:command"

  /// Reads `NAME=KIND` or `NAME=KIND:MEMBER`.
  package init(_ text: String) throws(Failure) {
    let kinds = ToolKind.allCases.map(\.rawValue).joined(separator: ", ")
    guard let sign = text.utf8.lastIndex(of: UInt8(ascii: "=")), sign > text.utf8.startIndex else {
      throw Failure(
        .usage, "\"\(text)\" says of no tool what it reaches",
        hint: "write --tool NAME=KIND, with one of \(kinds)")
    }
    name = String(decoding: text.utf8[..<sign], as: UTF8.self)
    let parts = String(decoding: text.utf8[sign...].dropFirst(), as: UTF8.self)
      .pieces(between: ":")
    guard let kind = ToolKind(rawValue: parts[0]), parts.count <= 2 else {
      throw Failure(
        .usage, "\"\(parts.joined(separator: ":"))\" is not a kind of tool",
        hint: "use one of \(kinds)")
    }
    self.kind = kind
    member = parts.count == 2 && !parts[1].isEmpty ? parts[1] : nil
    guard member != nil || !needsMember else {
      throw Failure(
        .usage, "--tool \(text) does not say where",
        hint: "name the member: --tool \(name)=\(kind.rawValue):\(usualMember)")
    }
  }

  /// The tool that this describes; nil for one of a server.
  var tool: AgentTool? {
    guard let member else { return AgentTool(name, kind) }
    switch kind {
    case .shell: return AgentTool(name, kind, .command(member))
    case .fileRead, .fileWrite: return AgentTool(name, kind, .path(member))
    case .httpFetch: return AgentTool(name, kind, .url(member))
    case .search: return AgentTool(name, kind, .optionalPath([member]))
    case .agent, .other: return AgentTool(name, kind)
    case .mcp: return nil
    }
  }

  private var needsMember: Bool {
    switch kind {
    case .shell, .fileRead, .fileWrite, .httpFetch, .mcp: true
    case .search, .agent, .other: false
    }
  }

  private var usualMember: String {
    switch kind {
    case .shell: "command"
    case .fileRead, .fileWrite, .search: "path"
    case .httpFetch: "url"
    case .mcp: "SERVER"
    case .agent, .other: ""
    }
  }
}
