// Coverage as reports show it: by file, rule and condition, with source positions. All reports are
// written from this one value, so they cannot disagree. It merges several policies, and one policy
// judged with several sets of data: rules and conditions at the same position of the same file are
// the same.

package import Weir
package import WeirAnalysis

/// How many of something were covered.
package struct CoverageShare: Sendable, Equatable {
  package var covered: Int
  package var total: Int

  package init(covered: Int = 0, total: Int = 0) {
    self.covered = covered
    self.total = total
  }

  /// Of nothing, everything is covered.
  package var fraction: Double { total == 0 ? 1 : Double(covered) / Double(total) }

  /// Percent with one digit, rounded down: 100 means all.
  package var percent: String {
    guard total > 0 else { return "100.0" }
    let tenths = covered * 1000 / total
    return "\(tenths / 10).\(tenths % 10)"
  }

  package static func + (left: CoverageShare, right: CoverageShare) -> CoverageShare {
    CoverageShare(covered: left.covered + right.covered, total: left.total + right.total)
  }
}

/// The kinds of coverage, each with its own threshold.
package enum CoverageKind: String, Sendable, CaseIterable {
  /// Rules that matched.
  case rules
  /// Conditions that were true, and were false.
  case conditions
  /// Conditions that decided a rule alone, both as true and as false.
  case mcdc

  /// The name in reports.
  package var title: String {
    switch self {
    case .rules: "Rules"
    case .conditions: "Conditions"
    case .mcdc: "MC/DC"
    }
  }

  /// The explanation in reports.
  package var meaning: String {
    switch self {
    case .rules: "rules that matched at least once"
    case .conditions: "conditions that were seen true and seen false"
    case .mcdc:
      "conditions that decided their rule by themselves, once by being true and once by being false"
    }
  }
}

/// The whole coverage report.
package struct CoverageReport: Sendable {
  /// Requests that were judged, and requests that could not be read.
  package var requests: Int
  package var unreadable: Int
  /// By path.
  package var files: [CoveredFile]

  package func share(_ kind: CoverageKind) -> CoverageShare {
    files.reduce(CoverageShare()) { $0 + $1.share(kind) }
  }

  package var isEmpty: Bool { files.allSatisfy { $0.rules.isEmpty } }
}

/// One file of a policy. Files without rules are included, because definitions have conditions too.
package struct CoveredFile: Sendable {
  /// The path it can be opened at.
  package var source: SourceFile
  /// In source order.
  package var rules: [CoveredRule]

  package var path: String { source.path }

  package func share(_ kind: CoverageKind) -> CoverageShare {
    rules.reduce(CoverageShare()) { $0 + $1.share(kind) }
  }
}

/// One rule.
package struct CoveredRule: Sendable {
  package var name: String
  package var effect: PolicyEffect
  package var isObserved: Bool
  package var start: Int
  package var end: Int
  /// Lines, from 1: of its name, and of its end.
  package var line: Int
  package var firstLine: Int
  package var lastLine: Int
  package var matched: Int
  package var notMatched: Int
  package var uncertain: Int
  package var conditions: [CoveredCondition]

  package func share(_ kind: CoverageKind) -> CoverageShare {
    switch kind {
    case .rules: CoverageShare(covered: matched > 0 ? 1 : 0, total: 1)
    case .conditions, .mcdc:
      conditions.reduce(CoverageShare()) { $0 + $1.share(kind) }
    }
  }
}

