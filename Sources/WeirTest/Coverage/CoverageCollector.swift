// Coverage of many requests on several threads: each thread counts with its own meter, and adds the
// counts to the collector when it is done.

package import Weir
internal import WeirAnalysis
internal import WeirHost

/// Collects the counts of all threads that work on one policy.
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
    probes.readers = policy.program.readers
    self.probes = probes
    counts = CoverageCounts(probes)
  }

  /// A meter for one thread.
  package func meter(clock: ClockSource = .given) -> CoverageMeter {
    CoverageMeter(probes, clock: clock)
  }

  /// Adds the counts of a meter.
  package func add(_ meter: CoverageMeter) {
    monitor.exclusively { counts.add(meter.counts) }
  }

  /// The report on everything counted so far.
  package var report: CoverageReport {
    CoverageReport(
      policy.checked, probes, monitor.exclusively { counts }, files: policy.openable)
  }
}

extension TestPlan {
  /// The coverage of all of the plan's cases. Policies without sources (`hasSources`) are left out.
  package func coverage(threads: Int) throws(ProgramError) -> CoverageReport {
    var report = CoverageReport()
    for (index, policy) in policies.enumerated() where policy.hasSources {
      let entries = entries.filter { $0.policy == index && canRun($0) }
      let collector = try CoverageCollector(policy)
      let share = max(64, (entries.count + threads - 1) / max(threads, 1))
      let shares = (entries.count + share - 1) / share
      let queue = WorkQueue(shares)
      Threads.concurrently(max(1, min(threads, shares))) {
        // A recording may have its own clock, and each clock needs its own meter.
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
