// The recipe for webhooks on the page about approvals, tried against a server that fails, hangs and
// comes back. Skipped where there is no Python or no curl.

import Foundation
import Testing
import WeirTesting

@Suite struct WebhookRecipeTests {
  private static let python = ProcessInfo.processInfo.environment["WEIR_PYTHON"] ?? "python3"

  private static let isPossible =
    (try? Shell.run(
      "command -v curl && \(python) -c 'import http.server'", in: GoldenSuite.root))?.status == 0

  /// The recipe, as the page prints it.
  private static func recipe() throws -> String {
    let page = try String(
      contentsOf: GoldenSuite.root.appending(path: "Sources/Weir/Weir.docc/Approvals.md"),
      encoding: .utf8)
    let blocks = page.components(separatedBy: "```sh\n").dropFirst()
    let block = try #require(blocks.first { $0.hasPrefix("#!/bin/sh") })
    return String(block.prefix(upTo: try #require(block.range(of: "```")).lowerBound))
  }

  @Test(.enabled(if: isPossible))
  func everyNoticeArrivesOnceItIsTaken() throws {
    let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    let folder = try Folder(["post": try Self.recipe(), "secret": secret + "\n"])
    let server = GoldenSuite.root.appending(path: "Tests/Oracles/webhook_server.py").path
    let session = """
      \(Self.python) '\(server)' \(secret) log > port 2> /dev/null < /dev/null &
      trap "kill -9 $!" EXIT
      until [ -s port ]; do sleep 0.1; done
      url=http://127.0.0.1:$(cat port)
      printf 'requester who\\nhold h when true needs 1 of group "g" within 1h\\n' > p.weir
      printf 'notify hooks "%s/a", hooks "%s/b"\\n' $url $url >> p.weir
      chmod +x post
      echo '{"who":"eve"}' | weir eval -p p.weir --holds h.db --clock 2026-05-01T10:00:00Z > verdict
      for minute in 01 02 03 04 05; do
        weir holds notify --holds h.db --once --timeout 2s --clock 2026-05-01T10:$minute:00Z \
          --channel hooks=webhook:./post --secret secret 2>> problems
      done
      weir holds notify --holds h.db --once --clock 2026-05-01T10:06:00Z \
        --channel hooks=webhook:./post --secret secret; echo "status $?"
      """
    let result = try Shell.run(session, in: folder.url)
    #expect(result.output == "status 0\n")
    let log = try String(contentsOfFile: folder("log"), encoding: .utf8).split(separator: "\n")
    #expect(log.count == 2)
    #expect(Set(log.map { $0.split(separator: " ")[0] }).count == 2)
    #expect(log.allSatisfy { $0.contains(" signed ") })
    let problems = try String(contentsOfFile: folder("problems"), encoding: .utf8)
    #expect(problems.contains("the program ended with status 22"))
    #expect(problems.contains("the program took too long"))
  }
}
