// What of a rule can be seen without a proof: what it demands, and what of the request that reads.
// A proof costs some tens of microseconds, and a policy has many more pairs of rules than can be
// asked about; outlines say which questions are worth asking.

import Weir

/// Paths of requests as numbers, with what each is a part of. The instant has a number too.
struct PathNumbers {
  /// The instant that is judged at.
  static let now = 0

  private var numbers: [RequestPath: Int] = [:]
  /// The numbers of the paths that each one begins with, outward.
  private(set) var ancestors: [[Int]] = [[]]

  mutating func number(of path: RequestPath) -> Int {
    if let known = numbers[path] { return known }
    var outer: [Int] = []
    if path.steps.count > 1 {
      let parent = number(of: RequestPath(steps: Array(path.steps.dropLast())))
      outer = [parent] + ancestors[parent]
    }
    let number = ancestors.count
    numbers[path] = number
    ancestors.append(outer)
    return number
  }
}

/// A rule, as far as can be seen without a proof. An object, because pairs of them are looked at by
/// the million.
final class RuleOutline {
  /// Something that is true, or false, whenever the rule matches.
  struct Demand {
    var expression: CheckedExpression
    var isOpposite: Bool
    /// The numbers of the paths it reads.
    var reads: Set<Int>

    var requirement: Requirement { Requirement(expression, isOpposite ? .isFalse : .isTrue) }
  }

  private(set) var demands: [Demand] = []
  /// Comparisons of single paths with constants, those that most rules lack first.
  private(set) var comparisons: [PathDemand] = []
  /// The same, by path.
  private var byPath: [Int: [PathDemand]] = [:]
  /// What demands of any other kind read.
  private var readOtherwise: Set<Int> = []
  /// What all of it reads.
  private(set) var reads: Set<Int> = []
  /// That, and what it is a part of.
  private(set) var reaches: Set<Int> = []
  /// The only values that a path can have when the rule matches, where a demand lists them.
  private(set) var values: [Int: [Constant]] = [:]
  /// Two of its conditions may have to do with each other, or one by itself asks for what a count
  /// cannot be.
  private(set) var isEntangled = false
  /// It has a period.
  let hasPeriod: Bool

  private static let listed = 32

  init(_ rule: CheckedRule, _ paths: inout PathNumbers) {
    hasPeriod = rule.from != nil || rule.until != nil
    if hasPeriod {
      reads.insert(PathNumbers.now)
      isEntangled = rule.from != nil && rule.until != nil
    }
    for condition in rule.conditions { add(condition, isOpposite: false, &paths) }
    for exclusion in rule.exclusions { add(exclusion, isOpposite: true, &paths) }
    reaches = reads
    for number in reads {
      for outer in paths.ancestors[number] {
        // One condition may ask whether the record is there that another looks into.
        if reads.contains(outer) { isEntangled = true }
        reaches.insert(outer)
      }
    }
  }

  private func add(
    _ expression: CheckedExpression, isOpposite: Bool, _ paths: inout PathNumbers
  ) {
    switch expression.kind {
    case .not(let operand): return add(operand, isOpposite: !isOpposite, &paths)
    case .and(let operands) where !isOpposite, .or(let operands) where isOpposite:
      for operand in operands { add(operand, isOpposite: isOpposite, &paths) }
      return
    case .constant, .path, .local, .now, .member, .element, .list, .and, .or, .compare,
      .arithmetic, .negate, .coalesce, .has, .quantifier, .call:
      break
    }
    var found: Set<Int> = []
    var hasSeveral = false
    collect(expression, &found, &hasSeveral, &paths)
    if hasSeveral || !found.isDisjoint(with: reads) { isEntangled = true }
    // What is never so by itself keeps the rule from matching.
    if expression.constant == .bool(isOpposite) { isEntangled = true }
    reads.formUnion(found)
    demands.append(Demand(expression: expression, isOpposite: isOpposite, reads: found))
    if !isOpposite, let comparison = PathDemand(expression, &paths) {
      comparisons.append(comparison)
      byPath[comparison.path, default: []].append(comparison)
    } else {
      readOtherwise.formUnion(found)
      for number in found { readOtherwise.formUnion(paths.ancestors[number]) }
    }
    if !isOpposite { list(expression, &paths) }
  }

  private func collect(
    _ expression: CheckedExpression, _ found: inout Set<Int>, _ hasSeveral: inout Bool,
    _ paths: inout PathNumbers
  ) {
    switch expression.kind {
    case .path(let path): found.insert(paths.number(of: path))
    case .now: found.insert(PathNumbers.now)
    case .constant: break
    case .compare(_, let left, let right):
      collect(left, &found, &hasSeveral, &paths)
      collect(right, &found, &hasSeveral, &paths)
    case .and, .or:
      hasSeveral = true
      for operand in expression.operands { collect(operand, &found, &hasSeveral, &paths) }
    case .quantifier, .call:
      // What it comes to is a number in many cases, and has a least one.
      if expression.type == .number { hasSeveral = true }
      for operand in expression.operands { collect(operand, &found, &hasSeveral, &paths) }
    case .local, .member, .element, .list, .not, .arithmetic, .negate, .coalesce, .has:
      for operand in expression.operands { collect(operand, &found, &hasSeveral, &paths) }
    }
  }

  /// Takes down the values that a comparison leaves to a path.
  private func list(_ expression: CheckedExpression, _ paths: inout PathNumbers) {
    guard case .compare(let comparison, let left, let right) = expression.kind else { return }
    let sides: (path: CheckedExpression, constant: CheckedExpression)
    var listed: [Constant]
    switch comparison {
    case .equal:
      sides = right.constant == nil ? (right, left) : (left, right)
      guard let constant = sides.constant.constant else { return }
      listed = [constant]
    case .in, .contains:
      sides = comparison == .in ? (left, right) : (right, left)
      guard case .list(let constants)? = sides.constant.constant else { return }
      listed = constants
    case .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .notIn, .overlaps, .includes,
      .startsWith, .endsWith, .like, .matches:
      return
    }
    guard case .path(let path) = sides.path.kind, !listed.isEmpty,
      listed.count <= RuleOutline.listed
    else { return }
    let number = paths.number(of: path)
    if let known = values[number], known.count <= listed.count { return }
    values[number] = listed
  }

  /// Whether one of the demands surely does not follow from what another rule demands, which may
  /// still cover this one together with others.
  func isEscaped(by other: RuleOutline) -> Bool {
    comparisons.contains { comparison in
      guard let others = other.byPath[comparison.path],
        !other.readOtherwise.contains(comparison.path)
      else { return false }
      return comparison.isEscaped(by: others)
    }
  }

  /// Whether each of the demands has to do with something that the other rule reads: without that,
  /// the other's match says nothing about it. Nor does one that demands another value.
  func mayFollow(from other: RuleOutline, _ paths: PathNumbers) -> Bool {
    for (number, own) in values {
      if let others = other.values[number], !own.contains(where: { others.contains($0) }) {
        return false
      }
    }
    if hasPeriod, !other.reads.contains(PathNumbers.now) { return false }
    return demands.allSatisfy { demand in
      demand.reads.isEmpty
        || demand.reads.contains { number in
          other.reaches.contains(number)
            || paths.ancestors[number].contains { other.reads.contains($0) }
        }
    }
  }
}
