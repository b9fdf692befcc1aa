// What `weir bench` measured, and the few statistics it needs: medians, because one slow moment of
// the machine moves a mean, and quartiles for how far a median may be off.

internal import Weir
/// Measured values, sorted.
struct Samples {
  let values: [Double]

  init(_ values: [Double]) { self.values = values.sorted() }

  /// A quantile, interpolated linearly between the two nearest values.
  func quantile(_ part: Double) -> Double {
    guard let last = values.last else { return 0 }
    let place = part * Double(values.count - 1)
    let index = Int(place)
    guard index + 1 < values.count else { return last }
    return values[index] + (place - Double(index)) * (values[index + 1] - values[index])
  }

  var median: Double { quantile(0.5) }
  var low: Double { quantile(0.25) }
  var high: Double { quantile(0.75) }
}

/// A part of the work that is measured separately.
enum BenchPart: String, CaseIterable {
  case read, decide, write, all
}

/// A comparison with earlier times: the ratio of the medians, and how far it may be off.
struct BenchRatio {
  let median: Double
  let low: Double
  let high: Double

  /// Nil where the earlier time is too short to be told from zero.
  init?(_ samples: Samples, to earlier: Samples) {
    guard earlier.low > 0 else { return nil }
    median = samples.median / earlier.median
    low = samples.low / earlier.high
    high = samples.high / earlier.low
  }
}

struct BenchReport {
  let policy: String
  let requests: Int
  let bytes: Int
  let repetitions: Int
  let warmUp: Int
  var tally = Tally()
  var latency = Latency(Samples([]), clock: 0)
  /// All instructions the machine ran, and how many of them belong to each rule.
  var steps = 0
  var rules: [Profile.Rule] = []
  var baseline: BenchBaseline?
  /// Nanoseconds per request, one value per repetition.
  private(set) var times: [BenchPart: [Double]] = [:]

  /// Nanoseconds of single requests.
  struct Latency {
    let p50: Double
    let p90: Double
    let p99: Double
    let max: Double
    /// What reading the clock costs; every value above includes it.
    let clock: Double

    init(_ samples: Samples, clock: Double) {
      p50 = samples.median
      p90 = samples.quantile(0.9)
      p99 = samples.quantile(0.99)
      max = samples.values.last ?? 0
      self.clock = clock
    }
  }

  init(policy: String, requests: Int, bytes: Int, repetitions: Int, warmUp: Int) {
    self.policy = policy
    self.requests = requests
    self.bytes = bytes
    self.repetitions = repetitions
    self.warmUp = warmUp
  }

  /// Adds one repetition's times. Each pass does the work of the one before it and more, so the
  /// difference is the time of a part.
  mutating func add(read: UInt64, decided: UInt64, all: UInt64, passes: Int) {
    let count = Double(passes)
    let (read, decided, all) = (
      Double(read) / count, Double(decided) / count, Double(all) / count
    )
    // Noise can make the pass with more work the faster one.
    add(.read, read)
    add(.decide, max(0, decided - read))
    add(.write, max(0, all - decided))
    add(.all, all)
  }

  private mutating func add(_ part: BenchPart, _ nanoseconds: Double) {
    times[part, default: []].append(nanoseconds / Double(requests))
  }

  func samples(_ part: BenchPart) -> Samples { Samples(times[part] ?? []) }

  var requestsPerSecond: Double { 1e9 / samples(.all).median }
  var megabytesPerSecond: Double {
    requestsPerSecond * Double(bytes) / Double(requests) / 1e6
  }

  func ratio(_ part: BenchPart) -> BenchRatio? {
    baseline?.samples[part].flatMap { BenchRatio(samples(part), to: $0) }
  }

  /// The rules that were tried, the most costly first.
  var triedRules: [Profile.Rule] {
    rules.enumerated().filter { $0.element.tried > 0 }
      .sorted { ($1.element.steps, $0.offset) < ($0.element.steps, $1.offset) }
      .map(\.element)
  }

  func share(_ steps: Int) -> Double {
    self.steps == 0 ? 0 : Double(steps) / Double(self.steps)
  }

  /// Steps that belong to no rule: those that found which rules to try.
  var otherSteps: Int { steps - rules.reduce(0) { $0 + $1.steps } }
}

/// A number with this many digits after the point and separated thousands.
func fixed(_ number: Double, _ digits: Int, separator: String = ",") -> String {
  var scale = 1.0
  for _ in 0..<digits { scale *= 10 }
  // A larger number was not measured: it comes from a division by almost zero.
  let scaled = Int(min((abs(number) * scale).rounded(), 1e18))
  var whole = String(scaled / Int(scale))
  var grouped = ""
  while whole.count > 3 {
    grouped = separator + whole.suffix(3) + grouped
    whole.removeLast(3)
  }
  let sign = number < 0 && scaled > 0 ? "-" : ""
  guard digits > 0 else { return sign + whole + grouped }
  let fraction = String(scaled % Int(scale))
  let zeros = String(repeating: "0", count: digits - fraction.count)
  return "\(sign)\(whole)\(grouped).\(zeros)\(fraction)"
}
