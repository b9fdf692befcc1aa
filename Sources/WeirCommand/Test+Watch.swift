// `weir test --watch`: a run after every change. Files are watched before they are read, so that a
// change during a run starts the next one. Mistakes are reported and watching goes on: the next
// change may be the one that mends them.

internal import Weir
internal import WeirHost
internal import WeirTest

extension Test {
  /// Runs until it is interrupted or its output is closed; returns the last run's status.
  func watch(_ inputs: TestInputs, _ reports: TestReports) throws(Failure) -> ExitStatus {
    let watch = try FolderWatch { name in
      // Policies, fixtures and data, recordings. Editors' own files end otherwise.
      ["weir", "weirc", "yaml", "yml", "json", "jsonl"].contains(Path.ending(of: name))
        && !name.hasPrefix(".")
    }
    let isTerminal = System.isTerminal(1)
    while true {
      var status = ExitStatus.unusable
      ReadFiles.forget()
      try watch.add((inputs.fixtures?.paths ?? []) + (inputs.policy?.paths ?? []))
      // Clears the screen, so that the earlier output is out of sight.
      if isTerminal { WeirCommand.write("\u{1B}[2J\u{1B}[3J\u{1B}[H") }
      do throws(Failure) {
        let readings = try inputs.read(threads: try running.options().threads)
        try watch.add(readings.flatMap(\.watchedPaths))
        status = try once(inputs, readings, reports)
      } catch {
        complain(error)
      }
      if System.isClosedPipe(1) { return status }
      WeirCommand.write("weir: watching for changes; Ctrl-C ends\n")
      watch.wait()
    }
  }
}

extension FixtureReading {
  /// The files that a run of its cases reads besides the fixture itself.
  fileprivate var watchedPaths: [String] {
    (fixture?.groups ?? []).flatMap { group in
      (group.policy.paths ?? [])
        + group.recordings.flatMap { [$0.requests.value, $0.verdicts.value] }
    }
  }
}
