// The programs whose arguments hold a script: sed and awk.

extension ProgramEffects {
  private static let sedTable = OptionTable(
    .gnu,
    """
    n,quiet,silent debug e,expression= f,file=@ follow-symlinks i,in-place=? l,line-length= posix
    E,r,regexp-extended s,separate sandbox u,unbuffered z,null-data help version
    """)

  /// `sed`, whose script stands in options or in the first operand.
  static func sed(_ arguments: [[UInt8]]) throws(ToolUncertainty) -> ProgramEffects {
    let reading = try sedTable.read(arguments)
    var files = reading.operands[...]
    var effects = ProgramEffects()
    if reading.has("help") || reading.has("version") { return effects }
    var script: [UInt8] = []
    var argument = 0
    if let last = reading.last("expression") {
      script = Array(reading.values("expression").joined(separator: [10]))
      argument = last.argument
    } else if let operand = files.popFirst() {
      script = operand.text
      argument = operand.argument
    } else {
      throw ToolUncertainty(.missingOperand, at: arguments.count)
    }
    let read = try SedScript(reading: script, at: argument)
    effects.reads = files.map(\.text) + read.reads
    effects.writes = read.writes
    guard let inPlace = reading.last("in-place") else { return effects }
    effects.writes += files.map(\.text)
    guard let suffix = inPlace.value, !suffix.isEmpty else { return effects }
    // A star stands for the file's name, and a slash moves the copy to another folder.
    guard !suffix.contains(where: { $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "/") }) else {
      throw ToolUncertainty(.unboundedEffects, at: inPlace.argument)
    }
    var budget = JoinBudget()
    for file in files {
      effects.writes.append(try budget.join(file.text, suffix, at: inPlace.argument))
    }
    return effects
  }

  private static let awkTable: OptionTable = {
    var rules = OptionRules.gnuLeading
    rules.abbreviates = false
    return OptionTable(rules, "F= v= f=@")
  }()

  /// Parts of a program that may run others, write files or choose what is read. They are looked
  /// for as text, so one in a comment counts as well.
  private static let awkDangers = [
    "system", "getline", ">", "@", "ARG", "FUNCTAB", "SYMTAB", "extension", "\\\n", "\\\r",
  ]

  /// `awk`, by what its program is free of.
  static func awk(_ arguments: [[UInt8]]) throws(ToolUncertainty) -> ProgramEffects {
    let reading = try awkTable.read(arguments)
    guard let program = reading.operands.first else {
      throw ToolUncertainty(.missingOperand, at: arguments.count)
    }
    guard !awkDangers.contains(where: program.text.contains(text:)), !hasPipe(program.text) else {
      throw ToolUncertainty(.runsCode, at: program.argument)
    }
    return ProgramEffects(reads: reading.operands.dropFirst().map(\.text))
  }

  /// Whether a `|` stands alone; `||` is a condition.
  private static func hasPipe(_ program: [UInt8]) -> Bool {
    var index = 0
    while index < program.count {
      if program[index] == UInt8(ascii: "|") {
        guard index + 1 < program.count, program[index + 1] == UInt8(ascii: "|") else {
          return true
        }
        index += 1
      }
      index += 1
    }
    return false
  }
}
