// The programs of coreutils that copy, move and link, and those that are read word by word.

extension ProgramEffects {
  private static let copyTable = OptionTable(
    .gnu,
    """
    a,archive attributes-only b~ backup=?~ copy-contents d f,force i,interactive H l,link
    L,dereference n,no-clobber P,no-dereference p preserve=? no-preserve= parents~ R,r,recursive
    reflink=? remove-destination sparse= strip-trailing-slashes s,symbolic-link S,suffix=~
    t,target-directory= T,no-target-directory u update=? v,verbose x,one-file-system Z context=?
    debug help version
    """)

  private static let installTable = OptionTable(
    .gnu,
    """
    b~ backup=?~ c C,compare d,directory D g,group= m,mode= o,owner= p,preserve-timestamps s,strip!
    strip-program=! S,suffix=~ t,target-directory= T,no-target-directory v,verbose preserve-context
    Z context=? debug help version
    """)

  private static let moveTable = OptionTable(
    .gnu,
    """
    b~ backup=?~ f,force i,interactive n,no-clobber strip-trailing-slashes S,suffix=~
    t,target-directory= T,no-target-directory u update=? v,verbose Z,context debug help version
    """)

  private static let linkTable = OptionTable(
    .gnu,
    """
    b~ backup=?~ d,F,directory f,force i,interactive L,logical n,no-dereference P,physical
    r,relative s,symbolic S,suffix=~ t,target-directory= T,no-target-directory v,verbose help
    version
    """)

  /// `cp`.
  static func copy(_ arguments: [[UInt8]]) throws(ToolUncertainty) -> ProgramEffects {
    let reading = try copyTable.read(arguments)
    let (sources, targets) = try transfer(reading, of: arguments)
    let isLinking = reading.has("link") || reading.has("symbolic-link")
    return ProgramEffects(reads: sources, writes: isLinking ? sources + targets : targets)
  }

  /// `install`, which also makes folders.
  static func install(_ arguments: [[UInt8]]) throws(ToolUncertainty) -> ProgramEffects {
    let reading = try installTable.read(arguments)
    if reading.has("directory") { return ProgramEffects(writes: reading.texts) }
    let (sources, targets) = try transfer(reading, of: arguments)
    return ProgramEffects(reads: sources, writes: targets)
  }

  /// `mv`.
  static func move(_ arguments: [[UInt8]]) throws(ToolUncertainty) -> ProgramEffects {
    let (sources, targets) = try transfer(moveTable.read(arguments), of: arguments)
    return ProgramEffects(reads: sources, writes: sources + targets)
  }

  /// A link gives a file a second name, by which it can be written: so it counts as written.
  static func link(_ arguments: [[UInt8]]) throws(ToolUncertainty) -> ProgramEffects {
    let reading = try linkTable.read(arguments)
    if reading.operands.count == 1, reading.value("target-directory") == nil {
      return ProgramEffects(reads: reading.texts, writes: reading.texts + [Array(".".utf8)])
    }
    let (sources, targets) = try transfer(reading, of: arguments)
    return ProgramEffects(reads: sources, writes: sources + targets)
  }

  /// The operands of a program that takes sources and a target, which may stand in `-t`.
  private static func transfer(
    _ reading: OptionReading, of arguments: [[UInt8]]
  ) throws(ToolUncertainty) -> (sources: [[UInt8]], targets: [[UInt8]]) {
    if reading.has("help") || reading.has("version") { return ([], []) }
    let texts = reading.texts
    if let folder = reading.value("target-directory") {
      guard !texts.isEmpty else { throw ToolUncertainty(.missingOperand, at: arguments.count) }
      return (texts, [folder])
    }
    guard texts.count > 1, let target = texts.last else {
      throw ToolUncertainty(.missingOperand, at: arguments.count)
    }
    return (texts.dropLast(), [target])
  }

