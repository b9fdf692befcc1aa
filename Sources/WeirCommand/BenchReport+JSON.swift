// The report of `weir bench` as JSON, and the reading of an earlier one to compare with. Its
// members stay the same from version to version, because people store these files.

internal import Weir
internal import WeirHost

extension BenchReport {
  /// The report as one line of JSON.
  var json: [UInt8] {
    var members: [(name: ExactString, value: JSONDocument)] = [
      ("weir", string(version)), ("policy", string(policy)), ("requests", number(requests)),
      ("bytes", number(bytes)), ("repetitions", number(repetitions)), ("warmUp", number(warmUp)),
      (
        "verdicts",
        record([
          ("allow", number(tally.allowed)), ("deny", number(tally.denied)),
          ("hold", number(tally.held)), ("unreadable", number(tally.unreadable)),
        ])
      ),
      (
        "perSecond",
        record([
          ("requests", number(requestsPerSecond)), ("megabytes", number(megabytesPerSecond)),
        ])
      ),
      ("nanoseconds", record(BenchPart.allCases.map { (ExactString($0.rawValue), times($0)) })),
      (
        "latency",
        record([
          ("p50", number(latency.p50)), ("p90", number(latency.p90)),
          ("p99", number(latency.p99)), ("max", number(latency.max)),
          ("clock", number(latency.clock)),
        ])
      ),
      (
        "steps",
        record([("all", number(steps)), ("finding", number(otherSteps))])
      ),
      ("rules", JSONDocument(.list(triedRules.map(json)), offset: 0)),
      ("untriedRules", number(rules.count { $0.tried == 0 })),
    ]
    if let baseline {
      let ratios = BenchPart.allCases.compactMap { part in
        ratio(part).map { (name: ExactString(part.rawValue), value: json($0)) }
      }
      members.append(
        (
          "baseline",
          record([
            ("weir", string(baseline.version)), ("policy", string(baseline.policy)),
            ("ratios", record(ratios)),
          ])
        ))
    }
    var output: [UInt8] = []
    record(members).appendJSON(to: &output)
    output.append(UInt8(ascii: "\n"))
    return output
  }

  private func times(_ part: BenchPart) -> JSONDocument {
    let samples = samples(part)
    return record([
      ("median", number(samples.median)), ("low", number(samples.low)),
      ("high", number(samples.high)),
      ("samples", JSONDocument(.list((times[part] ?? []).map(number)), offset: 0)),
    ])
  }

  private func json(_ rule: Profile.Rule) -> JSONDocument {
    record([
      ("name", string(rule.name)), ("at", string(rule.at)), ("tried", number(rule.tried)),
      ("matched", number(rule.matched)), ("uncertain", number(rule.uncertain)),
      ("steps", number(rule.steps)), ("share", number(share(rule.steps))),
    ])
  }

  private func json(_ ratio: BenchRatio) -> JSONDocument {
    record([
      ("median", number(ratio.median)), ("low", number(ratio.low)), ("high", number(ratio.high)),
    ])
  }

  private func record(_ members: [(name: ExactString, value: JSONDocument)]) -> JSONDocument {
    JSONDocument(.record(members.map { JSONDocument.Member($0.name, $0.value) }), offset: 0)
  }
  private func string(_ text: String) -> JSONDocument {
    JSONDocument(.string(ExactString(text)), offset: 0)
  }
  private func number(_ number: Int) -> JSONDocument {
    JSONDocument(.number("\(number)"), offset: 0)
  }
  private func number(_ number: Double) -> JSONDocument {
    JSONDocument(.number(number.isFinite ? fixed(number, 4, separator: "") : "0"), offset: 0)
  }
}

/// The part of an earlier report that is compared with.
struct BenchBaseline {
  let version: String
  let policy: String
  let requests: Int
  let bytes: Int
  let samples: [BenchPart: Samples]

  init(_ path: String) throws(Failure) {
    let bytes = try System.read(path, limit: Limits.fileBytes)
    let document: JSONDocument
    do {
      document = try bytes.withUnsafeBufferPointer { (bytes) throws(InputError) in
        try parseJSON(bytes)
      }
    } catch {
      throw Failure(
        .invalidJSON, "\(path): \(error.code.message) (byte \(error.byte))",
        hint: BenchBaseline.hint)
    }
    guard case .string(let version)? = document["weir"]?.kind,
      case .string(let policy)? = document["policy"]?.kind,
      case .number(let requests)? = document["requests"]?.kind, let requests = Int(requests),
      case .number(let size)? = document["bytes"]?.kind, let size = Int(size)
    else { throw BenchBaseline.noReport(path) }
    var samples: [BenchPart: Samples] = [:]
    for part in BenchPart.allCases {
      guard
        case .list(let list)? = document["nanoseconds"]?[part.rawValue]?["samples"]?.kind,
        !list.isEmpty
      else { throw BenchBaseline.noReport(path) }
      var values: [Double] = []
      for element in list {
        guard case .number(let text) = element.kind, let value = Double(text) else {
          throw BenchBaseline.noReport(path)
        }
        values.append(value)
      }
      samples[part] = Samples(values)
    }
    self.version = version.description
    self.policy = policy.description
    self.requests = requests
    self.bytes = size
    self.samples = samples
  }

  private static let hint = "write one with weir bench --format json"

  private static func noReport(_ path: String) -> Failure {
    Failure(.invalidJSON, "\(path) is not a report of weir bench", hint: hint)
  }
}

extension JSONDocument {
  /// The member of a record.
  fileprivate subscript(_ name: String) -> JSONDocument? {
    guard case .record(let members) = kind else { return nil }
    return members.first { $0.name == ExactString(name) }?.value
  }
}
