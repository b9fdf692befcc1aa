// A verdict's line from a verdict as data, and back: for whoever stores verdicts and holds, or
// changes one before it is written.

extension Verdict {
  /// The line that `Evaluator.write` writes for such a verdict, without its line feed.
  package var lineText: [UInt8] {
    var text: [UInt8] = []
    lineValue.append(to: &text)
    return text
  }

  /// Reads a verdict from the document that its line is.
  package init(reading document: JSONDocument) throws {
    try self.init(from: JSONDocumentDecoder(document: document))
  }
}

extension Verdict.Hold {
  /// The hold as a verdict's line has it.
  package var lineText: [UInt8] {
    var text: [UInt8] = []
    lineValue.append(to: &text)
    return text
  }

  /// Reads a hold from the document that a verdict's line has of it.
  package init(reading document: JSONDocument) throws {
    try self.init(from: JSONDocumentDecoder(document: document))
  }
}
