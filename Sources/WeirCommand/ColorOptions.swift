// `--color`: whether to colour what people read.

internal import ArgumentParser
internal import Weir
internal import WeirHost

struct ColorOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("When to colour: on a terminal unless NO_COLOR is set, always, never."))
  var color = ColorChoice.auto
}

/// When to use colours.
enum ColorChoice: String, NamedChoice {
  case auto, always, never

  /// The answer for output to a descriptor.
  func isWanted(on descriptor: Int32) -> Bool {
    switch self {
    case .always: true
    case .never: false
    case .auto:
      System.isTerminal(descriptor) && System.variable("NO_COLOR") == nil
        && System.variable("TERM") != "dumb"
    }
  }
}

extension ColorChoice {
  /// Writes the compiler's errors to standard error.
  func tell(_ errors: [Diagnostic], in files: [SourceFile]) {
    write(DiagnosticRenderer(files: files, isColored: isWanted(on: 2)).render(errors))
  }
}
