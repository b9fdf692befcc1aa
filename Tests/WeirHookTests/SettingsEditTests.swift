// What an entry's way into somebody's settings does to their text: tables of before and after.

import Testing
import Weir
import WeirHost

@testable import WeirHook

@Suite struct SettingsEditTests {
  private func edited(
    _ text: String?, _ host: AgentHost = .cursor, program: String = "/weir"
  ) throws -> String {
    let settings = try host.settings()
    var edit = SettingsEdit(text.map { Array($0.utf8) }, at: "f.json", of: settings)
    try edit.put(
      settings.entry(HookCommand(program: program, host: host, options: []), seconds: 30))
    return String(decoding: edit.bytes, as: UTF8.self)
  }

  /// The text with the command's own text made short, so that a case can be read.
  private func short(_ text: String, _ host: AgentHost = .cursor) throws -> String {
    var short = text
    for program in ["/weir", "/other/weir"] {
      let settings = try host.settings()
      let line = HookCommand(program: program, host: host, options: [])
        .line(settings.block, settings.shell)
      short = short.replacing(JSONDocument.text(line).json, with: "\"\(program)\"")
    }
    return short
  }

  @Test func aNewFile() throws {
    #expect(
      try short(edited(nil)) == """
        {
          "version": 1,
          "hooks": {
            "preToolUse": [
              {
                "command": "/weir",
                "timeout": 30,
                "failClosed": true
              }
            ]
          }
        }

        """)
    #expect(
      try short(edited(nil, .claudeCode), .claudeCode) == """
        {
          "hooks": {
            "PreToolUse": [
              {
                "matcher": "*",
                "hooks": [
                  {
                    "type": "command",
                    "command": "/weir",
                    "timeout": 30,
                    "onFailure": "block"
                  }
                ]
              }
            ]
          }
        }

        """)
  }

  /// Tabs, a blank before the colon, no line feed at the end: all as it was.
  @Test func indentationIsKept() throws {
    #expect(
      try short(edited("{\n\t\"version\" : 1,\n\t\"hooks\" : {\n\t\t\"stop\" : []\n\t}\n}"))
        == """
        {
        \t"version" : 1,
        \t"hooks" : {
        \t\t"stop" : [],
        \t\t"preToolUse" : [
        \t\t\t{
        \t\t\t\t"command" : "/weir",
        \t\t\t\t"timeout" : 30,
        \t\t\t\t"failClosed" : true
        \t\t\t}
        \t\t]
        \t}
        }
        """)
  }

  /// Each case: before, after.
  @Test(arguments: [
    // On one line, with blanks and without.
    (
      #"{"version": 1, "hooks": {"preToolUse": [{"command": "a"}]}}"#,
      #"{"version": 1, "hooks": {"preToolUse": [{"command": "a"}, "#
        + #"{"command": "/weir", "timeout": 30, "failClosed": true}]}}"#
    ),
    (
      #"{"version":1,"hooks":{"preToolUse":[]}}"#,
      #"{"version":1,"hooks":{"preToolUse":["#
        + #"{"command":"/weir","timeout":30,"failClosed":true}]}}"#
    ),
    // A list on one line, in a document of several.
    (
      "{\n  \"version\": 1,\n  \"hooks\": {\n    \"preToolUse\": [{\"command\": \"a\"}]\n  }\n}\n",
      "{\n  \"version\": 1,\n  \"hooks\": {\n    \"preToolUse\": [{\"command\": \"a\"}, "
        + "{\"command\": \"/weir\", \"timeout\": 30, \"failClosed\": true}]\n  }\n}\n"
    ),
    // An empty list that is open, and line ends of another system.
    (
      "{\r\n \"version\": 1,\r\n \"hooks\": {\r\n  \"preToolUse\": [\r\n  ]\r\n }\r\n}\r\n",
      "{\r\n \"version\": 1,\r\n \"hooks\": {\r\n  \"preToolUse\": [\r\n   {\r\n"
        + "    \"command\": \"/weir\",\r\n    \"timeout\": 30,\r\n    \"failClosed\": true\r\n"
        + "   }\r\n  ]\r\n }\r\n}\r\n"
    ),
    // Numbers, escapes and the order of members are the owner's.
    (
      "{\"x\":1.50e+00,\n\"version\":1,\n\"\\u0068ooks\":{\"preToolUse\":[]}}",
      "{\"x\":1.50e+00,\n\"version\":1,\n\"\\u0068ooks\":{\"preToolUse\":["
        + #"{"command":"/weir","timeout":30,"failClosed":true}]}}"#
    ),
    // Brackets and quotes in strings are no structure.
    (
      #"{"version": 1, "a": "]}\"{[", "hooks": {"preToolUse": [{"command": "}]\\"}]}}"#,
      #"{"version": 1, "a": "]}\"{[", "hooks": {"preToolUse": [{"command": "}]\\"}, "#
        + #"{"command": "/weir", "timeout": 30, "failClosed": true}]}}"#
    ),
  ])
  func everyOtherByteIsKept(before: String, after: String) throws {
    #expect(try short(edited(before)) == after)
  }

  @Test func anEmptyDocument() throws {
    #expect(
      try short(edited("{}\n")) == """
        {
          "version": 1,
          "hooks": {
            "preToolUse": [
              {
                "command": "/weir",
                "timeout": 30,
                "failClosed": true
              }
            ]
          }
        }

        """)
  }

  @Test func ofOursThereIsOne() throws {
    let once = try edited("{\"version\": 1, \"hooks\": {\"stop\": []}}")
    #expect(try edited(once) == once)
    let other = try edited(once, program: "/other/weir")
    #expect(other == once.replacing("/weir", with: "/other/weir"))
    // Whatever stands twice, is written by hand, or is one of a group.
    let mixed = """
      {"hooks": {"PreToolUse": [
        {"matcher": "Bash", "hooks": [
          {"type": "command", "command": "audit"},
          {"type": "command", "command": "weir hook --host claude-code -p old"}
        ]},
        {"hooks": [{"type": "command", "command": "'/old/weir' hook --host claude-code"}]},
        {"hooks": [{"type": "command", "command": "weir hook --host claude-code"}]},
        {"matcher": "Edit", "hooks": [{"type": "command", "command": "weir hook check"}]}
      ]}}
      """
    let clean = try short(edited(mixed, .claudeCode), .claudeCode)
    #expect(
      clean == """
        {"hooks": {"PreToolUse": [
          {"matcher": "Bash", "hooks": [
            {"type": "command", "command": "audit"}
          ]},
          {"matcher": "*", "hooks": [{"type": "command", "command": "/weir", "timeout": 30, \
        "onFailure": "block"}]},
          {"matcher": "Edit", "hooks": [{"type": "command", "command": "weir hook check"}]}
        ]}}
        """)
  }

  /// Each case: the text, and where it is told to be wrong.
  @Test(arguments: [
    ("{\n  // mine\n  \"hooks\": {}\n}", "f.json:2:3"), ("", "f.json"), ("[]", "f.json"),
    ("null", "f.json"), ("{\"version\": 1, \"hooks\": []}", "f.json:1:25"),
    ("{\"version\": 1, \"hooks\": {\"preToolUse\": {}}}", "f.json:1:40"),
    ("{\"version\": 1, \"hooks\": null}", "f.json:1:25"), ("{\"version\": 2}", "f.json:1:13"),
    ("{\"a\": 1, \"a\": 2}", "f.json:1:10"), ("{\"a\": 1,}", "f.json:1:9"),
    ("{} {}", "f.json:1:4"), ("{\"a\": \"\u{FFFD}\"", "f.json"),
  ])
  func whatCannotBeEditedIsShown(text: String, place: String) throws {
    do {
      _ = try edited(text)
      Issue.record("edited \(text)")
    } catch let failure as Failure {
      #expect(failure.code == .invalidJSON)
      #expect(failure.message.hasPrefix(place), "\(failure.message)")
      #expect(failure.hint?.contains(#"{"version": 1, "hooks": {"preToolUse": [{"#) ?? false)
    }
  }

  /// Each case: what stands around the hook, and whether every call comes to it.
  @Test(arguments: [
    (#"{"PreToolUse": [{"hooks": [H]}]}"#, true),
    (#"{"PreToolUse": [{"matcher": "", "hooks": [H]}]}"#, true),
    (#"{"PreToolUse": [{"matcher": "*", "hooks": [{"command": "audit"}, H]}]}"#, true),
    (#"{"PreToolUse": [{"matcher": "Bash", "hooks": [H]}]}"#, false),
    (#"{"PreToolUse": [{"matcher": ["*"], "hooks": [H]}]}"#, false),
    (#"{"PermissionRequest": [{"matcher": "*", "hooks": [H]}]}"#, false),
  ])
  func whatIsAskedAboutIsKnown(_ hooks: String, _ isForEveryCall: Bool) throws {
    let text =
      "{\"hooks\": "
      + hooks.replacing("H", with: #"{"command": "weir hook --host claude-code"}"#) + "}"
    let edit = SettingsEdit(Array(text.utf8), at: "f", of: try AgentHost.claudeCode.settings())
    #expect(try edit.installed().map(\.isForEveryCall) == [isForEveryCall])
  }

  @Test func onlyOursGoes() throws {
    let settings = try AgentHost.cursor.settings()
    let before = "{\n  \"version\": 1,\n  \"hooks\": {\"stop\": [ ]}\n}"
    var edit = SettingsEdit(Array(before.utf8), at: "f", of: settings)
    let entry = settings.entry(
      HookCommand(program: "/weir", host: .cursor, options: []), seconds: 30)
    try edit.put(entry)
    #expect(edit.made == [.event])
    #expect(try edit.commands().count == 1)
    #expect(try edit.remove())
    #expect(String(decoding: edit.bytes, as: UTF8.self) == before)
    #expect(try !edit.remove())
    // What the owner had stays, also when it is empty.
    var other = SettingsEdit(
      Array("{\"version\":1,\"hooks\":{\"preToolUse\":[]}}".utf8), at: "f", of: settings)
    let whole = other.bytes
    try other.put(entry)
    #expect(try other.remove())
    #expect(other.bytes == whole)
  }
}
