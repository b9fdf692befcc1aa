// Which finding a diagnostic is. The compiler's errors have a table; a rule of the linter declares
// its own name, so that the core knows of no rule.

/// Which finding a diagnostic is.
public enum DiagnosticCode: Sendable, Hashable {
  /// An error of the compiler.
  case error(CompileError)
  /// What a rule of the linter finds, by the rule's name.
  case rule(ExactString)

  /// The code that people see and search for: `unknown-name`.
  public var name: String {
    switch self {
    case .error(let error): error.rawValue
    case .rule(let name): name.description
    }
  }
}
