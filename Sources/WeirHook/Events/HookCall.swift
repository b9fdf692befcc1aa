// A call that an agent is about to make, whichever host told of it, and the request that it
// becomes.

package import Weir
internal import WeirHost

/// One call of a tool.
package struct HookCall: Sendable {
  package var id: ExactString?
  package var host: ExactString
  package var event: ExactString
  package var tool: ToolKind
  package var name: ExactString
  package var command: ExactString?
  package var dialect: ShellDialect?
  /// Files and folders; nil where the tool has none.
  package var paths: [ExactString]?
  /// Pages; nil where the tool has none.
  package var urls: [ExactString]?
  package var server: ExactString?
  package var arguments: JSONDocument
  package var intent: ExactString?
  package var cwd: ExactString?
  package var session: ExactString?
  package var mode: ExactString?
  package var agent: ExactString?
  /// The folders that the agent works in, as far as the host tells.
  package var folders: [ExactString] = []

  /// The request, as `HookShape` declares it.
  package func request(principal: ExactString, context: JSONDocument?) -> [UInt8] {
    var members: [JSONDocument.Member] = []
    func add(_ name: ExactString, _ value: JSONDocument?) {
      if let value { members.append(JSONDocument.Member(name, value)) }
    }
    func text(_ value: ExactString?) -> JSONDocument? {
      value.map { JSONDocument(.string($0), offset: 0) }
    }
    func list(_ values: [ExactString]?) -> JSONDocument? {
      values.map { values in
        JSONDocument(.list(values.map { JSONDocument(.string($0), offset: 0) }), offset: 0)
      }
    }
    add("id", text(id))
    add("host", text(host))
    add("event", text(event))
    add("tool", text(ExactString(tool.rawValue)))
    add("name", text(name))
    add("command", text(command))
    add("dialect", text(dialect.map { ExactString($0.rawValue) }))
    add("path", text(HookCall.only(paths)))
    add("paths", list(paths))
    add("url", text(HookCall.only(urls)))
    add("urls", list(urls))
    add("server", text(server))
    add("arguments", arguments)
    add("intent", text(intent))
    add("cwd", text(cwd))
    add("session", text(session))
    add("principal", text(principal))
    add("mode", text(mode))
    add("agent", text(agent))
    add("context", context)
    var bytes: [UInt8] = []
    JSONDocument(.record(members), offset: 0).appendJSON(to: &bytes)
    return bytes
  }

  /// The one of them. Of several none is the one: a policy that asks for it is then uncertain, and
  /// does not take the first for all.
  private static func only(_ values: [ExactString]?) -> ExactString? {
    guard let values, values.count == 1 else { return nil }
    return values[0]
  }
}

/// Which language a command is in.
package enum ShellDialect: String, CaseIterable, Sendable {
  case bash
  case sh
  case zsh
  case powershell

  /// That of a shell's program, such as `/bin/zsh`; nil where it is none that we know.
  package init?(program: String) {
    self.init(rawValue: Path.name(of: program))
  }
}
