// Why a text is not known. A text is known as a whole or not at all, so the first reason is enough.

/// What keeps a text from being known, and where.
package struct ShellUncertainty: Error, Sendable, Hashable {
  /// What it is.
  package var reason: Reason
  /// The byte of the text where it stands; in a text inside the text, where that one begins.
  package var offset: Int
  /// What the table of programs says, for `call`.
  package var detail: String?

  init(_ reason: Reason, at offset: Int, detail: String? = nil) {
    self.reason = reason
    self.offset = offset
    self.detail = detail
  }

  /// One sentence for people.
  package var message: String { detail.map { "\(reason.message): \($0)" } ?? reason.message }

  /// The kinds of doubt.
  package enum Reason: String, CaseIterable, Sendable {
    case tooLong = "too_long"
    case tooDeep = "too_deep"
    case tooMuch = "too_much"
    case notText = "not_text"
    case noCommand = "no_command"
    case syntax, unfinished, dialect
    case expansion, substitution, pattern, braces, tilde, escape
    case keyword, function, assignment, variable, redirection
    case hereDocument = "here_document"
    case builtin, runner, call
    case wrapperOption = "wrapper_option"
    case wrapperOperand = "wrapper_operand"
    case replacedWord = "replaced_word"
    case shellInput = "shell_input"

    /// One sentence for people.
    package var message: String {
      switch self {
      case .tooLong: "the text is longer than the limit"
      case .tooDeep: "groups, texts or wrappers stand too deep inside one another"
      case .tooMuch: "the commands hold more than the limit"
      case .notText: "the text is not UTF-8, or holds a character that shells use themselves"
      case .noCommand: "there is no command"
      case .syntax: "the grammar of the shell has no such thing here"
      case .unfinished: "a quote or an escape does not end"
      case .dialect: "shells, or settings of one, read this differently"
      case .expansion: "a `$` stands for what the text does not say"
      case .substitution: "a command runs for its output, or for a file"
      case .pattern: "an unquoted pattern stands for the files that it matches"
      case .braces: "braces may stand for several words"
      case .tilde: "a `~` stands for a home directory"
      case .escape: "an escape whose character depends on the shell or its locale"
      case .keyword: "a compound command that is not read, as those that evaluate their words"
      case .function: "a definition changes what later words mean"
      case .assignment: "an assignment that is not plain"
      case .variable: "a variable that may change what programs do"
      case .redirection: "a redirection that is not to a fixed file"
      case .hereDocument: "a here-document that is not fixed text"
      case .builtin: "a command that may evaluate its words, or change how later ones are read"
      case .runner: "a program that runs others in a way that is not read"
      case .call: "a call that is not understood"
      case .wrapperOption: "an option that is not known of a program that runs others"
      case .wrapperOperand: "a program that runs others, without the command or not plainly so"
      case .replacedWord: "what decides the command is replaced by unknown text"
      case .shellInput: "a shell reads its commands from a file, or a text that stands here"
      }
    }
  }
}