/// One condition of one rule.
package struct CoveredCondition: Sendable {
  /// The file it is in, as an index into the report's files. For a condition of a definition this
  /// may be another file than the rule's.
  package var file: Int
  package var start: Int
  package var end: Int
  /// From 1.
  package var line: Int
  /// The condition's source text, on one line.
  package var text: String
  package var isExclusion: Bool
  /// It stands for `from` and `until`; its position is the rule's name.
  package var isWindow: Bool
  /// It has this value for every request, and is not counted.
  package var constant: Bool?
  /// The rule has it, or its opposite, more than once: MC/DC cannot be shown, and is not counted.
  package var isCoupled: Bool
  package var wasTrue: Int
  package var wasFalse: Int
  /// It was uncertain, and no other condition had settled the rule.
  package var wasUncertain: Int
  package var decidedTrue: Int
  package var decidedFalse: Int

  package func share(_ kind: CoverageKind) -> CoverageShare {
    switch kind {
    case .rules: CoverageShare()
    case .conditions:
      constant != nil
        ? CoverageShare()
        : CoverageShare(covered: wasTrue > 0 && wasFalse > 0 ? 1 : 0, total: 1)
    case .mcdc:
      constant != nil || isCoupled
        ? CoverageShare()
        : CoverageShare(covered: decidedTrue > 0 && decidedFalse > 0 ? 1 : 0, total: 1)
    }
  }

  /// What has not been seen of it, in words; nil if nothing is missing or it is not counted.
  package var lack: String? {
    guard constant == nil else { return nil }
    if wasTrue == 0, wasFalse == 0 { return "never true, never false" }
    if wasTrue == 0 { return "never true" }
    if wasFalse == 0 { return "never false" }
    guard !isCoupled else { return nil }
    if decidedTrue == 0, decidedFalse == 0 { return "never decided alone" }
    if decidedTrue == 0 { return "never decided alone by being true" }
    if decidedFalse == 0 { return "never decided alone by being false" }
    return nil
  }
}

// MARK: - Making

extension CoverageReport {
  /// The report on one policy's counts; `files` are its sources, by the paths they can be opened
  /// at.
  package init(
    _ policy: CheckedPolicy, _ probes: Probes, _ counts: CoverageCounts, files: [SourceFile]
  ) {
    requests = counts.requests
    unreadable = counts.unreadable
    self.files = files.map { CoveredFile(source: $0, rules: []) }
    for (index, rule) in policy.rules.enumerated() {
      let file = files[Int(rule.range.file)]
      let seen = counts.rules[index]
      var covered = CoveredRule(
        name: rule.name, effect: rule.effect, isObserved: rule.isObserved,
        start: Int(rule.range.start), end: Int(rule.range.end),
        line: file.line(at: Int(rule.nameRange.start)),
        firstLine: file.line(at: Int(rule.range.start)),
        lastLine: file.line(at: max(Int(rule.range.start), Int(rule.range.end) - 1)),
        matched: seen.matched,
        notMatched: counts.requests - seen.matched - seen.uncertain,
        uncertain: seen.uncertain, conditions: [])
      for (place, leaf) in probes.rules[index].leaves.enumerated() {
        covered.conditions.append(
          CoverageReport.condition(leaf, seen.conditions[place], counts, files))
      }
      self.files[Int(rule.range.file)].rules.append(covered)
    }
    sort()
  }

  private static func condition(
    _ leaf: Condition, _ seen: CoverageCounts.Condition, _ counts: CoverageCounts,
    _ files: [SourceFile]
  ) -> CoveredCondition {
    let file = files[Int(leaf.range.file)]
    let probe = leaf.probe.map { counts.probes[$0] }
    let isWindow = if case .window = leaf.kind { true } else { false }
    return CoveredCondition(
      file: Int(leaf.range.file), start: Int(leaf.range.start), end: Int(leaf.range.end),
      line: file.line(at: Int(leaf.range.start)),
      text: isWindow
        ? "the rule's time window"
        : file.text(in: leaf.range).split(whereSeparator: \.isWhitespace).joined(separator: " "),
      isExclusion: leaf.isExclusion, isWindow: isWindow, constant: leaf.constant,
      isCoupled: leaf.isCoupled, wasTrue: probe?.isTrue ?? 0,
      wasFalse: probe.map { counts.requests - $0.isTrue - $0.isUncertain } ?? 0,
      wasUncertain: seen.openUncertain, decidedTrue: seen.decidedTrue,
      decidedFalse: seen.decidedFalse)
  }

  private mutating func sort() {
    let order = files.indices.sorted { ExactString(files[$0].path) < ExactString(files[$1].path) }
    var places = Array(repeating: 0, count: files.count)
    for (place, index) in order.enumerated() { places[index] = place }
    files = order.map { files[$0] }
    for file in files.indices {
      files[file].rules.sort { $0.start < $1.start }
      for rule in files[file].rules.indices {
        for condition in files[file].rules[rule].conditions.indices {
          files[file].rules[rule].conditions[condition].file =
            places[files[file].rules[rule].conditions[condition].file]
        }
      }
    }
  }

