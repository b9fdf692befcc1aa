// One mutant: an edit of one file of the policy, and what is needed to show and to compile it.

package import Weir

/// An edit of a policy's source.
package struct Mutant: Sendable {
  package var operation: MutationOperator
  /// What is replaced; empty where something is only added.
  package var range: SourceRange
  package var replacement: String
  /// What the edit is a part of: a rule's qualified name, `define payments.limit`, `on …`,
  /// `requester` or `default`.
  package var subject: String

  package init(
    _ operation: MutationOperator, _ range: SourceRange, _ replacement: String, in subject: String
  ) {
    self.operation = operation
    self.range = range
    self.replacement = replacement
    self.subject = subject
  }

  /// The file with the edit made.
  package func edited(_ file: SourceFile) -> SourceFile {
    var bytes = file.bytes
    bytes.replaceSubrange(Int(range.start)..<Int(range.end), with: replacement.utf8)
    return SourceFile(path: file.path, bytes: bytes)
  }

  /// The lines that the edit takes away and those that it puts in their place, and the first one's
  /// number. Lines that both have are left out.
  package func change(in file: SourceFile) -> (line: Int, removed: [String], added: [String]) {
    let edited = edited(file)
    let growth = edited.bytes.count - file.bytes.count
    let first = file.line(at: Int(range.start))
    let last = file.line(at: Int(range.end))
    let lastEdited = edited.line(at: Int(range.end) + growth)
    var removed = (first...last).map { file.text(ofLine: $0) }
    var added = first <= lastEdited ? (first...lastEdited).map { edited.text(ofLine: $0) } : []
    var line = first
    while let one = removed.first, one == added.first {
      removed.removeFirst()
      added.removeFirst()
      line += 1
    }
    // The empty line that a file's last line break makes is none.
    if edited.lineStarts.last == edited.bytes.count, lastEdited == edited.lineStarts.count {
      if added.last == "" { added.removeLast() }
      if removed.last == "" { removed.removeLast() }
    }
    while let one = removed.last, one == added.last {
      removed.removeLast()
      added.removeLast()
    }
    return (line, removed, added)
  }
}
