// Suggestions for quantifiers and functions: how long a list is, what its elements and a map's keys
// are, and what a function's argument has to be.

internal import Weir

extension Suggester {
  // MARK: Quantifiers

  func quantifier(
    _ quantifier: CheckedQuantifier, _ demand: Demand, _ bindings: Bindings
  ) -> [SceneChange] {
    let inner: [Bindings]
    switch scene.elements(of: quantifier, bindings) {
    case .fault: return []
    case .unknown: return subject(quantifier, demand, bindings)
    case .bindings(let found): inner = found
    }
    let open = inner.filter { scene.evaluate(quantifier.body, $0).isUnknown }
    guard let first = open.first else { return [] }
    switch quantifier.kind {
    case .any, .all:
      let wanted = demand.wantedTruth
      // Where one element settles it, any of them may; else each has to, and the first begins.
      let isSettling = wanted == (quantifier.kind == .any)
      return (isSettling ? Array(open.prefix(16)) : [first])
        .flatMap { suggestions(quantifier.body, .truth(wanted), $0) }
    case .count:
      return suggestions(quantifier.body, .truth(true), first)
        + suggestions(quantifier.body, .truth(false), first)
    case .min, .max:
      return suggestions(quantifier.body, demand, first)
        + suggestions(quantifier.body, .any, first)
    case .sum:
      var rest: Constant?
      for element in inner {
        guard let value = scene.evaluate(quantifier.body, element).constant else { continue }
        rest = rest.map { ConstantFolding.arithmetic(.add, $0, value) } ?? value
      }
      guard open.count == 1 else { return suggestions(quantifier.body, .any, first) }
      guard let rest, case .relation(let comparison, let target, let truth) = demand.normalised
      else {
        return suggestions(quantifier.body, demand, first)
      }
      return Demand.undoing(.add, rest, isLeft: true, comparison, target, truth)
        .flatMap { suggestions(quantifier.body, $0, first) }
    }
  }

  /// What a quantifier ranges over, still open.
  private func subject(
    _ quantifier: CheckedQuantifier, _ demand: Demand, _ bindings: Bindings
  ) -> [SceneChange] {
    let subject = quantifier.subject
    switch subject.kind {
    case .call(.builtin(.keys), let arguments), .call(.builtin(.values), let arguments):
      guard let map = arguments.first, let place = scene.place(of: map, bindings) else { break }
      return maps(quantifier).map { .set(place, $0) }
    case .call(.builtin(.split), let arguments):
      guard let text = arguments.first, arguments.count == 2,
        let separator = scene.evaluate(arguments[1], bindings).constant,
        case .string(let mark) = separator
      else { break }
      let texts = fittingTexts(quantifier.body).map { ExactString("some\(mark)\($0)") }
      return suggestions(text, .any, bindings)
        + texts.flatMap { suggestions(text, .relation(.equal, .string($0), true), bindings) }
    case .constant, .path, .local, .now, .member, .element, .list, .not, .and, .or, .compare,
      .arithmetic, .negate, .coalesce, .has, .quantifier, .call:
      break
    }
    guard let place = scene.place(of: subject, bindings),
      case .sketch(.open(let known)) = scene.sketch.look(place)
    else { return suggestions(subject, .any, bindings) }
    switch subject.type == .any ? known ?? .any : subject.type {
    case .map, .record: return maps(quantifier).map { .set(place, $0) }
    case .list(let element):
      return lengths(quantifier, demand).map { .set(place, Suggester.list($0, of: element)) }
    case .bool, .string, .choice, .number, .timestamp, .duration, .ip, .cidr, .hours, .version,
      .path, .folder,
      .any:
      return lengths(quantifier, demand).map { .set(place, Suggester.list($0, of: nil)) }
        + (quantifier.takesMap ? maps(quantifier) : []).map { .set(place, $0) }
    }
  }

  private static func list(_ length: Int, of element: Type?) -> Sketch {
    .list(Array(repeating: .undecided(element), count: length))
  }

