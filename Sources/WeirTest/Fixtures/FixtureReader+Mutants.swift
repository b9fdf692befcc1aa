// Reads `mutants:` of a fixture: survivors of mutation testing that somebody has accepted. A mutant
// is identified by its rule and by its line before and after, without surrounding blanks, so that
// edits elsewhere do not matter.

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
