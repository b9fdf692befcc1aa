// Sessions that the command must reproduce byte by byte. (The examples' are run by ExamplesTests.)

import Foundation
import Testing
import WeirTesting

@Suite struct TranscriptTests {
  @Test(arguments: sessions("Tests/Cases/command")) func command(_ file: String) throws {
    try check(file)
  }

  private func check(_ file: String) throws {
    let failures = try Transcript.check(GoldenSuite.root.appending(path: file))
    #expect(failures.isEmpty, "\(failures.joined(separator: "\n"))")
  }
}

/// Every `session.txt` in the folders of a folder; the one that WEIR_CASE=command/NAME names.
private func sessions(_ folder: String) -> [String] {
  let root = GoldenSuite.root
  let names =
    (try? FileManager.default.contentsOfDirectory(atPath: root.appending(path: folder).path)) ?? []
  let wanted = GoldenSuite.wantedCase
  return names.sorted()
    .filter { name in wanted.map { folder.hasSuffix("/" + $0.folder) && $0.name == name } ?? true }
    .map { "\(folder)/\($0)/session.txt" }
    .filter { FileManager.default.fileExists(atPath: root.appending(path: $0).path) }
}
