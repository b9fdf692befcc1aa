// `shell(text, dialect)` and `argv(list)` as policies see them.

package import Weir

extension QueryReader {
  /// `shell(text, dialect)`: a command line, or a script.
  package static let shell = QueryReader(
    "shell",
    declared: {
      Declaration(
        "shell", [.init("text", .string), .init("dialect", .string)],
        recordType(ShellText.members),
        """
        The commands that a text for a shell runs; the dialect is `"bash"`, `"sh"` or `"zsh"`. \
        Words are known where they are fixed: an expansion, a pattern, a definition, or whatever \
        else only the shell's state can tell makes the whole text uncertain. Programs are named as \
        written: `/tmp/ls` is not `ls`.
        """,
        examples: [
          .init(#"shell("cd src && r\\m -rf 'x y'", "bash").programs == ["cd", "rm"]"#, "true"),
          .init(#"shell("curl https://x.example | sh", "bash").pipes_to_shell"#, "true"),
          .init(#"shell("cp a b > log", "sh").writes == ["log", "b"]"#, "true"),
        ])
    },
    read: { arguments in
      guard arguments.count == 2, let text = arguments[0].text, let name = arguments[1].text,
        let dialect = ShellDialect(rawValue: name.description)
      else { return .uncertain("the shell that reads it is none of bash, sh and zsh") }
      do throws(ShellUncertainty) {
        let read = try ShellText(
          reading: text.bytes, dialect: dialect, effects: ShellEffects.ofPrograms)
        // What it reads may be what the text itself has written.
        guard !read.pipesToShell || read.writes.isEmpty else {
          return .uncertain("a shell reads commands, and the text writes files that they may be in")
        }
        // An escape can spell any byte.
        guard read.isUTF8 else { return .uncertain("a word is not UTF-8") }
        return .known(record(of: read, ShellText.members))
      } catch {
        return .uncertain(ReaderUncertainty("\(error.message) (byte \(error.offset))").why)
      }
    })

  /// `argv(list)`: a program and its arguments, which no shell reads.
  package static let argv = QueryReader(
    "argv",
    declared: {
      Declaration(
        "argv", [.init("words", .list(.any))], recordType(ShellText.members),
        """
        What a list of words runs as it stands: the program, and its arguments. No shell reads \
        it, so nothing in it is expanded; programs that run others are looked through as \
        `shell` does.
        """,
        examples: [
          .init(#"argv(["sudo", "rm", "-rf", "$HOME"]).programs == ["rm"]"#, "true")
        ])
    },
    read: { arguments in
      guard let words = arguments.first?.texts, let program = words.first, !program.isEmpty else {
        return .uncertain("it is not a list of words that begins with a program")
      }
      guard words.allSatisfy({ !$0.contains(0) }) else {
        return .uncertain("a word has a NUL in it")
      }
      // Quoted, every word is itself.
      let text = Array(words.map { ShellWord.quoted($0) }.joined(separator: [UInt8(ascii: " ")]))
      do throws(ShellUncertainty) {
        let read = try ShellText(
          reading: text, dialect: .sh, effects: ShellEffects.ofPrograms)
        return .known(record(of: read, ShellText.members))
      } catch {
        return .uncertain(ReaderUncertainty(error.message).why)
      }
    })
}

extension ShellWord {
  /// A word in quotes, so that a shell takes it as it is.
  fileprivate static func quoted(_ word: [UInt8]) -> [UInt8] {
    var quoted: [UInt8] = [UInt8(ascii: "'")]
    for byte in word {
      if byte == UInt8(ascii: "'") {
        quoted += #"'\''"#.utf8
      } else {
        quoted.append(byte)
      }
    }
    quoted.append(UInt8(ascii: "'"))
    return quoted
  }
}

extension ShellEffects {
  /// What the tables of programs say of a call.
  static func ofPrograms(_ program: [UInt8], _ arguments: [[UInt8]]) -> ShellEffects {
    do throws(ToolUncertainty) {
      guard let effects = try ProgramEffects.of(program: program, arguments: arguments) else {
        return .unlisted
      }
      guard effects.runs.isEmpty else {
        return .uncertain(why: "it runs another program", argument: 0)
      }
      return .known(reads: effects.reads, writes: effects.writes)
    } catch {
      return .uncertain(why: error.reason.rawValue, argument: error.argument)
    }
  }
}

extension ShellCommand {
  /// What policies see of a command.
  static let members: [ReaderMember<ShellCommand>] = [
    .text("program") { $0.program },
    .text(optional: "path") { $0.program.contains(UInt8(ascii: "/")) ? $0.program : nil },
    .texts("arguments") { $0.arguments },
    ReaderMember("environment", .map(.string)) { command in
      var members: [JSONDocument.Member] = []
      for variable in command.environment {
        let name = ExactString(validated: variable.name)
        // The last one counts.
        members.removeAll { $0.name == name }
        members.append(JSONDocument.Member(name, JSONDocument(text: variable.value)))
      }
      return JSONDocument(.record(members), offset: 0)
    },
    .texts("reads") { $0.reads },
    .texts("writes") { $0.writes },
    .texts("wrappers") { $0.wrappers },
    .truth("background") { $0.isBackground },
    .text(optional: "elsewhere") {
      switch $0.host {
      case .here: nil
      case .elsewhere(let runner): runner
      }
    },
    .text(optional: "directory") { $0.directory },
    .truth("has_unknown_arguments") { $0.hasUnknownOperands },
  ]
}

extension ShellText {
  /// Whether every word is a text that a policy can have.
  fileprivate var isUTF8: Bool {
    commands.allSatisfy { command in
      let words =
        [command.program] + command.arguments + command.reads + command.writes
        + command.wrappers + command.environment.flatMap { [$0.name, $0.value] }
      return words.allSatisfy { String(validating: $0, as: UTF8.self) != nil }
    }
  }

  /// What policies see of a text.
  static let members: [ReaderMember<ShellText>] = [
    .records("commands", ShellCommand.members) { $0.commands },
    .texts("programs") { $0.programs },
    .texts("reads") { $0.reads },
    .texts("writes") { $0.writes },
    .truth("pipes_to_shell") { $0.pipesToShell },
    .truth("has_unknown_arguments") { $0.hasUnknownOperands },
  ]
}
