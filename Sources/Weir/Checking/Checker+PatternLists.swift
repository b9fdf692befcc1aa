// `any(p in paths: x like p)`, where `paths` is bound data: a list of patterns of any length, as in
// a file of owners, is one pattern in the program. So a text is matched against all of them in one
// pass, in time linear in the text, and a request still chooses none.

extension Checker {
  /// What a quantifier asks whose body is a pattern relation with its own variable on the right;
  /// nil for any other.
  mutating func patternList(
    _ syntax: SyntaxQuantifier, _ subject: CheckedExpression, _ range: SourceRange
  ) -> CheckedExpression? {
    guard syntax.kind == .any, syntax.variables.count == 1,
      case .constant(.list(let constants)) = subject.kind,
      case .binary(.compare(let comparison), let left, let right, _) = syntax.body.unwrapped.kind,
      Pattern.Kind(comparison) != nil, case .name(let name) = right.unwrapped.kind,
      name == syntax.variables[0].text, !left.names(name)
    else { return nil }
    checkVariableName(syntax.variables[0], taken: [])
    let text = expression(left)
    if text.isMistake { return .mistake(range) }
    guard text.type.isText || text.type == .any else {
      report(
        .typeMismatch, "`\(comparison.spelling)` takes a text, and this is \(text.type.phrase)",
        at: text.range, hint: "compare it with `==`")
      return .mistake(range)
    }
    var patterns: [ExactString] = []
    for constant in constants {
      guard case .string(let pattern) = constant else {
        report(
          .typeMismatch, "a pattern is a text, and this list has something else in it",
          at: subject.range)
        return .mistake(range)
      }
      guard checkPattern(pattern, of: comparison, at: subject.range) else {
        return .mistake(range)
      }
      patterns.append(pattern)
    }
    // Nothing is like none of them, whatever the text is.
    guard !patterns.isEmpty else {
      return CheckedExpression(.constant(.bool(false)), .bool, range)
    }
    let union = Pattern.union(of: patterns, comparison)
    guard ConstantFolding.problem(ofPattern: union, .matches) == nil else {
      report(
        .invalidPattern,
        "these \(counted(patterns.count, "pattern")) together are too large: split the list",
        at: subject.range)
      return .mistake(range)
    }
    if case .constant(.string(let constant)) = text.kind {
      let isLike = (try? Pattern(.expression, union))?.matches(constant) ?? false
      return CheckedExpression(.constant(.bool(isLike)), .bool, range)
    }
    return CheckedExpression(
      .compare(
        .matches, text, CheckedExpression(.constant(.string(union)), .string, subject.range)),
      .bool, range)
  }
}

extension Pattern {
  /// A regular expression for what any of some patterns matches.
  static func union(of patterns: [ExactString], _ comparison: Comparison) -> ExactString {
    var bytes: [UInt8] = []
    for pattern in patterns {
      if !bytes.isEmpty { bytes.append(UInt8(ascii: "|")) }
      bytes += "(?:".utf8
      bytes += comparison == .like ? expression(ofGlob: pattern) : pattern.bytes
      bytes.append(UInt8(ascii: ")"))
    }
    return ExactString(validated: bytes)
  }
}

extension SyntaxExpression {
  /// The expression without parentheses around it.
  fileprivate var unwrapped: SyntaxExpression {
    if case .parenthesized(let inner) = kind { return inner.unwrapped }
    return self
  }

  /// Whether a name stands anywhere in the expression, as far as that can be told from its form.
  fileprivate func names(_ name: String) -> Bool {
    switch kind {
    case .name(let own): own == name
    case .error, .boolean, .string, .number, .duration: false
    case .list(let parts): parts.contains { $0.names(name) }
    case .member(let base, _), .parenthesized(let base), .not(let base), .negate(let base),
      .has(let base):
      base.names(name)
    case .index(let base, let key): base.names(name) || key.names(name)
    case .call(let callee, let arguments):
      callee.names(name) || arguments.contains { $0.names(name) }
    case .binary(_, let left, let right, _): left.names(name) || right.names(name)
    case .quantifier(let inner): inner.subject.names(name) || inner.body.names(name)
    }
  }
}
