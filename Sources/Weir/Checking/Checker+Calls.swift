// Calls of built-in functions: their arguments against the table's parameters, their value when
// every argument is constant.

extension Checker {
  /// The reader of a name that the environment declares; nil for another name.
  func reader(named name: String) -> QueryReader.Declaration? {
    environment.readers.first { $0.name.utf8.elementsEqual(name.utf8) }?.declaration
  }

  /// A call of a reader: a value of the declared type comes out.
  mutating func call(
    _ reader: QueryReader.Declaration, _ syntaxes: [SyntaxExpression], _ range: SourceRange
  ) -> CheckedExpression {
    let arguments = syntaxes.map { expression($0) }
    guard arguments.count == reader.parameters.count else {
      report(
        .wrongArguments,
        """
        `\(reader.name)` takes \(counted(reader.parameters.count, "argument")), and here are \
        \(arguments.count)
        """, at: range, hint: "it is `\(reader.signature)`")
      return .mistake(range)
    }
    if arguments.contains(where: \.isMistake) { return .mistake(range) }
    for (argument, parameter) in zip(arguments, reader.parameters)
    where !parameter.accepts(argument.type) {
      report(
        .wrongArguments,
        "`\(parameter.name)` of `\(reader.name)` is not \(argument.type.phrase)",
        at: argument.range, hint: "it is `\(reader.signature)`")
      return .mistake(range)
    }
    for (argument, parameter) in zip(arguments, reader.parameters) {
      switch parameter.role {
      case .value: continue
      case .constant, .zone:
        if case .constant = argument.kind { continue }
        report(
          .wrongArguments,
          """
          `\(parameter.name)` of `\(reader.name)` comes from the request: bind it with `data`, or \
          write it here
          """, at: argument.range, hint: "it is `\(reader.signature)`")
        return .mistake(range)
      }
    }
    policy.hasCostlyCalls = true
    if calledReaders.insert(ExactString(reader.name)).inserted { digest.add(reader.need) }
    return CheckedExpression(.call(.reader(reader.need), arguments), reader.result, range)
  }

  /// The table of functions by name.
  static let builtins: [String: Builtin] = Dictionary(
    uniqueKeysWithValues: Builtin.declarations.map { ($0.name, $0.builtin) })

  mutating func call(
    _ builtin: Builtin, _ name: String, _ syntaxes: [SyntaxExpression],
    _ calleeRange: SourceRange, _ range: SourceRange
  ) -> CheckedExpression {
    let declaration = builtin.declaration
    var arguments = declaration.completed(syntaxes.map { expression($0) }) { text in
      CheckedExpression(.constant(.string(text)), .string, range)
    }
    guard syntaxes.count <= declaration.parameters.count,
      arguments.count == declaration.parameters.count
    else {
      report(
        .wrongArguments,
        """
        `\(name)` takes \(declaration.argumentCount), and here are \
        \(syntaxes.count)
        """,
        at: range, hint: "it is `\(declaration.signature)`")
      return .mistake(range)
    }
    var isFine = true
    var isDeferred = false
    for (position, parameter) in declaration.parameters.enumerated() {
      let argument = arguments[position]
      if argument.isMistake {
        isFine = false
      } else if !parameter.accepts(argument.type) {
        isFine = false
        report(
          .wrongArguments,
          "`\(parameter.name)` of `\(name)` is not \(argument.type.phrase)", at: argument.range,
          hint: "it is `\(declaration.signature)`")
      } else if parameter.role != .value, argument.constant == nil {
        // A parameter of a definition is known once it is called.
        if argument.isPlaceholder {
          isDeferred = true
          continue
        }
        isFine = false
        report(
          .constantRequired, "`\(parameter.name)` of `\(name)` must be a constant",
          at: argument.range, hint: "write it in quotes")
      }
    }
    guard isFine else { return .mistake(range) }
    if declaration.isCostly { policy.hasCostlyCalls = true }
    var type = declaration.resultType(for: arguments.map(\.type))
    if isDeferred { return CheckedExpression(.call(.builtin(builtin), arguments), type, range) }
    if builtin == .hours { return hours(arguments, range) }
    if builtin == .route {
      guard let names = routeNames(arguments[2]) else { return .mistake(range) }
      type = BuiltinDeclaration.routeType(names: names)
    }
    for (position, parameter) in declaration.parameters.enumerated() where parameter.role == .zone {
      guard let zone = zone(arguments[position]) else { return .mistake(range) }
      arguments[position] = zone
    }
    let constants = arguments.compactMap(\.constant)
    guard constants.count == arguments.count,
      let folded = ConstantFolding.call(builtin, constants)
    else { return CheckedExpression(.call(.builtin(builtin), arguments), type, range) }
    switch folded {
    case .success(let value): return CheckedExpression(.constant(value), type, range)
    case .failure(let fault):
      let mistake = mistake(fault.kind, declaration, constants)
      report(
        fault.kind == .outOfRange ? .numberOutOfRange : .invalidConstant,
        "`\(source(range))` has no value: \(mistake.problem)", at: range, hint: mistake.hint)
      return .mistake(range)
    }
  }

