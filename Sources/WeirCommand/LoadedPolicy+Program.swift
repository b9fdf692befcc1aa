// The program of a loaded policy, for the subcommands that need one.

internal import ArgumentParser
internal import Weir
internal import WeirHost

extension LoadedPolicy {
  /// Reports the errors that keep a policy from compiling, for subcommands that need a program.
  func requireProgram(color: ColorChoice) throws -> Program {
    if let program { return program }
    color.tell(diagnostics, in: files)
    throw ExitStatus.unusable
  }
}
