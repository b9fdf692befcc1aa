// The operators on expressions.

import Weir

extension MutantFinder {
  /// Notes the mutants of an expression. `isNegated`: it stands right behind a `not`, where asking
  /// the opposite is the same as dropping the `not`.
  mutating func visit(_ expression: SyntaxExpression, isNegated: Bool = false) {
    switch expression.kind {
    case .error, .string: break
    case .boolean(let truth): add(.truth, expression.range, truth ? "false" : "true")
    case .number: visitNumber(expression.range)
    case .duration(let interval): visitDuration(interval, expression.range)
    case .list(let elements):
      for index in elements.indices {
        add(.element, dropping(index, of: elements.map(\.range)), "")
      }
      for element in elements { visit(element) }
    case .name, .member:
      swapPath(expression.range)
    case .index(let base, let key):
      if facts.paths[expression.range] == nil { visit(base) } else { swapPath(expression.range) }
      visit(key)
    case .call(let callee, let arguments): visitCall(callee, arguments)
    case .parenthesized(let inner): visit(inner, isNegated: isNegated)
    case .not(let operand):
      add(.not, range(expression.range.start, operand.range.start), "")
      visit(operand, isNegated: true)
    case .negate(let operand): visit(operand)
    case .has: if !isNegated { negate(expression) }
    case .binary(let operation, let left, let right, let place):
      visitBinary(expression, operation, left, right, place, isNegated: isNegated)
    case .quantifier(let quantifier): visit(quantifier, expression.range)
    }
  }

  private mutating func negate(_ expression: SyntaxExpression) {
    add(.negation, range(expression.range.start, expression.range.start), "not ")
  }

  private mutating func swapPath(_ place: SourceRange) {
    if let other = facts.otherPath(at: place) { add(.path, place, other) }
  }

  private mutating func visit(_ quantifier: SyntaxQuantifier, _ place: SourceRange) {
    let word = range(place.start, place.start + Int32(quantifier.kind.rawValue.utf8.count))
    switch quantifier.kind {
    case .any: add(.quantifier, word, "all")
    case .all: add(.quantifier, word, "any")
    case .min: add(.quantifier, word, "max")
    case .max: add(.quantifier, word, "min")
    case .count, .sum: break
    }
    visit(quantifier.subject)
    visit(quantifier.body)
  }

  // MARK: Infix operators

  private mutating func visitBinary(
    _ whole: SyntaxExpression, _ operation: BinaryOperator, _ left: SyntaxExpression,
    _ right: SyntaxExpression, _ place: SourceRange, isNegated: Bool
  ) {
    switch operation {
    case .and, .or:
      var operands: [SyntaxExpression] = []
      var words: [SourceRange] = []
      flatten(whole, operation, &operands, &words)
      for word in words { add(.connective, word, operation == .and ? "or" : "and") }
      for index in operands.indices {
        add(.condition, dropping(index, of: operands.map(\.range)), "")
      }
      for operand in operands { visit(operand) }
    case .coalesce:
      add(.fallback, range(left.range.end, right.range.end), "")
      if case .string(let text) = right.kind {
        add(.fallback, right.range, text.bytes.isEmpty ? "\"other\"" : "\"\"")
      }
      visit(left)
      visit(right)
    case .arithmetic:
      visit(left)
      visit(right)
    case .compare(let comparison):
      visitComparison(whole, comparison, place, isNegated: isNegated)
      swapText(left, right, comparison)
      swapText(right, left, comparison)
      visit(left)
      visit(right)
    }
  }

  /// The operands of a chain of the same word, which the parser builds as a balanced tree.
  private func flatten(
    _ expression: SyntaxExpression, _ word: BinaryOperator, _ operands: inout [SyntaxExpression],
    _ words: inout [SourceRange]
  ) {
    guard case .binary(word, let left, let right, let place) = expression.kind else {
      operands.append(expression)
      return
    }
    flatten(left, word, &operands, &words)
    words.append(place)
    flatten(right, word, &operands, &words)
  }

  private mutating func visitComparison(
    _ whole: SyntaxExpression, _ comparison: Comparison, _ place: SourceRange, isNegated: Bool
  ) {
    func note(_ operation: MutationOperator, _ other: Comparison) {
      if operation == .negation, isNegated { return }
      add(operation, place, other.spelling)
    }
    switch comparison {
    case .less:
      note(.bound, .lessOrEqual)
      note(.negation, .greaterOrEqual)
    case .lessOrEqual:
      note(.bound, .less)
      note(.negation, .greater)
    case .greater:
      note(.bound, .greaterOrEqual)
      note(.negation, .lessOrEqual)
    case .greaterOrEqual:
      note(.bound, .greater)
      note(.negation, .less)
    case .equal: note(.negation, .notEqual)
    case .notEqual: note(.negation, .equal)
    case .in: note(.negation, .notIn)
    case .notIn: note(.negation, .in)
    case .startsWith, .endsWith:
      note(.affix, comparison == .startsWith ? .endsWith : .startsWith)
      if !isNegated { negate(whole) }
    case .contains, .overlaps, .includes, .like, .matches:
      if !isNegated { negate(whole) }
    }
  }

