// YAML as documents, and documents as requests: what an embedder needs of the reader.

public import Weir

extension JSONDocument {
  /// Reads the only document of a YAML text: what bound data and settings are.
  ///
  /// - Parameters:
  ///   - text: YAML 1.2 in UTF-8.
  ///   - options: what is read beyond YAML 1.2's core.
  /// - Throws: What is wrong with the text, and where.
  public init(
    parsingYAML text: [UInt8], options: YAMLOptions = YAMLOptions()
  ) throws(YAMLError) {
    var reader = YAMLReader(text, options)
    guard let first = try reader.next() else {
      throw YAMLError(
        .noDocument, "the file has no document", at: YAMLPlace(offset: 0, line: 1, column: 1),
        hint: "write {} or [] where nothing is meant")
    }
    if let second = try reader.next() {
      throw YAMLError(
        .severalDocuments, "a second document starts here, and only one can be meant",
        at: second.place, hint: "keep one document a file")
    }
    self = first.document
  }

  /// Reads all documents of a YAML text, in order. Those without content are passed over.
  ///
  /// - Throws: What is wrong with the first document that is broken, and where.
  public static func documents(
    inYAML text: [UInt8], options: YAMLOptions = YAMLOptions()
  ) throws(YAMLError) -> [JSONDocument] {
    var reader = YAMLReader(text, options)
    var documents: [JSONDocument] = []
    while let next = try reader.next() { documents.append(next.document) }
    return documents
  }

  /// The document as JSON on one line, without a line feed: so a request in YAML becomes one that
  /// an evaluator takes.
  public func encoded() -> [UInt8] {
    var bytes: [UInt8] = []
    appendJSON(to: &bytes)
    return bytes
  }
}
