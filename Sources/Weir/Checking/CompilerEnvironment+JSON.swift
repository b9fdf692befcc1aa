// A bound document from its bytes, for those who have them at hand: the digest is of exactly what
// was read. (YAML is WeirHost's.)

extension CompilerEnvironment.BoundDocument {
  /// A bound document of a JSON text.
  ///
  /// - Parameters:
  ///   - json: one JSON document in UTF-8.
  ///   - path: the path that messages know it by, relative to the policy's root.
  /// - Throws: What is wrong with the text and at which byte; `InputError.documentMessage` says it
  ///   in words.
  public init(json: [UInt8], path: String) throws(InputError) {
    self.init(
      content: try JSONDocument(parsing: json), digest: ContentDigest.sha256(json), path: path)
  }
}
