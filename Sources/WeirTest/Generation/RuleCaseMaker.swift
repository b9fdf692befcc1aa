// Makes the cases of a rule: its bases, one step from each base to either side of every condition,
// and every fault that a path can have.

internal import Weir

/// One generated case.
package struct GeneratedCase: Sendable {
  package var name: String
  /// Other probes that come to the very same request.
  package var also: [String] = []
  /// The rule's base that the case is made from.
  var base: Int
  var request: JSONPart
  var now: Timestamp
  var verdict: Verdict
  /// The paths at which the request does not fit the policy's shape.
  var misfits: [RequestPath] = []
  /// The request is written as literal text, because merging cannot make it.
  var isVerbatim = false
}

/// The cases of one rule.
package struct GeneratedRule: Sendable {
  package var name: String
  var effect: PolicyEffect
  package var isObserved: Bool
  /// `payments.weir:38`.
  package var at: String
  var documentation: String?
  /// Requests that satisfy the rule.
  var bases: [JSONPart] = []
  package var cases: [GeneratedCase] = []
  /// Remarks on what could not be made.
  package var remarks: [String] = []

  /// Whether a request was found that the rule matches.
  package var hasBase: Bool { !bases.isEmpty }
}

/// Makes the cases of one rule.
struct RuleCaseMaker {
  let finder: BaseFinder
  let rule: CheckedRule
  var result: GeneratedRule
  private var bases: [Base] = []
  /// Cases by what they send.
  private var known: [Sent: Int] = [:]
  private var names: Set<ExactString> = []
  private var omitted = 0

  /// More ways to satisfy a rule, or more cases of one, would not be read.
  private static let baseLimit = 8
  private static let caseLimit = 160
  /// Nor would a request of more bytes: bound data may be of any size.
  private static let requestLimit = 16 << 10

  private struct Sent: Hashable {
    var request: JSONPart
    var now: Timestamp
  }

  init(_ rule: CheckedRule, at: String, _ finder: BaseFinder) {
    self.finder = finder
    self.rule = rule
    result = GeneratedRule(
      name: rule.name, effect: rule.effect, isObserved: rule.isObserved, at: at,
      documentation: rule.documentation)
  }

  /// Does all of it.
  mutating func run() -> GeneratedRule {
    probe()
    if omitted > 0 { result.remarks.append("\(omitted) more cases are left out") }
    result.bases = bases.map(\.request)
    return result
  }

  private mutating func probe() {
    guard let first = finder.base(of: rule) else {
      result.remarks.append("no request found that the rule matches" + longListRemark)
      return
    }
    bases = [first]
    add("the rule matches", first.scene, base: 0)
    if !rule.isObserved, !first.verdict.rules.contains(where: { $0.name == rule.name }) {
      let deciding = first.verdict.rules.map(\.name).joined(separator: ", ")
      result.remarks.append(
        "no request found in which the rule decides"
          + (deciding.isEmpty ? "" : ": \(deciding) decides before it"))
    }
    let leaves = Leaf.leaves(of: rule, in: first.scene).filter {
      !first.scene.isSettled($0.expression, $0.bindings)
    }
    var places: [(leaf: Leaf, base: Int)] = []
    for leaf in leaves { places.append((leaf, base(for: leaf))) }
    for (leaf, base) in places { probe(leaf, base) }
    probePeriod()
    probePaths()
  }

  /// What is said where a rule reads an element that no list of a generated request has.
  private var longListRemark: String {
    var furthest = 0
    for condition in rule.conditions + rule.exclusions {
      condition.visit { expression in
        let steps: [RequestPath.Step]
        switch expression.kind {
        case .path(let path): steps = path.steps
        case .local(_, let rest): steps = rest
        case .constant, .now, .member, .element, .list, .not, .and, .or, .compare, .arithmetic,
          .negate, .coalesce, .has, .quantifier, .call:
          return
        }
        for case .index(let index) in steps { furthest = max(furthest, index) }
      }
    }
    return furthest < Suggester.listLength
      ? ""
      : """
      : it reads element \(furthest) of a list, and none longer than \(Suggester.listLength) is \
      written
      """
  }

  // MARK: Bases

