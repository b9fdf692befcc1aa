// Operators mean one thing: what constants fold to is what the machine computes of them, and what
// the reference evaluator says, which shares no code with either. Every operator is tried on every
// pair of constants below, whether the checker would take the pair or not.

import Testing
import WeirTesting

@testable import Weir

@Suite struct ConstantFoldingTests {
  private static let nowhere = SourceRange(file: 0, start: 0, end: 0)

  private static func record(_ members: (ExactString, Constant)...) -> Constant {
    .record(members.map { Constant.Member(name: $0.0, value: $0.1) })
  }

  /// Constants of every kind, and such as are nearly the same.
  private static let samples: [Constant] = {
    // Twice the large one does not fit.
    let numbers = [
      "0", "1", "-1", "0.5", "2", "79228162514264337593543950333", "-1e-28",
    ].map { text in
      guard case .value(let number) = Decimal.read(text.utf8) else { fatalError(text) }
      return number
    }
    let texts: [ExactString] = ["", "a", "ab", "b", "a*", "/a", "e\u{301}", "\u{E9}", "2"]
    let instants = ["2026-03-02T08:00:00Z", "2026-03-02T12:00:00.5Z", "9999-12-31T23:59:59Z"]
    let durations = ["0s", "1h", "90m"].map { SignedDuration($0)! }
    var samples: [Constant] = [.bool(true), .bool(false)]
    samples += numbers.map { .number($0) }
    samples += texts.map { .string($0) }
    samples += instants.map { .timestamp(Timestamp($0)!) }
    samples += durations.map { .duration($0) }
    samples += [
      .duration(durations[1].negated!),
      .duration(SignedDuration(seconds: .max, nanoseconds: 999_999_999)),
      .ip(IPAddress("10.0.0.1")!), .ip(IPAddress("::1")!), .cidr(CIDRBlock("10.0.0.0/8")!),
      .cidr(CIDRBlock("::/0")!), .version(SemanticVersion("1.0.0")!),
      .version(SemanticVersion("1.0.0-rc.1")!),
      .path(AbsolutePath("/")!), .path(AbsolutePath("/a/b")!), .path(AbsolutePath("/ab")!),
      .folder(AbsolutePath("/")!), .folder(AbsolutePath("/a")!), .folder(AbsolutePath("/a/b")!),
      .hours(try! Hours("Mon-Fri 09:00-17:00", zoneName: "UTC", zone: .utc)),
    ]
    samples += [
      .list([]), .list([.number(Decimal(1))]), .list([.number(Decimal(2)), .number(Decimal(1))]),
      .list([.string("a")]),
      .list([.string("ab"), .string("b"), .string("a")]), .list([.null]),
      .list([.string("a"), .null]), .list([.null, .number(Decimal(1))]),
      .list([.number(Decimal(1)), .string("a"), .bool(true)]),
      .list([.list([.number(Decimal(1))]), .list([])]),
      .list([.ip(IPAddress("10.0.0.1")!)]), .list([.timestamp(Timestamp(instants[0])!)]),
      .list([record(("a", .number(Decimal(1))))]), .list([.bool(false), .bool(true)]),
      .list(durations.map { .duration($0) }), .list([.number(numbers[5]), .number(numbers[5])]),
      .list([.number(numbers[5]), .number(numbers[5]), .number(numbers[5].negated)]),
      .list([.version(SemanticVersion("1.0.0")!)]),
    ]
    samples += [
      record(), record(("a", .number(Decimal(1)))), record(("a", .number(Decimal(2)))),
      record(("b", .number(Decimal(1)))),
      record(("a", .null)), record(("a", .null), ("b", .number(Decimal(1)))),
      record(("a", .number(Decimal(1))), ("b", .string("a"))),
      record(("", record(("a", .list([]))))),
    ]
    return samples
  }()

  private static func constant(_ constant: Constant, isMap: Bool = false) -> CheckedExpression {
    CheckedExpression(.constant(constant), isMap ? .map(.any) : .any, nowhere)
  }

