// A finding of a rule in one run: what was found, and whether somebody has answered for it.

package import Weir

/// A finding of a rule, and what became of it.
package struct LintFinding: Sendable {
  /// Why a finding is not told.
  package enum Acceptance: Sendable, Equatable {
    /// The policy says that it is meant, and may say why.
    case inSource(reason: String?)
    /// The baseline has it.
    case baseline
  }

  package var diagnostic: Diagnostic
  package var rule: ExactString
  package var category: LintCategory
  package var acceptance: Acceptance?

  package init(
    _ diagnostic: Diagnostic, rule: ExactString, category: LintCategory,
    acceptance: Acceptance? = nil
  ) {
    self.diagnostic = diagnostic
    self.rule = rule
    self.category = category
    self.acceptance = acceptance
  }

  /// The flagged source as a baseline and fingerprints have it: its tokens with one blank between
  /// two, without comments. So moving it, wrapping it or commenting on it makes no new finding.
  package static func normalised(_ range: SourceRange, in files: [SourceFile]) -> String {
    guard files.indices.contains(Int(range.file)) else { return "" }
    let file = files[Int(range.file)]
    let piece = SourceFile(path: file.path, bytes: Array(file.bytes[range.bytes(of: file)]))
    let tokens = lex(piece, index: range.file).tokens.filter { token in
      token.kind != .comment && token.kind != .documentation && token.kind != .lineBreak
        && token.kind != .endOfFile
    }
    // A finding about a comment has nothing else.
    if tokens.isEmpty {
      return String(decoding: piece.bytes, as: UTF8.self)
        .split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
    return tokens.map { piece.text(in: $0.range) }.joined(separator: " ")
  }
}

extension SourceRange {
  /// Its bytes, of which none lies outside the file.
  func bytes(of file: SourceFile) -> Range<Int> {
    let start = min(max(Int(self.start), 0), file.bytes.count)
    return start..<min(max(Int(end), start), file.bytes.count)
  }
}
