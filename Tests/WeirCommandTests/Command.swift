// Running the command under conditions that a shell cannot make: large inputs, slow ones, closed
// ends, and a look at the memory it took.

import Foundation
import WeirTesting

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// How one run of the command ended.
struct Run {
  var status: Int32
  var output: String
  var errors: String
  /// The most memory it had at one time, in bytes.
  var peakMemory: Int
  /// The most threads it had at one time.
  var peakThreads: Int
}

extension Folder {
  /// Runs `weir` here. Both streams go through files, so that no pipe's size matters.
  func weir(_ arguments: [String], input: String? = nil) throws -> Run {
    let (out, err) = (self(".out"), self(".err"))
    for path in [out, err] { try Data().write(to: URL(filePath: path)) }
    let process = Process()
    process.executableURL = Shell.weir
    process.arguments = arguments
    process.currentDirectoryURL = url
    process.environment = Shell.environment
    process.standardInput =
      try input.map { try FileHandle(forReadingFrom: URL(filePath: self($0))) }
      ?? FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: URL(filePath: out))
    process.standardError = try FileHandle(forWritingTo: URL(filePath: err))
    try process.run()
    var (peak, threads) = (0, 0)
    // The kernel keeps the high-water mark of memory while the process lives.
    while process.isRunning {
      peak = max(peak, Folder.number("VmHWM:", of: process.processIdentifier) << 10)
      threads = max(threads, Folder.number("Threads:", of: process.processIdentifier))
      usleep(2_000)
    }
    process.waitUntilExit()
    return Run(
      status: process.terminationStatus,
      output: String(decoding: try Data(contentsOf: URL(filePath: out)), as: UTF8.self),
      errors: String(decoding: try Data(contentsOf: URL(filePath: err)), as: UTF8.self),
      peakMemory: peak, peakThreads: threads)
  }

  /// What the kernel says of a process; zero where it does not tell.
  private static func number(_ name: String, of process: pid_t) -> Int {
    guard let status = try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8),
      let line = status.split(separator: "\n").first(where: { $0.hasPrefix(name) })
    else { return 0 }
    return line.split(whereSeparator: { !$0.isNumber }).first.flatMap { Int($0) } ?? 0
  }
}
