// What one run found, as the writers of all formats take it. Everything in it that is a policy's
// (messages quote it, paths name it) is foreign text to them, and each escapes it.

package import Weir

/// The result of a run of the linter.
package struct LintReport: Sendable {
  /// The policy's files, by paths that can be opened.
  package let files: [SourceFile]
  /// What keeps the policy from compiling. It is always told, and first.
  package var errors: [Diagnostic]
  /// What the rules found, by place, with what somebody has answered for.
  package var findings: [LintFinding]
  /// What the baseline has and the policy no longer does, as far as its rules were asked.
  package var stale: [LintBaseline.Entry] = [] {
    didSet { stale.removeAll { levels[ExactString($0.rule)] == .off } }
  }
  package var levels: LintLevels
  /// The command's version.
  package var version: String
  package var isColored = false

  /// - Parameter root: the folder that paths in reports are relative to.
  package init(
    files: [SourceFile], errors: [Diagnostic], findings: [LintFinding],
    levels: LintLevels = LintLevels(), version: String, root: String? = nil
  ) {
    self.files = files.map { file in
      SourceFile(path: LintReport.relative(file.path, to: root), bytes: file.bytes)
    }
    self.errors = errors
    self.findings = findings
    self.levels = levels
    self.version = version
  }

  /// What is told: errors, then the findings that nobody has answered for.
  package var told: [Diagnostic] {
    errors + findings.filter { $0.acceptance == nil }.map(\.diagnostic)
  }

  /// The gravest level of a finding that is told; off for none.
  package var gravest: LintLevel {
    told.map { LintLevel($0.severity) }.max() ?? .off
  }

  /// `2 files, 1 error, 0 warnings`, and what else there is.
  package var summary: String {
    let told = told
    func count(_ severity: Diagnostic.Severity) -> Int { told.count { $0.severity == severity } }
    var parts = [
      Plural.counted(files.count, "file"), Plural.counted(count(.error), "error"),
      Plural.counted(count(.warning), "warning"),
    ]
    let notes = count(.note)
    if notes > 0 { parts.append(Plural.counted(notes, "note")) }
    var (suppressed, known) = (0, 0)
    for finding in findings {
      switch finding.acceptance {
      case .inSource: suppressed += 1
      case .baseline: known += 1
      case nil: break
      }
    }
    if suppressed > 0 { parts.append("\(suppressed) suppressed") }
    if known > 0 { parts.append("\(known) in the baseline") }
    let fixable = told.count { $0.fix != nil }
    if fixable > 0 { parts.append("\(fixable) to be fixed by --fix") }
    return parts.joined(separator: ", ")
  }

  // MARK: What several formats need

  func location(of diagnostic: Diagnostic) -> SourceRange.Location? {
    diagnostic.range.location(in: files)
  }

  /// The message with the way out, on one line.
  func line(_ diagnostic: Diagnostic) -> String {
    diagnostic.hint.map { "\(diagnostic.message); \($0)" } ?? diagnostic.message
  }

  /// The findings that are told, by file, in the order of the paths; those without a place last.
  var toldByFile: [(path: String?, findings: [Diagnostic])] {
    let groups = Dictionary(grouping: told) { location(of: $0).map { ExactString($0.path) } }
    return groups.sorted { left, right in
      guard let first = left.key else { return false }
      guard let second = right.key else { return true }
      return first < second
    }.map { ($0.key?.description, $0.value) }
  }

  /// What a finding is known by as long as the flagged source stays what it is, wherever it moves
  /// in its file; `seen` tells equal ones apart.
  func fingerprint(_ diagnostic: Diagnostic, _ seen: inout [ExactString: Int]) -> String {
    let path = location(of: diagnostic)?.path ?? ""
    let text = LintFinding.normalised(diagnostic.range, in: files)
    let parts = [diagnostic.code.name, path, text].joined(separator: "\0")
    let key = Hexadecimal.text(ContentDigest.sha256(Array(parts.utf8)))
    let number = (seen[ExactString(key)] ?? 0) + 1
    seen[ExactString(key)] = number
    return "\(key):\(number)"
  }

  private static func relative(_ path: String, to root: String?) -> String {
    var bytes = path.utf8[...]
    if let root {
      let folder = root.utf8.last == UInt8(ascii: "/") ? root : root + "/"
      if bytes.starts(with: folder.utf8) { bytes = bytes.dropFirst(folder.utf8.count) }
    }
    while bytes.starts(with: "./".utf8) { bytes = bytes.dropFirst(2) }
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension LintLevel {
  init(_ severity: Diagnostic.Severity) {
    self =
      switch severity {
      case .error: .error
      case .warning: .warning
      case .note: .note
      }
  }
}
