// Results for programs: one object, described by grammar/test-result.schema.json. It contains no
// times, so that two runs can be compared byte for byte.

internal import Weir
internal import WeirAnalysis

/// Writes results as JSON.
package struct JSONReport {
  private let context: ReportContext

  package init(_ context: ReportContext) { self.context = context }

  package func render(_ result: RunResult) -> String {
    var members = [
      ("weir", JSONString.visible(context.version)), ("cases", "\(result.ran)"),
      ("passed", "\(result.ran - result.failed)"), ("failed", "\(result.failed)"),
      ("skipped", "\(result.skipped)"), ("broken", "\(result.broken)"),
    ]
    if let seed = result.seed { members.append(("seed", JSONString.visible("\(seed)"))) }
    if let mutation = result.mutation {
      members.append(("mutation", MutationJSON().render(mutation)))
    }
    members.append(("suites", "[\n" + result.suites.map(suite).joined(separator: ",\n") + "\n]"))
    return record(members) + "\n"
  }

  private func suite(_ suite: SuiteResult) -> String {
    var members = [("file", JSONString.visible(suite.path))]
    if !suite.problems.isEmpty { members.append(("problems", list(suite.problems.map(problem)))) }
    let cases = suite.cases.map { "\n  " + test($0) }
    members.append(("cases", "[" + cases.joined(separator: ",") + "]"))
    return record(members)
  }

  private func problem(_ problem: SuiteProblem) -> String {
    var members = [
      ("code", JSONString.visible(problem.code)), ("message", JSONString.visible(problem.message)),
    ]
    if let hint = problem.hint { members.append(("hint", JSONString.visible(hint))) }
    return record(members + place(problem.place))
  }

  private func test(_ test: CaseResult) -> String {
    var members = [("name", JSONString.visible(test.name))]
    members += place(test.place)
    members.append(("result", JSONString.visible(test.hasPassed ? "passed" : "failed")))
    if !test.mismatches.isEmpty {
      members.append(("mismatches", list(test.mismatches.map(mismatch))))
    }
    if let explanation = test.explanation {
      members.append(("explanation", self.explanation(explanation, test.sources)))
    }
    return record(members)
  }

  private func mismatch(_ mismatch: Mismatch) -> String {
    record(
      [
        ("what", JSONString.visible(mismatch.what.rawValue)),
        ("expected", list(mismatch.expected.map(JSONString.visible))),
        ("actual", list(mismatch.actual.map(JSONString.visible))),
      ] + (mismatch.hint.map { [("hint", JSONString.visible($0))] } ?? []) + place(mismatch.place))
  }

  // MARK: Why

  private func explanation(_ explanation: Explanation, _ files: [SourceFile]) -> String {
    record([
      (
        "values",
        list(
          explanation.values.map {
            record([("path", JSONString.visible($0.path)), ("value", JSONString.visible($0.value))])
          })
      ),
      ("rules", list(explanation.rules.map { rule($0, files) })),
      ("omitted", "\(explanation.omitted)"),
    ])
  }

  private func rule(_ rule: ExplainedRule, _ files: [SourceFile]) -> String {
    record([
      ("name", JSONString.visible(rule.name)), ("effect", JSONString.visible(rule.effect.rawValue)),
      ("at", JSONString.visible(rule.at)), ("part", JSONString.visible(rule.part.name)),
      ("outcome", JSONString.visible(rule.outcome.name)),
      ("conditions", list(rule.conditions.map { condition($0, files) })),
    ])
  }

  private func condition(_ condition: ExplainedCondition, _ files: [SourceFile]) -> String {
    var members = source(condition.range, files)
    members.append(("truth", JSONString.visible(condition.truth.name)))
    if condition.isDecisive { members.append(("decisive", "true")) }
    if condition.isExclusion { members.append(("unless", "true")) }
    let operands = condition.operands.map { operand in
      record(
        source(operand.range, files).prefix(1) + [("value", JSONString.visible(operand.value))])
    }
    members.append(("operands", list(operands)))
    return record(members)
  }

  private func source(_ range: SourceRange, _ files: [SourceFile]) -> [(String, String)] {
    guard files.indices.contains(Int(range.file)) else { return [("source", "\"\"")] }
    let file = files[Int(range.file)]
    let (line, column) = file.position(at: Int(range.start))
    return [
      ("source", JSONString.visible(file.text(in: range))), ("file", JSONString.visible(file.path)),
      ("line", "\(line)"), ("column", "\(column)"),
    ]
  }

  // MARK: Pieces

  private func place(_ place: FixturePlace) -> [(String, String)] {
    [
      ("file", JSONString.visible(place.path)), ("line", "\(place.line)"),
      ("column", "\(place.column)"),
    ]
  }

  private func record(_ members: some Sequence<(String, String)>) -> String {
    "{" + members.map { "\"\($0.0)\":\($0.1)" }.joined(separator: ",") + "}"
  }

  private func list(_ elements: [String]) -> String {
    "[" + elements.joined(separator: ",") + "]"
  }
}

extension ExplainedRule.Part {
  /// The name that reports give it.
  var name: String {
    switch self {
    case .decided: "decided"
    case .expected: "expected"
    case .uncertain: "uncertain"
    case .nearMiss: "near miss"
    }
  }
}
