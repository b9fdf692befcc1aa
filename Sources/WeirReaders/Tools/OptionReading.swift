// What an option table makes of a list of arguments: the options that are used, in order, and the
// operands. Names in here are the table's, so a reader that asks for one by a name that the
// table lacks is wrong, which a debug build tells.

/// Arguments, read.
struct OptionReading: Sendable {
  /// An option that is used.
  struct Use: Sendable {
    /// Its name in the table.
    let name: String
    /// Its value; nil where it takes none or where an optional one is left out.
    let value: [UInt8]?
    /// Whether it is switched off: `--no-x` or `--x=false`.
    let isOff: Bool
    /// The argument that names it.
    let argument: Int
  }

  /// An argument that is not an option.
  struct Operand: Sendable {
    /// The argument, as written.
    let text: [UInt8]
    /// Its place.
    let argument: Int
  }

  /// The options, in order.
  fileprivate(set) var uses: [Use] = []
  /// The operands, in order.
  fileprivate(set) var operands: [Operand] = []
  /// The files that options name to be read.
  fileprivate(set) var reads: [[UInt8]] = []
  /// The files that options name to be written.
  fileprivate(set) var writes: [[UInt8]] = []
  /// How many operands stand before `--`; nil where there is no `--`.
  fileprivate(set) var operandsBeforeDashes: Int?
  private let table: OptionTable

  fileprivate init(table: OptionTable) { self.table = table }

  /// The operands as texts.
  var texts: [[UInt8]] { operands.map(\.text) }

  /// Whether the option is used and not switched off later.
  func has(_ name: String) -> Bool { last(name).map { !$0.isOff } ?? false }

  /// The value that the last use gives the option.
  func value(_ name: String) -> [UInt8]? { last(name)?.value }

  /// All values of the option, in order.
  func values(_ name: String) -> [[UInt8]] {
    assertKnown(name)
    var values: [[UInt8]] = []
    for use in uses where use.name == name {
      if let value = use.value {
        values.append(value)
      } else if use.isOff {
        values = []
      }
    }
    return values
  }

  /// The last use of the option.
  func last(_ name: String) -> Use? {
    assertKnown(name)
    return uses.last { $0.name == name }
  }

  private func assertKnown(_ name: String) {
    assert(
      table.options.contains { $0.name == name }
        || (name == "number" && table.rules.numbersAreOptions),
      "no option \(name)")
  }
}

extension OptionTable {
  /// Reads `arguments` from `first` on, without the words of a subcommand at `skipped`.
  func read(
    _ arguments: [[UInt8]], from first: Int = 0, skipping skipped: [Int] = []
  ) throws(ToolUncertainty) -> OptionReading {
    var reader = ArgumentReader(
      arguments: arguments, index: first, skipped: skipped, table: self)
    try reader.readAll()
    return reader.reading
  }
}

/// One pass over the arguments.
private struct ArgumentReader {
  private static let dash = UInt8(ascii: "-")
  private static let equals = UInt8(ascii: "=")

  let arguments: [[UInt8]]
  /// The next argument.
  var index: Int
  /// The arguments that were read before, as a subcommand.
  let skipped: [Int]
  let table: OptionTable
  var reading: OptionReading

  init(arguments: [[UInt8]], index: Int, skipped: [Int], table: OptionTable) {
    self.arguments = arguments
    self.index = index
    self.skipped = skipped
    self.table = table
    reading = OptionReading(table: table)
  }

  mutating func readAll() throws(ToolUncertainty) {
    while index < arguments.count {
      let text = arguments[index]
      if skipped.contains(index) {
        index += 1
      } else if text.count < 2 || text[0] != Self.dash {
        guard table.rules.permutes else { return takeOperands() }
        reading.operands.append(.init(text: text, argument: index))
        index += 1
      } else if text == [Self.dash, Self.dash] {
        index += 1
        reading.operandsBeforeDashes = reading.operands.count
        return takeOperands()
      } else {
        try readOption(text)
      }
    }
  }

  private mutating func takeOperands() {
    while index < arguments.count {
      reading.operands.append(.init(text: arguments[index], argument: index))
      index += 1
    }
  }