  /// The base on which the rule hangs on a leaf, found if there is none yet.
  private mutating func base(for leaf: Leaf) -> Int {
    let goals =
      leaf.siblings + [
        Goal(expression: leaf.expression, truth: leaf.truth, bindings: leaf.bindings)
      ]
    func isMet(_ base: Base) -> Bool {
      goals.allSatisfy { base.scene.truth($0.expression, $0.bindings) == Truth($0.truth) }
    }
    if let known = bases.firstIndex(where: isMet) {
      bases[known].goals += goals
      return known
    }
    if leaf.siblings.isEmpty { return 0 }
    guard bases.count < RuleCaseMaker.baseLimit else {
      omitted += 1
      return 0
    }
    guard let base = finder.base(of: rule, goals) else {
      let remark =
        "no request found in which `\(describe(leaf.expression, leaf))` decides by itself"
      if !result.remarks.contains(remark) { result.remarks.append(remark) }
      return 0
    }
    bases.append(base)
    add(
      "the rule matches, by \(describe(leaf.expression, leaf))", base.scene, base: bases.count - 1)
    return bases.count - 1
  }

  // MARK: Cases

  private mutating func add(_ probe: String, _ scene: Scene, base: Int) {
    let request = scene.sketch.json ?? .record([])
    let now = finder.instant(of: scene, for: rule)
    var name = "\(rule.name): \(probe)"
    if let index = known[Sent(request: request, now: now)] {
      if result.cases[index].name != name, !result.cases[index].also.contains(probe) {
        result.cases[index].also.append(probe)
      }
      return
    }
    guard result.cases.count < RuleCaseMaker.caseLimit,
      request.text.utf8.count <= RuleCaseMaker.requestLimit
    else {
      omitted += 1
      return
    }
    var number = 2
    while !names.insert(ExactString(name)).inserted {
      name = "\(rule.name): \(probe) (\(number))"
      number += 1
    }
    known[Sent(request: request, now: now)] = result.cases.count
    result.cases.append(
      GeneratedCase(
        name: name, base: base, request: request, now: now,
        verdict: finder.oracle.verdict(on: request, now: now),
        misfits: finder.misfits(of: request)))
  }

  // MARK: Conditions

  private mutating func probe(_ leaf: Leaf, _ base: Int) {
    let scene = bases[base].scene
    switch leaf.expression.kind {
    case .compare(let comparison, let left, let right):
      compare(comparison, left, right, leaf, base)
    case .path, .local, .member, .element:
      guard let place = scene.place(of: leaf.expression, leaf.bindings) else { return }
      for truth in [true, false] {
        set(place, .value(.bool(truth)), "\(place.text) \(truth)", base)
      }
    case .has(let operand):
      guard let place = scene.place(of: operand, leaf.bindings) else { return }
      let sample = Sketch.sample(of: operand.type, named: place.sampleName)
      if let sample, leaf.truth == false { set(place, sample, "\(place.text) present", base) }
      set(place, .absent, "\(place.text) absent", base)
      set(place, .null, "\(place.text) null", base)
    case .coalesce, .quantifier, .call: turn(leaf, base)
    case .constant, .now, .list, .not, .and, .or, .arithmetic, .negate: break
    }
  }

  /// A case in which a condition that is no comparison comes out the other way.
  private mutating func turn(_ leaf: Leaf, _ base: Int) {
    let wanted = !leaf.truth
    let value = BoundaryValue(name: wanted ? "true" : "false", value: .bool(wanted))
    move(
      leaf.expression, to: value, freedoms(leaf.expression, leaf), against: leaf.expression, leaf,
      base)
  }

  private func describe(_ expression: CheckedExpression, _ leaf: Leaf) -> String {
    bases[0].scene.describe(expression, leaf.bindings, finder.policy.files)
  }

  private mutating func compare(
    _ comparison: Comparison, _ left: CheckedExpression, _ right: CheckedExpression, _ leaf: Leaf,
    _ base: Int
  ) {
    let scene = bases[base].scene
    let (first, second) = (
      scene.evaluate(left, leaf.bindings).constant, scene.evaluate(right, leaf.bindings).constant
    )
    let leftReads = freedoms(left, leaf)
    let rightReads = freedoms(right, leaf)
    // The side that moves is the one whose path has the least to do with other conditions.
    let movesRight =
      leftReads.isEmpty
      || !rightReads.isEmpty && weight(rightReads) < weight(leftReads)
    if !movesRight, let second {
      let values = BoundaryValues.of(comparison, second, type: left.type, current: first)
      for value in values { move(left, to: value, leftReads, against: right, leaf, base) }
    } else if movesRight, let first {
      switch Demand.mirrored(comparison, first, true).normalised {
      case .relation(let turned, _, _):
        let values = BoundaryValues.of(turned, first, type: right.type, current: second)
        for value in values { move(right, to: value, rightReads, against: left, leaf, base) }
      case .mirrored(.in, _, _), .mirrored(.notIn, _, _):
        let values = BoundaryValues.of(.contains, first, type: right.type, current: second)
        for value in values { move(right, to: value, rightReads, against: left, leaf, base) }
      case .mirrored, .any, .truth: break
      }
    }
  }

