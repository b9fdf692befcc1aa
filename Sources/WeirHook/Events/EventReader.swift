// From a host's event to a call. What is not known for sure is a failure, and blocks: a policy that
// is asked about half of a call would allow the other half.

package import Weir
package import WeirHost

/// Reads one host's events.
package struct EventReader: Sendable {
  private let row: HostRow
  private let tools: [AgentTool]
  private let servers: [ToolOption]
  private let dialect: ShellDialect?
  /// The server of events that do not name one.
  private let given: ExactString?

  /// Bytes of an event: a tool that writes a file is given all of it.
  package static let eventBytes = 64 << 20

  /// - Parameters:
  ///   - options: tools that the host has and the row does not know.
  ///   - dialect: what the shell of whoever runs the host speaks; nil if it is not known.
  ///   - server: the MCP server of events that do not name one.
  package init(
    _ row: HostRow, _ options: [ToolOption], dialect: ShellDialect?, server: String?
  ) {
    self.row = row
    given = server.map { ExactString($0) }
    tools = options.compactMap(\.tool) + row.tools
    servers = options.filter { $0.kind == .mcp }
    switch row.shell {
    case .always(let shell): self.dialect = shell
    case .users: self.dialect = dialect
    }
  }

  // MARK: The event

  /// The event's JSON: one object, strictly read.
  package static func document(_ bytes: [UInt8]) throws(Failure) -> JSONDocument {
    // Some hosts begin with the mark of a byte order, or with two.
    var bytes = bytes
    while bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
    let document: JSONDocument
    do throws(InputError) {
      document = try bytes.withUnsafeBufferPointer { (bytes) throws(InputError) in
        try parseJSON(bytes)
      }
    } catch {
      throw Failure(
        .invalidEvent, "the host's event is not JSON: \(error.documentMessage) (byte \(error.byte))"
      )
    }
    guard case .record = document.kind else {
      throw Failure(.invalidEvent, "the host's event is not a JSON object")
    }
    return document
  }

  /// Which event it is.
  package func form(of document: JSONDocument) throws(Failure) -> AnswerForm {
    try event(of: document).form
  }

  private func event(of document: JSONDocument) throws(Failure) -> AgentEvent {
    var told: ExactString?
    for event in row.events {
      if let member = event.nameMember {
        guard let name = document[path: member]?.text else { continue }
        told = told ?? name
        guard name == ExactString(event.name) else { continue }
      }
      if let only = event.only, document[path: only] == nil { continue }
      if event.never.contains(where: { document[path: $0] != nil }) { continue }
      return event
    }
    let known = row.events.map(\.name).joined(separator: ", ")
    throw Failure(
      .unknownEvent,
      told.map { "\($0) is not an event that \(row.name) asks before a call" }
        ?? "the event does not say what it is",
      hint: "weir hook answers \(known)")
  }

  // MARK: The call

  /// The call that an event tells of.
  package func call(_ document: JSONDocument) throws(Failure) -> HookCall {
    let event = try event(of: document)
    let told = try toolName(document, event)
    let input = try input(document, event, of: told)
    var call = HookCall(
      host: ExactString(row.name), event: ExactString(event.name), tool: .other, name: told,
      arguments: input)
    call.id = try text(document, row.id)
    call.session = try text(document, row.session)
    call.cwd = try text(document, row.cwd)
    call.mode = try text(document, row.mode)
    call.agent = try text(document, row.agent)
    if let cwd = call.cwd { call.folders.append(cwd) }
    if let member = row.folders, let list = document[path: member] {
      guard let folders = list.texts else {
        throw malformed("\(member) is not a list of folders")
      }
      call.folders += folders
      // Where the host names no folder, a command starts in the first.
      if call.cwd == nil { call.cwd = folders.first }
    }
    if let (server, name) = try server(document, event, told) {
      call.tool = .mcp
      call.server = server
      call.name = name
      return call
    }
    guard let tool = tool(told) else {
      throw Failure(
        .unknownTool, "\(row.name)'s tool \(VisibleText.escaped(told.description)) is not known",
        hint: "say what it reaches: --tool NAME=KIND, as in --tool \(ToolOption.example)")
    }
    call.tool = tool.kind
    var reader = PartReader(call: call, tool: tool, input: input, dialect: dialect)
    for part in tool.parts { try reader.take(part) }
    return reader.call
  }

  private func tool(_ name: ExactString) -> AgentTool? {
    tools.first { ExactString($0.name) == name }
  }

  private func toolName(_ document: JSONDocument, _ event: AgentEvent) throws(Failure)
    -> ExactString
  {
    switch event.tool {
    case .named(let name): return ExactString(name)
    case .member(let path):
      guard let name = document[path: path]?.text, !name.bytes.isEmpty else {
        throw malformed("\(path) is not the name of a tool")
      }
      return name
    }
  }

  private func input(
    _ document: JSONDocument, _ event: AgentEvent, of told: ExactString
  ) throws(Failure) -> JSONDocument {
    switch event.input {
    case .members(let names):
      return JSONDocument(
        .record(
          names.compactMap { name in
            document[path: name].map { JSONDocument.Member(ExactString(name), $0) }
          }), offset: 0)
    case .member(let path):
      guard var input = document[path: path] else {
        return JSONDocument(.record([]), offset: 0)
      }
      if case .string(let text) = input.kind {
        if let member = tool(told)?.textMember, text.bytes.first != UInt8(ascii: "{") {
          return JSONDocument(
            .record([JSONDocument.Member(ExactString(member), input)]), offset: 0)
        }
        // Some hosts write the record as a text.
        input = try EventReader.document(text.bytes)
      }
      guard case .record = input.kind else { throw malformed("\(path) is not a record") }
      return input
    }
  }

  /// The first of the members that is there, which must be a text; blank is as good as absent.
  private func text(_ document: JSONDocument, _ paths: [String]) throws(Failure) -> ExactString? {
    for path in paths {
      guard let value = document[path: path] else { continue }
      guard let text = value.text else { throw malformed("\(path) is not a text") }
      if !text.bytes.isEmpty { return text }
    }
    return nil
  }

  // MARK: Servers

  /// The MCP server and its own name for the tool; nil where it is not a server's.
  private func server(
    _ document: JSONDocument, _ event: AgentEvent, _ told: ExactString
  ) throws(Failure) -> (server: ExactString?, name: ExactString)? {
    if let option = servers.first(where: { ExactString($0.name) == told }),
      let server = option.member
    {
      var name = told
      switch event.server {
      case .toolName(let naming):
        if let rest = naming.rest(of: told) { name = naming.name(rest, of: server) ?? told }
      case .prefix(let prefix):
        if told.bytes.starts(with: prefix.utf8) {
          name = ExactString(told.description.droppingBytes(prefix.utf8.count))
        }
      case .members, .optionalMember, .given: break
      }
      return (ExactString(server), name)
    }
    switch event.server {
    case .members(let paths):
      guard let server = try text(document, paths) else {
        throw malformed("none of \(paths.joined(separator: ", ")) says which server it is")
      }
      return (server, told)
    case .optionalMember(let path, name: let namePath):
      guard let server = try text(document, [path]) else { return nil }
      return (server, try text(document, namePath.map { [$0] } ?? []) ?? told)
    case .prefix(let prefix):
      guard told.bytes.starts(with: prefix.utf8) else { return nil }
      return (nil, ExactString(told.description.droppingBytes(prefix.utf8.count)))
    case .given:
      guard let given else {
        throw Failure(
          .usage, "nobody says which server the message goes to", hint: "say it: --server NAME")
      }
      return (given, told)
    case .toolName(let naming):
      guard let rest = naming.rest(of: told) else { return nil }
      guard let parts = naming.parts(rest) else {
        throw Failure(
          .unknownTool, "\(told) does not say which part of it is the server",
          hint: "say it: --tool \(told)=mcp:SERVER")
      }
      return parts
    }
  }

  private func malformed(_ what: String) -> Failure {
    Failure(.invalidEvent, "\(row.name)'s event cannot be read: \(what)")
  }
}
