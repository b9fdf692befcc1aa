// The golden events: what request each host's event becomes, or why it is none. A case is a file of
// events, one a line, named `HOST.events` or `HOST-TOPIC.events`; lines that begin with `#` are
// words about them.

import Testing
import Weir
import WeirHook
import WeirHost
import WeirTesting

@Suite struct HookEventTests {
  @Test(arguments: GoldenSuite.hook.cases) func requests(_ golden: GoldenCase) throws {
    let host = try #require(
      AgentHost.allCases.first {
        golden.name == $0.rawValue || golden.name.hasPrefix($0.rawValue + "-")
      }?.row)
    var output = ""
    let events = try #require(try SectionedFile(golden.input())["events"])
    for line in events.split(separator: UInt8(ascii: "\n")) {
      if line.first == UInt8(ascii: "#") {
        output += String(decoding: line, as: UTF8.self) + "\n"
      } else {
        output += outcome(Array(line), host) + "\n"
      }
    }
    try golden.check(output)
  }

  private func outcome(_ event: [UInt8], _ host: HostRow) -> String {
    do throws(HostFailure) {
      let document = try EventReader.document(event)
      let reader = EventReader(
        host.row(of: document), [], dialect: .bash, server: host.name == "mcp" ? "files" : nil)
      let request = try reader.call(document).request(principal: "ana", context: nil)
      return String(decoding: request, as: UTF8.self)
    } catch {
      return "blocked [\(error.code.rawValue)]: \(error.message)"
    }
  }
}
