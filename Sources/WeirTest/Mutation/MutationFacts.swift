// What the operators need to know beyond the syntax: which paths the policy reads, their types, and
// the strings each is compared with. Collected once, from the checked policy and the trees.

import Weir

struct MutationFacts {
  /// The path and its type at each place of a condition that reads one.
  private(set) var paths: [SourceRange: (path: RequestPath, type: Type)] = [:]
  /// The paths of each type that conditions read, ordered by their texts.
  private var pathsByType: [Type: [RequestPath]] = [:]
  /// The texts that an operand, as it is written, is compared with.
  private var texts: [ExactString: [ExactString]] = [:]

  init(_ policy: TestPolicy) {
    for rule in policy.checked.rules {
      for condition in rule.conditions + rule.exclusions { collect(condition) }
    }
    for (path, type) in paths.values { pathsByType[type, default: []].append(path) }
    for (type, found) in pathsByType {
      pathsByType[type] = Set(found).map { (ExactString($0.text), $0) }.sorted { $0.0 < $1.0 }.map(
        \.1)
    }
    for tree in policy.trees {
      let file = policy.files[Int(tree.file)]
      for declaration in tree.declarations { collect(declaration, file) }
    }
    for (operand, found) in texts { texts[operand] = Set(found).sorted() }
  }

  /// Another path of the type of the one at a place, by the way one with the same parent.
  func otherPath(at place: SourceRange) -> String? {
    guard let (path, type) = paths[place], let all = pathsByType[type] else { return nil }
    let parent = path.steps.dropLast()
    let siblings = all.filter { $0.steps.dropLast() == parent }
    // Where no type is known, what stands elsewhere is something else entirely.
    let candidates = siblings.count > 1 ? siblings : type == .any ? [] : all
    guard candidates.count > 1, let index = candidates.firstIndex(of: path) else { return nil }
    return candidates[(index + 1) % candidates.count].text
  }

  /// Another text to compare an operand with: another value of its enum, or another one that the
  /// policy compares it with.
  func otherText(than text: ExactString, comparedWith operand: String, at place: SourceRange)
    -> ExactString?
  {
    var candidates = texts[ExactString(operand)] ?? []
    if case .choice(let choices)? = paths[place]?.type { candidates = choices }
    guard candidates.count > 1, let index = candidates.firstIndex(of: text) else { return nil }
    return candidates[(index + 1) % candidates.count]
  }

  private mutating func collect(_ expression: CheckedExpression) {
    if case .path(let path) = expression.kind { paths[expression.range] = (path, expression.type) }
    for operand in expression.operands { collect(operand) }
  }

  private mutating func collect(_ declaration: SyntaxDeclaration, _ file: SourceFile) {
    switch declaration.kind {
    case .request, .requester, .volatile, .data, .type, .default, .error: break
    case .define(_, _, let body): collect(body, file)
    case .on(let on):
      collect(on.condition, file)
      for inner in on.declarations { collect(inner, file) }
    case .rule(let rule):
      for clause in rule.clauses {
        switch clause.kind {
        case .when(let condition), .unless(let condition): collect(condition, file)
        case .because, .from, .until, .example, .hold, .error: break
        }
      }
    }
  }

  private mutating func collect(_ expression: SyntaxExpression, _ file: SourceFile) {
    switch expression.kind {
    case .error, .boolean, .string, .number, .duration, .name: break
    case .list(let operands), .call(_, let operands):
      for operand in operands { collect(operand, file) }
    case .member(let inner, _), .parenthesized(let inner), .not(let inner), .negate(let inner),
      .has(let inner):
      collect(inner, file)
    case .index(let base, let key):
      collect(base, file)
      collect(key, file)
    case .binary(_, let left, let right, _):
      for (literal, other) in [(left, right), (right, left)] {
        switch literal.kind {
        case .string(let text):
          texts[ExactString(file.text(in: other.range)), default: []].append(text)
        case .list(let elements):
          for element in elements {
            if case .string(let text) = element.kind {
              texts[ExactString(file.text(in: other.range)), default: []].append(text)
            }
          }
        case .error, .boolean, .number, .duration, .name, .member, .index, .call, .parenthesized,
          .not, .negate, .has, .binary, .quantifier:
          break
        }
      }
      collect(left, file)
      collect(right, file)
    case .quantifier(let quantifier):
      collect(quantifier.subject, file)
      collect(quantifier.body, file)
    }
  }
}
