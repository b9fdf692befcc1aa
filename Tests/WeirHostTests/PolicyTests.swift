// Which files make a policy, and what a policy may see of the machine it is compiled on.

import Foundation
import Testing
import Weir
import WeirTesting

@testable import WeirHost

@Suite struct PolicySourceTests {
  private func paths(_ roots: [String]) throws -> [String] {
    try PolicySource(roots).files.map(\.path)
  }

  @Test func everyPolicyFileBelowInByteOrder() throws {
    let folder = try Folder([
      "b.weir": "", "a/z.weir": "", "a/b/c.weir": "", "B.weir": "", "a.weir.bak": "",
      "data.yaml": "", ".git/x.weir": "", "weir": "", "a.weir~": "", ".a.weir.swp": "",
      "#a.weir#": "",
    ])
    // Emacs' mark on a file that is being edited.
    try folder.link(".#a.weir", to: "ann@host.1234:56")
    #expect(try paths([folder.path]) == ["B.weir", "a/b/c.weir", "a/z.weir", "b.weir"])
    #expect(try paths([folder.path + "/"]) == ["B.weir", "a/b/c.weir", "a/z.weir", "b.weir"])
  }

  @Test func severalRootsMakeOnePolicy() throws {
    let folder = try Folder(["one/a.weir": "1", "two/b.weir": "2", "three/a.weir": "3"])
    #expect(try paths([folder("one"), folder("two")]) == ["a.weir", "b.weir"])
    // The same file twice is one file.
    #expect(try paths([folder("one"), folder("one/a.weir"), folder("one")]) == ["a.weir"])
    // Two of one path keep their roots' names.
    #expect(try paths([folder("three"), folder("one")]) == ["one/a.weir", "three/a.weir"])
    #expect(
      try paths([folder("three"), folder("two"), folder("one/a.weir")])
        == ["one/a.weir", "three/a.weir", "two/b.weir"])
  }

  /// The folder that reaches furthest is a file's root, in whatever order they are given.
  @Test func rootsInOneAnother() throws {
    let folder = try Folder(["a/b/c.weir": "1", "a/d.weir": "2"])
    let roots = [folder("a"), folder("a/b"), folder("a/b/c.weir")]
    for order in [[0, 1, 2], [2, 1, 0], [1, 0, 2], [2, 0, 1]] {
      let source = try PolicySource(order.map { roots[$0] })
      #expect(source.files.map(\.path) == ["b/c.weir", "d.weir"])
      #expect(source.entries.allSatisfy { $0.root == roots[0] })
    }
  }

  @Test func linksAreFollowedOnce() throws {
    let folder = try Folder(["a.weir": "", "..data/b.weir": "", "sub/c.weir": ""])
    try folder.link("loop", to: ".")
    try folder.link("sub/up", to: "..")
    try folder.link("b.weir", to: "..data/b.weir")
    #expect(try paths([folder.path]) == ["a.weir", "b.weir", "sub/c.weir"])
  }

  @Test func whatIsNoPolicy() throws {
    let folder = try Folder(["empty/readme.md": "", "requests.jsonl": "", "x.weir": ""])
    try folder.link("links/broken.weir", to: "gone")
    expect(.noPolicy) { _ = try PolicySource([folder("empty")]) }
    expect(.noPolicy) { _ = try PolicySource([folder("x.weir"), folder("empty")]) }
    expect(.noPolicy) { _ = try PolicySource([folder("requests.jsonl")]) }
    expect(.notFound) { _ = try PolicySource([folder("gone")]) }
    // A policy that should be there and is not might be the one that denies.
    expect(.danglingLink) { _ = try PolicySource([folder("links")]) }
    expect(.mixedPolicy) { _ = try LoadedPolicy([folder("a.weirc"), folder("x.weir")]) }
    try folder.write("a.weirc", "nonsense")
    expect(.notAProgram) { _ = try LoadedPolicy([folder("a.weirc")]) }
  }

  /// What might be the rule that denies is not passed over.
  @Test func whatIsMissing() throws {
    let folder = try Folder([
      "hidden/a.weir": "", "hidden/.b.weir": "", "below/a.weir": "", "below/.h/x/b.weir": "",
      "links/a.weir": "", "circle/a.weir": "", "fifo/a.weir": "", "capitals/A.WEIR": "",
      "editor/a.weir": "", "other/a.weir": "", "bare/a.weir": "", "bare/.weir": "",
    ])
    try folder.link("links/rules", to: "../gone")
    try folder.link("circle/rules", to: "rules")
    try folder.link("editor/.b.weir", to: "gone")
    #expect(mkfifo(folder("fifo/deny.weir"), 0o600) == 0)
    #expect(mkfifo(folder("other/data.yaml"), 0o600) == 0)
    for (name, code) in [
      ("hidden", Failure.Code.hiddenFile), ("below", .hiddenFile), ("links", .danglingLink),
      ("circle", .danglingLink), ("fifo", .notARegularFile), ("editor", .danglingLink),
      ("bare", .hiddenFile),
      ("fifo/deny.weir", .notARegularFile), ("fifo/\0deny.weir", .notFound), ("", .notFound),
    ] {
      expect(code) { _ = try PolicySource([name.isEmpty ? "" : folder(name)]) }
    }
    #expect(try paths([folder("capitals")]) == ["A.WEIR"])
    #expect(try paths([folder("other")]) == ["a.weir"])
    // Named or reached by another name, a hidden file is none.
    #expect(try paths([folder("hidden/.b.weir")]) == [".b.weir"])
    #expect(try paths([folder("hidden"), folder("hidden/.b.weir")]) == [".b.weir", "a.weir"])
    #expect(try paths([folder("below/.h")]) == ["x/b.weir"])
  }

  /// A name that no text can be is not the name of nothing.
  @Test func namesThatAreNotText() throws {
    let folder = try Folder([
      "rule/a.weir": "", "folder/a.weir": "", "link/a.weir": "", "note/a.weir": "",
    ])
    for (name, make) in [
      ("rule/\u{FF}.weir", { close(creat($0, 0o600)) }),
      ("note/\u{FF}.txt", { close(creat($0, 0o600)) }),
      ("folder/\u{FF}", { mkdir($0, 0o700) }), ("link/\u{FF}", { symlink("..", $0) }),
    ] as [(String, (UnsafePointer<CChar>) -> CInt)] {
      // In Latin-1, where the last letter is a byte that UTF-8 does not have.
      let bytes =
        Array((folder.path + "/").utf8) + name.unicodeScalars.map { UInt8($0.value) } + [0]
      let made = bytes.map(CChar.init(bitPattern:)).withUnsafeBufferPointer {
        make($0.baseAddress!)
      }
      #expect(made == 0)
    }
    for name in ["rule", "folder", "link"] {
      expect(.unreadable) { _ = try PolicySource([folder(name)]) }
    }
    #expect(try paths([folder("note")]) == ["a.weir"])
  }

  /// What cannot be looked at is there: as when a folder may be listed and not entered, or a path
  /// is longer than the system takes.
  @Test(arguments: ["deny.weir", ".deny.weir"]) func whatCannotBeLookedAt(_ name: String) throws {
    let folder = try Folder(["a.weir": ""])
    var path = folder.path
    while path.utf8.count < Int(PATH_MAX) - 2 {
      path += "/" + String(repeating: "x", count: min(200, Int(PATH_MAX) - 2 - path.utf8.count))
      #expect(mkdir(path, 0o700) == 0)
    }
    let deepest = open(path, O_RDONLY)
    #expect(close(openat(deepest, name, O_CREAT | O_WRONLY, 0o600)) == 0)
    close(deepest)
    expect(.unreadable) { _ = try PolicySource([folder.path]) }
  }

  @Test func whatIsTooLarge() throws {
    let folder = try Folder(["a.weirc": "", "b.weirc": "", "c.weir": ""])
    #expect(truncate(folder("a.weirc"), 10 << 30) == 0)
    #expect(truncate(folder("c.weir"), 10 << 30) == 0)
    // A header that promises two gigabytes of program.
    try folder.write("b.weirc", "WEIR\0\u{2}\0\0" + String(repeating: "\0", count: 32))
    #expect(truncate(folder("b.weirc"), 2 << 30) == 0)
    expect(.notAProgram) { _ = try LoadedPolicy([folder("a.weirc")]) }
    expect(.notAProgram) { _ = try LoadedPolicy([folder("b.weirc")]) }
    expect(.tooLarge) { _ = try LoadedPolicy([folder("c.weir")]) }
  }

  private func expect(
    _ code: Failure.Code, _ location: SourceLocation = #_sourceLocation, _ body: () throws -> Void
  ) {
    let error = #expect(throws: Failure.self, sourceLocation: location) { try body() }
    #expect(error?.code == code, sourceLocation: location)
  }
}

