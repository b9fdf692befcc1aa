// Comparisons: types held against the table of operators (Comparison.swift), with what to say where
// they do not go together. `any` goes with everything and is decided while evaluating.

extension Type {
  /// Whether a value of one type can equal one of the other. Mistaking this way is a compile-time
  /// error, because such a comparison is uncertain for every request.
  func mayEqual(_ other: Type) -> Bool {
    if other == .any { return true }
    switch self {
    case .any: return true
    case .string: return other.isText
    case .choice(let own):
      if case .choice(let texts) = other { return !Set(own).isDisjoint(with: texts) }
      return other == .string
    case .bool, .number, .timestamp, .duration, .ip, .cidr, .version, .path, .folder:
      return self == other
    case .hours: return false
    case .list(let own):
      if case .list(let element) = other { return own.mayEqual(element) }
      return false
    case .map(let own):
      if case .map(let value) = other { return own.mayEqual(value) }
      if case .record = other { return true }
      return false
    case .record:
      switch other {
      case .record, .map: return true
      case .any, .bool, .string, .choice, .number, .timestamp, .duration, .ip, .cidr, .hours,
        .version, .path, .folder, .list:
        return false
      }
    }
  }

  /// The type of a list that has elements of both; nil when none does.
  func joined(with other: Type) -> Type? {
    if self == other { return self }
    if self == .any || other == .any { return .any }
    switch self {
    case .string: return other.isText ? .string : nil
    case .choice(let own):
      if case .choice(let texts) = other { return .choice(Set(own).union(texts).sorted()) }
      return other == .string ? .string : nil
    case .list(let own):
      guard case .list(let element) = other else { return nil }
      return own.joined(with: element).map { .list($0) }
    case .map(let own):
      if case .map(let value) = other { return own.joined(with: value).map { .map($0) } }
      if case .record = other { return .any }
      return nil
    case .record:
      switch other {
      case .record, .map: return .any
      case .any, .bool, .string, .choice, .number, .timestamp, .duration, .ip, .cidr, .hours,
        .version, .path, .folder, .list:
        return nil
      }
    case .any, .bool, .number, .timestamp, .duration, .ip, .cidr, .version, .path, .folder, .hours:
      return nil
    }
  }

  /// Whether a value of this type may stand for a parameter of type `parameter`.
  func fits(_ parameter: Type) -> Bool {
    if self == .any || parameter == .any || self == parameter { return true }
    switch (self, parameter) {
    case (.string, .choice): return true
    case (.record(let own), .record(let asked)):
      return asked.members.allSatisfy { member in
        own.member(member.name)?.type.fits(member.type) ?? member.isOptional
      }
    case (.record(let own), .map(let value)):
      return own.members.allSatisfy { $0.type.fits(value) }
    case (.list(let own), .list(let asked)): return own.fits(asked)
    case (.map(let own), .map(let asked)): return own.fits(asked)
    case (_, _): return mayEqual(parameter)
    }
  }
}

extension Checker {
  /// A comparison, its operands checked.
  mutating func compare(
    _ comparison: Comparison, _ left: CheckedExpression, _ right: CheckedExpression,
    _ operatorRange: SourceRange, _ range: SourceRange
  ) -> CheckedExpression {
    guard !left.isMistake, !right.isMistake else { return .mistake(range) }
    let isFine: Bool
    switch comparison {
    case .equal, .notEqual: isFine = checkEqual(left, right, range)
    case .less, .lessOrEqual, .greater, .greaterOrEqual:
      isFine = checkOrder(comparison, left, right, range)
    case .in, .notIn: isFine = checkMembership(comparison, left, right, range)
    case .contains: isFine = checkContains(left, right, range)
    case .overlaps: isFine = checkOverlaps(left, right, range)
    case .includes, .startsWith, .endsWith: isFine = checkTexts(comparison, left, right)
    case .like, .matches: isFine = checkPattern(comparison, left, right)
    }
    guard isFine else { return .mistake(range) }
    let type = right.type
    if let left = left.constant, let right = right.constant,
      let truth = ConstantFolding.compare(comparison, left, right, as: type).certain
    {
      return CheckedExpression(.constant(.bool(truth)), .bool, range)
    }
    return CheckedExpression(.compare(comparison, left, right), .bool, range)
  }

