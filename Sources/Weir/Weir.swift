// The face of the core: sources in, a program out; requests in, verdicts out. Everything public for
// embedding starts here; the folders beside hold how it is done (see Architecture).

/// What the compiler asks of the world around it. The core opens no file itself.
public struct CompilerEnvironment: Sendable {
  /// A document bound with `data … from`, and its text's digest (SHA-256).
  public struct BoundDocument: Sendable {
    /// The document, read whole.
    public var content: JSONDocument
    /// SHA-256 of the bytes it was read from.
    public var digest: [UInt8]
    /// The path that messages know it by, relative to the policy's root.
    public var path: String

    /// A bound document.
    public init(content: JSONDocument, digest: [UInt8], path: String) {
      self.content = content
      self.digest = digest
      self.path = path
    }
  }

  /// Why a document could not be bound.
  public enum DocumentFailure: Error, Sendable {
    /// It lies outside the policy's root.
    case outsideRoot
    /// It cannot be found, read or parsed: a sentence that says which.
    case unreadable(String)
  }

  /// The rules of a time zone as an RFC 8536 (TZif) file, by name; nil when unknown.
  public var zoneRules: @Sendable (_ name: String) -> [UInt8]?
  /// The document at `path`, relative to the folder of the policy file `file`.
  public var document:
    @Sendable (_ path: String, _ file: SourceFile) -> Result<BoundDocument, DocumentFailure>
  /// The readers of queries that policies may call. Whoever judges hands the same to the evaluator.
  public var readers: [QueryReader] = []
  /// Documents that stand in for bound ones, by the qualified name of their `data` declaration: the
  /// files that those name are not even looked for. How tests bring data of their own.
  package var replacements: [ExactString: BoundDocument] = [:]

  /// An environment of two look-ups.
  public init(
    zoneRules: @escaping @Sendable (_ name: String) -> [UInt8]?,
    document:
      @escaping @Sendable (_ path: String, _ file: SourceFile) -> Result<
        BoundDocument, DocumentFailure
      >
  ) {
    self.zoneRules = zoneRules
    self.document = document
  }

  /// An environment that knows no zone but UTC and no document.
  public static let empty = CompilerEnvironment(
    zoneRules: { _ in nil }, document: { _, _ in .failure(.unreadable("there are no documents")) })
}

/// What came of compiling: a program unless there was an error, and every finding.
public struct Compilation: Sendable {
  /// The program; nil when a diagnostic is an error.
  public var program: Program?
  /// Errors and warnings, ordered by file and place.
  public var diagnostics: [Diagnostic]
}

/// Compiles the files of one policy; their order does not matter.
///
/// Every file is parsed and checked, errors or not, so that one run tells all there is to tell.
public func compile(
  _ files: [SourceFile], environment: CompilerEnvironment = .empty
) -> Compilation {
  // Each stage's result is let go of when the next one has its own.
  let (policy, findings) = parseAndCheck(files, environment: environment)
  return emit(policy, of: files, findings)
}

/// The same, and what came of each stage: trees in the files' order, and the checked policy, which
/// is whole only where there is a program.
package func compileInParts(
  _ files: [SourceFile], environment: CompilerEnvironment
) -> (compilation: Compilation, trees: [SyntaxFile], checked: CheckedPolicy) {
  let (trees, mistakes) = parse(files)
  let (policy, findings) = check(files, trees, environment: environment)
  return (emit(policy, of: files, mistakes + findings), trees, policy)
}

/// The checked policy of some files, and what parsing and checking found.
private func parseAndCheck(
  _ files: [SourceFile], environment: CompilerEnvironment
) -> (CheckedPolicy, [Diagnostic]) {
  let (trees, mistakes) = parse(files)
  let (policy, findings) = check(files, consume trees, environment: environment)
  return (policy, mistakes + findings)
}

private func parse(_ files: [SourceFile]) -> ([SyntaxFile], [Diagnostic]) {
  var trees: [SyntaxFile] = []
  var diagnostics: [Diagnostic] = []
  for (index, file) in files.enumerated() {
    let (tree, findings) = parse(file, index: Int32(index))
    trees.append(tree)
    diagnostics += findings
  }
  return (trees, diagnostics)
}

/// The last stage: the program, if no finding is an error.
private func emit(
  _ policy: consuming CheckedPolicy, of files: [SourceFile], _ findings: [Diagnostic]
) -> Compilation {
  var diagnostics = findings
  diagnostics.sort { left, right in
    let leftPath = files[Int(left.range.file)].path
    let rightPath = files[Int(right.range.file)].path
    return leftPath != rightPath
      ? ExactString(leftPath) < ExactString(rightPath) : left.range.start < right.range.start
  }
  guard !diagnostics.contains(where: { $0.severity == .error }) else {
    return Compilation(program: nil, diagnostics: countingErrors(of: diagnostics))
  }
  let image = Emitter.emit(consume policy)
  do {
    return Compilation(program: try Program(verifying: consume image), diagnostics: diagnostics)
  } catch {
    // The emitter made a program that the verifier refuses: a defect of Weir's, told as such, and
    // no program.
    let place = SourceRange(file: 0, start: 0, end: 0)
    diagnostics.append(
      Diagnostic(
        .internalError, "the compiled program is refused: \(error)", at: place,
        hint: "this is a defect of Weir; please report it with the policy"))
    return Compilation(program: nil, diagnostics: diagnostics)
  }
}

/// Findings in order, in which each file has no more errors than `Limits.errorsPerFile`, and then
/// one that counts the others.
private func countingErrors(of diagnostics: [Diagnostic]) -> [Diagnostic] {
  var kept: [Diagnostic] = []
  var counts: [Int32: Int] = [:]
  /// For each file with more, where in `kept` that is said.
  var ends: [Int32: Int] = [:]
  for diagnostic in diagnostics {
    let file = diagnostic.range.file
    if diagnostic.severity == .error { counts[file, default: 0] += 1 }
    guard diagnostic.severity == .error, let count = counts[file], count > Limits.errorsPerFile
    else {
      kept.append(diagnostic)
      continue
    }
    let rest = count - Limits.errorsPerFile
    let last = Diagnostic(
      .tooManyErrors, rest == 1 ? "1 more error stands below" : "\(rest) more errors stand below",
      at: ends[file].map { kept[$0].range } ?? diagnostic.range,
      hint: "correct the first ones, and see what is left")
    if let end = ends[file] {
      kept[end] = last
    } else {
      ends[file] = kept.count
      kept.append(last)
    }
  }
  return kept
}

/// A compiled policy. Immutable; any number of evaluators may share one.
public struct Program: Sendable {
  package let loaded: LoadedProgram
  /// What one request may take. Whoever judges says so: it is no part of the policy, its digest or
  /// its file.
  public var limits = RequestLimits()

  /// `sha256:…`: of all that verdicts depend on but the request and the time, which is sources, bound
  /// data and the rules of time zones.
  public var digest: String { loaded.digest }

  /// Whether a verdict may depend on the instant of judgement.
  package var readsClock: Bool { loaded.readsClock }

  /// Throws `ProgramError.missingReader` unless each reader that the program calls is there, with the
  /// shape that the policy was compiled for.
  package func expectReaders(among readers: [QueryReader]) throws(ProgramError) {
    for need in loaded.image.readers where !readers.contains(where: { $0.declaration.need == need }) {
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
