// A host that Weir does not know, as a map describes it: which member of its event is what, which
// tools it has, and what it takes for a block. A map is held to its keys: what is misspelt would
// silently be missing.
//
//     host: pi
//     event: { member: type, names: [before_tool] }
//     tool: call.name
//     arguments: call.input
//     session: session
//     tools:
//       run: { kind: shell, command: cmd, folder: dir }
//       write: { kind: file.write, path: file }
//       think: { kind: other }
//     block: { status: 3, output: '{"allow":false,"why":{reason}}', error: "{reason}" }

internal import Weir
package import WeirHost

extension HostRow {
  /// Reads a map.
  package init(map path: String) throws(Failure) {
    let bytes = try System.read(path, limit: Limits.fileBytes)
    let file = SourceFile(path: path, bytes: bytes)
    let document = try readYAMLFile(
      bytes, name: path, empty: JSONDocument(.record([]), offset: 0))
    try self.init(MapReader(file: file), document)
  }

  private init(_ reader: MapReader, _ document: JSONDocument) throws(Failure) {
    var map = try reader.record(document, "the map")
    let name = try reader.requiredText(&map, "host", of: document)
    guard AgentHost(rawValue: name) == nil else {
      throw reader.wrong(document, "\"\(name)\" is a host that weir knows; give it another name")
    }
    let block = try reader.template(try reader.required(&map, "block", of: document))
    guard block.status != 0 || !block.output.isEmpty else {
      throw reader.wrong(document, "block has neither a status nor an output: it would not block")
    }
    let grant = try map.take("grant").map { value throws(Failure) in try reader.template(value) }
    let silence = try map.take("allow").map { value throws(Failure) in
      try reader.template(value).answer("")
    }
    let form = AnswerForm.mapped(
      MappedAnswers(block: block, grant: grant, silence: silence ?? .silence))
    let tool = AgentEvent.Tool.member(try reader.requiredText(&map, "tool", of: document))
    let input = AgentEvent.Input.member(try reader.requiredText(&map, "arguments", of: document))
    let server: AgentEvent.Server =
      try reader.texts(&map, "server")?.first.map { .optionalMember($0, name: nil) }
      ?? .toolName(.none)
    var event = try reader.record(
      try reader.required(&map, "event", of: document), "event")
    let member = try reader.requiredText(&event, "member", of: document)
    guard let names = try reader.texts(&event, "names"), !names.isEmpty else {
      throw reader.wrong(document, "event has no names: say which events ask before a call")
    }
    try reader.expectEnd(event, "event")
    var tools: [AgentTool] = []
    for tool in try reader.record(try reader.required(&map, "tools", of: document), "tools").members
    {
      tools.append(try reader.tool(tool.name.description, tool.value))
    }
    self.init(
      name: name,
      events: names.map { name in
        AgentEvent(
          name: name, nameMember: member, tool: tool, input: input, server: server, form: form)
      }, tools: tools)
    id = try reader.texts(&map, "id") ?? []
    session = try reader.texts(&map, "session") ?? []
    cwd = try reader.texts(&map, "cwd") ?? []
    folders = try reader.texts(&map, "folders")?.first
    mode = try reader.texts(&map, "mode") ?? []
    agent = try reader.texts(&map, "agent") ?? []
    if let named = try reader.texts(&map, "shell")?.first {
      guard let dialect = ShellDialect(rawValue: named) else {
        throw reader.wrong(document, "\"\(named)\" is not a shell that weir knows")
      }
      shell = .always(dialect)
    }
    try reader.expectEnd(map, "the map")
  }
}

/// Reads a map's parts, and says where it is wrong.
private struct MapReader {
  /// Members that are left to be read.
  struct Members {
    var members: [JSONDocument.Member]

    mutating func take(_ name: String) -> JSONDocument? {
      guard let index = members.firstIndex(where: { $0.name == ExactString(name) }) else {
        return nil
      }
      return members.remove(at: index).value
    }
  }

