// Runs a plan's cases on several threads. Each thread has its own evaluators and takes the next
// batch of cases. Results are stored by the case's index in the plan, so neither the number of
// threads nor the running order shows in the result.

internal import Weir
internal import WeirHost

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// How cases are run.
package struct RunOptions: Sendable {
  /// How many threads judge.
  package var threads: Int
  /// Whether the first failure is the last case.
  package var failsFast: Bool
  /// How often each case is run.
  package var count: Int
  /// What the order of running is drawn with; nil for the order of files and cases.
  package var seed: UInt64?

  package init(threads: Int = 1, failsFast: Bool = false, count: Int = 1, seed: UInt64? = nil) {
    self.threads = threads
    self.failsFast = failsFast
    self.count = count
    self.seed = seed
  }
}

extension TestPlan {
  /// Runs every case.
  package func run(_ options: RunOptions) -> RunResult {
    let order = order(seed: options.seed)
    let workers = CaseWorkers(self, order: order, options)
    let threads = min(
      options.threads, (workers.total + CaseWorkers.batchSize - 1) / CaseWorkers.batchSize)
    Threads.concurrently(threads) { workers.work() }
    var results: [CaseResult?] = Array(repeating: nil, count: entries.count)
    var failed: [Int] = []
    for position in order.indices where workers.last.map({ position <= $0 }) ?? true {
      let index = order[position]
      let entry = entries[index]
      let mismatches = workers.mismatches[index] ?? []
      results[index] = CaseResult(
        name: entry.test.name, place: entry.test.place, mismatches: mismatches,
        nanoseconds: workers.times[index])
      if !mismatches.isEmpty { failed.append(index) }
    }
    explain(failed.sorted(), &results, threads: options.threads)
    var result = RunResult(
      suites: suites, skipped: skipped, seed: options.seed, count: options.count)
    for (index, entry) in entries.enumerated() {
      if let caseResult = results[index] {
        result.suites[entry.suite].cases.append(caseResult)
      } else if canRun(entry) {
        result.skipped += 1
      }
    }
    return result
  }

  /// Where an entry's instant comes from.
  func clock(of entry: Entry) -> ClockSource {
    let names = entry.recorded.flatMap { recordings[$0.recording].recording.clock }
    return names.map { .request($0) } ?? .given
  }

  /// The order of running: a permutation that the seed alone decides.
  private func order(seed: UInt64?) -> [Int] {
    var order = entries.indices.filter { canRun(entries[$0]) }
    guard let seed else { return order }
    var generator = SplitMix64(seed: seed)
    order.shuffle(using: &generator)
    return order
  }
}

/// What the threads of one run share.
private final class CaseWorkers: @unchecked Sendable {
  /// Enough that taking and handing in cost little beside judging.
  static let batchSize = 64

  private let plan: TestPlan
  private let order: [Int]
  private let options: RunOptions
  private let monitor = Monitor()
  let total: Int

  // Under the monitor.
  private var next = 0
  /// Where in the order the first failure stands, if it is to be the last case.
  private(set) var last: Int?
  private(set) var mismatches: [Int: [Mismatch]] = [:]
  private(set) var times: [UInt64]

  init(_ plan: TestPlan, order: [Int], _ options: RunOptions) {
    self.plan = plan
    self.order = order
    self.options = options
    total = order.count * options.count
    times = Array(repeating: 0, count: plan.entries.count)
  }

  /// One thread, from its first batch to the last.
  func work() {
    var judges: [JudgeKey: CaseJudge] = [:]
    var failures: [(position: Int, mismatches: [Mismatch])] = []
    var spent: [UInt64] = []
    while let batch = take() {
      failures.removeAll(keepingCapacity: true)
      spent.removeAll(keepingCapacity: true)
      var start = monotonicNanoseconds()
      var last: (key: JudgeKey, judge: CaseJudge)?
      for number in batch {
        let position = number % order.count
        let entry = plan.entries[order[position]]
        let key = JudgeKey(entry)
        let judge: CaseJudge
        if let last, last.key == key {
          judge = last.judge
        } else {
          judge = judges[key] ?? CaseJudge(plan, entry)
          judges[key] = judge
          last = (key, judge)
        }
        let mismatches = judge.mismatches(of: entry, in: plan)
        let end = monotonicNanoseconds()
        spent.append(end &- start)
        start = end
        if !mismatches.isEmpty { failures.append((position, mismatches)) }
      }
      handIn(batch, failures, spent)
    }
  }

  private func take() -> Range<Int>? {
    monitor.exclusively {
      // Batches before the first failure are all taken, so that which failure is first is not a
      // race.
      guard next < total, last.map({ next % order.count <= $0 && next < order.count }) ?? true
      else { return nil }
      let batch = next..<min(next + CaseWorkers.batchSize, total)
      next = batch.upperBound
      return batch
    }
  }

  private func handIn(
    _ batch: Range<Int>, _ failures: [(position: Int, mismatches: [Mismatch])], _ spent: [UInt64]
  ) {
    monitor.exclusively {
      for (number, time) in zip(batch, spent) { times[order[number % order.count]] &+= time }
      for failure in failures {
        // Run again, a case may fail otherwise than before; its first failure is told.
        let index = order[failure.position]
        if mismatches[index] == nil { mismatches[index] = failure.mismatches }
        if options.failsFast { last = min(last ?? failure.position, failure.position) }
      }
    }
  }
}

/// What needs an evaluator of its own: a policy, and a recording whose clock is the request's.
struct JudgeKey: Hashable {
  private var policy: Int
  private var recording: Int?

  init(_ entry: TestPlan.Entry) {
    policy = entry.policy
    recording = entry.recorded?.recording
  }
}

/// One thread's evaluator for cases of one kind.
final class CaseJudge {
  private var judge: Judge

  init(_ plan: TestPlan, _ entry: TestPlan.Entry) {
    judge = Judge(plan.policies[entry.policy].program, clock: plan.clock(of: entry))
  }

  func mismatches(of entry: TestPlan.Entry, in plan: TestPlan) -> [Mismatch] {
    guard let recorded = entry.recorded else { return judge.mismatches(of: entry.test) }
    let place = plan.recordings[recorded.recording].recording.verdicts.value
    return judge.verdict(on: entry.test).mismatches(
      withRecorded: recorded.line, at: entry.test.place, in: place)
  }

  func verdict(on entry: TestPlan.Entry) -> Verdict { judge.verdict(on: entry.test) }
}

/// A clock that only goes forward.
private func monotonicNanoseconds() -> UInt64 {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return UInt64(time.tv_sec) &* 1_000_000_000 &+ UInt64(time.tv_nsec)
}
