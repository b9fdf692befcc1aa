// The conditions of a rule that can be probed one by one: the leaves of its `and`s, `or`s, `not`s
// and quantifiers. Each has the values that its siblings need, for it to decide alone.

internal import Weir

/// A condition to probe.
struct Leaf {
  var expression: CheckedExpression
  var bindings: Bindings
  /// The value it needs for the rule to match, if it makes a difference.
  var truth: Bool
  /// The values its siblings need, so that the rule depends on it alone.
  var siblings: [Goal]
}

extension Leaf {
  /// The leaves of a rule; quantifiers range over the elements that a scene has.
  static func leaves(of rule: CheckedRule, in scene: Scene) -> [Leaf] {
    var collector = Collector(scene: scene)
    for expression in rule.conditions { collector.collect(expression, true, [:], []) }
    for expression in rule.exclusions { collector.collect(expression, false, [:], []) }
    return collector.leaves
  }

  private struct Collector {
    let scene: Scene
    var leaves: [Leaf] = []

    mutating func collect(
      _ expression: CheckedExpression, _ truth: Bool, _ bindings: Bindings, _ siblings: [Goal]
    ) {
      switch expression.kind {
      case .not(let operand): collect(operand, !truth, bindings, siblings)
      case .and(let operands):
        junction(operands.map { ($0, bindings) }, isAnd: true, truth, siblings)
      case .or(let operands):
        junction(operands.map { ($0, bindings) }, isAnd: false, truth, siblings)
      case .quantifier(let quantifier) where quantifier.kind == .any || quantifier.kind == .all:
        // A path does not lead to a map's keys, so the quantifier is probed as a whole.
        guard case .bindings(let elements) = scene.elements(of: quantifier, bindings),
          !elements.isEmpty, elements.count <= 8, !isOverMap(quantifier, bindings)
        else {
          leaves.append(
            Leaf(expression: expression, bindings: bindings, truth: truth, siblings: siblings))
          return
        }
        junction(
          elements.map { (quantifier.body, $0) }, isAnd: quantifier.kind == .all, truth, siblings)
      case .constant, .path, .local, .now, .member, .element, .list, .compare, .arithmetic, .negate,
        .coalesce, .has, .quantifier, .call:
        leaves.append(
          Leaf(expression: expression, bindings: bindings, truth: truth, siblings: siblings))
      }
    }

    private func isOverMap(_ quantifier: CheckedQuantifier, _ bindings: Bindings) -> Bool {
      switch quantifier.subject.kind {
      case .call(.builtin(.keys), _), .call(.builtin(.values), _): return true
      case .constant, .path, .local, .now, .member, .element, .list, .not, .and, .or, .compare,
        .arithmetic, .negate, .coalesce, .has, .quantifier, .call:
        break
      }
      guard let place = scene.place(of: quantifier.subject, bindings),
        case .sketch(.record) = scene.sketch.look(place)
      else { return false }
      return true
    }

    private mutating func junction(
      _ operands: [(CheckedExpression, Bindings)], isAnd: Bool, _ truth: Bool, _ siblings: [Goal]
    ) {
      // Where all operands are needed anyway, the rule's own goals see to the others.
      let isFree = truth != isAnd
      for (index, operand) in operands.enumerated() {
        var goals = siblings
        if isFree {
          for (other, sibling) in operands.enumerated() where other != index {
            goals.append(Goal(expression: sibling.0, truth: isAnd, bindings: sibling.1))
          }
        }
        collect(operand.0, truth, operand.1, goals)
      }
    }
  }
}

// MARK: - Paths

extension CheckedExpression {
  /// The parts of an expression, itself first.
  func visit(_ body: (CheckedExpression) -> Void) {
    body(self)
    for operand in operands { operand.visit(body) }
  }
}

/// A path that a rule reads, with the type it has there.
struct ReadPath: Hashable {
  var place: SketchPlace
  var type: Type
}

extension Scene {
  /// The places that an expression reads, in the order of its text.
  func reads(_ expression: CheckedExpression, _ bindings: Bindings = [:]) -> [ReadPath] {
    var reads: [ReadPath] = []
    collect(expression, bindings, into: &reads)
    return reads
  }