  private mutating func checkEqual(
    _ left: CheckedExpression, _ right: CheckedExpression, _ range: SourceRange
  ) -> Bool {
    if isOutsideChoice(left, right) || isOutsideChoice(right, left) { return false }
    if left.type.mayEqual(right.type) { return true }
    reportNeverEqual(left, left.type, right, right.type, range)
    return false
  }

  private mutating func reportNeverEqual(
    _ left: CheckedExpression, _ leftType: Type, _ right: CheckedExpression, _ rightType: Type,
    _ range: SourceRange
  ) {
    report(
      .typeMismatch,
      "\(leftType.phrase) never equals \(rightType.phrase)", at: range,
      labels: [
        Diagnostic.Label(left.range, "this is \(left.type.phrase)"),
        Diagnostic.Label(right.range, "this is \(right.type.phrase)"),
      ], hint: conversionHint(leftType, rightType))
  }

  private func conversionHint(_ left: Type, _ right: Type) -> String {
    switch (left, right) {
    case (.timestamp, .string), (.string, .timestamp):
      "make the text a time: `timestamp(\"2026-01-01T00:00:00Z\")`"
    case (.duration, .string), (.string, .duration):
      "write a duration without quotes: `15m`"
    case (.ip, .string), (.string, .ip): "make the text an address: `ip(\"10.0.0.1\")`"
    case (.cidr, .string), (.string, .cidr): "make the text a block: `cidr(\"10.0.0.0/8\")`"
    case (.version, .string), (.string, .version): "make the text a version: `semver(\"1.2.3\")`"
    case (.path, .string), (.string, .path): "make the text a path: `path(\"/etc/hosts\")`"
    case (.path, .folder), (.folder, .path): "ask for what lies in the folder: `… in folder(…)`"
    case (.number, .string), (.string, .number): "write a number without quotes: `100`"
    case (.bool, .string), (.string, .bool): "write a truth without quotes: `true`"
    case (.list, _): "ask for an element: `… contains …`"
    case (_, .list): "ask for an element: `… in …`"
    case (_, _):
      "compare two values of one type"
    }
  }

  /// Reports a constant that is none of the values its other side can have.
  private mutating func isOutsideChoice(
    _ side: CheckedExpression, _ other: CheckedExpression
  ) -> Bool {
    guard case .choice(let texts) = side.type, let constant = other.constant else { return false }
    return isOutside(constant, texts, side, at: other.range)
  }

  private mutating func isOutside(
    _ constant: Constant, _ texts: [ExactString], _ side: CheckedExpression, at range: SourceRange
  ) -> Bool {
    guard case .string(let text) = constant, !texts.containsSorted(text) else { return false }
    report(
      .valueOutsideEnum,
      "`\(source(side.range))` is never \(quoted(text))", at: range,
      hint: suggestion(for: text.description, among: texts.map(\.description))
        ?? "it is \(Type.choice(texts).spelling)")
    return true
  }

  private mutating func checkOrder(
    _ comparison: Comparison, _ left: CheckedExpression, _ right: CheckedExpression,
    _ range: SourceRange
  ) -> Bool {
    for side in [left, right] where !side.type.isOrdered {
      report(
        .typeMismatch, "`\(comparison.spelling)` does not order \(side.type.phrase)",
        at: side.range,
        hint: "numbers, timestamps, durations, strings and versions have an order")
      return false
    }
    // Order is asked of texts whatever values an enum lists.
    if left.type.isText && right.type.isText || left.type.mayEqual(right.type) { return true }
    report(
      .typeMismatch,
      "\(left.type.phrase) has no order with \(right.type.phrase)", at: range,
      labels: [
        Diagnostic.Label(left.range, "this is \(left.type.phrase)"),
        Diagnostic.Label(right.range, "this is \(right.type.phrase)"),
      ], hint: conversionHint(left.type, right.type))
    return false
  }