  let file: SourceFile

  func wrong(_ document: JSONDocument, _ what: String) -> Failure {
    wrong(at: document.offset, what)
  }

  private func wrong(at offset: Int, _ what: String) -> Failure {
    Failure(
      .invalidMap, "\(file.path):\(file.line(at: offset)): \(what)",
      hint: "the page \"The gate in front of agents\" has an example")
  }

  func record(_ document: JSONDocument, _ what: String) throws(Failure) -> Members {
    guard case .record(let members) = document.kind else {
      throw wrong(document, "\(what) is not a record")
    }
    return Members(members: members)
  }

  func required(
    _ members: inout Members, _ name: String, of document: JSONDocument
  ) throws(Failure) -> JSONDocument {
    guard let value = members.take(name) else { throw wrong(document, "\(name) is missing") }
    return value
  }

  func requiredText(
    _ members: inout Members, _ name: String, of document: JSONDocument
  ) throws(Failure) -> String {
    let value = try required(&members, name, of: document)
    guard let text = value.text, !text.bytes.isEmpty else {
      throw wrong(value, "\(name) is not a text")
    }
    return text.description
  }

  /// A text, or a list of some.
  func texts(_ members: inout Members, _ name: String) throws(Failure) -> [String]? {
    guard let value = members.take(name) else { return nil }
    guard let texts = value.texts ?? value.text.map({ [$0] }) else {
      throw wrong(value, "\(name) is neither a text nor a list of texts")
    }
    return texts.map(\.description)
  }

  func template(_ document: JSONDocument) throws(Failure) -> MappedAnswers.Template {
    var members = try record(document, "an answer")
    var template = MappedAnswers.Template()
    if let status = members.take("status") {
      guard case .number(let text) = status.kind, let number = CInt(text),
        (0...125).contains(number)
      else { throw wrong(status, "a status is a whole number from 0 to 125") }
      template.status = number
    }
    template.output = try texts(&members, "output")?.first ?? ""
    template.error = try texts(&members, "error")?.first ?? ""
    try expectEnd(members, "an answer")
    return template
  }

  func tool(_ name: String, _ document: JSONDocument) throws(Failure) -> AgentTool {
    var members = try record(document, name)
    let word = try requiredText(&members, "kind", of: document)
    guard let kind = ToolKind(rawValue: word) else {
      throw wrong(document, "\"\(word)\" is not a kind of tool")
    }
    var parts: [AgentTool.Part] = []
    // The folder comes first: paths are joined to it.
    if let member = try texts(&members, "folder")?.first { parts.append(.folder(member)) }
    if let member = try texts(&members, "command")?.first { parts.append(.commandWords(member)) }
    if let member = try texts(&members, "path")?.first {
      parts.append(kind == .search ? .optionalPath([member]) : .path(member))
    }
    if let member = try texts(&members, "paths")?.first { parts.append(.patterns(member)) }
    if let member = try texts(&members, "url")?.first { parts.append(.url(member)) }
    if let member = try texts(&members, "intent")?.first { parts.append(.intent(member)) }
    try expectEnd(members, name)
    guard kind.needs.isEmpty || kind.needs.contains(where: { document[path: $0] != nil }) else {
      throw wrong(document, "\(name) does not say where: \(kind.needs.joined(separator: " or "))")
    }
    return AgentTool(name, kind, parts)
  }

  func expectEnd(_ members: Members, _ what: String) throws(Failure) {
    guard let extra = members.members.first else { return }
    throw wrong(at: extra.nameOffset, "\(what) has a member \(extra.name), which is not known")
  }
}

extension ToolKind {
  /// What a map must say of a tool of this kind: one of these.
  fileprivate var needs: [String] {
    switch self {
    case .shell: ["command"]
    case .fileRead, .fileWrite: ["path", "paths"]
    case .httpFetch: ["url"]
    case .search, .agent, .mcp, .other: []
    }
  }
}
