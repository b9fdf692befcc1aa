// From paths to a program: sources are compiled, a `.weirc` file is read.

package import Weir

/// What `-p` leads to.
package struct LoadedPolicy: Sendable {
  /// Present unless a diagnostic is an error.
  package var program: Program?
  /// The compiler's errors.
  package var diagnostics: [Diagnostic]
  /// The sources that diagnostics point into; nil for a built program.
  private var source: PolicySource?

  /// The sources by the paths that they can be opened at.
  package var files: [SourceFile] { source?.openable ?? [] }

  /// Loads one policy from all the paths together. Whoever wants to list a built one, or write it
  /// again, needs its sources as well.
  package init(_ paths: [String], withSources: Bool = true) throws(Failure) {
    if let path = try LoadedPolicy.builtPath(paths) {
      program = try LoadedPolicy.program(path, withSources: withSources)
      diagnostics = []
      return
    }
    let source = try PolicySource(paths)
    let compilation = compile(source.files, environment: source.environment)
    program = compilation.program
    diagnostics = compilation.diagnostics
    self.source = source
  }

  /// The path of a built program; nil where the paths are of sources. Both together are no policy.
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
    _ path: String, withSources: Bool = true
  ) throws(Failure) -> Program {
    let (memory, size) = try memory(path, withSources: withSources)
    do throws(ProgramError) {
      return try Program(memory, fileSize: size, withSources: withSources)
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
    }
    return Failure(
      .notAProgram, "\(path) \(what)", hint: "build it anew: weir build -p POLICY -o \(path)")
  }

  /// As much of a program file as is wanted, and the size of all of it.
  private static func memory(_ path: String, withSources: Bool) throws(Failure) -> (
    ProgramMemory, size: Int
  ) {
    let file = try ReadableFile(path)
    if let size = file.size {
      // The header says how much there should be, before anything is made room for.
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
