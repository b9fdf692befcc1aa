// From paths to a program: sources are compiled, a `.weirc` file is read.

package import Weir

/// What `-p` leads to.
package struct LoadedPolicy: Sendable {
  /// Present unless a diagnostic is an error.
  package var program: Program?
  package var diagnostics: [Diagnostic]
  /// The sources that diagnostics point into; none for a built program.
  private var entries: [PolicySource.Entry]

  /// The sources by the paths they can be opened at, which is what a finding is for; verdicts name
  /// them relative to the policy's root.
  package var files: [SourceFile] {
    entries.map { SourceFile(path: $0.path, bytes: $0.file.bytes) }
  }

  /// Loads one policy from all the paths together.
  package init(_ paths: [String]) throws(Failure) {
    let built = paths.filter { Path.ending(of: $0) == "weirc" }
    if let path = built.first {
      guard paths.count == 1 else {
        throw Failure(
          .mixedPolicy, "\(path) is a whole policy, and more paths are given",
          hint: "give the .weirc file alone, or the sources it was built from")
      }
      self.init(program: try LoadedPolicy.program(path), diagnostics: [], entries: [])
      return
    }
    let source = try PolicySource(paths)
    let compilation = compile(source.files, environment: source.environment)
    self.init(
      program: compilation.program, diagnostics: compilation.diagnostics,
      entries: source.entries)
  }

  private init(program: Program?, diagnostics: [Diagnostic], entries: [PolicySource.Entry]) {
    self.program = program
    self.diagnostics = diagnostics
    self.entries = entries
  }

  /// The program in a file that `weir build` wrote.
  package static func program(_ path: String) throws(Failure) -> Program {
    let bytes = try System.read(path, limit: Limits.programBytes)
    do throws(ProgramError) {
      return try Program(encoded: bytes)
    } catch {
      let what: String
      switch error {
      case .notAProgram: what = "is no program that weir build wrote"
      case .otherVersion(let version):
        what = "was built by another version of weir (its format is version \(version))"
      case .damaged: what = "is damaged: it is cut short, or bytes in it have changed"
      case .invalid(let rule): what = "is no valid program: \(rule)"
      }
      throw Failure(
        .notAProgram, "\(path) \(what)", hint: "build it anew: weir build -p POLICY -o \(path)")
    }
  }
}
