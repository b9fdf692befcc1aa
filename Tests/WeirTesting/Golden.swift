// Golden cases: an input file a person wrote, beside it the output that somebody blessed. One
// command blesses (`make bless`, which sets WEIR_BLESS=1); an output without an input, and an input
// without an output, fail.

package import Foundation

/// A folder of golden cases under `Tests/Cases`.
package struct GoldenSuite: Sendable {
  package var folder: URL
  package var inputExtension: String
  package var outputExtension: String

  /// The repository's root.
  package static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  package init(_ name: String, input: String, output: String) {
    folder = GoldenSuite.root.appending(path: "Tests/Cases/\(name)")
    inputExtension = input
    outputExtension = output
  }

  /// What does not agree, one line of prose each; empty when every case does.
  package func failures(_ produce: (_ name: String, _ input: [UInt8]) throws -> String) throws
    -> [String]
  {
    let isBlessing = ProcessInfo.processInfo.environment["WEIR_BLESS"] == "1"
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    let inputs = names.filter { $0.hasSuffix("." + inputExtension) }
      .map { String($0.dropLast(inputExtension.count + 1)) }
    var failures: [String] = []
    if inputs.isEmpty { failures.append("\(folder.path) has no case") }
    for name in inputs {
      let input = try Data(contentsOf: folder.appending(path: "\(name).\(inputExtension)"))
      let actual = try produce(name, Array(input))
      let output = folder.appending(path: "\(name).\(outputExtension)")
      let expected = (try? Data(contentsOf: output)).map { String(decoding: $0, as: UTF8.self) }
      if expected == actual { continue }
      if isBlessing {
        try Data(actual.utf8).write(to: output)
      } else {
        failures.append(
          """
          \(output.lastPathComponent) \(expected == nil ? "is missing" : "differs"); got:\n\(actual)
          """
        )
      }
    }
    for name in names where name.hasSuffix("." + outputExtension) {
      let base = String(name.dropLast(outputExtension.count + 1))
      if inputs.contains(base) { continue }
      if isBlessing {
        try FileManager.default.removeItem(at: folder.appending(path: name))
      } else {
        failures.append("\(name) is an orphan: no \(base).\(inputExtension)")
      }
    }
    return failures
  }
}

extension GoldenSuite {
  /// The texts of all the inputs, by name.
  package func inputTexts() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
      .filter { $0.hasSuffix("." + inputExtension) }
      .map { String(decoding: try Data(contentsOf: folder.appending(path: $0)), as: UTF8.self) }
  }
}