  /// The text that a path is compared with.
  private mutating func swapText(
    _ literal: SyntaxExpression, _ other: SyntaxExpression, _ comparison: Comparison
  ) {
    switch comparison {
    case .equal, .notEqual, .includes, .startsWith, .endsWith: break
    case .less, .lessOrEqual, .greater, .greaterOrEqual, .in, .notIn, .contains, .overlaps, .like,
      .matches:
      return
    }
    guard case .string(let text) = literal.kind,
      let replacement = facts.otherText(
        than: text, comparedWith: self.text(other.range), at: other.range)
    else { return }
    add(.text, literal.range, quoted(replacement))
  }

  // MARK: Constants

  private mutating func visitNumber(_ place: SourceRange) {
    let literal = text(place)
    let plain = literal.filter { $0 != "_" }
    guard let value = Decimal.read(literal: plain).decimal else { return }
    let parts = plain.lowercased().split(separator: "e", maxSplits: 1)
    let digits = parts[0].split(separator: ".", maxSplits: 1)
    let fraction = digits.count > 1 ? digits[1].utf8.count : 0
    let exponent = parts.count > 1 ? Int(parts[1].drop { $0 == "+" }) ?? 0 : 0
    guard
      let step = Decimal(isNegative: false, coefficient: 1, exponent: min(0, exponent - fraction))
    else { return }
    for other in [value.subtracting(step), value.adding(step)] {
      guard let other else { continue }
      let digits = "\(other)"
      add(.number, place, literal.contains("_") ? MutantFinder.grouped(digits) : digits)
    }
  }

  /// Whole digits in groups of three.
  private static func grouped(_ digits: String) -> String {
    guard digits.utf8.allSatisfy({ 0x30...0x39 ~= $0 }) else { return digits }
    var result = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.utf8.count - index) % 3 == 0 { result += "_" }
      result.append(digit)
    }
    return result
  }

  /// A step of the unit below the finest one that the literal has: 8h is probed by a minute.
  private mutating func visitDuration(_ value: SignedDuration, _ place: SourceRange) {
    let steps: [(word: String, step: String)] = [
      ("ms", "1ms"), ("s", "1ms"), ("m", "1s"), ("h", "1m"), ("d", "1h"),
    ]
    let literal = text(place)
    guard
      let step = steps.first(where: { literal.hasSuffix($0.word) }).flatMap({
        SignedDuration($0.step)
      })
    else { return }
    for other in [value.subtracting(step), value.adding(step)] {
      if let other { add(.time, place, "\(other)") }
    }
  }

  /// The text of an instant, a second away.
  mutating func visitInstant(_ text: ExactString, _ place: SourceRange) {
    let second = SignedDuration(seconds: 1, nanoseconds: 0)
    guard let instant = Timestamp(text.description) else { return }
    for other in [instant.subtracting(second), instant.adding(second)] {
      if let other { add(.time, place, "\"\(other)\"") }
    }
  }

  private mutating func visitCall(_ callee: SyntaxExpression, _ arguments: [SyntaxExpression]) {
    if case .name(let name) = callee.kind, let first = arguments.first,
      case .string(let text) = first.kind
    {
      if name == "timestamp" { visitInstant(text, first.range) }
      if name == "duration", let interval = SignedDuration(text.description) {
        // Inside its quotes.
        visitDuration(interval, range(first.range.start + 1, first.range.end - 1))
      }
      if name == "hours" { visitHours(first.range) }
    }
    for argument in arguments { visit(argument) }
  }

  /// `Mon-Fri 09:00-17:00`: each time a minute earlier and later, each day the next one.
  private mutating func visitHours(_ place: SourceRange) {
    let bytes = Array(files[Int(place.file)].bytes[Int(place.start)..<Int(place.end)])
    let days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    for index in bytes.indices {
      if let day = days.firstIndex(where: { bytes[index...].starts(with: $0.utf8) }) {
        let start = place.start + Int32(index)
        add(.hours, range(start, start + 3), days[(day + 1) % 7])
      }
      guard index + 5 <= bytes.count, bytes[index + 2] == UInt8(ascii: ":"),
        let hour = MutantFinder.pair(bytes, index), let minute = MutantFinder.pair(bytes, index + 3)
      else { continue }
      let start = place.start + Int32(index)
      for time in [hour * 60 + minute - 1, hour * 60 + minute + 1] where 0...1440 ~= time {
        add(
          .hours, range(start, start + 5),
          MutantFinder.twoDigits(time / 60) + ":" + MutantFinder.twoDigits(time % 60))
      }
    }
  }

  private static func pair(_ bytes: [UInt8], _ index: Int) -> Int? {
    guard 0x30...0x39 ~= bytes[index], 0x30...0x39 ~= bytes[index + 1] else { return nil }
    return Int(bytes[index] - 0x30) * 10 + Int(bytes[index + 1] - 0x30)
  }

  private static func twoDigits(_ number: Int) -> String {
    number < 10 ? "0\(number)" : "\(number)"
  }
}