  /// `rm`.
  static func remove(_ arguments: [[UInt8]]) throws(ToolUncertainty) -> ProgramEffects {
    let view = try RmView(reading: arguments)
    return ProgramEffects(writes: view.informs ? [] : view.targets)
  }

  /// `dd`, whose arguments are `key=value`.
  static func dd(_ arguments: [[UInt8]]) throws(ToolUncertainty) -> ProgramEffects {
    let plain = [
      "bs", "cbs", "conv", "count", "ibs", "iflag", "iseek", "obs", "oflag", "oseek", "seek",
      "skip", "status",
    ]
    var effects = ProgramEffects()
    for (index, argument) in arguments.enumerated() {
      let end = argument.firstIndex(of: UInt8(ascii: "=")) ?? argument.endIndex
      let key = argument[..<end]
      if key.isText("if") && end < argument.endIndex {
        effects.reads.append(Array(argument[(end + 1)...]))
      } else if key.isText("of") && end < argument.endIndex {
        effects.writes.append(Array(argument[(end + 1)...]))
      } else if end == argument.endIndex || !plain.contains(where: key.isText) {
        throw ToolUncertainty(.unknownOption, at: index)
      }
    }
    return effects
  }

  /// Nothing in the arguments is a file or an option that matters.
  static func nothing(_ arguments: [[UInt8]]) throws(ToolUncertainty) -> ProgramEffects {
    ProgramEffects()
  }

  /// In a shell, `-v` evaluates its operand.
  static func printf(_ arguments: [[UInt8]]) throws(ToolUncertainty) -> ProgramEffects {
    if let first = arguments.first, first.first == UInt8(ascii: "-"), !first.isText("--") {
      throw ToolUncertainty(.unknownOption, at: 0)
    }
    return ProgramEffects()
  }

  /// `[`, which is `test` with a last word.
  static func bracket(_ arguments: [[UInt8]]) throws(ToolUncertainty) -> ProgramEffects {
    guard let last = arguments.last, last.isText("]") else {
      throw ToolUncertainty(.missingOperand, at: arguments.count)
    }
    return try test(Array(arguments.dropLast()))
  }

  /// In a shell, `-v`, `-R` and the comparisons of numbers may evaluate their operands, so numbers
  /// are written in digits.
  static func test(_ arguments: [[UInt8]]) throws(ToolUncertainty) -> ProgramEffects {
    let comparisons = ["-eq", "-ne", "-lt", "-le", "-gt", "-ge", "-t"]
    for (index, argument) in arguments.enumerated() {
      if argument.isText("-v") || argument.isText("-R") {
        throw ToolUncertainty(.runsCode, at: index)
      }
      guard comparisons.contains(where: argument.isText) else { continue }
      for side in [index - 1, index + 1]
      where arguments.indices.contains(side) && !isNumber(arguments[side]) {
        if side > index || !argument.isText("-t") { throw ToolUncertainty(.runsCode, at: side) }
      }
    }
    return ProgramEffects()
  }

  private static func isNumber(_ text: [UInt8]) -> Bool {
    let digits = text.first == UInt8(ascii: "-") ? text.dropFirst() : text[...]
    return !digits.isEmpty && digits.allSatisfy(\.isASCIIDigit)
  }

  /// What an editor does stands in its script.
  static func editor(_ arguments: [[UInt8]]) throws(ToolUncertainty) -> ProgramEffects {
    throw ToolUncertainty(.runsCode, at: 0)
  }

  /// What is patched stands in the patch, which may also be a script for `ed`.
  static func patch(_ arguments: [[UInt8]]) throws(ToolUncertainty) -> ProgramEffects {
    throw ToolUncertainty(.unboundedEffects, at: 0)
  }

  /// How many files come out of a text stands in the text.
  static func split(_ arguments: [[UInt8]]) throws(ToolUncertainty) -> ProgramEffects {
    throw ToolUncertainty(.unboundedEffects, at: 0)
  }
}
