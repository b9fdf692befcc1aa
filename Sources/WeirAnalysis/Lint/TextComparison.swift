// Comparisons of what a request says with texts that the policy names. Most rules about security
// look at these: what is meant by a text is often more than that text.

package import Weir

/// A comparison of a text of the request with texts of the policy.
package struct TextComparison {
  package private(set) var place: LintExpressions.Place
  package let comparison: Comparison
  /// What is read, without the functions that only change how a text is written.
  package let subject: CheckedExpression
  /// Whether such a function takes care of capital letters.
  package let ignoresCase: Bool
  /// The texts of the policy, in its order.
  package let texts: [ExactString]

  /// Where it is written: in a definition, where it comes from one.
  package let range: SourceRange

  /// Nil where no text of the policy, or nothing of a request, is compared.
  package init?(_ place: LintExpressions.Place) {
    guard case .compare(let comparison, let left, let right) = place.expression.kind else {
      return nil
    }
    var ignoresCase = false
    func compared(_ read: CheckedExpression, _ constant: Constant?) -> (
      CheckedExpression, [ExactString]
    )? {
      guard read.constant == nil, let constant else { return nil }
      let elements: [Constant] = if case .list(let list) = constant { list } else { [constant] }
      var texts: [ExactString] = []
      for element in elements {
        guard case .string(let text) = element else { return nil }
        texts.append(text)
      }
      var subject = read
      while case .call(.builtin(let function), let arguments) = subject.kind,
        let first = arguments.first
      {
        switch function {
        case .lower, .upper, .fold: ignoresCase = true
        case .trim, .nfc: break
        default: return (subject, texts)
        }
        subject = first
      }
      return (subject, texts)
    }
    guard let (subject, texts) = compared(left, right.constant) ?? compared(right, left.constant),
      !texts.isEmpty
    else { return nil }
    self.place = place
    range = TextComparison.range(of: place.expression, left, right)
    self.comparison = comparison
    self.subject = subject
    self.texts = texts
    self.ignoresCase = ignoresCase
  }

  private static func range(
    of expression: CheckedExpression, _ left: CheckedExpression, _ right: CheckedExpression
  ) -> SourceRange {
    let (whole, start, end) = (expression.range, left.range, right.range)
    let isOutside =
      start.file == end.file
      && (start.file != whole.file || start.start < whole.start || start.end > whole.end)
    // An operator and its blanks stand between; else one side is the argument of a call.
    guard isOutside, start.end <= end.start, end.start - start.end <= 16 else { return whole }
    return SourceRange(file: start.file, start: start.start, end: end.end)
  }

  /// One for each place and path, of several that rules have through a definition.
  package static func all(in expressions: LintExpressions) -> [TextComparison] {
    struct Key: Hashable {
      var range: SourceRange
      var members: [ExactString]
      // A definition's parameter may be the text. Lists of data are long, and differ here.
      var first: ExactString
      var count: Int
    }
    var found: [TextComparison] = []
    var indices: [Key: Int] = [:]
    for place in expressions.comparisons {
      guard let comparison = TextComparison(place) else { continue }
      let key = Key(
        range: comparison.range, members: comparison.members, first: comparison.texts[0],
        count: comparison.texts.count)
      if let known = indices[key] {
        found[known].place.join(place)
      } else {
        indices[key] = found.count
        found.append(comparison)
      }
    }
    return found
  }

  /// The members that lead to what is read: `query`, `text`. Empty for what is computed.
  package var members: [ExactString] {
    let steps: [RequestPath.Step]
    switch subject.kind {
    case .path(let path): steps = path.steps
    case .local(_, let own): steps = own
    case .constant, .now, .member, .element, .list, .not, .and, .or, .compare, .arithmetic,
      .negate, .coalesce, .has, .quantifier, .call:
      return []
    }
    return steps.compactMap { if case .member(let name) = $0 { name } else { nil } }
  }

  /// The last word of the last member's name, in small letters: `address` of `remoteAddress`,
  /// `remote_address` and `remote-address`.
  package var lastWord: ExactString { TextComparison.lastWord(of: members.last ?? "") }

  static func lastWord(of name: ExactString) -> ExactString {
    var word: [UInt8] = []
    var wasCapital = true
    for byte in name.bytes {
      let isCapital = ASCII.lowered(byte) != byte
      if "_-. ".utf8.contains(byte) {
        word = []
      } else {
        if isCapital, !wasCapital { word = [] }
        word.append(ASCII.lowered(byte))
      }
      wasCapital = isCapital
    }
    return ExactString(validated: word)
  }

  /// Whether it asks for more than equality: a part, a beginning, an end, a pattern.
  package var asksForPart: Bool {
    switch comparison {
    case .includes, .startsWith, .endsWith, .like, .matches: true
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .in, .notIn, .contains,
      .overlaps:
      false
    }
  }

  /// Whether it asks for one of its texts as a whole.
  package var asksForWhole: Bool {
    switch comparison {
    case .equal, .notEqual, .in, .notIn, .contains, .overlaps: true
    case .less, .lessOrEqual, .greater, .greaterOrEqual, .includes, .startsWith, .endsWith, .like,
      .matches:
      false
    }
  }
}

extension ExactString {
  /// Whether these small letters stand somewhere in the text, also as capitals.
  func includesIgnoringCase(_ part: String) -> Bool {
    let wanted = Array(part.utf8)
    guard bytes.count >= wanted.count else { return false }
    return (0...(bytes.count - wanted.count)).contains { start in
      wanted.indices.allSatisfy { index in
        ASCII.lowered(bytes[start + index]) == wanted[index]
      }
    }
  }
}
