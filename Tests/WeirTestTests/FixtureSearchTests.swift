// Which files are fixtures.

import Testing
import WeirFiles
import WeirTest
import WeirTesting

@Suite struct FixtureSearchTests {
  @Test func belowAFolder() throws {
    let folder = try Folder([
      "b/a.test.yaml": "", "b.test.yml": "", "a/z.test.json": "", "a/notes.yaml": "",
      "a/.hidden/x.test.yaml": "", "a/.x.test.yaml": "", ".test.yaml": "",
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

  @Test func settingsSayWhere() throws {
    let folder = try Folder(["a/a.test.yaml": "", "b/b.test.yaml": ""])
    var settings = Settings()
    settings.tests = [folder("a")]
    #expect(try FixtureSearch.find([], settings: settings) == [folder("a/a.test.yaml")])
    #expect(
      try FixtureSearch.find([folder("b")], settings: settings) == [folder("b/b.test.yaml")])
  }

  @Test func nothingIsAFailure() throws {
    let folder = try Folder(["a/notes.yaml": "", "b/b.test.yaml": ""])
    #expect(throws: Failure.self) { try FixtureSearch.find([folder("a")]) }
    #expect(throws: Failure.self) { try FixtureSearch.find([folder("b"), folder("a")]) }
    #expect(throws: Failure.self) { try FixtureSearch.find([folder("nowhere")]) }
  }
}
