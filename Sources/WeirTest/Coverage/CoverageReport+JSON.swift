// Coverage as JSON, described by grammar/coverage.schema.json.

internal import Weir
internal import WeirAnalysis

extension CoverageReport {
  /// The report as one JSON document.
  package func json() -> String {
    var out =
      "{\n  \"version\": 1,\n  \"requests\": \(requests),\n  \"unreadable\": \(unreadable),\n"
    out += "  \"totals\": \(totals { share($0) }),\n  \"files\": ["
    for (index, file) in files.enumerated() {
      out += (index > 0 ? "," : "") + "\n    {\n      \"path\": \(string(file.path)),\n"
      out += "      \"totals\": \(totals { file.share($0) }),\n      \"rules\": ["
      for (index, rule) in file.rules.enumerated() {
        out += (index > 0 ? "," : "") + "\n        " + json(rule)
      }
      out += file.rules.isEmpty ? "]\n    }" : "\n      ]\n    }"
    }
    return out + (files.isEmpty ? "]\n}\n" : "\n  ]\n}\n")
  }

  private func totals(_ share: (CoverageKind) -> CoverageShare) -> String {
    let parts = CoverageKind.allCases.map { kind in
      let share = share(kind)
      return
        """
        \(string(kind.rawValue)): {\"covered\": \(share.covered), \"total\": \(share.total), \
        \"percent\": \(share.percent)}
        """
    }
    return "{" + parts.joined(separator: ", ") + "}"
  }

  private func json(_ rule: CoveredRule) -> String {
    var out = "{\"name\": \(string(rule.name)), \"effect\": \(string(rule.effect.rawValue))"
    if rule.isObserved { out += ", \"observed\": true" }
    out += ", \"line\": \(rule.line), \"lastLine\": \(rule.lastLine), \"matched\": \(rule.matched)"
    out += ", \"notMatched\": \(rule.notMatched), \"uncertain\": \(rule.uncertain)"
    out += ", \"conditions\": ["
    for (index, condition) in rule.conditions.enumerated() {
      out += (index > 0 ? "," : "") + "\n          " + json(condition)
    }
    return out + (rule.conditions.isEmpty ? "]}" : "\n        ]}")
  }

  private func json(_ condition: CoveredCondition) -> String {
    let source = files[condition.file].source
    let start = source.position(at: condition.start)
    let end = source.position(at: condition.end)
    let kind = condition.isWindow ? "window" : condition.isExclusion ? "unless" : "when"
    var out = "{\"kind\": \"\(kind)\", \"path\": \(string(source.path))"
    out += ", \"line\": \(start.line), \"column\": \(start.column)"
    out += ", \"endLine\": \(end.line), \"endColumn\": \(end.column)"
    out += ", \"text\": \(string(condition.text))"
    if let constant = condition.constant { return out + ", \"constant\": \(constant)}" }
    if condition.isCoupled { out += ", \"coupled\": true" }
    out += ", \"true\": \(condition.wasTrue), \"false\": \(condition.wasFalse)"
    out += ", \"uncertain\": \(condition.wasUncertain)"
    out += ", \"decidedTrue\": \(condition.decidedTrue)"
    out += ", \"decidedFalse\": \(condition.decidedFalse)"
    if let lack = condition.lack { out += ", \"lacks\": \(string(lack))" }
    return out + "}"
  }

  private func string(_ text: String) -> String { JSONString.visible(text) }
}
