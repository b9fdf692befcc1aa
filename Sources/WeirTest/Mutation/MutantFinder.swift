// Finds where a policy can be mutated: walks the syntax trees and notes every edit that the
// operators make. Whether an edit compiles is left to the compiler.

import Weir

/// Finds the mutants of a policy.
package struct MutantFinder {
  let files: [SourceFile]
  let facts: MutationFacts
  var mutants: [Mutant] = []

  // The declaration being walked.
  let tree: SyntaxFile
  /// All of the file's tokens, in order.
  private let tokens: [Token]
  var subject = ""

  private init(files: [SourceFile], facts: MutationFacts, tree: SyntaxFile) {
    self.files = files
    self.facts = facts
    self.tree = tree
    tokens = lex(files[Int(tree.file)], index: tree.file).tokens
  }

  /// Every mutant of a policy, in the order of files, positions and operators; no edit twice.
  package static func mutants(of policy: TestPolicy) -> [Mutant] {
    let facts = MutationFacts(policy)
    var found: [Mutant] = []
    let trees = policy.trees.sorted {
      ExactString(policy.files[Int($0.file)].path) < ExactString(policy.files[Int($1.file)].path)
    }
    for tree in trees {
      var finder = MutantFinder(files: policy.files, facts: facts, tree: tree)
      for declaration in tree.declarations { finder.visit(declaration) }
      found += finder.sorted()
    }
    if let mutant = addedDefault(trees, policy.files) { found.append(mutant) }
    return found
  }

  private func sorted() -> [Mutant] {
    var seen: Set<Edit> = []
    let order = Dictionary(
      uniqueKeysWithValues: MutationOperator.allCases.enumerated().map { ($1, $0) })
    func key(_ mutant: Mutant) -> (Int32, Int32, Int) {
      (mutant.range.start, mutant.range.end, order[mutant.operation] ?? 0)
    }
    return mutants.enumerated().sorted { left, right in
      let (a, b) = (key(left.element), key(right.element))
      return a == b ? left.offset < right.offset : a < b
    }.map(\.element).filter {
      seen.insert(Edit(range: $0.range, replacement: $0.replacement)).inserted
    }
  }

  private struct Edit: Hashable {
    var range: SourceRange
    var replacement: String
  }

  /// `default allow` where no file has a default: at the end of a file that may have one.
  private static func addedDefault(_ trees: [SyntaxFile], _ files: [SourceFile]) -> Mutant? {
    let hasDefault = trees.contains { tree in
      tree.declarations.contains { if case .default = $0.kind { true } else { false } }
    }
    guard !hasDefault, let tree = trees.first(where: { $0.module == nil }) else { return nil }
    let bytes = files[Int(tree.file)].bytes
    let end = SourceRange(file: tree.file, start: Int32(bytes.count), end: Int32(bytes.count))
    let lineBreak = bytes.isEmpty || bytes.last == UInt8(ascii: "\n") ? "" : "\n"
    return Mutant(.default, end, lineBreak + "default allow\n", in: "default")
  }

  // MARK: Noting

  mutating func add(_ operation: MutationOperator, _ range: SourceRange, _ replacement: String) {
    mutants.append(Mutant(operation, range, replacement, in: subject))
  }

  func text(_ range: SourceRange) -> String { files[Int(range.file)].text(in: range) }

  func range(_ start: Int32, _ end: Int32) -> SourceRange {
    SourceRange(file: tree.file, start: start, end: end)
  }

  /// What has to go so that one of several parts in a row goes, with the comma or word beside it.
  func dropping(_ index: Int, of parts: [SourceRange]) -> SourceRange {
    if index > 0 { return range(parts[index - 1].end, parts[index].end) }
    return parts.count > 1 ? range(parts[0].start, parts[1].start) : parts[0]
  }

  /// A clause with its line, if it has one to itself, or with the blanks before it.
  func clause(_ place: SourceRange) -> SourceRange {
    let bytes = files[Int(place.file)].bytes
    func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
    var start = Int(place.start)
    while start > 0, isBlank(bytes[start - 1]) { start -= 1 }
    var end = Int(place.end)
    while end < bytes.count, isBlank(bytes[end]) { end += 1 }
    let lineFeed = UInt8(ascii: "\n")
    if start > 0, bytes[start - 1] == lineFeed, end < bytes.count, bytes[end] == lineFeed {
      return range(Int32(start), Int32(end + 1))
    }
    // A word after must not run into the word before.
    return range(Int32(start), place.end)
  }

  /// The tokens that begin inside a range.
  func tokens(in place: SourceRange) -> ArraySlice<Token> {
    var low = 0
    var high = tokens.count
    while low < high {
      let middle = (low + high) / 2
      if tokens[middle].range.start < place.start { low = middle + 1 } else { high = middle }
    }
    return tokens[low...].prefix { $0.range.start < place.end }
  }

  // MARK: Declarations

  private mutating func visit(_ declaration: SyntaxDeclaration) {
    let module = tree.module.map { $0.text + "." } ?? ""
    switch declaration.kind {
    case .request, .volatile, .data, .type, .error: break
    case .requester(let paths):
      subject = "requester"
      guard paths.count > 1 else { return }
      for index in paths.indices { add(.requester, dropping(index, of: paths.map(\.range)), "") }
    case .define(let name, _, let body):
      subject = "define \(module)\(name.text)"
      visit(body)
    case .on(let on):
      // Lines of a report's headings: what is long is cut by whoever writes them.
      subject =
        "on "
        + text(on.condition.range).split(whereSeparator: \.isWhitespace)
        .joined(separator: " ")
      add(.on, on.condition.range, "true")
      visit(on.condition)
      for inner in on.declarations { visit(inner) }
    case .rule(let rule):
      guard let name = rule.name else { return }
      subject = module + name.text
      visitHead(of: rule, declaration.range, name)
      for clause in rule.clauses { visit(clause) }
    case .default(let syntax):
      subject = "default"
      if syntax.effect != .deny { add(.default, declaration.range, "default deny") }
      for clause in syntax.clauses { visit(clause) }
    }
  }

  private mutating func visitHead(of rule: SyntaxRule, _ place: SourceRange, _ name: SyntaxName) {
    let head = tokens(in: range(place.start, name.range.start))
    guard let effect = head.last(where: { text($0.range) == rule.effect.rawValue }) else { return }
    if rule.isObserved, let observe = head.last(where: { $0.keyword == .observe }) {
      add(.observe, range(observe.range.start, effect.range.start), "")
    } else {
      add(.observe, range(effect.range.start, effect.range.start), "observe ")
    }
    switch rule.effect {
    case .allow: add(.effect, effect.range, "deny")
    case .deny: add(.effect, effect.range, "allow")
    case .hold:
      // An allow has none of a hold's clauses: the rule is written anew without them.
      var bytes: [UInt8] = Array("allow".utf8)
      var position = Int(effect.range.end)
      let source = files[Int(place.file)].bytes
      for part in rule.clauses where part.isHolds {
        let gone = clause(part.range)
        if Int(gone.start) > position { bytes += source[position..<Int(gone.start)] }
        position = max(position, Int(gone.end))
      }
      let end = max(position, Int(place.end))
      bytes += source[position..<end]
      add(
        .effect, range(effect.range.start, Int32(end)), String(decoding: bytes, as: UTF8.self))
    }
  }

  // MARK: Clauses

  private mutating func visit(_ part: SyntaxClause) {
    switch part.kind {
    case .because, .example, .error: break
    case .when(let condition):
      add(.when, clause(part.range), "")
      visit(condition)
    case .unless(let condition):
      add(.unless, clause(part.range), "")
      visit(condition)
    case .from(let instant), .until(let instant):
      add(.period, clause(part.range), "")
      visitInstant(instant.value, instant.range)
    case .hold(let hold): visit(hold, part.range)
    }
  }

  private mutating func visit(_ hold: SyntaxHoldClause, _ place: SourceRange) {
    switch hold {
    case .needs(let needs): visit(needs)
    case .within(let duration): halve(duration)
    case .rejectedBy(let count): step(count, .rejections)
    case .escalate(let people, let after):
      add(.clause, clause(place), "")
      visit(people)
      halve(after)
    case .override(let people):
      add(.clause, clause(place), "")
      visit(people)
    // Whom a hold tells changes no verdict's meaning.
    case .notify: break
    case .covers(.once(let duration)):
      if let duration { halve(duration) }
    case .covers(.values(let paths, let duration)):
      let places = paths.map(\.range)
      if places.count > 1 {
        for index in places.indices { add(.covers, dropping(index, of: places), "") }
      }
      if let first = places.first, let last = places.last {
        add(.covers, first.through(last), "once")
      }
      halve(duration)
    }
  }

  private mutating func visit(_ needs: SyntaxNeeds) {
    switch needs.kind {
    case .error: break
    case .factor(let count, let people):
      step(count, .count)
      visit(people)
    case .all(let parts), .any(let parts):
      let places = parts.map(\.range)
      for (left, right) in zip(places, places.dropFirst()) {
        for token in tokens(in: range(left.end, right.start)) {
          if token.keyword == .and { add(.join, token.range, "or") }
          if token.keyword == .or { add(.join, token.range, "and") }
        }
      }
      for index in places.indices { add(.factor, dropping(index, of: places), "") }
      for part in parts { visit(part) }
    }
  }

  private mutating func visit(_ people: SyntaxSelector) {
    switch people.kind {
    case .error, .one: break
    case .any(let parts):
      for index in parts.indices { add(.people, dropping(index, of: parts.map(\.range)), "") }
      for part in parts { visit(part) }
    }
  }

  private mutating func step(_ count: SyntaxCount, _ operation: MutationOperator) {
    if count.value > 1 { add(operation, count.range, "\(count.value - 1)") }
    add(operation, count.range, "\(count.value + 1)")
  }

  private mutating func halve(_ duration: SyntaxDuration) {
    guard let half = Decimal(isNegative: false, coefficient: 5, exponent: -1),
      let halved = duration.value.multiplied(by: half)
    else { return }
    add(.deadline, duration.range, "\(halved)")
  }
}

extension SyntaxClause {
  /// Belongs to holds alone.
  fileprivate var isHolds: Bool {
    switch kind {
    case .when, .unless, .because, .from, .until, .example, .error: false
    case .hold: true
    }
  }
}
