// Findings as SARIF 2.1.0, with GitHub's limits and what its code scanning shows: one run, rules
// with help, places relative to the repository, fingerprints that survive a move, suppressions and
// fixes. Columns count Unicode scalars, and the end is one past the last, as everywhere in Weir.

internal import Weir

extension LintReport {
  func sarif() -> String { SARIFLog(self).text }
}

private struct SARIFLog {
  private let report: LintReport
  /// Every rule of the linter, then the compiler's errors that occur.
  private let descriptors: [LintRules.Explanation]
  private let indices: [DiagnosticCode: Int]
  private let lineHashes: [Int32: LineHashes]

  /// Results that GitHub takes of one run.
  private static let results = 25_000
  /// Places that it shows of one result, the first of which is the finding's own.
  private static let places = 10
  /// Scalars that it takes of a short description.
  private static let summary = 1_024
  private static let base = "%SRCROOT%"
  private static let schema = "https://json.schemastore.org/sarif-2.1.0.json"

  init(_ report: LintReport) {
    self.report = report
    let occurring = Set(report.errors.map(\.code))
    descriptors = LintRules.explanations.filter { explanation in
      explanation.category != nil || occurring.contains(explanation.code)
    }
    indices = Dictionary(
      descriptors.enumerated().map { ($1.code, $0) }, uniquingKeysWith: { first, _ in first })
    var hashes: [Int32: LineHashes] = [:]
    let ranges = report.errors.map(\.range) + report.findings.map(\.diagnostic.range)
    for file in Set(ranges.map(\.file)) where report.files.indices.contains(Int(file)) {
      hashes[file] = LineHashes(report.files[Int(file)].bytes)
    }
    lineHashes = hashes
  }

  /// A line each for rules and results, so that people can compare two logs.
  var text: String {
    let all =
      report.errors.map { ($0, LintFinding.Acceptance?.none) }
      + report.findings.map { ($0.diagnostic, $0.acceptance) }
    var seen: [ExactString: Int] = [:]
    let results = all.prefix(SARIFLog.results).map { result($0, $1, &seen) }
    let driver = JSONText.object([
      ("name", string("weir")), ("semanticVersion", string(report.version)),
      ("rules", lines(descriptors.map(descriptor))),
    ])
    let run = JSONText.object([
      ("tool", JSONText.object([("driver", driver)])),
      ("invocations", JSONText.list([invocation(leftOut: all.count - results.count)])),
      ("columnKind", string("unicodeCodePoints")),
      ("automationDetails", JSONText.object([("id", string("weir-lint/"))])),
      ("results", lines(results)),
    ])
    return JSONText.object([
      ("$schema", string(SARIFLog.schema)), ("version", string("2.1.0")),
      ("runs", JSONText.list([run])),
    ]) + "\n"
  }

  // MARK: Rules

  private func descriptor(_ explanation: LintRules.Explanation) -> String {
    let name = explanation.code.name
    let entry = LintRules.all.first { .rule($0.rule.name) == explanation.code }
    let summary = String(
      String.UnicodeScalarView(
        LintRules.summary(of: explanation.meaning).unicodeScalars.prefix(SARIFLog.summary)))
    let level = entry.map { report.levels[$0.rule.name] } ?? .error
    let isSecurity = explanation.category == .security
    let properties = JSONText.object([
      (
        "tags", JSONText.list([string(explanation.category?.rawValue ?? "compiler")])
      ),
      ("precision", string("high")),
      ("problem.severity", string(problemSeverity(level))),
      ("security-severity", isSecurity ? string(securitySeverity(level)) : nil),
    ])
    return JSONText.object([
      ("id", string(name)),
      ("name", string(name.split(separator: "-").map(capitalised).joined())),
      ("shortDescription", message(summary)),
      ("fullDescription", message(explanation.meaning)),
      (
        "help",
        JSONText.object([
          ("text", string(explanation.meaning)),
          ("markdown", string(entry?.markdown ?? explanation.meaning)),
        ])
      ),
      (
        "defaultConfiguration",
        JSONText.object([
          ("enabled", level == .off ? "false" : "true"), ("level", string(sarifLevel(level))),
        ])
      ),
      ("properties", properties),
    ])
  }

  private func capitalised(_ word: Substring) -> String {
    word.prefix(1).uppercased() + word.dropFirst()
  }

  private func sarifLevel(_ level: LintLevel) -> String {
    switch level {
    case .error, .warning, .note: level.rawValue
    case .off: "none"
    }
  }

  private func problemSeverity(_ level: LintLevel) -> String {
    switch level {
    case .error: "error"
    case .warning: "warning"
    case .note, .off: "recommendation"
    }
  }

  /// In CVSS's bands: high, medium, low.
  private func securitySeverity(_ level: LintLevel) -> String {
    switch level {
    case .error: "8.0"
    case .warning: "5.0"
    case .note, .off: "2.0"
    }
  }

  // MARK: Results

