// Which files are fixtures.

import Testing
import WeirHost
import WeirTest
import WeirTesting

@Suite struct FixtureSearchTests {
  @Test func belowAFolder() throws {
    let folder = try Folder([
      "b/a.test.yaml": "", "b.test.yml": "", "a/z.test.json": "", "a/notes.yaml": "",
      "a/.git/x.test.yaml": "", "test.yaml": "", "a/.notes.yaml": "",
    ])
    try folder.link("c/again.test.yaml", to: folder("b.test.yml"))
    try folder.link("c/round", to: folder.path)
    let found = try FixtureSearch.find([folder.path])
    #expect(
      found == ["a/z.test.json", "b.test.yml", "b/a.test.yaml"].map { folder($0) })
    // What is named is a fixture whatever its name, and counts once.
    #expect(
      try FixtureSearch.find([folder("b"), folder("a/notes.yaml"), folder("b/a.test.yaml")])
        == [folder("a/notes.yaml"), folder("b/a.test.yaml")])
    // Folders in folders.
    #expect(try FixtureSearch.find([folder.path, folder("a"), folder("b")]) == found)
  }

  @Test func nothingIsAFailure() throws {
    let folder = try Folder(["a/notes.yaml": "", "b/b.test.yaml": ""])
    #expect(throws: Failure.self) { try FixtureSearch.find([folder("a")]) }
    #expect(throws: Failure.self) { try FixtureSearch.find([folder("b"), folder("a")]) }
    #expect(throws: Failure.self) { try FixtureSearch.find([folder("nowhere")]) }
    // A case in capitals is one, too.
    try folder.write("c/X.TEST.YAML", "")
    #expect(try FixtureSearch.find([folder("c")]) == [folder("c/X.TEST.YAML")])
  }

  @Test func whatIsMissingIsAFailure() throws {
    let folder = try Folder([
      "hidden/.x.test.yaml": "", "hidden/a.test.yaml": "", "below/.h/x.test.yaml": "",
      "below/a.test.yaml": "", "link/a.test.yaml": "", "folder/a.test.yaml": "",
      "bare/.test.yaml": "", "bare/a.test.yaml": "",
    ])
    try folder.link("link/x.test.yaml", to: "gone")
    try folder.link("folder/more", to: "gone")
    for (name, code) in [
      ("hidden", Failure.Code.hiddenFile), ("below", .hiddenFile), ("link", .danglingLink),
      ("folder", .danglingLink), ("bare", .hiddenFile),
    ] {
      let error = #expect(throws: Failure.self) { try FixtureSearch.find([folder(name)]) }
      #expect(error?.code == code, "\(name)")
    }
  }
}