  /// What can be changed to move an expression's value.
  private enum Freedom: Hashable {
    case place(SketchPlace)
    case now
  }

  private func freedoms(_ expression: CheckedExpression, _ leaf: Leaf) -> [Freedom] {
    let scene = bases[0].scene
    var freedoms = scene.reads(expression, leaf.bindings).map { Freedom.place($0.place) }
    var readsClock = false
    expression.visit { if case .now = $0.kind { readsClock = true } }
    if readsClock { freedoms.append(.now) }
    return freedoms
  }

  /// How often the rule reads what is freest of these.
  private func weight(_ freedoms: [Freedom]) -> Int {
    freedoms.map { occurrences(of: $0) }.min() ?? .max
  }

  private func occurrences(of freedom: Freedom) -> Int {
    var count = 0
    for expression in rule.conditions + rule.exclusions {
      expression.visit { part in
        switch (part.kind, freedom) {
        case (.now, .now): count += 2
        case (.path(let path), .place(let place)):
          if SketchPlace(path) == place { count += 1 }
        case (_, _): break
        }
      }
    }
    return count
  }

  /// A case in which an expression has a value, all else as on the base where that can be.
  private mutating func move(
    _ expression: CheckedExpression, to value: BoundaryValue, _ freedoms: [Freedom],
    against other: CheckedExpression, _ leaf: Leaf, _ base: Int
  ) {
    let scene = bases[base].scene
    var name = describe(expression, leaf) + " " + value.name
    if case .constant = other.kind {
    } else if other.range != expression.range, name.unicodeScalars.count < 80 {
      name += " (\(describe(other, leaf)))"
    }
    if scene.evaluate(expression, leaf.bindings).constant == value.value {
      add(name, scene, base: base)
      return
    }
    let target = Goal(
      expression: CheckedExpression(
        .compare(
          .equal, expression,
          CheckedExpression(.constant(value.value), expression.type, expression.range)), .bool,
        expression.range), truth: true, bindings: leaf.bindings)
    let ordered = freedoms.enumerated().sorted {
      (occurrences(of: $0.element), $0.offset) < (occurrences(of: $1.element), $1.offset)
    }
    // First with everything else kept true, then as it comes.
    let rest = finder.goals(of: rule).filter { !isAbout($0, leaf) }
    for goals in [rest + [target], [target]] {
      for (_, freedom) in ordered {
        var freed = scene
        switch freedom {
        case .place(let place): freed.sketch = freed.sketch.reopening(place)
        case .now: freed.now = nil
        }
        if freedom != .now, freed.now == nil { freed.now = finder.instant(of: scene, for: rule) }
        var solver = Solver(pool: finder.pool, start: finder.start(of: rule))
        solver.steps = 300
        if let solution = solve(target, goals, freed, &solver, freedom, value.value) {
          add(name, solution, base: base)
          return
        }
      }
    }
  }

  private func solve(
    _ target: Goal, _ goals: [Goal], _ scene: Scene, _ solver: inout Solver, _ freedom: Freedom,
    _ value: Constant
  ) -> Scene? {
    if freedom == .now, case .compare(_, let left, _) = target.expression.kind,
      case .now = left.kind,
      case .timestamp(let instant) = value
    {
      var scene = scene
      scene.now = instant
      return scene
    }
    return solver.solve(goals, from: scene) { _ in true }
  }

  /// Whether a goal is the condition that the leaf stands in.
  private func isAbout(_ goal: Goal, _ leaf: Leaf) -> Bool {
    let outer = goal.expression.range
    let inner = leaf.expression.range
    if outer.file == inner.file, outer.start <= inner.start, inner.end <= outer.end { return true }
    // A definition's parts stand elsewhere: what reads the same is taken for the same.
    var isInside = false
    goal.expression.visit { if $0.range == inner { isInside = true } }
    return isInside
  }

