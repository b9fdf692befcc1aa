// A program as its holders see it. Every program, whether emitted just now or read from a file,
// passes the verifier on its way into this type, and nothing that judges takes another.

/// A compiled policy. Immutable; any number of evaluators may share one.
public struct Program: Sendable {
  package let loaded: LoadedProgram
  /// What one request may take. Whoever judges says so: it is not part of the policy, its digest or
  /// its file.
  public var limits = RequestLimits()
  /// The readers of queries that its evaluators have. A compiled program has those of the
  /// environment; whoever loads a built one brings them. What a reader that is missing would have
  /// read is a fault, so that nothing passes by it; `expectReaders` tells of it before.
  public var readers: [QueryReader] = []

  /// `sha256:…`: of all that verdicts depend on but the request and the time, which is sources,
  /// bound data and the rules of time zones.
  public var digest: String { loaded.digest }

  /// Whether a verdict may depend on the instant of judgement.
  package var readsClock: Bool { loaded.readsClock }

  /// Throws `ProgramError.missingReader` unless each reader that the program calls is there, with
  /// the shape that the policy was compiled for.
  package func expectReaders(among readers: [QueryReader]) throws(ProgramError) {
    for need in loaded.image.readers
    where !readers.contains(where: { $0.isNeeded(as: need) }) {
      throw .missingReader(need.name)
    }
  }

  /// Reads a program that `encoded()` wrote: refuses what is cut, altered or of another version.
  public init(encoded bytes: [UInt8]) throws(ProgramError) {
    try self.init(
      verifying: ProgramFile.decode(
        ProgramMemory(bytes), fileSize: bytes.count, withSources: true))
  }

  /// Loads a program from a file of which the memory has the beginning. Without its sources, which
  /// judging takes no part of, it can neither be listed nor written again.
  package init(
    _ memory: ProgramMemory, fileSize: Int, withSources: Bool
  ) throws(ProgramError) {
    try self.init(
      verifying: ProgramFile.decode(memory, fileSize: fileSize, withSources: withSources))
  }

  /// A program of an image, which is verified first.
  package init(verifying image: consuming ProgramImage) throws(ProgramError) {
    try Verifier.verify(&image)
    loaded = try LoadedProgram(consume image)
  }

  /// The program as one file's bytes.
  public func encoded() -> [UInt8] { ProgramFile.encode(loaded.image) }

  /// The program for people: paths read, constants, rules, disassembly with source lines.
  public func listing() -> String { Listing(loaded.image).text }
}