@Suite struct PolicyEnvironmentTests {
  private enum Outcome: Equatable {
    case document(path: String)
    case outside
    case unreadable(String)
  }

  private func bind(_ path: String, in folder: Folder, root: String, file: String) throws -> Outcome
  {
    let source = try PolicySource([folder(root)])
    let policy = try #require(source.files.first { $0.path == file })
    switch source.environment.document(path, policy) {
    case .success(let document): return .document(path: document.path)
    case .failure(.outsideRoot): return .outside
    case .failure(.unreadable(let why)): return .unreadable(why)
    }
  }

  @Test func documentsLieBelowTheRoot() throws {
    let folder = try Folder([
      "policy/team/a.weir": "", "policy/data/x.yaml": "- 1", "policy/team/y.json": "{\"a\": 1}",
      "secret.yaml": "a: 1", "policy/team/bad.yaml": "a: [", "policy/team/bad.json": "{\n  1}",
      "policy/team/empty.json": "", "policy/team/cut.json": "[1", "policy/team/two.json": "[1][2]",
      "policy/team/twice.json": #"{"a":1,"a":2}"#, "policy/team/x.toml": "",
      "policy-2/z.yaml": "1",
    ])
    try folder.link("policy/link.yaml", to: "../secret.yaml")
    try folder.link("policy/inside.yaml", to: "data/x.yaml")
    #expect(mkfifo(folder("policy/team/fifo.yaml"), 0o600) == 0)
    let table: [(String, Outcome)] = [
      ("y.json", .document(path: "team/y.json")),
      ("../data/x.yaml", .document(path: "data/x.yaml")),
      ("../inside.yaml", .document(path: "data/x.yaml")),
      ("../../secret.yaml", .outside), ("../link.yaml", .outside), ("/etc/passwd", .outside),
      ("../../policy-2/z.yaml", .outside), ("../../gone.yaml", .outside),
      ("gone.yaml", .unreadable("gone.yaml does not exist")),
      ("x.toml", .unreadable("x.toml ends neither in .yaml or .yml nor in .json")),
      ("bad.json", .unreadable("bad.json:2:3: this is not JSON")),
      (
        "empty.json",
        .unreadable(
          "empty.json:1:1: the file has no document; write {} or [] where nothing is meant")
      ),
      ("cut.json", .unreadable("cut.json:1:3: the document ends before it is complete")),
      (
        "two.json",
        .unreadable("two.json:1:4: something follows the document, and only one can be meant")
      ),
      (
        "twice.json",
        .unreadable(#"twice.json:1:8: an object has two members of one name: "a""#)
      ),
      (
        "fifo.yaml",
        .unreadable("fifo.yaml is a FIFO, not a file; put a file in its place, or take it away")
      ),
      (
        "y.json\0.json",
        .unreadable(
          "y.json\0.json does not exist: it has a NUL in it, and no file's name has")
      ),
    ]
    for (path, expected) in table {
      let outcome = try bind(path, in: folder, root: "policy", file: "team/a.weir")
      #expect(outcome == expected, "\(path)")
    }
    guard
      case .unreadable(let why) = try bind(
        "bad.yaml", in: folder, root: "policy", file: "team/a.weir")
    else {
      Issue.record("a broken document was bound")
      return
    }
    #expect(why.hasPrefix("bad.yaml:2:1: "))
  }

  /// Data is held to what a policy's own texts are held to, as far as it stands there unescaped.
  @Test(
    arguments: [
      (
        "x.json", "[\"a\u{200B}\"]",
        "x.json:1:4: an invisible character (U+200B ZERO WIDTH SPACE); "
      ),
      (
        "x.yaml", "# \u{A0}\n  # \u{200B}\n- a\u{A0}b",
        "x.yaml:3:4: an invisible character (U+00A0 "
      ),
      ("x.yaml", "a\u{2060}: 1", "x.yaml:1:2: an invisible character (U+2060 "),
      ("x.yaml", "- \u{E0041}", "as `\\udb40\\udc41`"),
      ("x.yaml", "- a\u{200D}b", "x.yaml:1:4: "), ("x.json", "{\"\u{3164}\": 1}", "x.json:1:3: "),
      ("x.json", "[\"a\u{7F}\"]", "x.json:1:4: an invisible character (U+007F); "),
      ("x.json", "[\"\\u007f\"]", nil),
      ("x.json", "[\"\\u200b\"]", nil), ("x.yaml", "- \"a\\u200b\"", nil),
      ("x.yaml", "- ⚠\u{FE0F} 👩\u{200D}💻", nil), ("x.yaml", "\u{FEFF}- a", nil),
      ("x.yaml", "- Zoë", nil),
    ] as [(String, String, String?)])
  func dataIsVisible(name: String, text: String, expected: String?) throws {
    let folder = try Folder(["policy/a.weir": "", "policy/\(name)": text])
    let outcome = try bind(name, in: folder, root: "policy", file: "a.weir")
    guard let expected else {
      #expect(outcome == .document(path: name))
      return
    }
    guard case .unreadable(let why) = outcome else {
      Issue.record("bound: \(text)")
      return
    }
    #expect(why.contains(expected), "\(why)")
  }

  /// Two folders whose names Swift's library holds equal are two folders.
  @Test func foldersAreTheirBytes() throws {
    let (one, two) = ("r\u{E9}", "re\u{301}")
    let folder = try Folder()
    // (A dictionary of these would have Swift's idea of its keys.)
    for (name, text) in [(one, "1"), (two, "2"), ("all/\(one)", "1"), ("all/\(two)", "2")] {
      try folder.write("\(name)/a.weir", "")
      try folder.write("\(name)/d.yaml", text)
    }
    #expect(try bind("../\(two)/d.yaml", in: folder, root: one, file: "a.weir") == .outside)
    #expect(try bind("d.yaml", in: folder, root: one, file: "a.weir") == .document(path: "d.yaml"))
    // Each file binds what lies beside it.
    let source = try PolicySource([folder("all")])
    #expect(source.files.map(\.path) == ["\(two)/a.weir", "\(one)/a.weir"])
    for file in source.files {
      let document = try source.environment.document("d.yaml", file).get()
      #expect(document.path == Path.folder(of: file.path) + "/d.yaml")
    }
    // So do two roots.
    let roots = try PolicySource([folder("all/\(one)"), folder("all/\(two)")])
    #expect(Set(roots.files.map { ExactString($0.path) }).count == 2)
    for file in roots.files {
      let digest = try roots.environment.document("d.yaml", file).get().digest
      let isFirst = file.path.utf8.elementsEqual("\(one)/a.weir".utf8)
      let other = try bound(isFirst ? "1" : "2")
      #expect(digest == other)
    }
  }

  /// The digest of a document of this text.
  private func bound(_ text: String) throws -> [UInt8] {
    let folder = try Folder(["a.weir": "", "d.yaml": text])
    let source = try PolicySource([folder.path])
    return try source.environment.document("d.yaml", source.files[0]).get().digest
  }

  @Test func digestsAreOfTheBytes() throws {
    let folder = try Folder(["a.weir": "", "d.yaml": "abc"])
    let source = try PolicySource([folder.path])
    let document = try source.environment.document("d.yaml", source.files[0]).get()
    let hex = document.digest.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }
    #expect(hex.joined() == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
  }

  @Test func zonesAreNamesAndNotPaths() throws {
    let folder = try Folder(["a.weir": ""])
    let zones = try PolicySource([folder.path]).environment.zoneRules
    #expect(zones("Europe/Berlin")?.starts(with: "TZif".utf8) == true)
    #expect(zones("America/Argentina/Buenos_Aires") != nil)
    for name in [
      "", "Europe", "Nowhere/City", "../zoneinfo/UTC", "Europe/../UTC", "/UTC", "Europe//Berlin",
      "tzdata.zi", "UTC\0", "./UTC",
    ] {
      #expect(zones(name) == nil, "\(name)")
    }
  }
}