  /// What an expression without a path folds to.
  private static func folded(_ expression: CheckedExpression) -> ConstantFolding.Outcome? {
    Substitution(now: nil) { _ in nil }.value(of: expression)
  }

  private static func truth(_ outcome: ConstantFolding.Outcome?) -> Truth {
    if case .success(.bool(let truth)) = outcome { Truth(truth) } else { .uncertain }
  }

  private static func reference(_ expression: CheckedExpression) throws -> ReferenceOutcome {
    let request = try ReferenceJSON.read(Array("{}".utf8))
    return ReferenceEvaluator(request: request, now: .failure(.absent, of: []))
      .evaluate(expression)
  }

  /// What the machine makes of conditions, each a rule of one program.
  private static func machine(_ conditions: [CheckedExpression]) throws -> [Truth] {
    let file = SourceFile(path: "a.weir", text: "allow r")
    var policy = check([file], [parse(file, index: 0).0], environment: .empty).0
    policy.rules = conditions.map { condition in
      var rule = CheckedRule(
        name: "", effect: .allow, isObserved: true, nameRange: nowhere, range: nowhere)
      rule.conditions = [condition]
      return rule
    }
    var evaluator = Evaluator(try Program(verifying: Emitter.emit(policy)))
    var truths = [Truth](repeating: .false, count: conditions.count)
    let isRead = Array("{}".utf8).withUnsafeBufferPointer {
      evaluator.observe($0, now: Timestamp(seconds: 0, nanoseconds: 0)) { machine in
        for rule in machine.matchedRules { truths[Int(rule)] = .true }
        for rule in machine.uncertainRules { truths[Int(rule)] = .uncertain }
      }
    }
    #expect(isRead)
    return truths
  }

  /// Conditions on which folding, the machine and the reference evaluator do not agree.
  private static func disagreements(_ conditions: [CheckedExpression]) throws -> [String] {
    let truths = try machine(conditions)
    return try zip(conditions, truths).compactMap { condition, truth in
      let outcome = try reference(condition)
      let expected: Truth = outcome.isTrue ? .true : outcome.isFalse ? .false : .uncertain
      let folded = Self.truth(Self.folded(condition))
      if folded == expected, truth == expected { return nil }
      return
        "\(CanonicalForm.text(condition)): folds to \(folded), machine \(truth), \(expected)"
    }
  }

  @Test(arguments: Comparison.allCases) func comparisons(_ comparison: Comparison) throws {
    var conditions: [CheckedExpression] = []
    for left in Self.samples {
      for right in Self.samples {
        if let kind = Pattern.Kind(comparison) {
          // The checker lets nothing but a pattern stand on the right.
          guard case .string(let source) = right, (try? Pattern(kind, source)) != nil else {
            continue
          }
        }
        for isMap in [false, true] {
          if isMap { guard case .record = right else { continue } }
          conditions.append(
            CheckedExpression(
              .compare(comparison, Self.constant(left), Self.constant(right, isMap: isMap)), .bool,
              Self.nowhere))
        }
      }
    }
    let found = try Self.disagreements(conditions).prefix(20)
    #expect(found == [])
  }

  /// Where a value comes out, the machine's is equal to it; where none does, the machine is
  /// uncertain about it.
  private static func disagreements(ofValues expressions: [CheckedExpression]) throws -> [String] {
    var wrong: [String] = []
    let conditions = try expressions.map { expression in
      let folded = try? Self.folded(expression)?.get()
      let expected = try reference(expression).value?.constant
      if folded != expected {
        wrong.append("\(CanonicalForm.text(expression)): folds to \(folded as Any)")
      }
      return CheckedExpression(
        .compare(.equal, expression, constant(expected ?? .number(Decimal(1)))), .bool, nowhere)
    }
    for (condition, truth) in zip(conditions, try machine(conditions)) {
      guard case .compare(_, let expression, _) = condition.kind else { continue }
      let hasValue = try reference(expression).value != nil
      if truth != (hasValue ? Truth.true : Truth.uncertain) {
        wrong.append("\(CanonicalForm.text(condition)): \(truth)")
      }
    }
    return wrong
  }