  private func collect(
    _ expression: CheckedExpression, _ bindings: Bindings, into reads: inout [ReadPath]
  ) {
    if let place = place(of: expression, bindings) {
      let read = ReadPath(place: place, type: expression.type)
      if !reads.contains(where: { $0.place == place }) { reads.append(read) }
      // What is inside a text is read through the text.
      if place.outermost != place {
        let text = ReadPath(place: place.outermost, type: .string)
        if !reads.contains(where: { $0.place == text.place }) { reads.append(text) }
      }
      if case .element(_, let key) = expression.kind { collect(key, bindings, into: &reads) }
      return
    }
    switch expression.kind {
    case .constant, .path, .local, .now: break
    case .member(let base, _): collect(base, bindings, into: &reads)
    case .element(let left, let right), .compare(_, let left, let right),
      .arithmetic(_, let left, let right), .coalesce(let left, let right):
      collect(left, bindings, into: &reads)
      collect(right, bindings, into: &reads)
    case .list(let parts), .and(let parts), .or(let parts), .call(_, let parts):
      for part in parts { collect(part, bindings, into: &reads) }
    case .not(let operand), .negate(let operand), .has(let operand):
      collect(operand, bindings, into: &reads)
    case .quantifier(let quantifier):
      collect(quantifier.subject, bindings, into: &reads)
      if case .bindings(let elements) = elements(of: quantifier, bindings) {
        for element in elements.prefix(2) { collect(quantifier.body, element, into: &reads) }
      }
    }
  }
}

// MARK: - Names

extension Scene {
  /// Whether an expression's value is the policy's business alone.
  func isSettled(_ expression: CheckedExpression, _ bindings: Bindings) -> Bool {
    var readsClock = false
    expression.visit { if case .now = $0.kind { readsClock = true } }
    return !readsClock && reads(expression, bindings).isEmpty
  }

  /// An expression as the name of a case shows it: paths as they are, definitions as what they
  /// stand for.
  func describe(
    _ expression: CheckedExpression, _ bindings: Bindings, _ files: [SourceFile]
  ) -> String {
    func describe(_ part: CheckedExpression, _ bindings: Bindings) -> String {
      self.describe(part, bindings, files)
    }
    if isSettled(expression, bindings), let constant = evaluate(expression, bindings).constant {
      return Scene.describe(constant)
    }
    if let place = place(of: expression, bindings), !place.text.isEmpty { return place.text }
    switch expression.kind {
    case .constant(let constant): return Scene.describe(constant)
    case .path(let path): return path.text
    case .local(let variable, let steps):
      let root: String
      if case .constant(let constant) = bindings[variable] {
        root = Scene.describe(constant)
      } else {
        root = "element"
      }
      return RequestPath.text(of: steps, root: root)
    case .now: return "now"
    case .member(let base, let name): return describe(base, bindings) + "." + name.description
    case .element(let base, let key):
      // The table itself would fill the line: it is called as the policy does.
      let table =
        isConstant(base)
        ? files[Int(base.range.file)].text(in: base.range) : describe(base, bindings)
      return (table.contains(" ") ? "data" : table) + "[" + describe(key, bindings) + "]"
    case .list(let elements):
      return "[" + elements.map { describe($0, bindings) }.joined(separator: ", ") + "]"
    case .not(let operand): return "not " + describe(operand, bindings)
    case .and(let operands):
      return operands.map { describe($0, bindings) }.joined(separator: " and ")
    case .or(let operands):
      return operands.map { describe($0, bindings) }.joined(separator: " or ")
    case .compare(let comparison, let left, let right):
      return describe(left, bindings) + " " + comparison.spelling + " " + describe(right, bindings)
    case .arithmetic(let operation, let left, let right):
      let sign: String
      switch operation {
      case .add: sign = " + "
      case .subtract: sign = " - "
      case .multiply: sign = " * "
      }
      return describe(left, bindings) + sign + describe(right, bindings)
    case .negate(let operand): return "-" + describe(operand, bindings)
    case .coalesce(let left, let right):
      return describe(left, bindings) + " ?? " + describe(right, bindings)
    case .has(let operand): return "has " + describe(operand, bindings)
    case .quantifier(let quantifier):
      return "\(quantifier.kind.rawValue)(\(describe(quantifier.subject, bindings)))"
    case .call(let callee, let arguments):
      let shown = arguments.map { argument -> String in
        if case .constant(.hours(let hours)) = argument.kind {
          return quoted(ExactString(hours.zoneName))
        }
        return describe(argument, bindings)
      }
      return callee.name + "(" + shown.joined(separator: ", ") + ")"
    }
  }

  private func isConstant(_ expression: CheckedExpression) -> Bool {
    if case .constant = expression.kind { true } else { false }
  }

  /// A constant in a name: short.
  static func describe(_ constant: Constant) -> String {
    switch constant {
    case .timestamp(let instant): return instant.description
    case .ip(let address): return address.description
    case .cidr(let block): return block.description
    case .version(let version): return version.description
    case .path(let path), .folder(let path): return path.description
    case .hours(let hours): return hours.text
    case .null, .bool, .string, .number, .duration, .list, .record:
      let text = constant.description
      return text.unicodeScalars.count <= 48
        ? text : String(String.UnicodeScalarView(text.unicodeScalars.prefix(47))) + "…"
    }
  }
}
