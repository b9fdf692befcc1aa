// How a program that runs another reads the options before it: up to the first word that is none,
// as all of them do, or they would take those of the other program. Only whole names are known;
// an abbreviation is an unknown option.

/// The options of a program, as a table.
struct ShellOptions {
  private var shorts: [UInt8: (name: String, value: Value)] = [:]
  private var longs: [[UInt8]: (name: String, value: Value)] = [:]

  private enum Value {
    case none, required, attached
    /// A flag of Go's programs: a letter takes no value, a long name may have one after `=`.
    case flag
  }

  /// An option as found.
  struct Found {
    /// The first name of its row.
    var name: String
    /// What stands after it, or in it.
    var value: ShellWord?
  }

  /// A row for each option, with blanks between: `v/verbose`, `-/foreground` without a letter,
  /// `u/unset=` with a value, `-/replace?` with one after `=` or none, `d/detach~` for a flag.
  init(_ table: String) {
    for row in table.split(separator: " ") {
      let value: Value =
        row.hasSuffix("=")
        ? .required : row.hasSuffix("?") ? .attached : row.hasSuffix("~") ? .flag : .none
      let names = (value == .none ? row : row.dropLast()).split(separator: "/")
      for name in names where name != "-" {
        let first = String(names.first == "-" ? names.last ?? name : names.first ?? name)
        if name.utf8.count == 1, let letter = name.utf8.first {
          shorts[letter] = (first, value)
        } else {
          longs[[UInt8](name.utf8)] = (first, value)
        }
      }
    }
  }

  /// Takes the options off the front of the words, and the `--` after them.
  func take(_ words: inout ArraySlice<ShellWord>) throws(ShellUncertainty) -> [Found] {
    var found: [Found] = []
    while let word = words.first, word.bytes.begin("-"), word.bytes.count > 1 {
      words.removeFirst()
      if word.bytes == "--" { break }
      if word.bytes.begin("--") {
        found.append(try long(word, &words))
      } else {
        try takeCluster(word, &words, &found)
      }
    }
    return found
  }

  private func long(
    _ word: ShellWord, _ words: inout ArraySlice<ShellWord>
  ) throws(ShellUncertainty) -> Found {
    let name = word.bytes.dropFirst(2).prefix { $0 != "=" }
    guard let option = longs[[UInt8](name)] else { throw .init(.wrapperOption, at: word.start) }
    let end = 2 + name.count
    if end < word.bytes.count {
      if option.value == .none { throw .init(.wrapperOption, at: word.start) }
      return Found(
        name: option.name,
        value: ShellWord(bytes: [UInt8](word.bytes[(end + 1)...]), start: word.start))
    }
    if option.value != .required { return Found(name: option.name) }
    guard let value = words.popFirst() else { throw .init(.wrapperOperand, at: word.start) }
    return Found(name: option.name, value: value)
  }

  private func takeCluster(
    _ word: ShellWord, _ words: inout ArraySlice<ShellWord>, _ found: inout [Found]
  ) throws(ShellUncertainty) {
    for index in 1..<word.bytes.count {
      guard let option = shorts[word.bytes[index]] else {
        throw .init(.wrapperOption, at: word.start)
      }
      if option.value == .none || option.value == .flag {
        found.append(Found(name: option.name))
        continue
      }
      let attached = [UInt8](word.bytes[(index + 1)...])
      if !attached.isEmpty || option.value == .attached {
        let value = attached.isEmpty ? nil : ShellWord(bytes: attached, start: word.start)
        found.append(Found(name: option.name, value: value))
      } else if let value = words.popFirst() {
        found.append(Found(name: option.name, value: value))
      } else {
        throw .init(.wrapperOperand, at: word.start)
      }
      return
    }
  }
}

extension [ShellOptions.Found] {
  /// Whether an option of this name is among them.
  func has(_ name: String) -> Bool { contains { $0.name == name } }

  /// The last value of an option.
  func value(_ name: String) -> ShellWord? { last { $0.name == name && $0.value != nil }?.value }

  /// All values of an option.
  func values(_ name: String) -> [[UInt8]] { filter { $0.name == name }.compactMap(\.value?.bytes) }
}