  @Test(arguments: Arithmetic.allCases) func arithmetic(_ operation: Arithmetic) throws {
    let expressions = Self.samples.flatMap { left in
      Self.samples.map { right in
        CheckedExpression(
          .arithmetic(operation, Self.constant(left), Self.constant(right)), .any, Self.nowhere)
      }
    }
    let found = try Self.disagreements(ofValues: expressions).prefix(20)
    #expect(found == [])
  }

  @Test func negationsAndSums() throws {
    var expressions: [CheckedExpression] = []
    for sample in Self.samples {
      let operand = Self.constant(sample)
      expressions.append(CheckedExpression(.negate(operand), .any, Self.nowhere))
      // Too much on the way, and not at the end.
      let double = CheckedExpression(.arithmetic(.add, operand, operand), .any, Self.nowhere)
      for other in Self.samples {
        expressions.append(
          CheckedExpression(
            .arithmetic(.subtract, double, Self.constant(other)), .any, Self.nowhere))
      }
    }
    let found = try Self.disagreements(ofValues: expressions).prefix(20)
    #expect(found == [])
  }

  /// `any`, `all`, `count`, `sum`, `min` and `max` over every list and map.
  @Test func quantifiers() throws {
    var expressions: [CheckedExpression] = []
    for kind in [QuantifierKind.any, .all, .count, .sum, .min, .max] {
      for subject in Self.samples {
        for isMap in [false, true] {
          if isMap { guard case .record = subject else { continue } }
          let variable = CheckedExpression(.local(0, []), .any, Self.nowhere)
          expressions.append(
            CheckedExpression(
              .quantifier(
                CheckedQuantifier(
                  kind: kind, variable: 0, subject: Self.constant(subject, isMap: isMap),
                  body: variable)), .any, Self.nowhere))
        }
      }
    }
    let found = try Self.disagreements(ofValues: expressions).prefix(20)
    #expect(found == [])
  }

  /// `not`, `and`, `or` of every pair, `has` and `??` of what steps lead to.
  @Test func connectives() throws {
    var conditions: [CheckedExpression] = []
    func condition(_ kind: CheckedExpression.Kind) -> CheckedExpression {
      CheckedExpression(kind, .bool, Self.nowhere)
    }
    let one = Self.constant(.number(Decimal(1)))
    let operands = [
      Self.constant(.bool(true)), Self.constant(.bool(false)), one,
      condition(.compare(.less, one, Self.constant(.bool(true)))),
    ]
    for left in operands {
      conditions.append(condition(.not(left)))
      for right in operands {
        conditions += [condition(.and([left, right])), condition(.or([left, right]))]
        conditions.append(condition(.and([left, condition(.not(condition(.or([right, left]))))])))
      }
    }
    for base in Self.samples {
      var steps: [CheckedExpression] = []
      for name: ExactString in ["a", "", "c"] {
        steps.append(CheckedExpression(.member(Self.constant(base), name), .any, Self.nowhere))
      }
      for key in Self.samples {
        steps.append(
          CheckedExpression(
            .element(Self.constant(base), Self.constant(key)), .any, Self.nowhere))
      }
      for step in steps {
        // Once more below what is there, missing, or of another kind.
        let below = CheckedExpression(.member(step, "a"), .any, Self.nowhere)
        let beside = CheckedExpression(.element(below, one), .any, Self.nowhere)
        for place in [step, below, beside] {
          conditions.append(condition(.has(place)))
          let value = CheckedExpression(.coalesce(place, one), .any, Self.nowhere)
          conditions.append(condition(.compare(.equal, value, one)))
        }
      }
    }
    let found = try Self.disagreements(conditions).prefix(20)
    #expect(found == [])
  }
}
