// What is wrong with a fixture: the one table of codes, and all mistakes of a file in one error.
// They are rendered as a policy's are, because they are read by the same people at the same
// terminal.

package import Weir

/// One mistake of a fixture.
package struct FixtureMistake: Error, Sendable {
  package var code: Code
  /// What is wrong, a sentence without a full stop.
  package var message: String
  /// Bytes of the fixture; nil for a mistake of the file as a whole.
  package var range: Range<Int>?
  /// Another place that helps to understand it.
  package var label: (range: Range<Int>, text: String)?
  /// What to do about it.
  package var hint: String?

  package init(
    _ code: Code, _ message: String, at range: Range<Int>?,
    label: (range: Range<Int>, text: String)? = nil, hint: String? = nil
  ) {
    self.code = code
    self.message = message
    self.range = range
    self.label = label
    self.hint = hint
  }

  /// The one table; the raw value is what people see and search for.
  package enum Code: String, Sendable, CaseIterable {
    // The text.
    case unreadable
    case invalidYAML = "invalid-yaml"
    case invalidJSON = "invalid-json"
    case unknownKey = "unknown-key"
    case wrongType = "wrong-type"
    // Values.
    case badTimestamp = "bad-timestamp"
    case badDuration = "bad-duration"
    case badPath = "bad-path"
    case unknownVerdict = "unknown-verdict"
    case unknownFault = "unknown-fault"
    case unknownInputError = "unknown-input-error"
    case missingFile = "missing-file"
    // Cases.
    case emptySuite = "empty-suite"
    case missingName = "missing-name"
    case duplicateName = "duplicate-name"
    case missingRequest = "missing-request"
    case requestAndInput = "request-and-input"
    case unknownRequest = "unknown-request"
    case unusedRequest = "unused-request"
    case circularRequest = "circular-request"
    case nothingToRemove = "nothing-to-remove"
    case assertsNothing = "asserts-nothing"
    case impossibleExpectation = "impossible-expectation"
    case incompleteMutant = "incomplete-mutant"
    case tooLarge = "too-large"
    case tooManyMistakes = "too-many-mistakes"
    // Together with the policy.
    case unknownRule = "unknown-rule"
    case unknownData = "unknown-data"
    case missingNow = "missing-now"
    case unknownMember = "unknown-member"
    case wrongValue = "wrong-value"
    case noMisfit = "no-misfit"

    /// What it means, a sentence without a full stop.
    package var meaning: String {
      switch self {
      case .unreadable: "The file cannot be read"
      case .invalidYAML: "The file is no YAML, or YAML that a fixture cannot be written in"
      case .invalidJSON: "The file is no JSON"
      case .unknownKey: "The format has no such key here"
      case .wrongType: "The value is not of the kind that its key takes"
      case .badTimestamp: "The text is no instant of RFC 3339 with an offset"
      case .badDuration: "The text is no length of time as a policy spells it"
      case .badPath: "The text is no path into a request"
      case .unknownVerdict: "No verdict has this name"
      case .unknownFault: "No fault has this name"
      case .unknownInputError: "No error of the request reader has this name"
      case .missingFile: "The fixture names a file or folder that is not there"
      case .emptySuite: "The fixture has neither cases nor recorded requests"
      case .missingName: "The case has no name"
      case .duplicateName: "Two cases have the same name"
      case .missingRequest: "The case has no request, and the defaults have none"
      case .requestAndInput:
        "The case has the text of a request, and something that only a merged one can have"
      case .unknownRequest: "No request of the fixture has this name"
      case .unusedRequest: "No case uses the named request"
      case .circularRequest: "Named requests use each other in a circle"
      case .nothingToRemove: "The merged request has nothing on the path that is to be removed"
      case .assertsNothing: "The case expects nothing of the verdict"
      case .impossibleExpectation: "No verdict can be what is expected"
      case .incompleteMutant: "The accepted mutant does not say which it is, or why it is accepted"
      case .tooLarge: "The requests, once merged, are more than one fixture may ask for"
      case .tooManyMistakes: "There are more mistakes than are told"
      case .unknownRule: "The policy has no rule of this name"
      case .unknownData: "The policy declares no data of this name"
      case .missingNow: "The policy reads the clock, and the case does not say when it is judged"
      case .unknownMember:
        "The policy's requests have no member of this name, or it reads one of nearly this name"
      case .wrongValue: "The policy declares another type, or an enum that does not have the value"
      case .noMisfit: "The request is as the policy declares where the case says that it is not"
      }
    }
  }
}

/// All mistakes of one fixture, at least one.
package struct FixtureErrors: Error, Sendable {
  package var source: SourceFile
  /// In the order of their places.
  package var mistakes: [FixtureMistake]

  package init(source: SourceFile, mistakes: [FixtureMistake]) {
    self.source = source
    // Sorting is stable: mistakes of one place stay in the order in which they were found.
    let sorted = mistakes.sorted {
      ($0.range?.lowerBound ?? -1) < ($1.range?.lowerBound ?? -1)
    }
    self.mistakes = Array(sorted.prefix(Limits.errorsPerFile))
    let rest = sorted.count - self.mistakes.count
    if rest > 0 {
      self.mistakes.append(
        FixtureMistake(
          .tooManyMistakes, "\(Plural.counted(rest, "more mistake")) in this fixture", at: nil,
          hint: "correct the first ones: the others are often their doing"))
    }
  }

  /// For a terminal, a blank line behind each.
  package func text(isColored: Bool = false) -> String {
    let renderer = DiagnosticRenderer(files: [source], isColored: isColored)
    return findings.map { renderer.render($0) + "\n" }.joined()
  }

  /// For programs, as the policy's diagnostics are: an object a line.
  package var jsonLines: String {
    let renderer = DiagnosticRenderer(files: [source])
    return findings.map { renderer.json($0) + "\n" }.joined()
  }

  private var findings: [Finding] {
    mistakes.map { mistake in
      Finding(
        code: mistake.code.rawValue, severity: .error,
        message: mistake.range == nil && !mistake.message.hasPrefix(source.path)
          ? "\(source.path): \(mistake.message)" : mistake.message,
        range: sourceRange(mistake.range),
        labels: mistake.label.map { [Diagnostic.Label(sourceRange($0.range), $0.text)] } ?? [],
        hint: mistake.hint)
    }
  }

  /// A mistake of the whole file has a range in no file: it is shown without a line.
  private func sourceRange(_ range: Range<Int>?) -> SourceRange {
    guard let range else { return SourceRange(file: -1, start: 0, end: 0) }
    return SourceRange(
      file: 0, start: Int32(clamping: range.lowerBound), end: Int32(clamping: range.upperBound))
  }
}

/// Names for a message, of many the first.
func shortList(_ names: [String]) -> String {
  names.count <= 12
    ? names.joined(separator: ", ")
    : names.prefix(10).joined(separator: ", ") + " and \(names.count - 10) more"
}
