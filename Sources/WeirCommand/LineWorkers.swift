// The JSON lines of a file, judged on several threads. All workers do the same: take the next batch
// of lines, judge it with their own evaluator, wait until every earlier batch is written, and write
// its verdicts. So the output is byte for byte that of one thread, whatever the number of workers.
//
// Only files are read this way. On a pipe, the sender of a request may be waiting for its verdict,
// which needs one thread that flushes before it waits.

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
  /// Reading a file never blocks, but the reader needs an output to flush.
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

/// The lines that a worker judges in one go.
private struct Batch: ~Copyable {
  /// Large enough that sharing costs little beside judging; small enough to stay in cache.
  static let size = 256 << 10

  var number = 0
  var bytes: [UInt8] = []
  var ends: [(end: Int, line: Int)] = []

  /// Takes the next lines; leaves the batch empty after the last.
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

/// Whether a file of this size is worth several workers. Below it, starting threads takes longer
/// than they save.
func isWorthSharing(_ fileSize: Int?) -> Bool {
  fileSize.map { $0 >= 8 * Batch.size } ?? false
}

/// How many workers there are batches for.
func usefulWorkers(_ fileSize: Int?) -> Int { max(1, (fileSize ?? 0) / Batch.size) }

/// Judges the lines of a file on this many threads, and hands back the input and output it took.
///
/// - Returns: the failure of the input and that of the output, if any.
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
