// A reading as one line, for the tables: commands divided by ` · `, each with its variables and
// wrappers in front, and behind it what else is known of it.

import WeirReaders

/// How readings are spelled in the tables.
enum ShellReading {
  /// What a text reads as.
  static func of(_ text: [UInt8], _ dialect: ShellDialect) -> String {
    do throws(ShellUncertainty) {
      let read = try ShellText(reading: text, dialect: dialect, effects: effects)
      return read.commands.map(line(of:)).joined(separator: " · ")
        + (read.pipesToShell ? " · (pipes to shell)" : "")
    } catch {
      return "uncertain: \(error.reason.rawValue) at \(error.offset)"
    }
  }

  /// A table of three programs, in the place of the real one.
  static func effects(_ program: [UInt8], _ arguments: [[UInt8]]) -> ShellEffects {
    switch String(decoding: program, as: UTF8.self) {
    case "tee":
      .known(reads: [], writes: arguments.filter { $0.first != UInt8(ascii: "-") })
    case "cat": .known(reads: arguments, writes: [])
    case "sed": .uncertain(why: "a script that is not understood", argument: 0)
    default: .unlisted
    }
  }

  private static func line(of command: ShellCommand) -> String {
    var line = command.environment.map { "\(word($0.name))=\(word($0.value)) " }.joined()
    line += command.wrappers.map { word($0) + " > " }.joined()
    line += command.program.isEmpty ? "(none)" : word(command.program)
    line += command.arguments.map { " " + word($0) }.joined()
    if command.hasUnknownOperands { line += " …" }
    line += list(" reads ", command.reads) + list(" writes ", command.writes)
    switch command.host {
    case .here: break
    case .elsewhere(let program): line += " by " + word(program)
    }
    switch command.directory {
    case .some([UInt8(ascii: ".")]): break
    case .some(let folder): line += " in " + word(folder)
    case .none: line += " in (unknown)"
    }
    return line + (command.isBackground ? " &" : "")
  }

  private static func list(_ title: String, _ words: [[UInt8]]) -> String {
    words.isEmpty ? "" : title + words.map(word).joined(separator: ", ")
  }

  /// A word as it is, in quotes where it could be mistaken.
  private static func word(_ bytes: [UInt8]) -> String {
    var text = ""
    for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
      switch scalar {
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case "\\": text += "\\\\"
      case " "..."~": text.unicodeScalars.append(scalar)
      default:
        text += scalar.utf8.map { ($0 < 16 ? "\\x0" : "\\x") + String($0, radix: 16) }.joined()
      }
    }
    let isPlain = bytes.allSatisfy { $0 > 0x20 && !"'\"·,>…()&".utf8.contains($0) }
    return isPlain && !bytes.isEmpty ? text : "'" + text + "'"
  }
}
