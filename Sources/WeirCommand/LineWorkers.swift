// JSON lines of a file on several threads. The workers are all alike: each takes the next batch of
// lines, judges it with an evaluator of its own, waits until every batch before it is written, and
// writes its verdicts. So the output is the same to the byte as one thread's, whatever their
// number.
//
// Only files are read so: on a pipe somebody may be waiting for the verdict on what he sent, and
// one thread that flushes before it waits is what serves him.

internal import Weir
internal import WeirHost
internal import WeirTest

/// What the workers share. `reading` guards the lines, `writing` everything from `turn` on.
private final class LineWorkers: @unchecked Sendable {
  let program: Program
  let clock: ClockChoice
  let coverage: CoverageCollector?
  let reading = Monitor()
  let writing = Monitor()

  // Under `reading`.
  var lines: LineReader
  /// Lines never wait, but their reader wants something to flush.
  var unused: Output
  var nextBatch = 0
  var readFailure: Failure?

  // Under `writing`.
  var turn = 0
  var output: Output
  var tally: Tally
  var progress: Progress
  var writeFailure: Failure?

  init(
    _ lines: consuming LineReader, _ program: Program, _ clock: ClockChoice,
    _ coverage: CoverageCollector?, _ output: consuming Output, _ tally: Tally, _ progress: Progress
  ) {
    self.lines = lines
    self.program = program
    self.clock = clock
    self.coverage = coverage
    self.output = output
    self.tally = tally
    self.progress = progress
    unused = Output(-1, name: "")
  }
}

/// Lines that one worker judges in one go.
private struct Batch: ~Copyable {
  /// Enough that taking and handing in cost little beside judging; small enough to stay in cache.
  static let size = 256 << 10

  var number = 0
  var bytes: [UInt8] = []
  var ends: [(end: Int, line: Int)] = []

  /// Takes the next lines; none when there are no more.
  mutating func fill(_ workers: LineWorkers) {
    bytes.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
    workers.reading.exclusively {
      number = workers.nextBatch
      workers.nextBatch += 1
      guard workers.readFailure == nil else { return }
      do throws(Failure) {
        // One access to the shared reader for the whole batch, not one a line.
        try fill(from: &workers.lines, &workers.unused)
      } catch {
        workers.readFailure = error
      }
    }
  }

  private mutating func fill(
    from lines: inout LineReader, _ unused: inout Output
  ) throws(Failure) {
    while bytes.count < Batch.size, let line = try lines.next(flushing: &unused) {
      bytes.append(contentsOf: line)
      ends.append((bytes.count, lines.line))
    }
  }
}

/// Whether a file of that size gives several workers something to do. Below it, starting them takes
/// longer than they save.
func isWorthSharing(_ fileSize: Int?) -> Bool {
  fileSize.map { $0 >= 8 * Batch.size } ?? false
}

/// How many workers a file has batches for.
func usefulWorkers(_ fileSize: Int?) -> Int { max(1, (fileSize ?? 0) / Batch.size) }

/// Judges the lines of a file on so many threads. Hands back what it was lent.
///
/// - Returns: what went wrong with the input, and with the output.
func judgeInParallel(
  _ lines: consuming LineReader, _ program: Program, _ clock: ClockChoice, threads: Int,
  _ coverage: CoverageCollector?, _ output: inout Output, _ tally: inout Tally,
  _ progress: inout Progress
) -> (input: Failure?, output: Failure?) {
  let workers = LineWorkers(
    lines, program, clock, coverage, output.moved(), tally, progress)
  Threads.concurrently(threads) { work(workers) }
  output = workers.output.moved()
  tally = workers.tally
  progress = workers.progress
  return (workers.readFailure, workers.writeFailure)
}

/// One worker, from its first batch to the last.
private func work(_ workers: LineWorkers) {
  var evaluator = Evaluator(workers.program, clock: workers.clock.source)
  let meter = workers.coverage?.meter(clock: workers.clock.source)
  defer { if let meter { workers.coverage?.add(meter) } }
  let readsWallClock = workers.clock == .wall && workers.program.readsClock
  var batch = Batch()
  var verdicts = LineBuffer()
  while true {
    batch.fill(workers)
    verdicts.clear()
    var tally = Tally()
    var now = workers.clock.instant
    batch.bytes.withUnsafeBufferPointer { bytes in
      var start = 0
      for (end, line) in batch.ends {
        let request = UnsafeBufferPointer(rebasing: bytes[start..<end])
        if readsWallClock { now = Timestamp.now() }
        let result = evaluator.write(request, line: line, now: now, into: &verdicts)
        tally.count(result.effect, isUnreadable: result.isUnreadable)
        meter?.observe(request, now: now)
        start = end
      }
    }
    var isDone = batch.ends.isEmpty
    workers.writing.exclusively(when: { workers.turn == batch.number }) {
      workers.turn += 1
      guard workers.writeFailure == nil else {
        isDone = true
        return
      }
      workers.tally.add(tally)
      workers.progress.tick(workers.tally)
      do throws(Failure) {
        swap(&workers.output.bytes, &verdicts)
        try workers.output.flush()
      } catch {
        workers.writeFailure = error
        isDone = true
      }
    }
    if isDone { return }
  }
}