  private mutating func readOption(_ text: [UInt8]) throws(ToolUncertainty) {
    if table.rules.numbersAreOptions, text.dropFirst().allSatisfy(\.isASCIIDigit) {
      reading.uses.append(
        .init(name: "number", value: Array(text.dropFirst()), isOff: false, argument: index))
      index += 1
    } else if text[1] == Self.dash {
      try readLong(text.dropFirst(2))
    } else if table.rules.longWithOneDash {
      try readLong(text.dropFirst())
    } else {
      try readCluster(text)
    }
  }

  private mutating func readLong(_ text: ArraySlice<UInt8>) throws(ToolUncertainty) {
    let argument = index
    let end = text.firstIndex(of: Self.equals) ?? text.endIndex
    guard let match = try table.option(named: text[..<end], at: argument) else {
      throw ToolUncertainty(.unknownOption, at: argument)
    }
    index += 1
    let attached = end == text.endIndex ? nil : Array(text[(end + 1)...])
    if match.isNegated {
      guard attached == nil else { throw ToolUncertainty(.unexpectedValue, at: argument) }
      return try use(match.option, isOff: true, at: argument)
    }
    switch match.option.value {
    case .none:
      try use(match.option, isOff: isOff(attached, at: argument), at: argument)
    case .optional:
      try use(match.option, attached, at: argument)
    case .required:
      try use(match.option, value(attached, for: argument), at: argument)
    }
  }

  private mutating func readCluster(_ text: [UInt8]) throws(ToolUncertainty) {
    let argument = index
    index += 1
    var letter = 1
    while letter < text.count {
      guard let row = table.short[text[letter]] else {
        throw ToolUncertainty(.unknownOption, at: argument)
      }
      letter += 1
      let option = table.options[row]
      let hasEquals =
        table.rules.shortTakesEquals && letter + 1 < text.count && text[letter] == Self.equals
      // A copy of the rest for every letter would take quadratic time.
      func rest() -> [UInt8]? {
        letter < text.count ? Array(text[(hasEquals ? letter + 1 : letter)...]) : nil
      }
      switch option.value {
      case .none where !hasEquals:
        try use(option, at: argument)
      case .none:
        return try use(option, isOff: isOff(rest(), at: argument), at: argument)
      case .optional where table.rules.shortTakesEquals && !hasEquals:
        try use(option, at: argument)
      case .optional:
        return try use(option, rest(), at: argument)
      case .required:
        return try use(option, value(rest(), for: argument), at: argument)
      }
    }
  }

  /// Whether a flag with this value is switched off.
  private func isOff(_ value: [UInt8]?, at argument: Int) throws(ToolUncertainty) -> Bool {
    guard let value else { return false }
    guard table.rules.flagsTakeBooleans else {
      throw ToolUncertainty(.unexpectedValue, at: argument)
    }
    switch String(decoding: value, as: UTF8.self) {
    case "1", "t", "T", "true", "TRUE", "True": return false
    case "0", "f", "F", "false", "FALSE", "False": return true
    default: throw ToolUncertainty(.unreadableValue, at: argument)
    }
  }

  /// The value of the option at `argument`: what is attached to it, else the next argument.
  private mutating func value(
    _ attached: [UInt8]?, for argument: Int
  ) throws(ToolUncertainty) -> [UInt8] {
    if let attached { return attached }
    guard index < arguments.count else { throw ToolUncertainty(.missingValue, at: argument) }
    let value = arguments[index]
    if table.rules.valuesAreNotOptions, value.count > 1, value[0] == Self.dash {
      throw ToolUncertainty(.missingValue, at: argument)
    }
    index += 1
    return value
  }

  private mutating func use(
    _ option: OptionTable.Option, _ value: [UInt8]? = nil, isOff: Bool = false, at argument: Int
  ) throws(ToolUncertainty) {
    switch option.role {
    case .plain: break
    case .reads: if let value { reading.reads.append(value) }
    case .writes: if let value { reading.writes.append(value) }
    case .refused(let reason): if !isOff { throw ToolUncertainty(reason, at: argument) }
    }
    reading.uses.append(
      .init(name: option.name, value: value, isOff: isOff, argument: argument))
  }
}
