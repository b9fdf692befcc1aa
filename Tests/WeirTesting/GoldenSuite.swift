// Golden cases: an input that a person wrote, and the output that somebody blessed. The output
// stands in a file beside the input, or in the last section of the input itself. `make bless`,
// which sets WEIR_BLESS=1, accepts what comes out today. WEIR_CASE=FOLDER/NAME runs one case alone:
// Swift's own filter knows tests and not their arguments.

package import Foundation

/// The golden cases of one kind: a folder under `Tests/Cases`.
package struct GoldenSuite: Sendable {
  /// Where a case's output stands.
  package enum Output: Sendable, Equatable {
    case file(extension: String)
    case section(String)
  }

  package var name: String
  package var inputExtension: String
  package var output: Output

  package init(_ name: String, input: String, output: String) {
    self.name = name
    inputExtension = input
    self.output = .file(extension: output)
  }

  package init(_ name: String, input: String, section: String) {
    self.name = name
    inputExtension = input
    output = .section(section)
  }

  /// The repository's root.
  package static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  package var folder: URL { GoldenSuite.root.appending(path: "Tests/Cases/\(name)") }

  /// The cases to run, for `@Test(arguments:)`. A folder that cannot be read has none, which
  /// `GoldenSuiteTests` refuses.
  package var cases: [GoldenCase] {
    let all = (try? allCases) ?? []
    guard let wanted = GoldenSuite.wantedCase else { return all }
    guard wanted.folder == name else { return [] }
    let chosen = all.filter { $0.name == wanted.name }
    // A case that does not exist is one that fails, not one that is left out without a word.
    if chosen.isEmpty,
      !((try? fileNames) ?? []).contains(where: { $0.hasPrefix(wanted.name + ".") })
    {
      return [GoldenCase(suite: self, name: wanted.name)]
    }
    return chosen
  }

  /// Every case, whatever WEIR_CASE says.
  package var allCases: [GoldenCase] {
    get throws {
      try fileNames.filter { $0.hasSuffix("." + inputExtension) }
        .map { GoldenCase(suite: self, name: String($0.dropLast(inputExtension.count + 1))) }
    }
  }

  /// What the folder's files are called, in order.
  package var fileNames: [String] {
    get throws {
      try FileManager.default.contentsOfDirectory(
        at: folder, includingPropertiesForKeys: [.isDirectoryKey]
      )
      .filter { try $0.resourceValues(forKeys: [.isDirectoryKey]).isDirectory != true }
      .map(\.lastPathComponent).sorted()
    }
  }

  /// The texts of all the inputs, by name.
  package func inputTexts() throws -> [String] {
    try allCases.map { String(decoding: try $0.input(), as: UTF8.self) }
  }

  /// The texts of all the outputs, by name.
  package func outputTexts() throws -> [String] {
    try allCases.compactMap { try $0.blessed() }
  }

  package static var isBlessing: Bool {
    ProcessInfo.processInfo.environment["WEIR_BLESS"] == "1"
  }

  /// The one case that this run is about: WEIR_CASE=FOLDER/NAME.
  package static var wantedCase: (folder: String, name: String)? {
    guard let text = ProcessInfo.processInfo.environment["WEIR_CASE"], !text.isEmpty else {
      return nil
    }
    let parts = text.split(separator: "/", maxSplits: 1).map(String.init)
    return (parts[0], parts.count > 1 ? parts[1] : "")
  }
}

/// One case, which a failing test names.
package struct GoldenCase: Sendable, CustomStringConvertible {
  package var suite: GoldenSuite
  package var name: String

  package var description: String { "\(suite.name)/\(name)" }

  package var inputFile: URL {
    suite.folder.appending(path: "\(name).\(suite.inputExtension)")
  }

  package func input() throws -> [UInt8] { [UInt8](try Data(contentsOf: inputFile)) }

  /// The output that somebody blessed; nil before anybody has.
  package func blessed() throws -> String? {
    switch suite.output {
    case .file(let ending):
      let file = suite.folder.appending(path: "\(name).\(ending)")
      return (try? Data(contentsOf: file)).map { String(decoding: $0, as: UTF8.self) }
    case .section(let section):
      return try SectionedFile(input())[section].map { String(decoding: $0, as: UTF8.self) }
    }
  }

  /// Fails where a text is not the blessed output; blesses it where that is wanted.
  package func check(_ actual: String) throws {
    let expected = try blessed()
    if expected == actual { return }
    if GoldenSuite.isBlessing { return try bless(actual) }
    guard let expected else {
      throw GoldenDifference(description: "\(self) is not blessed; got:\n\(actual)")
    }
    // The first line that differs says most; `make bless` and `git diff` show the rest.
    func lines(_ text: String) -> [Substring] {
      text.split(separator: "\n", omittingEmptySubsequences: false)
    }
    let (old, new) = (lines(expected), lines(actual))
    let same = zip(old, new).prefix { $0 == $1 }.count
    func line(_ lines: [Substring]) -> String { same < lines.count ? "\(lines[same])" : "(ends)" }
    throw GoldenDifference(
      description: """
        \(self) differs in line \(same + 1) of its output:
        - \(line(old))
        + \(line(new))
        To accept what comes out: WEIR_BLESS=1 WEIR_CASE=\(self)
        """)
  }

  private func bless(_ actual: String) throws {
    switch suite.output {
    case .file(let ending):
      try Data(actual.utf8).write(to: suite.folder.appending(path: "\(name).\(ending)"))
    case .section(let section):
      var file = try SectionedFile(input())
      file[section] = Array(actual.utf8)
      try Data(file.bytes).write(to: inputFile)
    }
  }
}

/// How an output differs from the blessed one, in prose.
package struct GoldenDifference: Error, CustomStringConvertible {
  package var description: String
}