  private mutating func checkMembership(
    _ comparison: Comparison, _ left: CheckedExpression, _ right: CheckedExpression,
    _ range: SourceRange
  ) -> Bool {
    switch right.type {
    case .any:
      guard case .constant(.record) = right.kind else { return true }
      report(
        .typeMismatch,
        "`\(comparison.spelling)` asks for a list or a map, and this record is declared as neither",
        at: right.range, hint: "declare the data as `map T`")
      return false
    case .list(let element): return checkElement(left, element, of: right, range)
    case .cidr:
      if left.type == .ip || left.type == .cidr || left.type == .any { return true }
      report(
        .typeMismatch, "an address or a block is in a block, and this is \(left.type.phrase)",
        at: left.range,
        hint: left.type.isText ? "make the text an address: `ip(\(source(left.range)))`" : nil)
      return false
    case .folder:
      if left.type == .path || left.type == .any { return true }
      report(
        .typeMismatch, "a path is in a folder, and this is \(left.type.phrase)",
        at: left.range,
        hint: left.type.isText ? "make the text a path: `path(\(source(left.range)))`" : nil)
      return false
    case .hours:
      if left.type == .timestamp || left.type == .any { return true }
      report(
        .typeMismatch, "an instant is in hours, and this is \(left.type.phrase)", at: left.range,
        hint: left.type.isText
          ? "make the text a time: `timestamp(\(source(left.range)))`" : "write `now in hours(…)`")
      return false
    case .map:
      if left.type.isText || left.type == .any { return true }
      report(
        .typeMismatch, "the keys of a map are strings, and this is \(left.type.phrase)",
        at: left.range)
      return false
    case .string, .choice:
      report(
        .typeMismatch,
        "`\(comparison.spelling)` asks for a list, and this is \(right.type.phrase)",
        at: right.range, hint: "to find text in text write `… includes …`")
      return false
    case .record:
      report(
        .typeMismatch,
        "`\(comparison.spelling)` asks for a list or a map, and this is \(right.type.phrase)",
        at: right.range, hint: "ask for a member with `has`")
      return false
    case .bool, .number, .timestamp, .duration, .ip, .version, .path:
      report(
        .typeMismatch,
        "`\(comparison.spelling)` asks for a list, and this is \(right.type.phrase)",
        at: right.range, hint: "write a list: `… in [a, b]`")
      return false
    }
  }

  /// `left` against the elements of `list`.
  private mutating func checkElement(
    _ left: CheckedExpression, _ element: Type, of list: CheckedExpression, _ range: SourceRange
  ) -> Bool {
    if case .choice(let texts) = left.type, case .constant(.list(let constants)) = list.kind,
      case .list(.string) = list.type,
      files[Int(list.range.file)].bytes[Int(list.range.start)] == UInt8(ascii: "[")
    {
      // A list spelled out here is looked at one by one; bound data may well say more.
      for constant in constants where isOutside(constant, texts, left, at: list.range) {
        return false
      }
    }
    if case .choice(let texts) = element, let constant = left.constant,
      isOutside(constant, texts, list, at: left.range)
    {
      return false
    }
    if left.type.mayEqual(element) { return true }
    if case .list = left.type {
      report(
        .typeMismatch, "a list is compared with elements of another", at: range,
        hint: "to ask whether two lists share an element write `… overlaps …`")
      return false
    }
    if left.type == .ip, element == .cidr {
      report(
        .typeMismatch, "an address is never equal to a block", at: range,
        hint:
          "ask each block: `any(block in \(source(list.range)): \(source(left.range)) in block)`")
      return false
    }
    if left.type == .path, element == .folder {
      report(
        .typeMismatch, "a path is never equal to a folder", at: range,
        hint:
          "ask each: `any(folder in \(source(list.range)): \(source(left.range)) in folder)`")
      return false
    }
    reportNeverEqual(left, left.type, list, element, range)
    return false
  }

