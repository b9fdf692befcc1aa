// The passes of `weir bench`. All go over the same requests in memory. Each has its own evaluator,
// warmed up like the others, because the reader learns the order of members and one pass must not
// profit from another. The passes of one repetition run one after the other, so that a slow second
// of the machine slows all of them.

internal import Weir
internal import WeirHost

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

struct BenchRun: ~Copyable {
  private let program: Program
  private let requests: LoadedRequests
  private let now: Timestamp
  private let source: ClockSource

  init(_ program: Program, _ requests: LoadedRequests, clock: ClockChoice) {
    self.program = program
    self.requests = requests
    switch clock {
    case .wall: (now, source) = (Timestamp.now(), .given)
    case .fixed(let instant): (now, source) = (instant, .given)
    case .request(let names):
      (now, source) = (Timestamp(seconds: 0, nanoseconds: 0), .request(names))
    }
  }

  /// Runs all passes.
  func measure(repetitions: Int, warmUp: Int) -> BenchReport {
    var report = BenchReport(
      policy: program.digest, requests: requests.count, bytes: requests.bytes.count,
      repetitions: repetitions, warmUp: warmUp)
    var reader = Evaluator(program, clock: source)
    var decider = Evaluator(program, clock: source)
    var writer = Evaluator(program, clock: source)
    var output = LineBuffer(capacity: BenchRun.outputSize + (64 << 10))
    // A pass over few requests is shorter than the clock can measure, so it is repeated.
    var passes = 1
    while time(passes, reading: &reader) < BenchRun.shortestPass, passes < 1 << 20 { passes *= 2 }
    for round in 0..<warmUp + repetitions {
      let read = time(passes, reading: &reader)
      let decided = time(passes, deciding: &decider)
      let all = time(passes, &writer, &output)
      guard round >= warmUp else { continue }
      report.add(read: read, decided: decided, all: all, passes: passes)
    }
    report.latency = latencies(&writer, &output)
    count(&writer, &output, into: &report)
    return report
  }

  // MARK: Passes

  /// In nanoseconds.
  private static let shortestPass: UInt64 = 10_000_000
  /// As many bytes as `weir eval` buffers before it writes.
  private static let outputSize = 256 << 10

  private func time(_ passes: Int, reading evaluator: inout Evaluator) -> UInt64 {
    let start = processorTime()
    requests.bytes.withUnsafeBufferPointer { bytes in
      for _ in 0..<passes {
        var place = 0
        for end in requests.ends {
          _ = evaluator.onlyRead(UnsafeBufferPointer(rebasing: bytes[place..<end]))
          place = end
        }
      }
    }
    return processorTime() - start
  }

  private func time(_ passes: Int, deciding evaluator: inout Evaluator) -> UInt64 {
    let start = processorTime()
    requests.bytes.withUnsafeBufferPointer { bytes in
      for _ in 0..<passes {
        var place = 0
        for end in requests.ends {
          _ = evaluator.onlyDecide(UnsafeBufferPointer(rebasing: bytes[place..<end]), now: now)
          place = end
        }
      }
    }
    return processorTime() - start
  }

  private func time(_ passes: Int, _ evaluator: inout Evaluator, _ output: inout LineBuffer)
    -> UInt64
  {
    let start = processorTime()
    requests.bytes.withUnsafeBufferPointer { bytes in
      for _ in 0..<passes {
        var place = 0
        var line = 0
        for end in requests.ends {
          line += 1
          _ = evaluator.write(
            UnsafeBufferPointer(rebasing: bytes[place..<end]), line: line, now: now, into: &output)
          if output.count >= BenchRun.outputSize { output.clear() }
          place = end
        }
      }
    }
    return processorTime() - start
  }

  /// Nanoseconds of each request, from the line to its verdict, sorted.
  private func latencies(
    _ evaluator: inout Evaluator, _ output: inout LineBuffer
  ) -> BenchReport.Latency {
    var times: [UInt64] = []
    times.reserveCapacity(requests.count)
    requests.bytes.withUnsafeBufferPointer { bytes in
      var place = 0
      var last = nanoseconds()
      for (index, end) in requests.ends.enumerated() {
        _ = evaluator.write(
          UnsafeBufferPointer(rebasing: bytes[place..<end]), line: index + 1, now: now,
          into: &output)
        if output.count >= BenchRun.outputSize { output.clear() }
        place = end
        let time = nanoseconds()
        times.append(time - last)
        last = time
      }
    }
    // What reading the clock costs; each of these times includes it.
    var looks: [UInt64] = []
    for _ in 0..<1_000 {
      let start = nanoseconds()
      looks.append(nanoseconds() - start)
    }
    return BenchReport.Latency(
      Samples(times.map { Double($0) }), clock: Samples(looks.map { Double($0) }).median)
  }

  /// The verdicts, and what the machine does for each rule.
  private func count(
    _ evaluator: inout Evaluator, _ output: inout LineBuffer, into report: inout BenchReport
  ) {
    var profile = Profile(program.loaded)
    requests.bytes.withUnsafeBufferPointer { bytes in
      var place = 0
      for end in requests.ends {
        let request = UnsafeBufferPointer(rebasing: bytes[place..<end])
        place = end
        let result = evaluator.write(request, now: now, into: &output)
        report.tally.count(result.effect, isUnreadable: result.isUnreadable)
        output.clear()
        evaluator.count(request, now: now, in: &profile)
      }
    }
    report.steps = profile.steps
    report.rules = profile.rules()
  }
}

/// A monotonic clock.
private func nanoseconds() -> UInt64 { read(CLOCK_MONOTONIC) }

/// The CPU time of this thread: other work on the machine does not count.
private func processorTime() -> UInt64 { read(CLOCK_THREAD_CPUTIME_ID) }

private func read(_ clock: clockid_t) -> UInt64 {
  var time = timespec()
  clock_gettime(clock, &time)
  return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
}
