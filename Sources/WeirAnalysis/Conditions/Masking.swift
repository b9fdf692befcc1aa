// A `has` or `??` by which a request that leaves a member out escapes a deny or a hold.
//
// Asked is: what can the rule's condition come out as where the member is absent, and where it is
// there, everything else being equal and unknown? If one such pair is (false, true), leaving the
// member out turns the rule off, and that is the finding. Where absence makes the rule match (`not
// has principal.mfa`, `length(approvers ?? []) == 0`) or uncertain, nobody escapes.
//
// Pairs of truths go through Kleene's tables side by side. A part of the condition that does not
// read the member is the same on both sides, whatever it is; one that does is computed for the
// absent member where it can be (`Substitution`), and may come out any way where the member is
// there.

import Weir

/// What a request may leave out: something that the operand of a `has` or `??` begins with.
private enum Omission: Hashable {
  case path(RequestPath)
  /// A member of every element that a quantifier's variable stands for; variables are numbered by
  /// condition.
  case local(condition: Int, Int, [RequestPath.Step])
  /// What is read from a computed value, known by its place.
  case computed(start: Int32, end: Int32)
}

/// Which pairs of truths, absent and present, an expression may come out as.
private struct Pairs {
  /// A bit for each pair.
  private var bits: UInt16 = 0

  static let same = Pairs { $0 == $1 }
  static let bothFalse = Pairs { $0 == .false && $1 == .false }
  static let bothTrue = Pairs { $0 == .true && $1 == .true }
  static let bothUncertain = Pairs { $0 == .uncertain && $1 == .uncertain }
  static let anyUncertain = Pairs { $0 == .uncertain || $1 == .uncertain }
  static let onlyPresent = Pairs { $0 == .false && $1 == .true }
  static let onlyAbsent = Pairs { $0 == .true && $1 == .false }

  private static let all = Truth.allCases.flatMap { absent in
    Truth.allCases.map { (absent: absent, present: $0) }
  }

  init(_ isIn: (_ absent: Truth, _ present: Truth) -> Bool) {
    for (absent, present) in Pairs.all where isIn(absent, present) { insert(absent, present) }
  }

  private static func bit(_ absent: Truth, _ present: Truth) -> UInt16 {
    1 << (3 * UInt16(absent.rawValue) + UInt16(present.rawValue))
  }

  private mutating func insert(_ absent: Truth, _ present: Truth) {
    bits |= Pairs.bit(absent, present)
  }

  func contains(absent: Truth, present: Truth) -> Bool { bits & Pairs.bit(absent, present) != 0 }

  func union(_ other: Pairs) -> Pairs {
    var result = self
    result.bits |= other.bits
    return result
  }

  var negated: Pairs { Pairs { contains(absent: !$0, present: !$1) } }

  /// `and` or `or` on both sides.
  func combined(with other: Pairs, isAnd: Bool) -> Pairs {
    var result = Pairs { _, _ in false }
    for left in Pairs.all where contains(absent: left.absent, present: left.present) {
      for right in Pairs.all where other.contains(absent: right.absent, present: right.present) {
        if isAnd {
          result.insert(left.absent.and(right.absent), left.present.and(right.present))
        } else {
          result.insert(left.absent.or(right.absent), left.present.or(right.present))
        }
      }
    }
    return result
  }

  /// What any number of elements, each one of these pairs, come to together.
  func repeated(isAnd: Bool) -> Pairs {
    var result = self
    while true {
      let next = result.union(result.combined(with: self, isAnd: isAnd))
      if next.bits == result.bits { return result }
      result = next
    }
  }
}

/// A condition as far as truths go, with what each part reads of what may be left out.
private indirect enum OmissionFormula {
  case leaf(CheckedExpression, condition: Int)
  case not(Part)
  case joined(isAnd: Bool, [Part], readers: [Int: [Int]])
  /// `any` and `all`: the whole for folding, and the body.
  case every(CheckedExpression, CheckedQuantifier, condition: Int, isAnd: Bool, Part)
  /// A count that is compared by order with a constant: which way more elements lean.
  case counted(asksForMore: Bool, Part)

  struct Part {
    var formula: OmissionFormula
    /// Numbers of omissions that it reads, ascending.
    var reads: [Int]
  }
}

/// A `has` or `??` by which leaving something out changes a rule.
struct Mask {
  let expression: CheckedExpression
  /// What is left out; nil where it is not a member that the request has at one place.
  let path: RequestPath?
  /// It is asked of what a function made of a text, as an option of a command or the port of an
  /// address: what is not in a text says something by itself.
  let isOfText: Bool
}

