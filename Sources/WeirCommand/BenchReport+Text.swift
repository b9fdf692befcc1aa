// The report of `weir bench` for people.

internal import Weir
internal import WeirHost

extension BenchReport {
  /// Listing more rules than this is not worth a person's time.
  private static let shownRules = 20

  var text: String {
    let times = repetitions == 1 ? "once" : "\(repetitions) times"
    var text = "\(tally.summary)\n"
    text += "measured \(times), after \(warmUp) to warm up, in memory, as time of one core\n\n"
    text += "\(fixed(requestsPerSecond, 0)) requests/s, \(fixed(megabytesPerSecond, 1)) MB/s\n\n"
    text += "ns/request".padded(16) + "median".aligned(10) + "25 %".aligned(10)
    text += "75 %".aligned(10)
    text += (baseline == nil ? "" : "   against the baseline") + "\n"
    for part in BenchPart.allCases {
      let samples = samples(part)
      text += part.rawValue.padded(16)
      for value in [samples.median, samples.low, samples.high] {
        text += fixed(value, 1).aligned(10)
      }
      if let ratio = ratio(part) {
        text += "   \(fixed(ratio.median, 3)) (\(fixed(ratio.low, 3)) to \(fixed(ratio.high, 3)))"
      }
      text += "\n"
    }
    text += "\nlatency: p50 \(fixed(latency.p50, 0)) ns, p90 \(fixed(latency.p90, 0)) ns"
    text += ", p99 \(fixed(latency.p99, 0)) ns, max \(fixed(latency.max, 0)) ns"
    text += " (each with a look at the clock, \(fixed(latency.clock, 0)) ns)\n\n"
    return text + rulesText
  }

  private var rulesText: String {
    let tried = triedRules
    let shown = tried.prefix(BenchReport.shownRules)
    var text = "steps".aligned(8) + "tried".aligned(12) + "matched".aligned(12)
    text += "uncertain".aligned(12) + "   rule\n"
    for rule in shown {
      text += "\(fixed(100 * share(rule.steps), 1)) %".aligned(8) + "\(rule.tried)".aligned(12)
      text += "\(rule.matched)".aligned(12) + "\(rule.uncertain)".aligned(12)
      text += "   \(VisibleText.escaped(rule.name)) (\(VisibleText.escaped(rule.at)))\n"
    }
    text += "\(fixed(100 * share(otherSteps), 1)) %".aligned(8)
    text += String(repeating: " ", count: 36) + "   finding the rules to try\n"
    if tried.count > shown.count {
      let rest = tried.dropFirst(shown.count)
      let steps = rest.reduce(0) { $0 + $1.steps }
      text += "\(fixed(100 * share(steps), 1)) %".aligned(8)
      text += String(repeating: " ", count: 36) + "   \(rest.count) more rules\n"
    }
    let untried = rules.count - tried.count
    if untried > 0 { text += "\(untried) of \(rules.count) rules were never tried\n" }
    return text
  }
}

extension String {
  /// Pads with blanks on the left to this width.
  fileprivate func aligned(_ width: Int) -> String {
    String(repeating: " ", count: max(0, width - count)) + self
  }

  /// Pads with blanks on the right.
  fileprivate func padded(_ width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }
}
