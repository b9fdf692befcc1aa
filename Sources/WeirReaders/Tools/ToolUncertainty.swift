// Why the arguments of a tool cannot be known, and at which of them.

/// The arguments of a tool are not known: the tool would refuse them, or would do what they alone
/// do not say.
package struct ToolUncertainty: Error, Hashable, Sendable {
  /// What stands in the way.
  package let reason: Reason
  /// The argument, counted from zero after the program's word. It is the number of arguments where
  /// one is missing.
  package let argument: Int

  /// A cause at one of the arguments.
  package init(_ reason: Reason, at argument: Int) {
    self.reason = reason
    self.argument = argument
  }
}

extension ToolUncertainty {
  /// The kinds of causes. The raw value is the cause in words.
  package enum Reason: String, CaseIterable, Sendable {
    case unknownOption = "the option is not in the table of this tool"
    case ambiguousOption = "the abbreviation stands for several options"
    case missingValue = "the option has no value"
    case unexpectedValue = "the option takes no value"
    case unreadableValue = "the value of the option is not understood"
    case unknownSubcommand = "the subcommand is not in the table of this tool"
    case missingOperand = "an operand is missing"
    case unexpectedOperand = "the tool takes no such operand"
    case conflictingOptions = "the options contradict each other"
    case runsCode = "the option or operand may run a program"
    case readsArguments = "further arguments come from a file, a variable or standard input"
    case changesMeaning = "the option changes what the other arguments mean"
    case unboundedEffects = "the files that are written cannot be told from the arguments"
    case unknownScript = "the script is not understood"
  }
}
