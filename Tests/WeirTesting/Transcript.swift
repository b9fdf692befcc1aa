// Transcripts: sessions at a shell as a person would see them, run again by the tests. A line that
// begins with `$ ` is a command (a line that ends in `\` goes on in the next); below it stands what
// it prints, both streams as they come, and `[exit N]` when it ends with another status than 0.
// Lines before the first command are prose and kept.
//
// Commands run in bash, in the transcript's own folder, with the `weir` that was just built first
// in the path, and `$SCRATCH` names an empty folder that goes away with the session. The paths of
// both folders print as `$PWD` and `$SCRATCH`. `WEIR_BLESS=1` writes what came out in place of what
// was expected.

package import Foundation

/// One session.
package struct Transcript: Sendable {
  package struct Step: Sendable {
    /// The command's lines as written, with prompt.
    package var lines: [String]
    package var expected: [String]
    package var command: String {
      lines.map { $0.hasPrefix("$ ") || $0.hasPrefix("> ") ? String($0.dropFirst(2)) : $0 }
        .joined(separator: "\n")
    }
  }

  package var prologue: [String] = []
  package var steps: [Step] = []

  package init(_ text: String) {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if lines.last == "" { lines.removeLast() }
    var continues = false
    for line in lines {
      if continues {
        steps[steps.count - 1].lines.append(line)
        continues = line.hasSuffix("\\")
      } else if line.hasPrefix("$ ") {
        steps.append(Step(lines: [line], expected: []))
        continues = line.hasSuffix("\\")
      } else if steps.isEmpty {
        prologue.append(line)
      } else {
        steps[steps.count - 1].expected.append(line)
      }
    }
  }

  /// The session as it goes today, and what differs from what is expected, in prose. Blank lines
  /// at the end of an output do not count: they set one command apart from the next.
  package func run(in folder: URL) throws -> (text: String, failures: [String]) {
    let scratch = try Folder()
    var text = prologue.map { $0 + "\n" }.joined()
    var failures: [String] = []
    for step in steps {
      let result = try Shell.run(step.command, in: folder, adding: ["SCRATCH": scratch.path])
      let output = result.output
        .replacing(scratch.url.resolvingSymlinksInPath().path, with: "$SCRATCH")
        .replacing(scratch.path, with: "$SCRATCH")
        .replacing(folder.resolvingSymlinksInPath().path, with: "$PWD")
        .replacing(folder.path, with: "$PWD")
      var actual = output.split(separator: "\n", omittingEmptySubsequences: false)
        .map(String.init)
      if actual.last == "" { actual.removeLast() }
      if result.status != 0 { actual.append("[exit \(result.status)]") }
      let blanks = step.expected.reversed().prefix { $0.isEmpty }.count
      if actual != Array(step.expected.dropLast(blanks)) {
        failures.append(
          "\(step.lines.joined(separator: "\n"))\nprinted\n\(actual.joined(separator: "\n"))")
      }
      let all = step.lines + actual + Array(repeating: "", count: blanks)
      text += all.map { $0 + "\n" }.joined()
    }
    return (text, failures)
  }

  /// Runs the session in a file, in the file's folder; writes it anew when blessing. Answers what
  /// differs, in prose.
  package static func check(_ file: URL) throws -> [String] {
    let text = String(decoding: try Data(contentsOf: file), as: UTF8.self)
    let transcript = Transcript(text)
    if transcript.steps.isEmpty { return ["\(file.path) has no command"] }
    let result = try transcript.run(in: file.deletingLastPathComponent())
    if isBlessing {
      if result.text != text { try Data(result.text.utf8).write(to: file) }
      return []
    }
    return result.failures.map { "\(file.path): \($0)" }
  }

  package static var isBlessing: Bool { GoldenSuite.isBlessing }
}

/// Commands run for tests.
package enum Shell {
  package struct Result: Sendable {
    package var output: String
    package var status: Int32
  }

  /// The folder that holds the `weir` that belongs to this test run: the products' folder, in which
  /// the test bundle lies too.
  package static let products: URL = {
    var folder = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
    #if os(macOS)
      for bundle in Bundle.allBundles where bundle.bundlePath.hasSuffix(".xctest") {
        return bundle.bundleURL.deletingLastPathComponent()
      }
    #endif
    // `swift test` runs the bundle itself, or a helper of the toolchain's with its path.
    if !FileManager.default.isExecutableFile(atPath: folder.appending(path: "weir").path) {
      for argument in CommandLine.arguments where argument.contains(".xctest") {
        folder = URL(filePath: argument).deletingLastPathComponent()
      }
    }
    return folder
  }()

  /// The command itself.
  package static var weir: URL { products.appending(path: "weir") }

  /// Runs a command in bash with `weir` first in the path: what it prints on both streams, and how
  /// it ends.
  package static func run(
    _ command: String, in folder: URL, adding variables: [String: String] = [:]
  ) throws -> Result {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/bash")
    process.arguments = ["-c", command]
    process.currentDirectoryURL = folder
    process.environment = environment.merging(variables) { _, added in added }
    let pipe = Pipe()
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return Result(
      output: String(decoding: output, as: UTF8.self), status: process.terminationStatus)
  }

  /// Ours, less what would change what commands print.
  package static var environment: [String: String] {
    var environment = ProcessInfo.processInfo.environment
    environment["PATH"] = products.path + ":" + (environment["PATH"] ?? "/usr/bin:/bin")
    environment["LC_ALL"] = "C.UTF-8"
    environment["TZ"] = "UTC"
    environment["WEIR_BLESS"] = nil
    environment["NO_COLOR"] = nil
    return environment
  }
}
