// The cases of `Tests/Cases/readers/tools.txt`. A line is a command, `⇒` and its reading; a line
// that begins with `=` is another spelling of the command above. Words may stand in single quotes.
// A heading in brackets says whether the lines below show a view or effects.

import WeirReaders

/// One line.
struct ToolCase: Sendable, CustomStringConvertible {
  let line: Int
  let showsView: Bool
  let words: [[UInt8]]
  let reading: String

  var description: String {
    "\(line): \(words.map { String(decoding: $0, as: UTF8.self) }.joined(separator: " "))"
  }

  /// The cases of a table.
  static func cases(in table: String) -> [ToolCase] {
    var cases: [ToolCase] = []
    var showsView = true
    for (index, line) in table.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    where !line.isEmpty && !line.hasPrefix("#") {
      if line.hasPrefix("[") {
        showsView = line == "[views]"
      } else if line.hasPrefix("= "), let above = cases.last {
        cases.append(
          ToolCase(
            line: index + 1, showsView: showsView, words: words(of: line.dropFirst(2)),
            reading: above.reading))
      } else {
        let parts = line.components(separatedBy: "⇒")
        cases.append(
          ToolCase(
            line: index + 1, showsView: showsView, words: words(of: parts[0]),
            reading: parts.count > 1 ? parts[1].trimmed() : ""))
      }
    }
    return cases
  }

  /// Words between spaces. Quotes keep the spaces inside, and `''` is an empty word.
  private static func words(of text: some StringProtocol) -> [[UInt8]] {
    var words: [[UInt8]] = []
    var word: [UInt8]?
    var isQuoted = false
    for byte in text.utf8 {
      if byte == UInt8(ascii: "'") {
        isQuoted.toggle()
        word = word ?? []
      } else if byte == UInt8(ascii: " "), !isQuoted {
        if let word { words.append(word) }
        word = nil
      } else {
        word = (word ?? []) + [byte]
      }
    }
    if let word { words.append(word) }
    return words
  }

  /// What the readers say, in the words of the table.
  func read() -> String {
    let arguments = Array(words.dropFirst())
    do throws(ToolUncertainty) {
      guard showsView else {
        guard let effects = try ProgramEffects.of(program: words[0], arguments: arguments) else {
          return "unlisted"
        }
        return Self.text(of: effects)
      }
      return Self.text(of: try Self.view(of: String(decoding: words[0], as: UTF8.self), arguments))
    } catch {
      return "uncertain \(error.reason) at \(error.argument)"
    }
  }

  /// The view of `program`.
  static func view(
    of program: String, _ arguments: [[UInt8]]
  ) throws(ToolUncertainty) -> any Equatable {
    switch program {
    case "rm": return try RmView(reading: arguments)
    case "git": return try GitView(reading: arguments)
    case "kubectl": return try KubectlView(reading: arguments)
    case "aws": return try AwsView(reading: arguments)
    case "terraform": return try TerraformView(reading: arguments)
    case "docker": return try DockerView(reading: arguments)
    case "psql": return try PsqlView(reading: arguments)
    case "curl": return try CurlView(reading: arguments)
    default: return "no view"
    }
  }

  /// The members that say something: flags by their name, others with their value.
  static func text(of value: some Any) -> String {
    let members = Mirror(reflecting: value).children.compactMap { child -> String? in
      let name = child.label ?? ""
      switch child.value {
      case let flag as Bool: return flag ? name : nil
      case let text as [UInt8]: return text.isEmpty ? nil : "\(name)=\(word(text))"
      case let text as [UInt8]?: return text.map { "\(name)=\(word($0))" }
      case let words as [[UInt8]]: return words.isEmpty ? nil : "\(name)=\(list(words))"
      case let lists as [[[UInt8]]]:
        return lists.isEmpty
          ? nil : "\(name)=\(lists.map { "(\($0.map(word).joined(separator: " ")))" }.joined())"
      default: return text(ofOther: child.value, name: name)
      }
    }
    return members.isEmpty ? "nothing" : members.joined(separator: " ")
  }

  private static func text(ofOther value: Any, name: String) -> String? {
    let mirror = Mirror(reflecting: value)
    switch mirror.displayStyle {
    case .collection:
      let items = mirror.children.map { "{\(text(of: $0.value))}" }
      return items.isEmpty ? nil : "\(name)=\(items.joined())"
    case .optional:
      return mirror.children.first.map { "\(name)=\($0.value)" }
    default: return "\(name)=\(value)"
    }
  }

  private static func list(_ words: [[UInt8]]) -> String {
    words.map(word).joined(separator: ",")
  }

  private static func word(_ text: [UInt8]) -> String {
    text.isEmpty ? "''" : String(decoding: text, as: UTF8.self)
  }
}

extension StringProtocol {
  fileprivate func components(separatedBy separator: Character) -> [SubSequence] {
    split(separator: separator, maxSplits: 1, omittingEmptySubsequences: false)
  }

  fileprivate func trimmed() -> String {
    let start = drop { $0 == " " }
    return String(start.reversed().drop { $0 == " " }.reversed())
  }
}
