// A policy as tests need it: the program that judges, and the trees and checked policy that its
// sources were compiled to, which explanations, coverage, mutants and generated cases need.
// (TestPolicy+Loading.swift loads it.)

package import Weir
internal import WeirHost

/// A compiled policy with everything it was compiled from.
package struct TestPolicy: Sendable {
  /// What its sources were compiled to.
  package var compiled: CompiledPolicy
  /// The sources by the paths that they can be opened at, for people and for reports.
  package var openable: [SourceFile]
  /// The program that judges.
  package var program: Program
  /// Whether `compiled` belongs to the program. A built policy (`.weirc`) whose documents are not
  /// in it has a program only: cases are judged by it, and nothing can be explained.
  package var hasSources = true

  package init(_ compiled: CompiledPolicy, openable: [SourceFile], program: Program) {
    self.compiled = compiled
    self.openable = openable
    self.program = program
  }

  /// The sources as verdicts name them.
  package var files: [SourceFile] { compiled.files }
  package var trees: [SyntaxFile] { compiled.trees }
  package var checked: CheckedPolicy { compiled.checked }

  /// Whether a verdict may depend on the instant of judgement.
  package var readsClock: Bool { program.readsClock }
}
