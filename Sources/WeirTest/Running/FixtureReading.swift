// Reads fixture files, several at a time. A broken one is reported and keeps its place in the list:
// its cases must not go missing unnoticed.

internal import Weir
internal import WeirHost

/// A fixture file as it was read.
package struct FixtureReading: Sendable {
  package var path: String
  /// Nil where the file is broken.
  package var fixture: Fixture?
  package var problems: [SuiteProblem]

  package init(path: String, fixture: Fixture?, problems: [SuiteProblem] = []) {
    self.path = path
    self.fixture = fixture
    self.problems = problems
  }

  /// Reads one file.
  package init(at path: String) {
    do throws(FixtureErrors) {
      self.init(path: path, fixture: try Fixture.read(path))
    } catch {
      self.init(path: path, fixture: nil, problems: error.problems)
    }
  }

  /// Reads files on several threads; the result is in their order.
  package static func read(_ paths: [String], threads: Int) -> [FixtureReading] {
    let workers = ReadingWorkers(paths)
    Threads.concurrently(min(threads, paths.count)) { workers.work() }
    return workers.readings.compactMap(\.self)
  }
}

private final class ReadingWorkers: @unchecked Sendable {
  private let paths: [String]
  private let queue: WorkQueue
  private let monitor = Monitor()

  // Under the monitor.
  private(set) var readings: [FixtureReading?]

  init(_ paths: [String]) {
    self.paths = paths
    queue = WorkQueue(paths.count)
    readings = Array(repeating: nil, count: paths.count)
  }

  func work() {
    while let number = queue.take() {
      let reading = FixtureReading(at: paths[number])
      monitor.exclusively { readings[number] = reading }
    }
  }
}

extension FixtureErrors {
  /// Each mistake by itself.
  var problems: [SuiteProblem] { mistakes.map(problem) }

  private func problem(_ mistake: FixtureMistake) -> SuiteProblem {
    let place = mistake.range.map { source.position(at: $0.lowerBound) } ?? (1, 1)
    let alone = FixtureErrors(source: source, mistakes: [mistake])
    return SuiteProblem(
      place: FixturePlace(path: source.path, line: place.0, column: place.1),
      code: mistake.code.rawValue, message: mistake.message, hint: mistake.hint,
      text: alone.text(), coloredText: alone.text(isColored: true))
  }
}
