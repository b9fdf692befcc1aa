// What compiling depends on besides sources. The checker asks for it, and whoever compiles answers:
// the core opens no file and knows no zone.

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
