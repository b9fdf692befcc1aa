// Mutation results for programs: the member `mutation` of a result, described by
// grammar/test-result.schema.json. Killed mutants, and edits that are not mutants, are counted but
// not listed: they need no action.

internal import Weir
internal import WeirAnalysis

package struct MutationJSON {
  package init() {}

  /// The object, without a line feed.
  package func render(_ result: MutationResult) -> String {
    let tally = result.tally
    var members = [
      ("mutants", "\(tally.mutants)"), ("killed", "\(tally.killed)"),
      ("survived", "\(tally.survived)"), ("accepted", "\(tally.accepted)"),
      ("equivalent", "\(tally.equivalentCount)"), ("not_compiled", "\(tally.notCompiled)"),
      ("score", tally.scoreText),
    ]
    if result.leftOut > 0 { members.append(("left_out", "\(result.leftOut)")) }
    let mistakes = result.policies.flatMap(\.mistakes)
    if !mistakes.isEmpty {
      members.append(("mistakes", list(mistakes.map { mistake($0.accepted, $0.mistake) })))
    }
    let listed = result.policies.flatMap { policy in
      policy.mutants.compactMap { mutant($0, policy) }
    }
    members.append(("list", "[" + listed.map { "\n  " + $0 }.joined(separator: ",") + "]"))
    return record(members)
  }

  private func mutant(_ judged: JudgedMutant, _ policy: MutatedPolicy) -> String? {
    var fate: [(String, String)]
    switch judged.fate {
    case .killed, .notCompiled: return nil
    case .survived(let witness):
      fate = [("result", JSONString.visible("survived"))]
      if let witness { fate.append(("witness", self.witness(witness))) }
    case .equivalent(let proof):
      fate = [
        ("result", JSONString.visible("equivalent")), ("proof", JSONString.visible(proof.rawValue)),
      ]
    case .accepted(let because):
      fate = [("result", JSONString.visible("accepted")), ("because", JSONString.visible(because))]
    }
    var members = [
      ("rule", JSONString.visible(judged.mutant.subject)),
      ("operator", JSONString.visible(judged.mutant.operation.rawValue)),
      ("file", JSONString.visible(policy.files[Int(judged.mutant.range.file)].path)),
      ("line", "\(judged.line)"),
    ]
    if let was = judged.was { members.append(("was", JSONString.visible(was))) }
    if let becomes = judged.becomes { members.append(("becomes", JSONString.visible(becomes))) }
    members.append(("meaning", JSONString.visible(judged.mutant.operation.sentence)))
    return record(members + fate)
  }

  private func witness(_ witness: MutantWitness) -> String {
    var members = [("case", JSONString.visible(witness.name))]
    if let change = witness.change { members.append(("with", JSONString.visible(change))) }
    return record(
      members + [
        ("what", JSONString.visible(witness.what)), ("before", JSONString.visible(witness.before)),
        ("after", JSONString.visible(witness.after)),
      ])
  }

  private func mistake(_ accepted: AcceptedMutant, _ mistake: AcceptanceMistake) -> String {
    record([
      ("rule", JSONString.visible(accepted.rule)),
      ("mistake", JSONString.visible(mistake.rawValue)),
      ("message", JSONString.visible(mistake.sentence)),
      ("file", JSONString.visible(accepted.place.path)),
      ("line", "\(accepted.place.line)"), ("column", "\(accepted.place.column)"),
    ])
  }

  private func record(_ members: [(String, String)]) -> String {
    "{" + members.map { "\"\($0.0)\":\($0.1)" }.joined(separator: ",") + "}"
  }

  private func list(_ elements: [String]) -> String {
    "[" + elements.joined(separator: ",") + "]"
  }
}
