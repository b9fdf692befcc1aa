// Every suite of golden cases. A new folder under `Tests/Cases` gets a line here, and the test that
// makes its outputs; `GoldenSuiteTests` refuses a folder, or a file in one, that no suite owns.

import Foundation

extension GoldenSuite {
  package static let tokens = GoldenSuite("tokens", input: "weir", output: "tokens")
  package static let trees = GoldenSuite("trees", input: "weir", output: "tree")
  package static let syntaxDiagnostics = GoldenSuite(
    "diagnostics-syntax", input: "weir", output: "text")
  package static let diagnostics = GoldenSuite("diagnostics", input: "weir", output: "txt")
  package static let checked = GoldenSuite("checked", input: "weir", output: "txt")
  package static let bytecode = GoldenSuite("bytecode", input: "weir", output: "listing")
  package static let verdicts = GoldenSuite("verdicts", input: "verdicts", section: "verdicts")
  package static let hook = GoldenSuite("hook", input: "events", section: "requests")
  package static let yaml = GoldenSuite("yaml", input: "yaml", output: "txt")
  package static let fixtures = [
    GoldenSuite("fixtures", input: "test.yaml", output: "txt"),
    GoldenSuite("fixtures", input: "test.json", output: "out"),
  ]
  package static let coverage = ["txt", "json", "lcov", "xml", "html"].map {
    GoldenSuite("coverage", input: "coverage", output: $0)
  }
  package static let generated = GoldenSuite("generated", input: "weir", output: "yaml")

  package static let format = GoldenSuite("format", input: "weir", output: "out")

  package static let all =
    [
      tokens, trees, syntaxDiagnostics, diagnostics, checked, bytecode, verdicts, yaml, hook,
      generated, format,
    ] + fixtures + coverage

  /// The files of the suites' folders that are neither an input nor an input's output. Where
  /// blessing, an output whose input is gone goes as well.
  package static func strayFiles() throws -> [String] {
    var strays: [String] = []
    for (folder, suites) in Dictionary(grouping: all, by: \.name) {
      for file in try suites[0].fileNames where !suites.contains(where: { $0.owns(file) }) {
        let isOutput = suites.contains { suite in
          if case .file(let ending) = suite.output { file.hasSuffix("." + ending) } else { false }
        }
        if isBlessing, isOutput {
          try FileManager.default.removeItem(at: suites[0].folder.appending(path: file))
        } else {
          strays.append("\(folder)/\(file)")
        }
      }
    }
    return strays.sorted()
  }

  private func owns(_ file: String) -> Bool {
    if file.hasSuffix("." + inputExtension) { return true }
    guard case .file(let ending) = output, file.hasSuffix("." + ending) else { return false }
    let input = "\(file.dropLast(ending.count + 1)).\(inputExtension)"
    return FileManager.default.fileExists(atPath: folder.appending(path: input).path)
  }
}
