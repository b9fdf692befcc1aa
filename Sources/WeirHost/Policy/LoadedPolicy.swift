// Loads a program from paths: compiles sources, or reads a `.weirc` file.

public import Weir

/// A policy loaded from files: what the command's `-p` names.
public struct LoadedPolicy: Sendable {
  /// The program; nil when there is a diagnostic.
  public var program: Program?
  /// The compiler's errors.
  public var diagnostics: [Diagnostic]
  /// The sources that diagnostics point into; nil for a built policy.
  private var source: PolicySource?

  /// The sources by the paths they can be opened at, as diagnostics need; verdicts name them
  /// relative to the policy's root.
  public var files: [SourceFile] { source?.openable ?? [] }

  /// Loads one policy from all the paths together.
  ///
  /// Mistakes in the policy are not failures: they are `diagnostics`, and there is no `program`.
  ///
  /// - Parameters:
  ///   - paths: `.weir` files and folders of them; or a single `.weirc` file.
  ///   - withSources: whether a built policy is loaded with its sources. Judging does not use them;
  ///     listing the program or writing it again does.
  ///   - readers: the readers of queries that the policy may call.
  /// - Throws: What keeps the files from being found or read.
  public init(
    _ paths: [String], withSources: Bool = true, readers: [QueryReader] = []
  ) throws(HostFailure) {
    try self.init(paths, withSources: withSources, readers: readers, assuming: nil)
  }

  /// Loads one policy, whose sources get a shape where they declare none. (What is built has the
  /// shape that it was built with.)
  package init(
    _ paths: [String], withSources: Bool = true, readers: [QueryReader],
    assuming shape: AssumedShape?
  ) throws(Failure) {
    if let path = try LoadedPolicy.builtPath(paths) {
      program = try LoadedPolicy.program(path, withSources: withSources, readers: readers)
      diagnostics = []
      return
    }
    var source = try PolicySource(paths, readers: readers)
    if let shape { source.assume(shape) }
    let compilation = compile(source.files, environment: source.environment)
    program = compilation.program
    diagnostics = compilation.diagnostics
    self.source = source
  }

  /// The path of a built policy; nil if the paths are sources. Mixing both is a failure.
  package static func builtPath(_ paths: [String]) throws(Failure) -> String? {
    guard let path = paths.first(where: { Path.ending(of: $0) == "weirc" }) else { return nil }
    guard paths.count == 1 else {
      throw Failure(
        .mixedPolicy, "\(path) is a whole policy, and more paths are given",
        hint: "give the .weirc file alone, or the sources it was built from")
    }
    return path
  }

  /// The program in a file that `weir build` wrote.
  package static func program(
    _ path: String, withSources: Bool = true, readers: [QueryReader] = []
  ) throws(Failure) -> Program {
    let (memory, size) = try memory(path, withSources: withSources)
    do throws(ProgramError) {
      var program = try Program(memory, fileSize: size, withSources: withSources)
      try program.expectReaders(among: readers)
      program.readers = readers
      return program
    } catch {
      throw unusable(path, error)
    }
  }

  private static func unusable(_ path: String, _ error: ProgramError) -> Failure {
    let what: String
    switch error {
    case .notAProgram: what = "is no program that weir build wrote"
    case .otherVersion(let version):
      what = "was built by another version of weir (its format is version \(version))"
    case .damaged: what = "is damaged: it is cut short, or bytes in it have changed"
    case .invalid(let rule): what = "is no valid program: \(rule)"
    case .missingReader(let name): what = "calls `\(name)`, which this weir cannot read"
    }
    return Failure(
      .notAProgram, "\(path) \(what)", hint: "build it anew: weir build -p POLICY -o \(path)")
  }

  /// The wanted part of a program file, and the size of the whole file.
  private static func memory(_ path: String, withSources: Bool) throws(Failure) -> (
    ProgramMemory, size: Int
  ) {
    let file = try ReadableFile(path)
    if let size = file.size {
      // The size comes from the header, and is checked before memory is allocated for it.
      let start = try file.read(upTo: ProgramFile.Header.size)
      let header: ProgramFile.Header
      do throws(ProgramError) {
        header = try start.withUnsafeBufferPointer { (start) throws(ProgramError) in
          try ProgramFile.Header(UnsafeRawBufferPointer(start), fileSize: size)
        }
      } catch {
        throw unusable(path, error)
      }
      let wanted = withSources ? size : ProgramFile.Header.size + header.programSize
      var count = 0
      let memory = try ProgramMemory(count: wanted) { (bytes) throws(Failure) in
        count = try file.read(into: bytes)
      }
      if count == wanted { return (memory, size) }
    }
    // A pipe, or a file that changes while it is read.
    let bytes = try System.read(path, limit: Limits.programBytes)
    return (ProgramMemory(bytes), bytes.count)
  }
}
