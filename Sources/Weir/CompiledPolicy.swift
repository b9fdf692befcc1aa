// A policy with all that compiling it made. The linter, tests, coverage and mutation need more than
// a program; this is the one value that they share. Who only judges takes `compile`, which keeps
// none of it.

/// A policy's sources, what each stage of the compiler made of them, and what it found.
package struct CompiledPolicy: Sendable {
  private let parsed: ParsedFiles
  /// What the policy was compiled with.
  package let environment: CompilerEnvironment
  /// The policy with every name resolved; whole only where there is a program.
  package let checked: CheckedPolicy
  /// Nil where there is an error.
  package let program: Program?
  /// The compiler's errors, ordered by file and place.
  package let errors: [Diagnostic]

  /// The sources, in the order in which ranges number them.
  package var files: [SourceFile] { parsed.files }
  /// Their syntax trees, in the same order.
  package var trees: [SyntaxFile] { parsed.trees }

  /// Compiles the files of one policy.
  package init(_ files: [SourceFile], environment: CompilerEnvironment = .empty) {
    self.init(ParsedFiles(files), environment)
  }

  private init(
    _ parsed: ParsedFiles, _ environment: CompilerEnvironment, asksExamples: Bool = true
  ) {
    self.parsed = parsed
    self.environment = environment
    let stage = CheckedFiles(parsed, environment: environment)
    checked = stage.policy
    let compilation = Compilation(stage, asksExamples: asksExamples)
    program = compilation.program
    errors = compilation.diagnostics
  }

  /// The policy with other text in one of its files. Only that file is parsed anew, and examples of
  /// rules are not asked.
  ///
  /// - Parameter environment: what the policy was compiled with, or what answers as that does.
  package func replacing(
    _ index: Int, with file: SourceFile, environment: CompilerEnvironment
  ) -> CompiledPolicy {
    var parsed = parsed
    parsed.replace(index, with: file)
    return CompiledPolicy(parsed, environment, asksExamples: false)
  }
}