/// The masks of one rule.
struct Masking {
  private var numbers: [Omission: Int] = [:]
  private var omissions: [Omission] = []
  /// The first `has` or `??` that asks for each omission.
  private var masks: [CheckedExpression] = []

  /// The expressions by which a rule that matches does not once something is left out; or, the
  /// other way about, by which one that does not match then does.
  static func masks(of rule: CheckedRule, matchingWithout: Bool = false) -> [Mask] {
    var masking = Masking()
    let roots = rule.conditions + rule.exclusions
    for (condition, root) in roots.enumerated() { masking.collect(root, condition) }
    if masking.omissions.isEmpty { return [] }
    var parts: [OmissionFormula.Part] = []
    for (condition, root) in roots.enumerated() {
      let part = masking.part(root, condition)
      parts.append(
        condition < rule.conditions.count
          ? part : OmissionFormula.Part(formula: .not(part), reads: part.reads))
    }
    let whole = joined(isAnd: true, parts)
    return masking.omissions.indices.compactMap { number in
      let pairs = masking.pairs(whole, number)
      let changes =
        matchingWithout
        ? pairs.contains(absent: .true, present: .false)
        : pairs.contains(absent: .false, present: .true)
      guard changes else { return nil }
      let expression = masking.masks[number]
      return switch masking.omissions[number] {
      case .path(let path): Mask(expression: expression, path: path, isOfText: false)
      case .local: Mask(expression: expression, path: nil, isOfText: false)
      case .computed: Mask(expression: expression, path: nil, isOfText: true)
      }
    }
  }

  // MARK: What may be left out

  private mutating func collect(_ expression: CheckedExpression, _ condition: Int) {
    switch expression.kind {
    case .has(let operand), .coalesce(let operand, _):
      if let omission = omission(operand, condition), numbers[omission] == nil {
        numbers[omission] = omissions.count
        omissions.append(omission)
        masks.append(expression)
      }
    case .constant, .path, .local, .now: return
    case .compare(_, let left, let right):
      // Most expressions are comparisons, and need no list of their sides.
      collect(left, condition)
      return collect(right, condition)
    case .member, .element, .list, .not, .and, .or, .arithmetic, .negate, .quantifier, .call:
      break
    }
    for operand in expression.operands { collect(operand, condition) }
  }

  /// Nil where nothing can be left out: bound data is there, whatever the request says.
  private func omission(_ operand: CheckedExpression, _ condition: Int) -> Omission? {
    var base = operand
    while true {
      switch base.kind {
      case .path(let path): return .path(path)
      case .local(let variable, let steps): return .local(condition: condition, variable, steps)
      case .member(let inner, _), .element(let inner, _): base = inner
      case .constant: return nil
      case .now, .list, .not, .and, .or, .compare, .arithmetic, .negate, .coalesce, .has,
        .quantifier, .call:
        return .computed(start: operand.range.start, end: operand.range.end)
      }
    }
  }

  /// The omissions that an expression reads, at their place or below.
  private func reads(_ expression: CheckedExpression, _ condition: Int, _ found: inout Set<Int>) {
    switch expression.kind {
    case .path(let path):
      for count in 0...path.steps.count {
        let prefix = RequestPath(steps: Array(path.steps.prefix(count)))
        if let number = numbers[.path(prefix)] { found.insert(number) }
      }
    case .local(let variable, let steps):
      for count in 0...steps.count {
        let prefix = Omission.local(condition: condition, variable, Array(steps.prefix(count)))
        if let number = numbers[prefix] { found.insert(number) }
      }
    case .member, .element:
      let place = Omission.computed(start: expression.range.start, end: expression.range.end)
      if let number = numbers[place] { found.insert(number) }
    case .constant, .now, .list, .not, .and, .or, .compare, .arithmetic, .negate, .coalesce, .has,
      .quantifier, .call:
      break
    }
    for operand in expression.operands { reads(operand, condition, &found) }
  }

  private func isLeftOut(
    _ expression: CheckedExpression, _ omission: Omission, _ condition: Int
  ) -> Bool {
    switch (omission, expression.kind) {
    case (.path(let omitted), .path(let path)): path.steps.starts(with: omitted.steps)
    case (.local(condition, let omitted, let steps), .local(let variable, let own)):
      variable == omitted && own.starts(with: steps)
    case (.computed(let start, let end), .member), (.computed(let start, let end), .element):
      expression.range.start == start && expression.range.end == end
    case (_, _): false
    }
  }

