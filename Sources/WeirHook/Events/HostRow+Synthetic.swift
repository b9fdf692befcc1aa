// Events as a host would write them, for trying an installed hook: made from the host's row, so
// that they go wherever its own events go.

internal import Weir
internal import WeirHost

extension HostRow {
  /// What a synthetic call does.
  package enum SyntheticCall: Sendable {
    case shell(String)
    case read(String)
    case write(String)
    /// A tool that no host has.
    case unknown
  }

  /// The event of a call in a folder, as the first event of the row tells of it; nil where the host
  /// has no such tool.
  package func synthetic(_ call: SyntheticCall, in folder: String) -> [UInt8]? {
    guard let event = events.first else { return nil }
    var name = "no-such-tool"
    var input: [JSONDocument.Member] = []
    switch call {
    case .unknown: break
    case .shell(let text):
      guard let tool = tools.first(where: { $0.kind == .shell }) else { return nil }
      name = tool.name
      input = HostRow.members(tool.parts, text)
    case .read(let path):
      guard let tool = tools.first(where: { $0.kind == .fileRead }) else { return nil }
      name = tool.name
      input = HostRow.members(tool.parts, path)
    case .write(let path):
      guard let tool = tools.first(where: { $0.kind == .fileWrite }) else { return nil }
      name = tool.name
      input = HostRow.members(tool.parts, path)
    }
    var members: [JSONDocument.Member] = []
    func add(_ member: String?, _ value: JSONDocument) {
      if let member { members.append(.init(ExactString(member), value)) }
    }
    add(event.nameMember, .text(event.name))
    if case .member(let member) = event.tool { add(member, .text(name)) }
    if case .member(let member) = event.input {
      add(member, JSONDocument(.record(input), offset: 0))
    }
    add(session.first, .text("check"))
    add(cwd.first, .text(folder))
    add(folders, JSONDocument(.list([.text(folder)]), offset: 0))
    return Array(JSONDocument(.record(members), offset: 0).json.utf8)
  }

  /// What a tool is given: one text where its first part with a member wants one.
  private static func members(_ parts: [AgentTool.Part], _ text: String) -> [JSONDocument.Member] {
    for part in parts {
      switch part {
      case .command(let member), .commandWords(let member), .powerShell(let member),
        .path(let member):
        return [.init(ExactString(member), .text(text))]
      case .patch(let member):
        let patch = "*** Begin Patch\n*** Add File: \(text)\n+x\n*** End Patch"
        return [.init(ExactString(member), .text(patch))]
      case .anyOf(let parts):
        let inner = members(parts, text)
        if !inner.isEmpty { return inner }
      case .folder, .optionalPath, .patterns, .pattern, .url, .urlsOfText, .server, .intent:
        break
      }
    }
    return []
  }
}
