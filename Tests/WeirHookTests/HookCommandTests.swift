// The installed command, run by shells with programs in the place of `weir` that end in every way.

import Foundation
import Testing
import WeirHost
import WeirTesting

@testable import WeirHook

@Suite struct HookCommandTests {
  private struct End: Equatable {
    var out: String
    var error: String
    var status: Int32
  }

  private static let silence = "weir: the gate did not answer"
  private static let deny =
    #"{"permissionDecision":"deny","permissionDecisionReason":"weir: the gate did not answer"}"#

  private let folder: Folder
  /// A program in a folder whose name has what shells act on.
  private let program: String

  init() throws {
    let name = "it's \"a\" $HOME `x` \\n \\ dir/weir"
    folder = try Folder([name: "", "event": "event"])
    program = folder(name)
  }

  private func stub(_ script: String) throws {
    try Data("#!/bin/sh\n\(script)\n".utf8).write(to: URL(filePath: program))
    chmod(program, 0o755)
  }

  private func run(_ line: String, _ shell: String) throws -> End {
    let process = Process()
    process.executableURL = URL(filePath: shell)
    process.arguments = ["-c", line]
    let (out, error) = (Pipe(), Pipe())
    process.standardOutput = out
    process.standardError = error
    process.standardInput = try FileHandle(forReadingFrom: URL(filePath: folder("event")))
    try process.run()
    let text = String(decoding: out.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    let told = String(decoding: error.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return End(out: text, error: told, status: process.terminationStatus)
  }

  private static let shells: [String] = [
    "/bin/sh", "/bin/bash", "/bin/dash", "/bin/zsh", "/usr/bin/fish",
  ]
  .filter { FileManager.default.isExecutableFile(atPath: $0) }

  private static let words: [HookCommand.Option] = [
    .init("-p", "/a'b/\"c\" $d\\"), .init("--tool", "X=other"), .init("--grant"),
  ]

  private func line(_ host: AgentHost, _ program: String) throws -> String {
    let settings = try host.settings()
    return HookCommand(program: program, host: host, options: Self.words)
      .line(settings.block, settings.shell)
  }

  /// Each case: what `weir` does, and how the command of a host that blocks by status ends.
  @Test(arguments: AgentHost.allCases.filter { (try? $0.settings()) != nil })
  func howeverWeirEnds(_ host: AgentHost) throws {
    let isByStatus: Bool
    if case .status = try host.settings().block { isByStatus = true } else { isByStatus = false }
    let blocked = isByStatus ? "" : Self.deny
    let status: Int32 = isByStatus ? 2 : 0
    let table: [(script: String, out: String, error: String?, status: Int32)] = [
      ("exit 0", "", "", 0), ("cat", "event", "", 0),
      ("printf '{\"a\":1}\\n'", isByStatus ? "{\"a\":1}\n" : "{\"a\":1}", "", 0),
      (
        "echo reason >&2; exit 2", blocked, isByStatus ? "reason\n" : nil, status
      ),
      ("exit 1", blocked, isByStatus ? Self.silence + "\n" : "", status),
      ("exit 127", blocked, isByStatus ? Self.silence + "\n" : "", status),
      ("kill -9 $$", blocked, nil, status), ("kill -SEGV $$", blocked, nil, status),
      ("printf half; kill -9 $$", isByStatus ? "half" : blocked, nil, status),
    ]
    for (script, out, error, status) in table {
      try stub(script)
      for shell in Self.shells {
        let end = try run(try line(host, program), shell)
        #expect(end.out == out, "\(host) \(shell) \(script)")
        #expect(end.status == status, "\(host) \(shell) \(script)")
        if let error { #expect(end.error == error, "\(host) \(shell) \(script)") }
        if status == 2 { #expect(!end.error.isEmpty, "\(host) \(shell) \(script)") }
      }
    }
    // The program is not there, or may not be run.
    try stub("exit 0")
    chmod(program, 0o644)
    for program in [program, "/no/such/weir", folder.path] {
      for shell in Self.shells {
        let end = try run(try line(host, program), shell)
        #expect(end.out == blocked)
        #expect(end.status == status)
        if isByStatus { #expect(end.error.hasSuffix(Self.silence + "\n")) }
      }
    }
  }

  @Test func everyWordArrivesAsItIs() throws {
    try stub(#"for word; do printf '<%s>' "$word"; done"#)
    for host in AgentHost.allCases {
      guard (try? host.settings()) != nil else { continue }
      for shell in Self.shells {
        #expect(
          try run(try line(host, program), shell).out
            == "<hook><--host><\(host.rawValue)><-p></a'b/\"c\" $d\\><--tool><X=other><--grant>")
      }
    }
  }

  @Test func oursIsKnown() throws {
    for host in AgentHost.allCases {
      guard (try? host.settings()) != nil else { continue }
      #expect(HookCommand.isOurs(try line(host, "/opt/guard")))
    }
    for (command, isOurs) in [
      ("weir hook --host claude-code -p x", true), ("'/a b/weir' hook --host codex", true),
      ("\"/a/weir\"  hook -p x --host codex", true),
      ("exec weir hook --host codex || exit 2", true),
      ("out=$(weir hook --host copilot)", true), ("weir hook check --host codex", false),
      ("weir hook", false), ("beweir hook --host x", false), ("weir eval -p hook --host", false),
      ("echo weir; hook --host x", false), ("", false),
    ] {
      #expect(HookCommand.isOurs(command) == isOurs, "\(command)")
    }
  }
}
