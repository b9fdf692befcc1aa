// Installing and uninstalling gives back what was there, to the byte, whatever it was.

import Foundation
import Testing
import Weir
import WeirHost
import WeirTesting

@testable import WeirHook

@Suite struct HookInstallationTests {
  private static let hosts = AgentHost.allCases.filter { (try? $0.settings()) != nil }

  private func installation(_ host: AgentHost, _ folder: Folder) throws -> HookInstallation {
    try HookInstallation(host, at: folder("home/settings.json"), records: folder("state/weir"))
  }

  private func command(_ host: AgentHost, _ program: String = "/usr/bin/weir") -> HookCommand {
    HookCommand(program: program, host: host, options: [.init("-p", "/etc/weir/policy.weirc")])
  }

  private func install(
    _ host: AgentHost, _ folder: Folder, _ program: String = "/usr/bin/weir"
  ) throws {
    let installation = try installation(host, folder)
    try installation.carryOut(try installation.installing(command(host, program)))
    #expect(try installation.commands().count == 1)
  }

  private func uninstall(_ host: AgentHost, _ folder: Folder) throws -> Bool {
    let installation = try installation(host, folder)
    guard let change = try installation.uninstalling() else { return false }
    try installation.carryOut(change)
    return true
  }

  private func bytes(_ folder: Folder) -> [UInt8]? {
    (try? Data(contentsOf: URL(filePath: folder("home/settings.json")))).map { Array($0) }
  }

