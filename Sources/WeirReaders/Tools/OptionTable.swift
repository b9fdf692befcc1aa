// The options of one tool or subcommand, written as a table of words. Every word is one option: its
// names, with commas between them, the last of which is what the readers call it. `=` after it
// says that it takes a value, `=?` that it may take one. A name of one letter is a short option. A
// name after a colon is only the readers' and is never written.
//
// A last sign says what comes of the option: `<` its value is a file that is read, `>` one that is
// written; `!` it runs a program, `@` it takes further arguments from a file, `~` it writes files
// that the arguments do not name, `%` it changes what the other arguments mean. With the last four
// the arguments are uncertain.

/// What a tool's options are called and which take values.
struct OptionTable: Sendable {
  /// Whether an option has a value.
  enum Value: Hashable, Sendable {
    case none, required, optional
  }

  /// What comes of an option.
  enum Role: Hashable, Sendable {
    case plain, reads, writes
    case refused(ToolUncertainty.Reason)

    /// The role that a sign at the end of a row stands for.
    init?(sign: UInt8?) {
      switch sign {
      case UInt8(ascii: "<"): self = .reads
      case UInt8(ascii: ">"): self = .writes
      case UInt8(ascii: "!"): self = .refused(.runsCode)
      case UInt8(ascii: "@"): self = .refused(.readsArguments)
      case UInt8(ascii: "~"): self = .refused(.unboundedEffects)
      case UInt8(ascii: "%"): self = .refused(.changesMeaning)
      default: return nil
      }
    }
  }

  /// One row.
  struct Option: Sendable {
    /// The last of its names in the table.
    let name: String
    /// Whether it has a value.
    let value: Value
    /// What comes of it.
    let role: Role
  }

  /// How the options are spelled.
  let rules: OptionRules
  /// The rows.
  private(set) var options: [Option] = []
  /// The row of a short option, by its letter.
  private(set) var short: [UInt8: Int] = [:]
  /// The row of a long option, by its name.
  private(set) var long: [[UInt8]: Int] = [:]

  /// A table that adds the rows of `notation` to those of `others`.
  init(_ rules: OptionRules, _ notation: String..., including others: [OptionTable] = []) {
    self.rules = rules
    for text in notation {
      for row in text.utf8.split(whereSeparator: { $0 == UInt8(ascii: " ") || $0 == 10 }) {
        add(Array(row))
      }
    }
    for other in others {
      let first = options.count
      options += other.options
      // A subcommand's own meaning of a name goes before the inherited one.
      short.merge(other.short.mapValues { $0 + first }) { own, _ in own }
      long.merge(other.long.mapValues { $0 + first }) { own, _ in own }
    }
  }

  /// Whether a row has this name.
  func has(_ name: String) -> Bool { options.contains { $0.name == name } }

  private mutating func add(_ row: [UInt8]) {
    let role = Role(sign: row.last)
    let signless = role == nil ? row[...] : row.dropLast()
    let end = signless.firstIndex(of: UInt8(ascii: "=")) ?? signless.endIndex
    let value: Value =
      end == signless.endIndex ? .none : signless.last == UInt8(ascii: "?") ? .optional : .required
    var name: ArraySlice<UInt8> = []
    for spelling in signless[..<end].split(separator: UInt8(ascii: ",")) {
      name = spelling
      if spelling.count > 1, spelling.first == UInt8(ascii: ":") {
        name = spelling.dropFirst()
      } else if spelling.count == 1, let letter = spelling.first, !rules.longWithOneDash {
        short[letter] = options.count
      } else {
        long[Array(spelling)] = options.count
      }
    }
    options.append(
      Option(
        name: String(decoding: name, as: UTF8.self), value: value, role: role ?? .plain))
  }
}

extension OptionTable {
  /// What a long option's name was found to be.
  struct LongMatch {
    /// Its row.
    let option: Option
    /// Whether it was spelled with `no-` before it.
    let isNegated: Bool
  }

  /// The option with this name, or the one that this is an abbreviation of, where the tool has
  /// abbreviations; nil where there is none.
  func option(
    named written: ArraySlice<UInt8>, at argument: Int
  ) throws(ToolUncertainty) -> LongMatch? {
    let name =
      rules.underscoresAreDashes
      ? written.map { $0 == UInt8(ascii: "_") ? UInt8(ascii: "-") : $0 } : Array(written)
    if let row = long[name] { return LongMatch(option: options[row], isNegated: false) }
    let positive: [UInt8]? =
      rules.negates && name.starts(with: Array("no-".utf8)) ? Array(name.dropFirst(3)) : nil
    if let positive, let row = long[positive] {
      return LongMatch(option: options[row], isNegated: true)
    }
    guard rules.abbreviates, !name.isEmpty else { return nil }
    if rules.negates, Array("no-".utf8).starts(with: name) {
      throw ToolUncertainty(.ambiguousOption, at: argument)
    }
    var found: (row: Int, isNegated: Bool)?
    for (candidate, row) in long {
      let isNegated: Bool
      if candidate.starts(with: name) {
        isNegated = false
      } else if let positive, candidate.starts(with: positive) {
        isNegated = true
      } else {
        continue
      }
      if let found, found.row != row || found.isNegated != isNegated {
        throw ToolUncertainty(.ambiguousOption, at: argument)
      }
      found = (row, isNegated)
    }
    return found.map { LongMatch(option: options[$0.row], isNegated: $0.isNegated) }
  }
}