  private func lengths(_ quantifier: CheckedQuantifier, _ demand: Demand) -> [Int] {
    guard quantifier.kind == .count, case .relation(_, let target, _) = demand.normalised,
      case .number(let number) = target, let count = number.integer
    else { return [1, 0, 2] }
    var lengths: [Int] = []
    for length in [count, count + 1, count - 1, 1, 0]
    where 0...Suggester.listLength ~= length && !lengths.contains(length)
      && demand.accepts(.number(Decimal(length)))
    {
      lengths.append(length)
    }
    return lengths + [1]
  }

  /// Maps with a key that the quantifier's body speaks of.
  private func maps(_ quantifier: CheckedQuantifier) -> [Sketch] {
    var value: Type?
    if case .map(let element) = quantifier.subject.type { value = element }
    if case .call(_, let arguments) = quantifier.subject.kind,
      case .map(let element) = arguments.first?.type
    {
      value = element
    }
    let keys = ["some-key"] + fittingTexts(quantifier.body)
    return keys.prefix(16).map { key in
      .record([.init(name: ExactString(key), value: .undecided(value))])
    } + [.record([])]
  }

  /// Texts that some comparison inside an expression is true of.
  private func fittingTexts(_ expression: CheckedExpression) -> [String] {
    var texts: [String] = []
    func visit(_ expression: CheckedExpression) {
      switch expression.kind {
      case .compare(let comparison, let left, let right):
        if case .constant(let constant) = right.kind {
          for guess in Demand.relation(comparison, constant, true).candidates(
            type: .string, named: nil, pool: [], moments: []
          ).prefix(4) {
            if case .value(.string(let text)) = guess { texts.append(text.description) }
          }
        }
        visit(left)
        visit(right)
      case .not(let operand), .negate(let operand), .has(let operand): visit(operand)
      case .and(let operands), .or(let operands), .list(let operands), .call(_, let operands):
        for operand in operands { visit(operand) }
      case .arithmetic(_, let left, let right), .coalesce(let left, let right),
        .element(let left, let right):
        visit(left)
        visit(right)
      case .member(let base, _): visit(base)
      case .quantifier(let inner): visit(inner.body)
      case .constant, .path, .local, .now: break
      }
    }
    visit(expression)
    return texts
  }

  // MARK: Functions

  func call(
    _ builtin: Builtin, _ arguments: [CheckedExpression], _ demand: Demand, _ bindings: Bindings
  ) -> [SceneChange] {
    guard let first = arguments.first else { return [] }
    guard scene.evaluate(first, bindings).isUnknown else {
      return arguments.dropFirst().first { scene.evaluate($0, bindings).isUnknown }
        .map { suggestions($0, .any, bindings) } ?? []
    }
    switch builtin {
    case .lower, .upper, .trim, .nfc, .fold, .replace:
      let odd = [" Some-Text ", "e\u{301}"].flatMap {
        suggestions(first, .relation(.equal, .string(ExactString($0)), true), bindings)
      }
      return suggestions(first, demand, bindings) + suggestions(first, .any, bindings) + odd
    case .ip: return spelled(.ip, first, demand, bindings)
    case .cidr: return spelled(.cidr, first, demand, bindings)
    case .timestamp: return spelled(.timestamp, first, demand, bindings)
    case .duration: return spelled(.duration, first, demand, bindings)
    case .semver: return spelled(.version, first, demand, bindings)
    case .path: return spelled(.path, first, demand, bindings)
    case .folder: return spelled(.folder, first, demand, bindings)
    case .length: return length(first, demand, bindings)
    case .keys: return keys(first, demand, bindings)
    case .values: return keys(first, .any, bindings)
    case .split: return split(arguments, demand, bindings)
    case .join: return join(first, demand, bindings)
    case .number, .quantity: return spelled(.number, first, demand, bindings)
    case .json, .url, .base64, .base64url, .percent, .text, .unique, .route:
      return suggestions(first, .any, bindings)
    case .hours, .date, .weekday, .hour: return suggestions(first, .any, bindings)
    }
  }

