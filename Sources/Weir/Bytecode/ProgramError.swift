// Why a program is refused: by the file format, or by the verifier.

/// Why a file is no program that this version can run.
public enum ProgramError: Error, Sendable, Equatable {
  /// It does not begin as a compiled policy does.
  case notAProgram
  /// Another version of the format: which.
  case otherVersion(Int)
  /// It ends early, or its checksum does not fit its bytes.
  case damaged
  /// Its checksum fits, and yet it breaks a rule that every program keeps: which.
  case invalid(String)
  /// It calls a reader of queries that the host does not have: which.
  case missingReader(String)
}