  // MARK: Formulas

  private func part(_ expression: CheckedExpression, _ condition: Int) -> OmissionFormula.Part {
    switch expression.kind {
    case .not(let operand):
      let part = part(operand, condition)
      return OmissionFormula.Part(formula: .not(part), reads: part.reads)
    case .and(let operands):
      return Masking.joined(isAnd: true, operands.map { part($0, condition) })
    case .or(let operands):
      return Masking.joined(isAnd: false, operands.map { part($0, condition) })
    case .quantifier(let quantifier) where quantifier.kind == .any || quantifier.kind == .all:
      let body = part(quantifier.body, condition)
      var found = Set(body.reads)
      reads(quantifier.subject, condition, &found)
      return OmissionFormula.Part(
        formula: .every(
          expression, quantifier, condition: condition, isAnd: quantifier.kind == .all, body),
        reads: found.sorted())
    case .compare(let comparison, let left, let right):
      if let (quantifier, asksForMore) = Masking.counted(comparison, left, right) {
        var ofSubject: Set<Int> = []
        reads(quantifier.subject, condition, &ofSubject)
        // Where the subject itself may be left out, the count can be computed for that.
        if ofSubject.isEmpty {
          let body = part(quantifier.body, condition)
          return OmissionFormula.Part(
            formula: .counted(asksForMore: asksForMore, body), reads: body.reads)
        }
      }
    case .constant, .path, .local, .now, .member, .element, .list, .arithmetic, .negate, .coalesce,
      .has, .quantifier, .call:
      break
    }
    var found: Set<Int> = []
    reads(expression, condition, &found)
    return OmissionFormula.Part(
      formula: .leaf(expression, condition: condition), reads: found.sorted())
  }

  private static func joined(isAnd: Bool, _ parts: [OmissionFormula.Part]) -> OmissionFormula.Part {
    var readers: [Int: [Int]] = [:]
    for (index, part) in parts.enumerated() {
      for number in part.reads { readers[number, default: []].append(index) }
    }
    return OmissionFormula.Part(
      formula: .joined(isAnd: isAnd, parts, readers: readers), reads: readers.keys.sorted())
  }

  /// A `count` whose result is compared by order with a constant, or with 0, and whether more
  /// elements make the comparison true.
  private static func counted(
    _ comparison: Comparison, _ left: CheckedExpression, _ right: CheckedExpression
  ) -> (CheckedQuantifier, asksForMore: Bool)? {
    let asksForMore: Bool
    var isOfZero = false
    switch comparison {
    case .greater, .greaterOrEqual: asksForMore = true
    case .less, .lessOrEqual: asksForMore = false
    case .equal, .notEqual:
      asksForMore = comparison == .notEqual
      isOfZero = true
    case .in, .notIn, .contains, .overlaps, .includes, .startsWith, .endsWith, .like, .matches:
      return nil
    }
    func count(_ expression: CheckedExpression) -> CheckedQuantifier? {
      guard case .quantifier(let quantifier) = expression.kind, quantifier.kind == .count else {
        return nil
      }
      return quantifier
    }
    let (quantifier, other, isTurned) =
      count(left).map { ($0, right, false) } ?? count(right).map { ($0, left, true) }
      ?? (nil, left, false)
    guard let quantifier, let constant = other.constant else { return nil }
    if isOfZero { return constant == .number(Decimal(0)) ? (quantifier, asksForMore) : nil }
    return (quantifier, asksForMore != isTurned)
  }

  // MARK: OmissionFormula

  private func pairs(_ part: OmissionFormula.Part, _ number: Int) -> Pairs {
    // What does not read it is the same with and without it.
    guard part.reads.containsSorted(number) else { return .same }
    switch part.formula {
    case .leaf(let expression, let condition): return leaf(expression, condition, number)
    case .not(let operand): return pairs(operand, number).negated
    case .joined(let isAnd, let parts, let readers):
      let indices = readers[number] ?? []
      var result = indices.count < parts.count ? Pairs.same : isAnd ? .bothTrue : .bothFalse
      for index in indices {
        result = result.combined(with: pairs(parts[index], number), isAnd: isAnd)
      }
      return result
    case .every(let expression, let quantifier, let condition, let isAnd, let body):
      if let absent = absent(expression, condition, number) {
        return Pairs { side, _ in absent.contains(side) }
      }
      let constant = quantifier.subject.constant
      let elements = pairs(body, number).repeated(isAnd: isAnd)
      let isEmptyPossible = constant.map { $0 == .list([]) || $0 == .record([]) } ?? true
      var result = elements
      if isEmptyPossible { result = result.union(isAnd ? .bothTrue : .bothFalse) }
      if constant == nil { result = result.union(.bothUncertain) }
      return result
    case .counted(let asksForMore, let body):
      let elements = pairs(body, number)
      var result = Pairs.same
      // Elements that absence takes from the count, and elements that it adds.
      let isLess = elements.contains(absent: .false, present: .true)
      let isMore = elements.contains(absent: .true, present: .false)
      if asksForMore ? isLess : isMore { result = result.union(.onlyPresent) }
      if asksForMore ? isMore : isLess { result = result.union(.onlyAbsent) }
      if !isLess, !isMore { result = result.union(.anyUncertain) }
      return result
    }
  }