  private mutating func checkContains(
    _ left: CheckedExpression, _ right: CheckedExpression, _ range: SourceRange
  ) -> Bool {
    switch left.type {
    case .any: return true
    case .list(let element): return checkElement(right, element, of: left, range)
    case .string, .choice:
      report(
        .typeMismatch, "`contains` asks a list, and this is \(left.type.phrase)", at: left.range,
        hint: "to find text in text write `… includes …`")
      return false
    case .cidr, .folder, .hours, .map:
      report(
        .typeMismatch, "`contains` asks a list, and this is \(left.type.phrase)", at: left.range,
        hint: "write `… in …` the other way around")
      return false
    case .bool, .number, .timestamp, .duration, .ip, .version, .path, .record:
      report(
        .typeMismatch, "`contains` asks a list, and this is \(left.type.phrase)", at: left.range)
      return false
    }
  }

  private mutating func checkOverlaps(
    _ left: CheckedExpression, _ right: CheckedExpression, _ range: SourceRange
  ) -> Bool {
    for side in [left, right] {
      switch side.type {
      case .list, .any: continue
      case .bool, .string, .choice, .number, .timestamp, .duration, .ip, .cidr, .hours, .version,
        .path, .folder,
        .record, .map:
        report(
          .typeMismatch, "`overlaps` takes two lists, and this is \(side.type.phrase)",
          at: side.range, hint: "for one value write `… in …`")
        return false
      }
    }
    guard case .list(let leftElement) = left.type, case .list(let rightElement) = right.type
    else { return true }
    for (side, element, other) in [(left, leftElement, right), (right, rightElement, left)] {
      guard case .choice(let texts) = element, case .constant(.list(let constants)) = other.kind
      else { continue }
      for constant in constants where isOutside(constant, texts, side, at: other.range) {
        return false
      }
    }
    if leftElement.mayEqual(rightElement) { return true }
    reportNeverEqual(left, leftElement, right, rightElement, range)
    return false
  }

  private mutating func checkTexts(
    _ comparison: Comparison, _ left: CheckedExpression, _ right: CheckedExpression
  ) -> Bool {
    for side in [left, right] where !side.type.isText && side.type != .any {
      var hint: String?
      if case .list = side.type { hint = "to find an element in a list write `… contains …`" }
      if side.type == .path { hint = "to ask for what lies in a folder write `… in folder(…)`" }
      report(
        .typeMismatch, "`\(comparison.spelling)` takes texts, and this is \(side.type.phrase)",
        at: side.range, hint: hint ?? "compare it with `==`")
      return false
    }
    return true
  }

  private mutating func checkPattern(
    _ comparison: Comparison, _ left: CheckedExpression, _ right: CheckedExpression
  ) -> Bool {
    guard left.type.isText || left.type == .any else {
      report(
        .typeMismatch, "`\(comparison.spelling)` takes a text, and this is \(left.type.phrase)",
        at: left.range, hint: "compare it with `==`")
      return false
    }
    guard right.type.isText || right.type == .any else {
      report(
        .typeMismatch, "a pattern is a text, and this is \(right.type.phrase)", at: right.range,
        hint: "write it in quotes")
      return false
    }
    // A parameter is looked at where the definition is called.
    if right.isPlaceholder { return true }
    guard case .constant(.string(let pattern)) = right.kind else {
      report(
        .constantRequired, "the pattern of `\(comparison.spelling)` must be a constant",
        at: right.range, hint: "a request must not choose what it is matched against")
      return false
    }
    return checkPattern(pattern, of: comparison, at: right.range)
  }
}

extension Array where Element: Comparable {
  /// Whether a sorted array has the element.
  package func containsSorted(_ element: Element) -> Bool {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if self[middle] == element { return true }
      if self[middle] < element { low = middle + 1 } else { high = middle }
    }
    return false
  }
}