  /// Why a function of these constants has no value, and what to write.
  private func mistake(
    _ kind: FaultKind, _ declaration: BuiltinDeclaration, _ arguments: [Constant]
  ) -> (problem: String, hint: String?) {
    let text: String =
      if case .string(let text)? = arguments.first { text.description } else { "" }
    let example = declaration.examples.first.map { "for example `\($0.expression)`" }
    switch kind {
    case .badFormat:
      switch declaration.builtin {
      case .ip:
        let mistake = IPAddress.mistake(in: text)
        return (mistake.problem, mistake.hint)
      case .cidr:
        let mistake = CIDRBlock.mistake(in: text)
        return (mistake.problem, mistake.hint)
      case .timestamp:
        return (
          "the text is not an RFC 3339 time with an offset",
          Timestamp.formHint
        )
      case .duration:
        let mistake = SignedDuration.Mistake(of: text) ?? .malformed
        let explanation = mistake.explanation(of: VisibleText.escaped(text))
        return (explanation.message, explanation.hint)
      case .url: return ("the text is not a URL with a host, as all readers agree on it", example)
      case .json: return ("the text is not JSON", example)
      case .semver: return ("the text is not a semantic version", example)
      case .path:
        let base: ExactString = if case .string(let base)? = arguments.last { base } else { "" }
        let mistake = AbsolutePath.mistake(in: text, base: base.description)
        return (mistake.problem, mistake.hint)
      case .folder:
        let mistake = AbsolutePath.mistake(in: text, base: nil)
        return (mistake.problem, mistake.hint)
      case .base64, .base64url:
        return ("the text is not Base64, or what it stands for is not UTF-8", example)
      case .number: return ("the text is not a number as JSON has it", example)
      case .quantity: return ("the text is not a quantity", example)
      case .route: return ("servers disagree on this method or path", example)
      case .percent: return ("a percent sign has no two digits, or the text is not UTF-8", example)
      case .split:
        return ("an empty separator separates nothing", "name the text between the parts")
      case .replace: return ("an empty text is everywhere", "name the text that is replaced")
      case .length, .lower, .upper, .trim, .join, .nfc, .fold, .hours, .date, .weekday, .hour,
        .keys, .values, .text, .unique:
        return ("the text cannot be read", example)
      }
    case .outOfRange: return ("the result is too large", "make it of shorter texts")
    case .wrongType: return ("an argument has the wrong type", "it is `\(declaration.signature)`")
    case .noElement, .absent: return ("there is no such element", example)
    case .null: return ("a value is null", example)
    case .notARecord: return ("a value is not a record", example)
    case .notInEnum: return ("a value is not listed", example)
    }
  }

  /// The names that a route's template has in braces; nil, and reported, when it is none.
  private mutating func routeNames(_ argument: CheckedExpression) -> [ExactString]? {
    guard case .string(let text)? = argument.constant else { return nil }
    let read = text.bytes.withUnsafeBufferPointer { text in
      Result { () throws(RouteTemplate.Mistake) in try RouteTemplate(text).names }
    }
    switch read {
    case .success(let names): return names
    case .failure(let mistake):
      report(
        .invalidConstant, "\(quoted(text)) is not the template of a route: \(mistake.problem)",
        at: argument.range, hint: "for example `GET /v1/customers/{id}`")
      return nil
    }
  }

