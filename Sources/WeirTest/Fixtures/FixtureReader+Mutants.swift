// `mutants:` of a fixture: survivors of mutation testing that somebody has looked at. A mutant is
// known by the rule it is in and by its line before and after, blanks aside, so that edits
// elsewhere move nothing.

internal import Weir

extension FixtureReader {
  mutating func readMutants(_ document: JSONDocument) {
    guard case .list(let entries) = document.kind else {
      wrongType(document, "`mutants` takes a list of accepted mutants")
      return
    }
    for entry in entries {
      var texts: [MutantKey: String] = [:]
      let before = mistakes.count
      for (key, member) in fields(entry, MutantKey.self).known {
        guard case .string(let text) = member.value.kind else {
          wrongType(member.value, "`\(key.rawValue)` takes a text")
          continue
        }
        texts[key] =
          key == .because
          ? text.description : text.description.split(separator: " ").joined(separator: " ")
      }
      guard mistakes.count == before else { continue }
      guard let rule = texts[.rule], let because = texts[.because], !because.isEmpty,
        texts[.was] != nil || texts[.becomes] != nil
      else {
        note(
          .incompleteMutant,
          "an accepted mutant has `rule`, `was` or `becomes` or both, and `because`",
          at: entry.offset, hint: "copy them from the report of weir test --mutate")
        continue
      }
      fixture.acceptedMutants.append(
        AcceptedMutant(
          rule: rule, was: texts[.was], becomes: texts[.becomes], because: because,
          place: text.place(at: entry.offset)))
    }
  }
}