  private func names(_ folder: Folder) throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: folder.path).sorted()
  }

  @Test func whatWasMadeGoes() throws {
    for host in Self.hosts {
      let folder = try Folder(["other": ""])
      let installation = try installation(host, folder)
      #expect(try !uninstall(host, folder))
      try install(host, folder)
      #expect(System.isTaken(installation.path))
      #expect(try uninstall(host, folder))
      #expect(try names(folder) == ["other", "state", "state/weir"])
      #expect(try !uninstall(host, folder))
    }
  }

  @Test func theRecordIsPrivate() throws {
    let folder = try Folder(["home/settings.json": "{\"secret\": 1}"])
    try install(.claudeCode, folder)
    let record = try #require(System.entries(of: folder("state/weir")).first?.name)
    #expect(record.hasSuffix(".json") && record.utf8.count == 69)
    #expect(try !System.mayOthersRead(folder("state/weir/\(record)")))
    #expect(try uninstall(.claudeCode, folder))
    #expect(try System.entries(of: folder("state/weir")).isEmpty)
  }

  @Test func linksAreFollowed() throws {
    let folder = try Folder(["dot/files.json": "{ }"])
    try folder.link("home/settings.json", to: "../dot/files.json")
    try install(.gemini, folder)
    #expect(System.link(at: folder("home/settings.json")) == "../dot/files.json")
    #expect(try String(contentsOfFile: folder("dot/files.json"), encoding: .utf8) != "{ }")
    #expect(try uninstall(.gemini, folder))
    #expect(System.link(at: folder("home/settings.json")) == "../dot/files.json")
    #expect(try String(contentsOfFile: folder("dot/files.json"), encoding: .utf8) == "{ }")
  }

  /// What is made behind a link has the same name before and after.
  @Test func aHomeMayBeALink() throws {
    let folder = try Folder(["real/other": ""])
    try folder.link("home", to: "real")
    for path in ["home/settings.json", "home/.host/hooks/settings.json"] {
      let installation = try HookInstallation(
        .copilot, at: folder(path), records: folder("state/weir"))
      try installation.carryOut(try installation.installing(command(.copilot)))
      // As another process would see it.
      let later = try HookInstallation(.copilot, at: folder(path), records: folder("state/weir"))
      try later.carryOut(try #require(try later.uninstalling()))
      #expect(try names(folder).filter { $0.hasPrefix("real") } == ["real", "real/other"])
    }
  }

  /// A file stands where a folder would have to.
  @Test func whatCannotBeWrittenLeavesNoRecord() throws {
    let folder = try Folder(["home": ""])
    #expect(throws: Failure.self) { try install(.cursor, folder) }
    #expect(try names(folder) == ["home", "state", "state/weir"])
  }

  @Test func whatSomebodyAddsStays() throws {
    let folder = try Folder()
    try install(.claudeCode, folder)
    let text = try #require(bytes(folder).map { String(decoding: $0, as: UTF8.self) })
    try folder.write("home/settings.json", "{\n  \"model\": \"x\"," + text.dropFirst())
    // Whether it is installed once more in between makes no difference.
    try install(.claudeCode, folder, "/other/weir")
    #expect(try uninstall(.claudeCode, folder))
    #expect(
      bytes(folder).map { String(decoding: $0, as: UTF8.self) } == "{\n  \"model\": \"x\"\n}\n")
  }

  @Test func whatSomebodyTookOutIsNotThere() throws {
    let folder = try Folder(["home/settings.json": "{\"a\": 1}"])
    try install(.codex, folder)
    try folder.write("home/settings.json", "{\"b\": 2}")
    #expect(try !uninstall(.codex, folder))
    try install(.codex, folder)
    #expect(try uninstall(.codex, folder))
    #expect(bytes(folder) == Array("{\"b\": 2}".utf8))
  }

  @Test func aChangeMeanwhileIsNotWrittenOver() throws {
    let folder = try Folder(["home/settings.json": "{}"])
    let installation = try installation(.cursor, folder)
    let change = try installation.installing(command(.cursor))
    try folder.write("home/settings.json", "{\"a\": 1}")
    #expect(throws: Failure.self) { try installation.carryOut(change) }
    #expect(bytes(folder) == Array("{\"a\": 1}".utf8))
  }

  @Test func whatCannotBeReadIsLeft() throws {
    for text in ["{ // mine\n}", "", "[1]", "{\"hooks\": []}", "{\"hooks\": {}} x"] {
      let folder = try Folder(["home/settings.json": text])
      for host in Self.hosts {
        #expect(throws: Failure.self) { try install(host, folder) }
      }
      #expect(bytes(folder) == Array(text.utf8))
      #expect(try names(folder) == ["home", "home/settings.json"])
    }
  }

  @Test func anOffSwitchIsSeen() throws {
    let folder = try Folder(["home/settings.json": "{\"disableAllHooks\": true}"])
    let found = try installation(.claudeCode, folder).offSwitches()
    #expect(found.count == 1 && found[0].hasSuffix("home/settings.json says disableAllHooks: true"))
    #expect(try installation(.gemini, folder).offSwitches() == [])
  }

  /// Texts by chance: whatever is installed, replaced and taken out, all other bytes stay.
  @Test func whateverTheTextIs() throws {
    var random = SplitMix64(seed: baseSeed)
    for _ in 0..<400 {
      let host = random.pick(Self.hosts)
      let settings = try host.settings()
      var generator = SettingsGenerator(random: random, settings: settings)
      let text = generator.document()
      random = generator.random
      let before = Array(text.utf8)
      let folder = try Folder(["home/settings.json": text])
      try install(host, folder)
      let once = try #require(bytes(folder))
      try install(host, folder)
      #expect(bytes(folder) == once, "\(text)")
      // What was put in is in pieces between what was there.
      #expect(isSubsequence(before, of: once), "\(text)")
      #expect(try without(settings, once) == without(settings, before), "\(text)")
      try install(host, folder, "/other/place/weir")
      let other = try #require(bytes(folder))
      #expect(try without(settings, other) == without(settings, before), "\(text)")
      // Without the record it is the same but for blanks.
      var edit = SettingsEdit(other, at: "f", of: settings, made: SettingsEdit.Made.allCases)
      #expect(try edit.remove())
      #expect(try without(settings, edit.bytes) == without(settings, before), "\(text)")
      #expect(try uninstall(host, folder))
      #expect(bytes(folder) == before, "\(text)")
    }
  }

  private func isSubsequence(_ part: [UInt8], of whole: [UInt8]) -> Bool {
    var rest = part[...]
    for byte in whole where byte == rest.first { rest.removeFirst() }
    return rest.isEmpty
  }

  /// The document without our entries, and without what is empty or stands for the version.
  private func without(_ settings: HostSettings, _ bytes: [UInt8]) throws -> String {
    let document = try JSONDocument(parsing: bytes)
    guard case .record(var members) = document.kind else { return document.json }
    members.removeAll { $0.name == "version" }
    if let index = members.firstIndex(where: { $0.name == "hooks" }),
      case .record(var events) = members[index].value.kind
    {
      for (place, event) in events.enumerated() {
        guard case .list(let entries) = event.value.kind else { continue }
        let others = entries.filter { !HookCommand.isOurs($0.json) }
        events[place].value.kind = .list(others)
      }
      events.removeAll { $0.value.json == "[]" }
      members[index].value.kind = .record(events)
      if events.isEmpty { members.remove(at: index) }
    }
    return JSONDocument(.record(members), offset: 0).json
  }
}

