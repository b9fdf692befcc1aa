// Weir's YAML against readers that know nothing of it: what is read, PyYAML, py-yaml12 and
// ruamel.yaml read alike (Tests/Oracles/yaml_oracle.py says what alike means, and makes the texts).
// Where they are not installed the test is skipped; `.ci/run` installs them.

import Foundation
import Testing
import Weir

@testable import WeirHost

@Suite struct YAMLOracleTests {
  private static let script = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Oracles/yaml_oracle.py").path

  /// What the oracle prints; nil where it cannot run, or has not what it needs.
  private static func run(_ arguments: [String]) -> (status: Int32, output: String)? {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    let python = ProcessInfo.processInfo.environment["WEIR_PYTHON"] ?? "python3"
    process.arguments = [python, script] + arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    guard (try? process.run()) != nil else { return nil }
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: output, as: UTF8.self))
  }

  private static let isThere = run(["available"])?.status == 0

  @Test(.enabled(if: isThere, "PyYAML, py-yaml12 and ruamel.yaml are not installed"))
  func whatIsReadOthersReadAlike() throws {
    let environment = ProcessInfo.processInfo.environment
    let seed = environment["WEIR_SEED"].flatMap(UInt64.init) ?? UInt64.random(in: 0..<1_000_000)
    let count = environment["WEIR_YAML_TEXTS"].flatMap(Int.init) ?? 20_000
    print("texts in YAML: WEIR_SEED=\(seed)")
    let folder = FileManager.default.temporaryDirectory.appending(path: "weir-yaml-\(seed)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let generated = try #require(YAMLOracleTests.run(["generate", "\(seed)", "\(count)"]))
    let texts = generated.output.split(separator: "\n").map(String.init)
    #expect(texts.count == count)
    let readings = texts.map(reading)
    #expect(readings.count { $0 != "refused" } > count / 10)
    let (textsPath, readingsPath) = (
      folder.appending(path: "texts").path, folder.appending(path: "readings").path
    )
    try Data(generated.output.utf8).write(to: URL(filePath: textsPath))
    try Data((readings.joined(separator: "\n") + "\n").utf8).write(to: URL(filePath: readingsPath))
    let compared = try #require(YAMLOracleTests.run(["compare", textsPath, readingsPath]))
    #expect(compared.status == 0, "\(compared.output)")
    print(compared.output.split(separator: "\n").last ?? "")
  }

  /// The documents of a text as JSON, or `refused`.
  private func reading(_ hexadecimal: String) -> String {
    let digits = Array(hexadecimal.utf8)
    let bytes = stride(from: 0, to: digits.count, by: 2).map {
      UInt8(String(decoding: digits[$0..<$0 + 2], as: UTF8.self), radix: 16) ?? 0
    }
    var reader = YAMLReader(bytes)
    var documents: [JSONDocument] = []
    do throws(YAMLError) {
      while let next = try reader.next() { documents.append(next.document) }
    } catch {
      return "refused"
    }
    var json: [UInt8] = []
    JSONDocument(.list(documents), offset: 0).appendJSON(to: &json)
    return String(decoding: json, as: UTF8.self)
  }
}
