// Running the command where a person sits: in a terminal of the kernel's (a pty), in which
// questions are answered.

import Foundation
import Testing
import WeirTesting

#if os(Linux)
  import Glibc

  extension Folder {
    /// Runs `weir` here in a terminal of so many columns. Each answer is typed once a question
    /// stands there; what happens before one is.
    func ask(
      _ arguments: [String], _ answers: [String], columns: UInt16 = 80,
      adding variables: [String: String] = [:], beforeAnswer: () throws -> Void = {}
    ) throws -> (output: String, status: Int32) {
      // The C library's functions for this are not in Swift's view of it: the kernel's own are.
      let terminal = open("/dev/ptmx", O_RDWR | O_NOCTTY)
      defer { close(terminal) }
      var (locked, number): (Int32, Int32) = (0, -1)
      let (unlock, getNumber): (UInt, UInt) = (0x4004_5431, 0x8004_5430)
      try #require(ioctl(terminal, unlock, &locked) == 0)
      try #require(ioctl(terminal, getNumber, &number) == 0)
      var size = winsize(ws_row: 24, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
      try #require(ioctl(terminal, UInt(TIOCSWINSZ), &size) == 0)
      let line = open("/dev/pts/\(number)", O_RDWR | O_NOCTTY)
      try #require(line >= 0)
      let handle = FileHandle(fileDescriptor: line, closeOnDealloc: false)
      let process = Process()
      process.executableURL = Shell.weir
      process.arguments = arguments
      process.currentDirectoryURL = url
      process.environment = Shell.environment.merging(variables) { _, added in added }
      process.standardInput = handle
      process.standardOutput = handle
      process.standardError = handle
      try process.run()
      // From here on the command alone holds the line: when it ends, reading does.
      close(line)
      var output: [UInt8] = []
      var answers = answers[...]
      var from = 0
      var piece = [UInt8](repeating: 0, count: 65_536)
      while true {
        let count = read(terminal, &piece, piece.count)
        guard count > 0 else { break }
        output += piece[..<count]
        let said = String(decoding: output[from...], as: UTF8.self)
        if said.hasSuffix("[y/N] ") || said.hasSuffix("f shows it whole] "),
          let answer = answers.popFirst()
        {
          from = output.count
          try beforeAnswer()
          _ = Glibc.write(terminal, answer, answer.utf8.count)
        }
      }
      process.waitUntilExit()
      return (
        String(decoding: output, as: UTF8.self).replacing("\r\n", with: "\n"),
        process.terminationStatus
      )
    }
  }
#endif
