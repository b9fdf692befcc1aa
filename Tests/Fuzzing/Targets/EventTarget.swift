// What comes to the gate in front of agents: a host's event becomes a request or is refused, and
// every refusal is an answer in the host's form; a host's settings get the hook, and lose it again.

import Weir
import WeirHost

@testable import WeirHook

enum EventTarget {
  static func run(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard let choice = bytes.first else { return }
    let rest = Array(bytes.dropFirst())
    let host = AgentHost.allCases[Int(choice) % AgentHost.allCases.count]
    if choice < 128 { event(rest, host) } else { settings(rest, host) }
  }

  // MARK: Events

  private static func event(_ bytes: [UInt8], _ host: AgentHost) {
    guard let row = host.row else { return }
    var form = row.form
    var document: JSONDocument?
    do throws(HostFailure) {
      let event = try EventReader.document(bytes)
      document = event
      let row = row.row(of: event)
      form = row.form
      let reader = EventReader(row, [], dialect: .bash, server: "files")
      form = try reader.form(of: event)
      let call = try reader.call(event)
      let request = call.request(principal: "ana", context: nil)
      require(request == call.request(principal: "ana", context: nil), "two requests of a call")
      guard let read = try? request.inOwnMemory({ try parseJSON($0) }),
        read[path: "tool"]?.text == ExactString(call.tool.rawValue),
        read[path: "principal"]?.text == "ana"
      else { fatalError("\(host): a request that cannot be read") }
      require((read[path: "path"] == nil) == (call.paths?.count != 1), "\(host): another path")
      answers(form, document, "why \u{202E}\n\"not\"")
    } catch {
      require(!error.message.isEmpty, "\(host): a refusal without a reason")
      answers(form, document, error.message)
    }
  }

  /// A block says something, and JSON that is JSON; a silence is one.
  private static func answers(_ form: AnswerForm, _ event: JSONDocument?, _ reason: String) {
    let block = form.blocking(reason, event: event)
    require(block.status != 0 || !block.out.isEmpty, "a block that says nothing")
    require(block.status == 0 || block.error.count > 1, "a status without a reason")
    require(block.out.count <= 4096 || event?[path: "id"] != nil, "an answer too long for a pipe")
    require(
      block.out.isEmpty || (try? EventReader.document(block.out)) != nil, "a block that is no JSON")
  }

  // MARK: Settings

  private static func settings(_ bytes: [UInt8], _ host: AgentHost) {
    guard let settings = try? host.settings() else { return }
    let command = HookCommand(program: "/bin/weir", host: host, options: [.init("-p", "/a'b")])
    do throws(HostFailure) {
      var before = SettingsEdit(bytes, at: "settings", of: settings)
      // What is ours already is replaced, and does not come back.
      guard try before.commands().isEmpty else { return }
      try before.put(settings.entry(command, seconds: 30))
      require(try before.commands().count == 1, "\(host): the hook is not there")
      var again = SettingsEdit(before.bytes, at: "settings", of: settings, made: before.made)
      try again.put(settings.entry(command, seconds: 30))
      require(again.bytes == before.bytes, "\(host): a hook that is there is put in again")
      require(try again.remove(), "\(host): the hook is not found")
      require(try again.commands().isEmpty, "\(host): the hook is still there")
      // A version that was put in stays where others need it, too, and blanks of a list that was
      // empty may go. (The bytes come back from the record of before, unless somebody has edited
      // the file since.)
      let after = try readJSONFile(again.bytes, name: "after").json
      let old = try readJSONFile(bytes, name: "before").json
      require(
        before.made.contains(.version) || after == old, "\(host): something else has changed")
    } catch {
      require(!error.message.isEmpty, "\(host): a refusal without a reason")
    }
  }
}
