// A policy as tests need it: the program that judges, and beside it the sources and the checked
// policy, from which explanations, coverage, mutants and generated cases are made. (How it is
// loaded: PolicyLoading.swift.)

package import Weir
internal import WeirHost

/// A compiled policy with everything it was compiled from.
package struct TestPolicy: Sendable {
  /// The sources as verdicts name them.
  package var files: [SourceFile]
  /// The same by the paths they can be opened at, for people and for reports.
  package var openable: [SourceFile]
  package var trees: [SyntaxFile]
  package var environment: CompilerEnvironment
  package var checked: CheckedPolicy
  package var program: Program
  /// Whether `checked` and `trees` belong to the program. A built policy (`.weirc`) whose documents
  /// are not in it has a program only: cases are judged by it, and nothing can be explained.
  package var hasSources = true

  package init(
    files: [SourceFile], openable: [SourceFile], trees: [SyntaxFile],
    environment: CompilerEnvironment, checked: CheckedPolicy, program: Program
  ) {
    self.files = files
    self.openable = openable
    self.trees = trees
    self.environment = environment
    self.checked = checked
    self.program = program
  }

  /// Whether a verdict may depend on the instant of judgement.
  package var readsClock: Bool { program.readsClock }
}
