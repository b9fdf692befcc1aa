// Survivors for people, grouped by rule: each with its position, its change as a diff, what it
// means, and, if one was found, a request on which it differs. Everything fits 80 columns except
// lines of source, which are not wrapped.

internal import Weir
internal import WeirAnalysis

package struct MutationText {
  private let isColored: Bool
  private static let width = 80

  package init(isColored: Bool = false) { self.isColored = isColored }

  package func render(_ result: MutationResult) -> String {
    var text = ""
    for policy in result.policies {
      for (accepted, mistake) in policy.mistakes { text += self.text(accepted, mistake) }
    }
    for policy in result.policies {
      text += groups(policy) { if case .survived = $0 { true } else { false } }
      text += groups(policy) { if case .accepted = $0 { true } else { false } }
    }
    return text + summary(result)
  }

  // MARK: Mutants

  /// The mutants of a fate by their subjects, in the order of the source.
  private func groups(_ policy: MutatedPolicy, _ isShown: (MutantFate) -> Bool) -> String {
    var subjects: [String] = []
    var groups: [ExactString: [JudgedMutant]] = [:]
    for judged in policy.mutants where isShown(judged.fate) {
      let subject = judged.mutant.subject
      if groups[ExactString(subject)] == nil { subjects.append(subject) }
      groups[ExactString(subject), default: []].append(judged)
    }
    var text = ""
    for subject in subjects {
      text += paint(VisibleText.escaped(cut(subject)), 1) + "\n\n"
      for judged in groups[ExactString(subject)] ?? [] { text += self.text(judged, policy) + "\n" }
    }
    return text
  }

  private func text(_ judged: JudgedMutant, _ policy: MutatedPolicy) -> String {
    let file = policy.files[Int(judged.mutant.range.file)].path
    let operation = judged.mutant.operation
    var text = "  \(VisibleText.escaped(file)):\(judged.line)  \(operation.title)\n"
    text +=
      "  @@ -\(extent(judged.line, judged.removed)) +\(extent(judged.line, judged.added)) @@\n"
    for line in judged.removed { text += paint("  -\(VisibleText.escaped(line))", 31) + "\n" }
    for line in judged.added { text += paint("  +\(VisibleText.escaped(line))", 32) + "\n" }
    switch judged.fate {
    case .survived(let witness):
      text += wrapped("survived: \(operation.sentence)")
      if let witness { text += wrapped(phrase(witness)) }
    case .accepted(let because): text += wrapped("accepted: \(because)")
    case .killed, .equivalent, .notCompiled: break
    }
    return text
  }

  private func extent(_ line: Int, _ lines: [String]) -> String {
    // As `diff` has it: of no lines, the line before.
    switch lines.count {
    case 0: "\(line - 1),0"
    case 1: "\(line)"
    default: "\(line),\(lines.count)"
    }
  }

  private func phrase(_ witness: MutantWitness) -> String {
    let becomes = "\(witness.what) \(witness.before) becomes \(witness.after)"
    guard let change = witness.change else {
      return "in \(witness.name), which does not ask for it: \(becomes)"
    }
    return "try \(witness.name) with \(change): \(becomes)"
  }

  private func text(_ accepted: AcceptedMutant, _ mistake: AcceptanceMistake) -> String {
    """
    \(VisibleText.escaped(accepted.place.text)): error[\(mistake.code)]: \
    \(VisibleText.escaped(accepted.rule)): 
    """
      + "\(mistake.sentence)\n" + wrapped("hint: \(mistake.hint)") + "\n"
  }

  // MARK: The summary

  private func summary(_ result: MutationResult) -> String {
    let tally = result.tally
    var text = "\(Plural.counted(tally.mutants, "mutant")), \(tally.killed) killed, "
    text += "\(tally.survived) survived"
    if tally.accepted > 0 { text += ", \(tally.accepted) accepted" }
    text += ", \(tally.equivalentCount) equivalent; score \(tally.scoreText) %\n"
    for proof in EquivalenceProof.allCases {
      guard let count = tally.equivalent[proof] else { continue }
      text += wrapped("\(count) \(proof.rawValue): \(proof.sentence)")
    }
    if tally.notCompiled > 0 {
      text +=
        "  \(Plural.counted(tally.notCompiled, "edit")) did not compile and count for nothing\n"
    }
    if result.leftOut > 0 {
      text += "  \(Plural.counted(result.leftOut, "edit")) left out of the sample\n"
    }
    return text
  }

  // MARK: Pieces

  /// Indented lines of at most 80 columns.
  private func wrapped(_ prose: String) -> String {
    var lines: [String] = []
    var line = " "
    for word in VisibleText.escaped(prose).split(separator: " ") {
      if line.count > 2, line.count + 1 + word.count > MutationText.width {
        lines.append(line)
        line = "   "
      }
      line += " " + word
    }
    return (lines + [line]).joined(separator: "\n") + "\n"
  }

  private func cut(_ text: String) -> String {
    let scalars = text.unicodeScalars
    return scalars.count <= MutationText.width
      ? text : String(scalars.prefix(MutationText.width - 1)) + "…"
  }

  private func paint(_ text: String, _ color: Int) -> String {
    isColored ? "\u{1B}[\(color)m\(text)\u{1B}[0m" : text
  }
}

extension MutationOperator {
  /// `boundary: number`.
  var title: String {
    family.rawValue == rawValue ? rawValue : "\(family.rawValue): \(rawValue)"
  }
}

extension MutationResult.Tally {
  /// `93.7`, `100`.
  package var scoreText: String {
    let tenths = Int(score * 10 + 0.5)
    return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
  }
}

extension AcceptanceMistake {
  package var code: String { "mutants" }

  package var sentence: String {
    switch self {
    case .unknown: "no mutant of the policy is the one that is accepted here"
    case .killed: "the mutant that is accepted here is killed by a case"
    case .equivalent: "the mutant that is accepted here is equivalent, and needs no acceptance"
    }
  }

  package var hint: String {
    switch self {
    case .unknown: "copy rule, was and becomes from the report; blanks do not matter"
    case .killed, .equivalent: "remove it from mutants:"
    }
  }
}