/// Settings of all kinds, in all spellings.
private struct SettingsGenerator {
  var random: SplitMix64
  let settings: HostSettings
  /// The line break, and the blanks, that this document has.
  private var blanks: [String] = [""]

  init(random: SplitMix64, settings: HostSettings) {
    self.random = random
    self.settings = settings
    let sets = [
      [""], [" "], ["", " "], ["\n  ", "\n"], ["\r\n\t", "\r\n", " "],
      ["", "\n", "  ", "\t", "\r\n "],
    ]
    blanks = self.random.pick(sets)
  }

  mutating func document() -> String {
    var members: [(String, String)] = []
    for name in ["model", "perm\\u0069ssions", "x"] where random.once(in: 2) {
      members.append((name, value(2)))
    }
    if settings.hasVersion, random.once(in: 2) { members.append(("version", "1")) }
    if !random.once(in: 4) {
      members.insert(("hooks", hooks()), at: random.below(members.count + 1))
    }
    return blank() + record(members) + blank()
  }

  private mutating func hooks() -> String {
    var members: [(String, String)] = []
    if random.once(in: 2) { members.append(("Stop", list([value(2), value(1)]))) }
    if !random.once(in: 3) {
      let count = random.below(3)
      members.append((settings.event, list((0..<count).map { _ in entry() })))
    }
    if random.once(in: 2) { members.append(("Other", value(1))) }
    return record(members)
  }

  private mutating func entry() -> String {
    let handler = record([("type", "\"command\""), (settings.commandMember, "\"audit }]\\\" \"")])
    return settings.isGrouped
      ? record([("matcher", "\"B\""), ("hooks", list([handler]))]) : handler
  }

  private mutating func value(_ depth: Int) -> String {
    switch random.below(depth > 0 ? 7 : 5) {
    case 0: return "null"
    case 1: return random.pick(["-0.0", "1e5", "12E-3", "7"])
    case 2: return random.pick(["true", "false"])
    case 3: return random.pick(["\"\"", "\"é\\u00e9]\"", "\"\\\\\"", "\"{\\\"a\\\": [\""])
    case 4: return random.pick(["[]", "{}"])
    case 5: return list((0..<random.below(3)).map { _ in value(depth - 1) })
    default:
      return record((0..<random.below(3)).map { ("m\($0)", value(depth - 1)) })
    }
  }

  private mutating func record(_ members: [(String, String)]) -> String {
    let items = members.map { "\"\($0.0)\"\(blank()):\(blank())\($0.1)" }
    return "{" + blank() + items.map { $0 + blank() }.joined(separator: "," + blank()) + "}"
  }

  private mutating func list(_ items: [String]) -> String {
    "[" + blank() + items.map { $0 + blank() }.joined(separator: "," + blank()) + "]"
  }

  private mutating func blank() -> String { random.pick(blanks) }
}