  /// The empty report.
  package init() {
    requests = 0
    unreadable = 0
    files = []
  }

  /// Merges the report on another policy, or on the same policy with other data.
  package mutating func add(_ other: CoverageReport) {
    requests += other.requests
    unreadable += other.unreadable
    // Files are the same if they have the same path and the same content.
    var places: [Int] = []
    for file in other.files {
      if let known = files.firstIndex(where: {
        $0.path == file.path && $0.source.bytes == file.source.bytes
      }) {
        places.append(known)
      } else {
        places.append(files.count)
        files.append(CoveredFile(source: file.source, rules: []))
      }
    }
    for (index, file) in other.files.enumerated() {
      for var rule in file.rules {
        for place in rule.conditions.indices {
          rule.conditions[place].file = places[rule.conditions[place].file]
        }
        if let known = files[places[index]].rules.firstIndex(where: {
          $0.start == rule.start && $0.name == rule.name
        }) {
          files[places[index]].rules[known].add(rule)
        } else {
          files[places[index]].rules.append(rule)
        }
      }
    }
    sort()
  }
}

extension CoveredRule {
  fileprivate mutating func add(_ other: CoveredRule) {
    matched += other.matched
    notMatched += other.notMatched
    uncertain += other.uncertain
    // Other data may fold other conditions away, so conditions are matched by position, in order.
    var taken: Set<Int> = []
    for condition in other.conditions {
      if let known = conditions.indices.first(where: {
        !taken.contains($0) && conditions[$0].isSame(as: condition)
      }) {
        taken.insert(known)
        conditions[known].add(condition)
      } else {
        taken.insert(conditions.count)
        conditions.append(condition)
      }
    }
  }
}

extension CoveredCondition {
  fileprivate func isSame(as other: CoveredCondition) -> Bool {
    file == other.file && start == other.start && end == other.end && isWindow == other.isWindow
  }

  fileprivate mutating func add(_ other: CoveredCondition) {
    // What is constant with one set of data may be open with another.
    if constant != other.constant { constant = nil }
    isCoupled = isCoupled || other.isCoupled
    wasTrue += other.wasTrue
    wasFalse += other.wasFalse
    wasUncertain += other.wasUncertain
    decidedTrue += other.decidedTrue
    decidedFalse += other.decidedFalse
  }
}

// MARK: - Marks

/// A range of a file that conditions cover, with all of them: a definition's conditions belong to
/// each rule that uses it.
package struct CoverageMark: Sendable {
  package var start: Int
  package var end: Int
  package var conditions: [(rule: String, condition: CoveredCondition)]

  /// The coverage of a range is that of its worst condition.
  package enum State: Int, Sendable, Comparable {
    case unseen, partly, undecided, covered, uncounted

    package static func < (left: State, right: State) -> Bool { left.rawValue < right.rawValue }
  }

  package var state: State { conditions.map(\.condition.state).min() ?? .uncounted }
}

extension CoveredCondition {
  package var state: CoverageMark.State {
    if constant != nil { return .uncounted }
    if wasTrue == 0, wasFalse == 0 { return .unseen }
    if wasTrue == 0 || wasFalse == 0 { return .partly }
    if !isCoupled, decidedTrue == 0 || decidedFalse == 0 { return .undecided }
    return .covered
  }
}

extension CoverageReport {
  /// The marks of a file in source order, without overlaps. Where conditions are nested (an
  /// argument that a definition makes a condition of), the inner ones count with the outer.
  package func marks(ofFile index: Int) -> [CoverageMark] {
    var marks: [CoverageMark] = []
    for file in files {
      for rule in file.rules {
        for condition in rule.conditions where condition.file == index && !condition.isWindow {
          marks.append(
            CoverageMark(
              start: condition.start, end: condition.end, conditions: [(rule.name, condition)]))
        }
      }
    }
    marks.sort { ($0.start, -$0.end) < ($1.start, -$1.end) }
    var merged: [CoverageMark] = []
    for mark in marks {
      if let last = merged.last, mark.start < last.end {
        merged[merged.count - 1].conditions += mark.conditions
        merged[merged.count - 1].end = max(last.end, mark.end)
      } else {
        merged.append(mark)
      }
    }
    return merged
  }
}