  /// Texts that spell a value of a type.
  private func spelled(
    _ type: Type, _ text: CheckedExpression, _ demand: Demand, _ bindings: Bindings
  ) -> [SceneChange] {
    demand.candidates(
      type: type, named: nil, pool: type == .version ? [.version(Suggester.version)] : [],
      moments: pool.moments(near: scene.now ?? start)
    ).prefix(24).flatMap { candidate -> [SceneChange] in
      let spelling: String
      switch candidate.json {
      case .string(let text), .number(let text): spelling = text
      case .null, .bool, .list, .record, nil: return []
      }
      return suggestions(text, .relation(.equal, .string(ExactString(spelling)), true), bindings)
    }
  }

  private static let version = SemanticVersion("1.0.0") ?? SemanticVersion(ordered: [])

  private func length(
    _ argument: CheckedExpression, _ demand: Demand, _ bindings: Bindings
  ) -> [SceneChange] {
    let numbers = demand.candidates(type: .number, named: nil, pool: [], moments: [])
      .compactMap { candidate -> Int? in
        guard case .value(.number(let number)) = candidate else { return nil }
        return number.integer.flatMap { 0...Suggester.textLength ~= $0 ? $0 : nil }
      }
    let place = scene.place(of: argument, bindings)
    return numbers.prefix(6).flatMap { number -> [SceneChange] in
      let text = Constant.string(ExactString(String(repeating: "a", count: number)))
      switch argument.type {
      case .list(let element):
        guard number <= Suggester.listLength else { return [] }
        return place.map { [.set($0, Suggester.list(number, of: element))] } ?? []
      case .map, .record:
        guard number <= Suggester.listLength else { return [] }
        let members = (0..<number).map {
          Sketch.Member(name: ExactString("key-\($0 + 1)"), value: .value(.string("some-text")))
        }
        return place.map { [.set($0, .record(members))] } ?? []
      case .bool, .string, .choice, .number, .timestamp, .duration, .ip, .cidr, .hours, .version,
        .path, .folder,
        .any:
        return suggestions(argument, .relation(.equal, text, true), bindings)
      }
    }
  }

  private func keys(
    _ map: CheckedExpression, _ demand: Demand, _ bindings: Bindings
  ) -> [SceneChange] {
    guard let place = scene.place(of: map, bindings) else {
      return suggestions(map, .any, bindings)
    }
    return demand.candidates(type: .list(.string), named: "key", pool: [], moments: [])
      .compactMap { candidate in
        guard case .list(let names) = candidate else { return nil }
        var members: [Sketch.Member] = []
        for name in names {
          switch name {
          case .value(.string(let text)):
            members.append(.init(name: text, value: .value(.string("some-text"))))
          case .open: members.append(.init(name: "some-key", value: .value(.string("some-text"))))
          case .absent, .null, .value, .numeral, .list, .record, .json, .url: return nil
          }
        }
        return .set(place, .record(members))
      }
  }

  private func split(
    _ arguments: [CheckedExpression], _ demand: Demand, _ bindings: Bindings
  ) -> [SceneChange] {
    guard arguments.count == 2,
      case .string(let mark) = scene.evaluate(arguments[1], bindings).constant
    else { return suggestions(arguments[0], .any, bindings) }
    let lists = demand.candidates(type: .list(.string), named: "part", pool: [], moments: [])
    let joined = lists.compactMap { list -> ExactString? in
      guard case .list(let parts) = list.constant else { return nil }
      return ExactString(
        parts.map { part in if case .string(let text) = part { text.description } else { "" } }
          .joined(separator: mark.description))
    }
    return joined.flatMap {
      suggestions(arguments[0], .relation(.equal, .string($0), true), bindings)
    } + suggestions(arguments[0], .any, bindings)
  }

  /// A list of one text, which is the text that joining gives.
  private func join(
    _ list: CheckedExpression, _ demand: Demand, _ bindings: Bindings
  ) -> [SceneChange] {
    guard let place = scene.place(of: list, bindings),
      case .sketch(.open) = scene.sketch.look(place)
    else { return suggestions(list, .any, bindings) }
    return demand.candidates(type: .string, named: "text", pool: [], moments: [])
      .prefix(12).map { .set(place, .list([$0])) }
  }
}
