// One installed hook, tried: a call that may run, calls that must not, and every way to fail.

internal import Weir
internal import WeirHook
internal import WeirHost

/// The tries of one hook.
struct HookTries {
  private let host: AgentHost
  private let row: HostRow
  private let handler: InstalledHandler
  /// The host's settings.
  private let settings: String
  /// Where the calls are made.
  private let folder = System.workingDirectory

  private(set) var text = ""
  /// Whether nothing runs that must not, and nothing decides that the agent may write.
  private(set) var isSound = true

  /// What an agent asks for that most policies allow.
  private static let harmless = ["pwd", "ls", "git status"]

  init(_ host: AgentHost, _ row: HostRow, _ handler: InstalledHandler, settings: String) {
    self.host = host
    self.row = row
    self.handler = handler
    self.settings = settings
  }

  /// Tries everything.
  mutating func run(_ allowed: [UInt8]?) throws(Failure) {
    try tryAllow(allowed)
    let call = event(.shell("pwd"))
    try expectBlock("deny", call, .deny)
    try expectBlock("hold", call, .hold)
    try expectBlock("garbage", Array("{\"".utf8), .judge)
    try expectBlock("no event", [], .judge)
    try expectBlock("unknown tool", event(.unknown), .judge)
    try expectBlock("crash", call, .crash)
    try expectBlock("killed", call, .killed)
    try expectBlock("time-out", call, .timeOut)
    try tryFiles(call)
  }

  // MARK: Tries

  private func event(_ call: HostRow.SyntheticCall) -> [UInt8] {
    row.synthetic(call, in: folder) ?? []
  }

  private func play(
    _ event: [UInt8], _ rehearsal: HookRehearsal
  ) throws(Failure) -> (CommandRun, HookOutcome) {
    let run = try CommandRun.shell(
      handler.command, [(HookRehearsal.variable, rehearsal.rawValue)], input: event,
      milliseconds: handler.milliseconds)
    return (run, host.outcome(of: run, failsClosed: handler.failsClosed))
  }

  private mutating func tryAllow(_ event: [UInt8]?) throws(Failure) {
    var tries: [(String, [UInt8])] = event.map { [("the event given", $0)] } ?? []
    if tries.isEmpty {
      tries = HookTries.harmless.map { ("`\($0)`", self.event(.shell($0))) }
      tries.append(("reading README.md", self.event(.read(Path.join(folder, "README.md")))))
    }
    for (words, call) in tries {
      let (_, outcome) = try play(call, .judge)
      if outcome == .proceeds { return tell("allow", outcome, words) }
    }
    let words = tries.map(\.0).joined(separator: ", ")
    tell("allow", .blocks, "the policy does not allow \(words)")
    if event != nil { isSound = false }
  }

  private mutating func expectBlock(
    _ name: String, _ event: [UInt8], _ rehearsal: HookRehearsal
  ) throws(Failure) {
    let (run, outcome) = try play(event, rehearsal)
    tell(name, outcome, HookTries.words(run.end))
    if outcome == .proceeds { isSound = false }
  }

  private static func words(_ end: ChildProcess.End) -> String {
    switch end {
    case .exited(let status): "status \(status)"
    case .killed(let signal): "ended by signal \(signal)"
    case .timedOut: "the host's time was over"
    }
  }

  private mutating func tell(_ name: String, _ outcome: HookOutcome, _ words: String) {
    let name = name + String(repeating: " ", count: max(1, 14 - name.utf8.count))
    text += "  \(name)\(outcome.rawValue)  \(VisibleText.escaped(words))\n"
  }

  // MARK: What decides

  /// Tries to write what decides. That its owner may write it is not the policy's failing, and told
  /// all the same: what an agent runs has the rights of the person who runs the agent.
  private mutating func tryFiles(_ call: [UInt8]) throws(Failure) {
    let (run, _) = try play(call, .files)
    let said = host.reason(of: run)
    var writable: [String] = []
    for path in [settings] + HookTries.files(in: said) {
      let (_, outcome) = try play(event(.write(path)), .judge)
      if outcome == .proceeds {
        text += "  warning: the policy lets the agent write \(VisibleText.escaped(path))\n"
        isSound = false
      }
      if System.mayWrite(path) { writable.append(VisibleText.escaped(path)) }
    }
    guard !writable.isEmpty else { return }
    text += """
        warning: you may write \(writable.joined(separator: ", ")), and so may what an agent runs: \
      let somebody else own what decides

      """
  }

  /// The files of lines such as `policy: /etc/weir/agents.weirc`.
  private static func files(in text: String) -> [String] {
    text.pieces(between: "\n").compactMap { line in
      guard let colon = line.utf8.firstIndex(of: UInt8(ascii: ":")) else { return nil }
      let path = String(decoding: line.utf8[colon...].dropFirst(2), as: UTF8.self)
      return path.hasPrefix("/") ? path : nil
    }
  }
}