  // MARK: Time

  private mutating func probePeriod() {
    for (word, instant) in [("from", rule.from), ("until", rule.until)] {
      guard let instant else { continue }
      for (what, offset) in [("a second before", -1), ("at", 0)] {
        var scene = bases[0].scene
        scene.now = Timestamp(
          seconds: instant.seconds + Int64(offset), nanoseconds: instant.nanoseconds)
        add("now \(what) \(word) \(instant)", scene, base: 0)
      }
    }
  }

  // MARK: Paths

  private mutating func probePaths() {
    var seen: Set<SketchPlace> = []
    for index in bases.indices {
      let scene = bases[index].scene
      for expression in rule.conditions + rule.exclusions {
        for read in scene.reads(expression) {
          guard case .sketch(let found) = scene.sketch.look(read.place), found.json != nil,
            read.place.outermost == read.place
              || read.place.steps.last != .json
                && read.place.steps.last != .url,
            seen.insert(read.place).inserted
          else { continue }
          probe(read, found, index)
        }
      }
    }
    probeMalformed()
  }

  private mutating func probe(_ read: ReadPath, _ found: Sketch, _ base: Int) {
    let place = read.place
    let name = place.text
    if case .index = place.steps.last {
    } else {
      set(place, .absent, "\(name) absent", base)
    }
    // The parts of a URL are texts or not there.
    if place.steps.contains(.url) { return }
    set(place, .null, "\(name) null", base)
    let (wrong, what) = RuleCaseMaker.wrongType(found, read.type)
    set(place, wrong, "\(name) of a wrong type (\(what))", base)
    switch read.type {
    case .choice(let texts):
      for text in texts { set(place, .value(.string(text)), "\(name) \(quoted(text))", base) }
      set(place, .value(.string("none-of-these")), "\(name) none of its values", base)
    case .timestamp, .duration, .ip, .cidr:
      set(place, .value(.string("nonsense")), "\(name) malformed", base)
    case .number:
      set(
        place, .numeral("79228162514264337593543950336"), "\(name) too large for a number", base)
    case .list: set(place, .list([]), "\(name) empty", base)
    case .bool, .string, .hours, .version, .path, .folder, .record, .map, .any: break
    }
    if case .list(let elements) = found, read.type == .any || elements.isEmpty == false {
      set(place, .list([]), "\(name) empty", base)
    }
  }

  private static func wrongType(_ found: Sketch, _ type: Type) -> (Sketch, String) {
    switch found.json {
    case .number(let text): (.value(.string(ExactString(text))), "text")
    case .string: (.value(.number(Decimal(42))), "number")
    case .bool(let truth): (.value(.string(truth ? "true" : "false")), "text")
    case .list, .record, .null, nil: (.value(.string("some-text")), "text")
    }
  }

  /// Texts that a function reads as something else.
  private mutating func probeMalformed() {
    var readers: [CheckedExpression] = []
    for expression in rule.conditions + rule.exclusions {
      expression.visit { part in
        guard case .call(.builtin(let builtin), let arguments) = part.kind,
          let text = arguments.first
        else { return }
        switch builtin {
        case .ip, .cidr, .timestamp, .duration, .semver, .url, .json, .base64, .base64url, .path,
          .number, .quantity,
          .folder:
          readers.append(text)
        case .length, .lower, .upper, .trim, .split, .join, .replace, .nfc, .fold, .hours, .date,
          .weekday, .hour, .keys, .values, .percent, .text, .unique, .route:
          break
        }
      }
    }
    for text in readers {
      for index in bases.indices {
        guard let place = bases[index].scene.place(of: text, [:]), place.outermost == place,
          case .sketch(let found) = bases[index].scene.sketch.look(place), found.json != nil
        else { continue }
        set(place, .value(.string("non sense")), "\(place.text) malformed", index)
        break
      }
    }
  }

  private mutating func set(_ place: SketchPlace, _ value: Sketch, _ name: String, _ base: Int) {
    var scene = bases[base].scene
    if case .index = place.steps.last, value == .absent { return }
    scene.sketch = scene.sketch.setting(place, to: value)
    add(name, scene, base: base)
  }
}

extension Sketch {
  /// The sketch with nothing decided at a place.
  func reopening(_ place: SketchPlace) -> Sketch {
    guard case .sketch = look(place) else { return setting(place.outermost, to: .open(nil)) }
    return setting(place, to: .open(nil))
  }
}
