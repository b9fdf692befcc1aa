// Coverage of many requests on several threads: each has a meter of its own, and hands in what it
// has counted when it is done.

package import Weir
internal import WeirAnalysis
internal import WeirHost

/// What the threads that watch one policy hand in.
package final class CoverageCollector: @unchecked Sendable {
  private let policy: TestPolicy
  private let probes: Probes
  private let monitor = Monitor()
  /// Under the monitor.
  private var counts: CoverageCounts

  package init(_ policy: TestPolicy) throws(ProgramError) {
    self.policy = policy
    var probes = try Probes(policy.checked)
    probes.limits = policy.program.limits
    self.probes = probes
    counts = CoverageCounts(probes)
  }

  /// A meter for one thread.
  package func meter(clock: ClockSource = .given) -> CoverageMeter {
    CoverageMeter(probes, clock: clock)
  }

  /// Takes what a meter has counted.
  package func add(_ meter: CoverageMeter) {
    monitor.exclusively { counts.add(meter.counts) }
  }

  /// What all of them have counted.
  package var report: CoverageReport {
    CoverageReport(
      policy.checked, probes, monitor.exclusively { counts }, files: policy.openable)
  }
}

extension TestPlan {
  /// The coverage of all of the plan's cases; of policies of which only a program is known, nothing
  /// can be said.
  package func coverage(threads: Int) throws(ProgramError) -> CoverageReport {
    var report = CoverageReport()
    for (index, policy) in policies.enumerated() where policy.hasSources {
      let entries = entries.filter { $0.policy == index && canRun($0) }
      let collector = try CoverageCollector(policy)
      let share = max(64, (entries.count + threads - 1) / max(threads, 1))
      let shares = (entries.count + share - 1) / share
      let queue = WorkQueue(shares)
      Threads.concurrently(max(1, min(threads, shares))) {
        // A recording may have a clock of its own, and each clock wants a meter.
        var meters: [Int?: CoverageMeter] = [:]
        while let number = queue.take() {
          for entry in entries.dropFirst(number * share).prefix(share) {
            let recording = entry.recorded?.recording
            let meter = meters[recording] ?? collector.meter(clock: clock(of: entry))
            meters[recording] = meter
            entry.test.request.withUnsafeBufferPointer {
              meter.observe($0, now: entry.test.now ?? Judge.anyInstant)
            }
          }
        }
        for meter in meters.values { collector.add(meter) }
      }
      report.add(collector.report)
    }
    return report
  }
}