  private mutating func hours(
    _ arguments: [CheckedExpression], _ range: SourceRange
  ) -> CheckedExpression {
    guard case .string(let week)? = arguments[0].constant, let zone = zone(arguments[1]),
      case .hours(let bare)? = zone.constant
    else { return .mistake(range) }
    do {
      let hours = try Hours(week.description, zoneName: bare.zoneName, zone: bare.zone)
      return CheckedExpression(.constant(.hours(hours)), .hours, range)
    } catch {
      report(
        .invalidConstant, "\(quoted(week)) is not weekly hours: \(error.reason)",
        at: arguments[0].range, hint: "for example `Mon-Fri 09:00-17:00, Sat 10:00-12:00`")
      return .mistake(range)
    }
  }

  /// A zone by name, as the constant that carries its rules; nil, and reported, when unknown.
  private mutating func zone(_ argument: CheckedExpression) -> CheckedExpression? {
    guard case .string(let name)? = argument.constant else { return nil }
    let rules: ZoneRules?
    if let known = zones[name] {
      rules = known
    } else if name == "UTC" {
      rules = .utc
    } else if !ZoneNames.isZone(name) {
      rules = nil
    } else if let file = environment.zoneRules(name.description) {
      guard let read = ZoneRules(tzif: file) else {
        report(
          .unknownZone, "the rules of the time zone \(quoted(name)) cannot be read",
          at: argument.range, hint: "its file is no TZif file of version 2 or later")
        return nil
      }
      rules = read
      digest.add(read, of: name.description)
    } else {
      rules = nil
    }
    zones[name] = .some(rules)
    guard let rules else {
      reportUnknownZone(name, at: argument.range)
      return nil
    }
    return CheckedExpression(
      .constant(.hours(Hours(zoneName: name.description, zone: rules))), .hours, argument.range)
  }

  private mutating func reportUnknownZone(_ name: ExactString, at range: SourceRange) {
    let text = name.description
    let hint: String
    if let reason = ZoneNames.reason(against: name) {
      hint = reason
    } else if Checker.wellKnownZones.contains(where: { ExactString($0) == name }) {
      // A zone that everybody has: the fault is the machine's.
      hint = "it is one of the IANA database, which this machine seems not to have: install tzdata"
    } else if let near = suggestion(for: text, among: Checker.wellKnownZones) {
      hint = near
    } else if ZoneNames.isOlder(name) {
      hint = "older names may be missing (Debian: tzdata-legacy): name one like `America/New_York`"
    } else {
      hint = "zones have the names of the IANA database: `Europe/Berlin`, `UTC`"
    }
    report(.unknownZone, "there is no time zone \(quoted(name))", at: range, hint: hint)
  }

  /// For suggestions only: the environment can look zones up but not list them.
  private static let wellKnownZones = [
    "UTC", "Africa/Cairo", "Africa/Johannesburg", "Africa/Lagos", "Africa/Nairobi",
    "America/Argentina/Buenos_Aires", "America/Bogota", "America/Chicago", "America/Denver",
    "America/Halifax", "America/Lima", "America/Los_Angeles", "America/Mexico_City",
    "America/New_York", "America/Phoenix", "America/Santiago", "America/Sao_Paulo",
    "America/Toronto", "America/Vancouver", "Asia/Bangkok", "Asia/Dhaka", "Asia/Dubai",
    "Asia/Ho_Chi_Minh", "Asia/Hong_Kong", "Asia/Jakarta", "Asia/Jerusalem", "Asia/Karachi",
    "Asia/Kolkata", "Asia/Manila", "Asia/Riyadh", "Asia/Seoul", "Asia/Shanghai",
    "Asia/Singapore", "Asia/Taipei", "Asia/Tehran", "Asia/Tokyo", "Atlantic/Reykjavik",
    "Australia/Brisbane", "Australia/Melbourne", "Australia/Perth", "Australia/Sydney",
    "Europe/Amsterdam", "Europe/Athens", "Europe/Berlin", "Europe/Brussels", "Europe/Bucharest",
    "Europe/Budapest", "Europe/Copenhagen", "Europe/Dublin", "Europe/Helsinki",
    "Europe/Istanbul", "Europe/Kyiv", "Europe/Lisbon", "Europe/London", "Europe/Madrid",
    "Europe/Moscow", "Europe/Oslo", "Europe/Paris", "Europe/Prague", "Europe/Rome",
    "Europe/Sofia", "Europe/Stockholm", "Europe/Vienna", "Europe/Warsaw", "Europe/Zurich",
    "Pacific/Auckland", "Pacific/Honolulu",
  ]
}
