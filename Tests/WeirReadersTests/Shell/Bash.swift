// A real bash, where there is one: asked whether it accepts a text, and handed texts whose programs
// are stubs in a folder of their own.

import Foundation

/// The bash of this system.
enum Bash {
  static let path = "/bin/bash"

  static var isInstalled: Bool { FileManager.default.isExecutableFile(atPath: path) }

  /// Whether `bash -n` takes the text without a word. Without a bash, everything is taken.
  static func accepts(_ text: [UInt8]) throws -> Bool {
    guard isInstalled else { return true }
    let (status, errors) = try run(["-n", "-c", "--", String(decoding: text, as: UTF8.self)])
    return status == 0 && !errors.contains("here-document")
  }

  /// Runs bash in a folder, with nothing but a path of programs.
  static func run(
    _ arguments: [String], in folder: URL? = nil, programs: URL? = nil
  ) throws -> (status: Int32, errors: String) {
    let process = Process()
    process.executableURL = URL(filePath: path)
    process.arguments = arguments
    process.environment = ["PATH": programs?.path ?? "/nonexistent"]
    process.currentDirectoryURL = folder
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    let errors = Pipe()
    process.standardError = programs == nil ? errors : FileHandle.nullDevice
    try process.run()
    let text = programs == nil ? errors.fileHandleForReading.readDataToEndOfFile() : Data()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: text, as: UTF8.self))
  }
}
