// Results for programs: one object, described by grammar/test-result.schema.json. No times are in
// it, so that two runs can be compared by their bytes.

internal import Weir
internal import WeirAnalysis

/// Writes results as JSON.
package struct JSONReport {
  private let context: ReportContext

  package init(_ context: ReportContext) { self.context = context }

  package func render(_ result: RunResult) -> String {
    var members = [
      ("weir", quotedJSON(context.version)), ("cases", "\(result.ran)"),
      ("passed", "\(result.ran - result.failed)"), ("failed", "\(result.failed)"),
      ("skipped", "\(result.skipped)"), ("broken", "\(result.broken)"),
    ]
    if let seed = result.seed { members.append(("seed", quotedJSON("\(seed)"))) }
    if let mutation = result.mutation {
      members.append(("mutation", MutationJSON().render(mutation)))
    }
    members.append(("suites", "[\n" + result.suites.map(suite).joined(separator: ",\n") + "\n]"))
    return record(members) + "\n"
  }

  private func suite(_ suite: SuiteResult) -> String {
    var members = [("file", quotedJSON(suite.path))]
    if !suite.problems.isEmpty { members.append(("problems", list(suite.problems.map(problem)))) }
    let cases = suite.cases.map { "\n  " + test($0) }
    members.append(("cases", "[" + cases.joined(separator: ",") + "]"))
    return record(members)
  }

  private func problem(_ problem: SuiteProblem) -> String {
    var members = [
      ("code", quotedJSON(problem.code)), ("message", quotedJSON(problem.message)),
    ]
    if let hint = problem.hint { members.append(("hint", quotedJSON(hint))) }
    return record(members + place(problem.place))
  }

  private func test(_ test: CaseResult) -> String {
    var members = [("name", quotedJSON(test.name))]
    members += place(test.place)
    members.append(("result", quotedJSON(test.hasPassed ? "passed" : "failed")))
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
        ("what", quotedJSON(mismatch.what.rawValue)),
        ("expected", list(mismatch.expected.map(quotedJSON))),
        ("actual", list(mismatch.actual.map(quotedJSON))),
      ] + (mismatch.hint.map { [("hint", quotedJSON($0))] } ?? []) + place(mismatch.place))
  }

  // MARK: Why

  private func explanation(_ explanation: Explanation, _ files: [SourceFile]) -> String {
    record([
      (
        "values",
        list(
          explanation.values.map {
            record([("path", quotedJSON($0.path)), ("value", quotedJSON($0.value))])
          })
      ),
      ("rules", list(explanation.rules.map { rule($0, files) })),
      ("omitted", "\(explanation.omitted)"),
    ])
  }

  private func rule(_ rule: ExplainedRule, _ files: [SourceFile]) -> String {
    record([
      ("name", quotedJSON(rule.name)), ("effect", quotedJSON(rule.effect.rawValue)),
      ("at", quotedJSON(rule.at)), ("part", quotedJSON(rule.part.name)),
      ("outcome", quotedJSON(rule.outcome.name)),
      ("conditions", list(rule.conditions.map { condition($0, files) })),
    ])
  }

  private func condition(_ condition: ExplainedCondition, _ files: [SourceFile]) -> String {
    var members = source(condition.range, files)
    members.append(("truth", quotedJSON(condition.truth.name)))
    if condition.isDecisive { members.append(("decisive", "true")) }
    if condition.isExclusion { members.append(("unless", "true")) }
    let operands = condition.operands.map { operand in
      record(
        source(operand.range, files).prefix(1) + [("value", quotedJSON(operand.value))])
    }
    members.append(("operands", list(operands)))
    return record(members)
  }

  private func source(_ range: SourceRange, _ files: [SourceFile]) -> [(String, String)] {
    guard files.indices.contains(Int(range.file)) else { return [("source", "\"\"")] }
    let file = files[Int(range.file)]
    let (line, column) = file.position(at: Int(range.start))
    return [
      ("source", quotedJSON(file.text(in: range))), ("file", quotedJSON(file.path)),
      ("line", "\(line)"), ("column", "\(column)"),
    ]
  }

  // MARK: Pieces

  private func place(_ place: FixturePlace) -> [(String, String)] {
    [
      ("file", quotedJSON(place.path)), ("line", "\(place.line)"),
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