  private func result(
    _ diagnostic: Diagnostic, _ acceptance: LintFinding.Acceptance?,
    _ seen: inout [ExactString: Int]
  ) -> String {
    let own = report.fingerprint(diagnostic, &seen)
    var fingerprints = [("weirFinding/v1", Optional(string(own)))]
    if let line = report.location(of: diagnostic)?.line,
      let hash = lineHashes[diagnostic.range.file]?[line]
    {
      fingerprints.append(("primaryLocationLineHash", string(hash)))
    }
    let labels = diagnostic.labels.prefix(SARIFLog.places - 1).compactMap { label in
      location(label.range, message: label.text)
    }
    return JSONText.object([
      ("ruleId", string(diagnostic.code.name)),
      ("ruleIndex", indices[diagnostic.code].map { "\($0)" }),
      ("level", string(LintLevel(diagnostic.severity).rawValue)),
      ("message", message(report.line(diagnostic))),
      ("locations", location(diagnostic.range, message: nil).map { JSONText.list([$0]) }),
      ("relatedLocations", labels.isEmpty ? nil : JSONText.list(labels)),
      ("partialFingerprints", JSONText.object(fingerprints)),
      ("suppressions", acceptance.map { JSONText.list([suppression($0)]) }),
      ("fixes", diagnostic.fix.flatMap(fix).map { JSONText.list([$0]) }),
    ])
  }

  /// Without a status: two schemas of 2.1.0 are about that name it differently, and without one a
  /// suppression is accepted.
  private func suppression(_ acceptance: LintFinding.Acceptance) -> String {
    switch acceptance {
    case .inSource(let reason):
      JSONText.object([
        ("kind", string("inSource")), ("justification", reason.map(string)),
      ])
    case .baseline:
      JSONText.object([
        ("kind", string("external")), ("justification", string("it is in the baseline")),
      ])
    }
  }

  private func location(_ range: SourceRange, message text: String?) -> String? {
    guard let artifact = artifact(range), let region = region(range) else { return nil }
    return JSONText.object([
      (
        "physicalLocation",
        JSONText.object([("artifactLocation", artifact), ("region", region)])
      ),
      ("message", text.map(message)),
    ])
  }

  private func region(_ range: SourceRange) -> String? {
    range.location(in: report.files).map { place in
      JSONText.object([
        ("startLine", "\(place.line)"), ("startColumn", "\(place.column)"),
        ("endLine", "\(place.endLine)"), ("endColumn", "\(place.endColumn)"),
      ])
    }
  }

  private func artifact(_ range: SourceRange) -> String? {
    guard report.files.indices.contains(Int(range.file)) else { return nil }
    let path = report.files[Int(range.file)].path
    let uri = PercentEncoding.path(path)
    // A path from the root is relative to nothing.
    let isAbsolute = path.utf8.first == UInt8(ascii: "/")
    return JSONText.object([
      ("uri", string(isAbsolute ? "file://" + uri : uri)),
      ("uriBaseId", isAbsolute ? nil : string(SARIFLog.base)),
    ])
  }

  private func fix(_ fix: Diagnostic.Fix) -> String? {
    let byFile = Dictionary(grouping: fix.edits, by: \.range.file).sorted { $0.key < $1.key }
    var changes: [String] = []
    for (_, edits) in byFile {
      var replacements: [String] = []
      for edit in edits {
        guard let region = region(edit.range) else { return nil }
        replacements.append(
          JSONText.object([
            ("deletedRegion", region),
            ("insertedContent", JSONText.object([("text", string(edit.text))])),
          ]))
      }
      guard let first = edits.first, let artifact = artifact(first.range) else { return nil }
      changes.append(
        JSONText.object([
          ("artifactLocation", artifact), ("replacements", JSONText.list(replacements)),
        ]))
    }
    return changes.isEmpty
      ? nil
      : JSONText.object([
        ("description", message(fix.summary)), ("artifactChanges", JSONText.list(changes)),
      ])
  }

  // MARK: The run

  /// Whether the policy could be read, and what the limits keep from being told.
  private func invocation(leftOut: Int) -> String {
    let notification = JSONText.object([
      ("level", string("warning")),
      ("message", message("\(leftOut) further results are left out: GitHub takes 25,000 of a run")),
    ])
    return JSONText.object([
      ("executionSuccessful", "true"),
      ("toolExecutionNotifications", leftOut > 0 ? JSONText.list([notification]) : nil),
    ])
  }

  // MARK: Texts

  private func string(_ text: String) -> String { JSONString.visible(text) }

  private func message(_ text: String) -> String {
    JSONText.object([("text", string(SARIFLog.plain(text)))])
  }

  /// A text without what SARIF would fill in or make a link of: `{0}` and `[text](target)`.
  private static func plain(_ text: String) -> String {
    var result = ""
    let scalars = Array(text.unicodeScalars)
    for (index, scalar) in scalars.enumerated() {
      let next = index + 1 < scalars.count ? scalars[index + 1] : " "
      switch scalar {
      case "{" where ("0"..."9").contains(next): result += "{{"
      case "]" where next == "(": result += "\\]"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  private func lines(_ elements: [String]) -> String {
    elements.isEmpty ? "[]" : "[\n" + elements.joined(separator: ",\n") + "\n]"
  }
}
