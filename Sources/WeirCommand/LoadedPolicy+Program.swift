// The program of a loaded policy, for the subcommands that need one.

internal import ArgumentParser
internal import Weir
internal import WeirHost

extension LoadedPolicy {
  /// Says what keeps a policy from compiling, for the subcommands that need a program.
  func requireProgram(color: ColorChoice) throws -> Program {
    if let program = program { return program }
    let errors = diagnostics.filter { $0.severity == .error }
    let renderer = DiagnosticRenderer(files: files, isColored: color.isWanted(on: 2))
    write(renderer.render(errors))
    throw ExitStatus.unusable
  }
}