  private func leaf(_ expression: CheckedExpression, _ condition: Int, _ number: Int) -> Pairs {
    let absent = absent(expression, condition, number) ?? Set(Truth.allCases)
    // Where the very thing that `has` asks for is there, it says so.
    if case .has(let operand) = expression.kind, isLeftOut(operand, omissions[number], condition),
      omission(operand, condition) == omissions[number]
    {
      return Pairs { absent.contains($0) && $1 != .false }
    }
    return Pairs { side, _ in absent.contains(side) }
  }

  /// What a part of the condition may come to without what is left out; nil where that depends on
  /// the rest.
  private func absent(
    _ expression: CheckedExpression, _ condition: Int, _ number: Int
  ) -> Set<Truth>? {
    let omission = omissions[number]
    let substitution = Substitution(now: nil) { operand in
      isLeftOut(operand, omission, condition) ? .failure(.absent) : nil
    }
    switch substitution.value(of: expression) {
    case .success(.bool(let truth)): return [Truth(truth)]
    // No truth at all, or a fault: uncertain.
    case .success, .failure: return [.uncertain]
    case nil: return ofOneSide(expression, substitution)
    }
  }

  /// What a comparison comes to of which one side is known. Where a side cannot be had, it is
  /// uncertain; nothing is in an empty list, and an empty list overlaps none, whatever the other
  /// side is.
  private func ofOneSide(
    _ expression: CheckedExpression, _ substitution: Substitution
  ) -> Set<Truth>? {
    guard case .compare(let comparison, let left, let right) = expression.kind else { return nil }
    let sides = [left, right].map { substitution.value(of: $0) }
    if let truths = ofElements(comparison, left, right, sides, substitution) { return truths }
    if sides.contains(where: { if case .failure? = $0 { true } else { false } }) {
      return [.uncertain]
    }
    let isEmpty = sides.map { side in
      switch side {
      case .success(.list(let elements)): elements.isEmpty
      case .success(.record(let members)): members.isEmpty
      case .success, .failure, nil: false
      }
    }
    switch comparison {
    case .in: return isEmpty[1] ? [.false, .uncertain] : nil
    case .notIn: return isEmpty[1] ? [.true, .uncertain] : nil
    case .contains: return isEmpty[0] ? [.false, .uncertain] : nil
    case .overlaps: return isEmpty[0] || isEmpty[1] ? [.false, .uncertain] : nil
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .includes, .startsWith,
      .endsWith, .like, .matches:
      return nil
    }
  }

  /// What a `sum`, `min` or `max` of elements that all come to one constant is compared as: any
  /// number of zeros is zero, and the least of many alike is one of them. Without elements, or
  /// where they cannot be had, it may be uncertain.
  private func ofElements(
    _ comparison: Comparison, _ left: CheckedExpression, _ right: CheckedExpression,
    _ sides: [ConstantFolding.Outcome?], _ substitution: Substitution
  ) -> Set<Truth>? {
    func value(_ side: Int, _ expression: CheckedExpression) -> Constant? {
      if case .success(let constant)? = sides[side] { return constant }
      guard case .quantifier(let quantifier) = expression.kind,
        case .success(let body)? = substitution.value(of: quantifier.body)
      else { return nil }
      switch quantifier.kind {
      case .sum: return body == .number(Decimal(0)) ? body : nil
      case .min, .max: return body
      case .any, .all, .count: return nil
      }
    }
    guard let left = value(0, left), let right = value(1, right) else { return nil }
    let truth = ConstantFolding.compare(comparison, left, right)
    return truth == .uncertain ? nil : [truth, .uncertain]
  }
}
