// The face of the core: sources in, a program out; requests in, verdicts out. Everything public for
// embedding starts here; the folders beside hold how it is done (see Architecture).

/// What the compiler asks of the world around it. The core opens no file itself.
public struct CompilerEnvironment: Sendable {
  /// A document bound with `data … from`, and its text's digest (SHA-256).
  public struct Document: Sendable {
    /// The document, read whole.
    public var content: Weir.Document
    /// SHA-256 of the bytes it was read from.
    public var digest: [UInt8]
    /// The path verdicts and digests know it by, relative to the policy's root.
    public var path: String

    /// A bound document.
    public init(content: Weir.Document, digest: [UInt8], path: String) {
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
    @Sendable (_ path: String, _ file: SourceFile) -> Result<Document, DocumentFailure>

  /// An environment of two look-ups.
  public init(
    zoneRules: @escaping @Sendable (_ name: String) -> [UInt8]?,
    document: @escaping @Sendable (_ path: String, _ file: SourceFile) -> Result<
      Document, DocumentFailure
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
public func compile(
  _ files: [SourceFile], environment: CompilerEnvironment = .empty
) -> Compilation {
  Compilation(program: nil, diagnostics: [])
}

/// A compiled policy.
public struct Program: Sendable {
  /// `sha256:…`: of the policy's sources and bound data.
  public var digest: String { "" }

  /// Reads a program that `encoded()` wrote: refuses what is cut, altered or of another version.
  public init(encoded bytes: [UInt8]) throws(ProgramError) { throw .notAProgram }

  /// The program as one file's bytes.
  public func encoded() -> [UInt8] { [] }

  /// The program for people: paths read, constants, rules, disassembly with source lines.
  public func listing() -> String { "" }
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
}

/// Where `now` comes from.
public enum ClockSource: Sendable, Equatable {
  /// From the caller, with each request.
  case given
  /// From a member of each request, by the names on the way to it; unreadable, it is uncertain.
  case request([String])
}

/// Judges requests by one program, one after the other. Not shared between threads; each has its
/// own.
public struct Evaluator: ~Copyable {
  /// An evaluator for a program.
  public init(_ program: Program, clock: ClockSource = .given) {}

  /// The verdict on one request: a JSON object in UTF-8.
  ///
  /// - Parameters:
  ///   - request: the bytes of one JSON document.
  ///   - line: where the request stands in its input, from 1; reported, not interpreted.
  ///   - now: the instant it is judged at, unless the clock is the request's.
  public mutating func evaluate(
    _ request: UnsafeBufferPointer<UInt8>, line: Int? = nil, now: Timestamp
  ) -> Verdict {
    Verdict(effect: .deny)
  }

  /// Judges one request and appends its verdict to `output` as one line of JSON with its line
  /// feed. Returns what a driver needs to know of it.
  public mutating func judge(
    _ request: UnsafeBufferPointer<UInt8>, line: Int? = nil, now: Timestamp,
    into output: inout [UInt8]
  ) -> (effect: Verdict.Effect, isUnreadable: Bool) {
    (.deny, false)
  }

  /// Appends the verdict on a request that could not even be handed over (a broken YAML document):
  /// a `deny` with the error, as one line of JSON with its line feed.
  package mutating func refuse(
    _ error: InputError, line: Int? = nil, into output: inout [UInt8]
  ) {}
}
