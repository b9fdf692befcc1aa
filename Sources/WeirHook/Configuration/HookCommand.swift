// The command that a host's settings name. The host gives it to a shell, and goes on with the call
// where that ends in a way that it does not know: killed, out of memory, a program that is not
// there. So the command's own last words block, whatever happened to `weir`.

internal import Weir
internal import WeirHost

/// The command of an installed hook.
package struct HookCommand: Sendable {
  /// A flag of `weir hook`, and what it is given.
  package struct Option: Sendable {
    package var flag: String
    package var value: String?

    package init(_ flag: String, _ value: String? = nil) {
      self.flag = flag
      self.value = value
    }
  }

  /// The absolute path of `weir`.
  package var program: String
  package var host: AgentHost
  package var options: [Option]

  package init(program: String, host: AgentHost, options: [Option]) {
    self.program = program
    self.host = host
    self.options = options
  }

  /// What the person and the model are told where `weir` did not answer; also what an entry of
  /// ours is known by.
  static let silence = "weir: the gate did not answer"

  /// How the shell that a host starts is known.
  package enum Shell: Sendable {
    /// It reads POSIX's language.
    case posix
    /// It is whatever shell the person uses.
    case users
  }

  /// What the shell blocks with in the place of `weir`.
  enum Block: Sendable {
    /// Status 2 and a line on standard error.
    case status
    /// This on standard output, with status 0.
    case output(String)
  }

  /// Reads what the host still writes, without waiting for it: a host that cannot write its event
  /// to the end may go on.
  private static let drain = "exec 3<&0; { cat <&3 >/dev/null 2>&1 & }"

  /// `weir` and its words.
  var call: String {
    var words = [ShellWord.quoted(program), "hook --host \(host.rawValue)"]
    for option in options {
      words.append(option.flag)
      if let value = option.value { words.append(ShellWord.quoted(value)) }
    }
    return words.joined(separator: " ")
  }

  /// The call, and what blocks in its place.
  func line(_ block: Block, _ shell: Shell) -> String {
    let line =
      switch block {
      case .status:
        // A status of 2 is an answer: the reason is told already.
        "\(call) || { [ $? -eq 2 ] || { echo '\(HookCommand.silence)' >&2; "
          + "\(HookCommand.drain); }; exit 2; }"
      case .output(let text):
        // What is written at the end is written whole: half an answer is none, and none opens.
        // (In a shell of its own: one that cannot make a pipe gives up all of its command.)
        "( out=$(\(call)) && printf '%s' \"$out\" ) "
          + "|| { printf '%s' \(ShellWord.quoted(text)); \(HookCommand.drain); }"
      }
    return switch shell {
    case .posix: line
    case .users: "/bin/sh -c \(HookCommand.quotedForAnyShell(line))"
    }
  }

  /// A word in quotes for shells with rules of their own about backslashes: none stands between
  /// quotes.
  static func quotedForAnyShell(_ word: String) -> String {
    var text = "'"
    for byte in word.unicodeScalars {
      switch byte {
      case "'", "\\": text += "'\\\(byte)'"
      default: text.unicodeScalars.append(byte)
      }
    }
    return text + "'"
  }

  /// Whether a command of somebody's settings is a hook of ours: one that was installed, or that
  /// somebody wrote by hand.
  static func isOurs(_ command: String) -> Bool {
    if contains(command, silence) { return true }
    let words = command.unicodeScalars
      .split { " \n\t(=`".unicodeScalars.contains($0) }
      .map { word in
        String(String.UnicodeScalarView(word.filter { !"'\"\\".unicodeScalars.contains($0) }))
      }
    return zip(words, words.dropFirst()).enumerated().contains { index, pair in
      Path.name(of: pair.0) == "weir" && pair.1 == "hook"
        && (words.dropFirst(index + 2).first?.hasPrefix("-") ?? false)
    }
  }

  private static func contains(_ text: String, _ part: String) -> Bool {
    let (text, part) = (Array(text.utf8), Array(part.utf8))
    guard text.count >= part.count else { return false }
    return (0...text.count - part.count).contains { text[$0...].starts(with: part) }
  }
}
