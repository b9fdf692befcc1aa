// The findings that a policy had when somebody began to lint it, so that CI fails for new ones
// only. A finding is known by its rule and the flagged source, with one blank between two tokens,
// and not by its line: moving, wrapping and commenting change nothing. Equal ones are counted.

package import Weir

/// Findings that are known.
package struct LintBaseline: Sendable {
  /// Equal findings.
  package struct Entry: Sendable, Equatable {
    package var rule: String
    package var text: String
    package var count: Int

    /// The text, short enough for a message.
    package var excerpt: String {
      let scalars = text.unicodeScalars
      return scalars.count <= 48
        ? text : String(String.UnicodeScalarView(scalars.prefix(45))) + "…"
    }
  }

  private struct Key: Hashable {
    var rule: ExactString
    var text: ExactString
  }

  /// What is wrong with a file that is no baseline.
  package struct Mistake: Error {
    package var message: String
  }

  private static let version = 1
  private var counts: [Key: Int] = [:]

  /// Of the findings that nobody has answered for.
  package init(of findings: [LintFinding], in files: [SourceFile]) {
    for finding in findings {
      if case .inSource = finding.acceptance { continue }
      counts[LintBaseline.key(finding, files), default: 0] += 1
    }
  }

  /// Marks the findings that are known, and returns what is no more.
  package func accept(_ findings: inout [LintFinding], in files: [SourceFile]) -> [Entry] {
    var left = counts
    for index in findings.indices where findings[index].acceptance == nil {
      let key = LintBaseline.key(findings[index], files)
      guard let count = left[key], count > 0 else { continue }
      left[key] = count - 1
      findings[index].acceptance = .baseline
    }
    return LintBaseline.entries(left.filter { $0.value > 0 })
  }

  package var entries: [Entry] { LintBaseline.entries(counts) }

  private static func entries(_ counts: [Key: Int]) -> [Entry] {
    counts.sorted { left, right in
      left.key.rule == right.key.rule
        ? left.key.text < right.key.text : left.key.rule < right.key.rule
    }.map { Entry(rule: $0.key.rule.description, text: $0.key.text.description, count: $0.value) }
  }

  private static func key(_ finding: LintFinding, _ files: [SourceFile]) -> Key {
    Key(
      rule: finding.rule,
      text: ExactString(LintFinding.normalised(finding.diagnostic.range, in: files)))
  }

  // MARK: The file

  /// As it is written: sorted, an entry a line, so that a review sees what came and what went.
  package var text: String {
    let lines = entries.map { entry in
      "    "
        + JSONText.object([
          ("rule", JSONString.visible(entry.rule)), ("text", JSONString.visible(entry.text)),
          ("count", "\(entry.count)"),
        ])
    }
    return "{\n  \"weir-lint-baseline\": \(LintBaseline.version),\n  \"findings\": ["
      + (lines.isEmpty ? "" : "\n" + lines.joined(separator: ",\n") + "\n  ") + "]\n}\n"
  }

  /// Reads what was written so.
  package init(parsing document: JSONDocument) throws(Mistake) {
    guard case .record(let members) = document.kind,
      case .number(let number) = members.first(where: {
        $0.name == "weir-lint-baseline"
      })?.value.kind, Int(number) == LintBaseline.version,
      case .list(let list) = members.first(where: { $0.name == "findings" })?.value.kind
    else { throw Mistake(message: "it has no `findings` of version \(LintBaseline.version)") }
    for item in list {
      guard case .record(let members) = item.kind, members.count == 3,
        case .string(let rule) = members.first(where: { $0.name == "rule" })?.value.kind,
        case .string(let text) = members.first(where: { $0.name == "text" })?.value.kind,
        case .number(let digits) = members.first(where: { $0.name == "count" })?.value.kind,
        let count = Int(digits), count > 0
      else { throw Mistake(message: "a finding has a `rule`, a `text` and a `count` above 0") }
      counts[Key(rule: rule, text: text), default: 0] &+= count
    }
  }
}
