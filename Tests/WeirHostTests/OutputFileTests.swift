// Files are written whole or not at all, and never over what should stay.
// (Tests/Cases/command/outputs shows the same from outside.)

import Foundation
import Testing
import WeirTesting

@testable import WeirHost

@Suite struct OutputFileTests {
  private let bytes = Array("new\n".utf8)

  /// Who may write in the folder can put a link where the new file will be, if its name can be
  /// guessed.
  @Test func nothingPlantedIsFollowed() throws {
    let folder = try Folder(["victim": "precious"])
    for name in ["out.\(getpid()).tmp", "out.tmp", ".out.tmp", "out~", ".out.\(getpid()).tmp"] {
      try folder.link(name, to: "victim")
    }
    try OutputFile(folder("out"), .report).write(bytes)
    #expect(try folder.text("out") == "new\n")
    #expect(try folder.text("victim") == "precious")
  }

  @Test func nothingIsLeft() throws {
    let folder = try Folder(["a/old": "old", "b": ""])
    chmod(folder("a/old"), 0o600)
    try OutputFile(folder("a/old"), .report).write(bytes)
    #expect(System.status(at: folder("a/old"))?.mode == 0o600)
    let mask = umask(0o027)
    try OutputFile(folder("a/new"), .report).write(bytes)
    umask(mask)
    #expect(System.status(at: folder("a/new"))?.mode == 0o640)
    #expect(throws: Failure.self) { try OutputFile(folder("b/x"), .report).write(bytes) }
    #expect(throws: Failure.self) { try OutputFile(folder("a"), .report).write(bytes) }
    #expect(try System.entries(of: folder("a")).map(\.name).sorted() == ["new", "old"])
  }

  @Test func linksStayLinks() throws {
    let folder = try Folder(["far/target": "old"])
    try folder.link("near", to: "far/target")
    try folder.link("far/again", to: "../near")
    try folder.link("ahead", to: "far/later")
    try folder.link("circle", to: "circle")
    try OutputFile(folder("far/again"), .report).write(bytes)
    #expect(try folder.text("far/target") == "new\n")
    #expect(System.link(at: folder("near")) == "far/target")
    #expect(System.link(at: folder("far/again")) == "../near")
    try OutputFile(folder("ahead"), .report).write(bytes)
    #expect(try folder.text("far/later") == "new\n")
    #expect(throws: Failure.self) { try OutputFile(folder("circle"), .report).write(bytes) }
  }

  /// What somebody saves while their policy is formatted is not lost.
  @Test func formattedPolicies() throws {
    let folder = try Folder(["a.weir": "old", "b.weir": "saved since"])
    for name in ["a.weir", "b.weir", "gone.weir"] {
      let file = OutputFile(folder(name), .formatted(of: Array("old".utf8)))
      #expect(((try? file.write(bytes)) != nil) == (name == "a.weir"), "\(name)")
    }
    #expect(try folder.text("a.weir") == "new\n")
    #expect(try folder.text("b.weir") == "saved since")
    #expect(try System.entries(of: folder.path).map(\.name).sorted() == ["a.weir", "b.weir"])
  }

  @Test func namesThatAreTaken() throws {
    let folder = try Folder(["read.txt": "x", "p.weirc": "WEIR\0", "other.weirc": "x", "v": ""])
    _ = try System.read(folder("read.txt"), limit: 100)
    try folder.link("soft", to: "read.txt")
    #expect(link(folder("read.txt"), folder("hard")) == 0)
    let isLine: @Sendable ([UInt8]) -> Bool = { $0 == Array("line".utf8) }
    try folder.write("record", "line\n\nline\n")
    try folder.write("log", "line\nother\n")
    let table: [(String, OutputFile.Kind, Bool)] = [
      ("read.txt", .report, false), ("soft", .report, false), ("hard", .report, false),
      ("a.weir", .report, false), ("A.WEIR", .report, false), ("weir.yaml", .fixture, false),
      ("x.test.yaml", .report, false), ("x.test.yaml", .fixture, true), ("x.weirc", .report, false),
      ("p.weirc", .program, true), ("other.weirc", .program, false), ("new.weirc", .program, true),
      ("v", .record(isLine: isLine), true), ("record", .record(isLine: isLine), true),
      ("log", .record(isLine: isLine), false), ("none", .record(isLine: isLine), true),
      ("x\0y", .report, false), ("", .report, false),
    ]
    for (name, kind, isFine) in table {
      let file = OutputFile(name.isEmpty ? "" : folder.path + "/" + name, kind)
      #expect(((try? file.check()) != nil) == isFine, "\(name) \(kind)")
    }
    #expect((try? OutputFile("/dev/fd/987", .report).check()) == nil)
    #expect((try? OutputFile("/dev/stderr", .report).check()) != nil)
    // Two outputs of one run.
    let pairs = [("a", "a", false), ("a", "./a", false), ("a", "b", true)]
    for (one, other, isFine) in pairs {
      let files = [one, other].map { OutputFile(folder.path + "/" + $0, .report) }
      #expect(((try? OutputFile.check(files)) != nil) == isFine, "\(one) \(other)")
    }
    #expect(
      (try? OutputFile.check([OutputFile("/dev/null", .report), OutputFile("/dev/null", .report)]))
        != nil)
  }
}

extension System {
  fileprivate static func status(at path: String) -> FileStatus? { try? status(of: path) }
}

extension Folder {
  fileprivate func text(_ name: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(filePath: self(name))), as: UTF8.self)
  }
}
