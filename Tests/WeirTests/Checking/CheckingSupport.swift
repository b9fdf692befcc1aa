// How the checking tests read a case. One `.weir` file may hold several files of a policy: a line
// `=== path` begins the next one. A file whose name ends in `.yaml` or `.json` is a document to
// bind, in JSON.

import Foundation
import WeirAnalysis
import WeirReaders
import WeirTesting

@testable import Weir

struct CheckedCase {
  var files: [SourceFile] = []
  var policy: CheckedPolicy
  var diagnostics: [Diagnostic]

  /// Compiles a case, and asks the linter's rules about it: the one that the case is named after,
  /// so that a new rule changes no case of another; else all that find more than notes.
  init(_ text: String, name: String = "") {
    var documents: [String: String] = [:]
    var sections: [(path: String, text: String)] = []
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("=== ") {
        sections.append((String(line.dropFirst(4)), ""))
      } else {
        if sections.isEmpty { sections.append(("policy.weir", "")) }
        sections[sections.count - 1].text += line + "\n"
      }
    }
    for section in sections {
      if section.path.hasSuffix(".weir") {
        // The last line break is the end of the last line, not another line.
        files.append(SourceFile(path: section.path, text: String(section.text.dropLast())))
      } else {
        documents[section.path] = section.text
      }
    }
    let compiled = CheckedCase.compiled(files, documents: documents)
    policy = compiled.checked
    diagnostics = compiled.errors + CheckedCase.findings(in: compiled, named: name)
  }

  private static func findings(in policy: CompiledPolicy, named name: String) -> [Diagnostic] {
    // `sql-text-match`, and `sql-text-match-of-data` too.
    let rule = LintRules.all.map(\.rule.name)
      .filter { "\(name)-".hasPrefix("\($0)-") }
      .max { $0.description.count < $1.description.count }
    guard let rule else { return LintRules.findings(in: policy).filter { $0.severity != .note } }
    var levels = LintLevels()
    levels.apply(LintCategory.allCases.map { (.category($0), .off) })
    levels.apply([(.rule(rule), .warning)])
    return LintRules.findings(in: policy, levels, surroundings: .tests(of: rule))
      .filter { $0.acceptance == nil }.map(\.diagnostic)
  }

  static func compiled(_ files: [SourceFile], documents: [String: String])
    -> CompiledPolicy
  {
    var environment = CompilerEnvironment(
      zoneRules: { name in
        guard !name.contains(".."),
          let data = FileManager.default.contents(atPath: "/usr/share/zoneinfo/\(name)")
        else { return nil }
        return Array(data)
      },
      document: { path, _ in
        if path.hasPrefix("..") { return .failure(.outsideRoot) }
        guard let text = documents[path] else {
          return .failure(.unreadable("there is no such file"))
        }
        guard let content = document(text) else {
          return .failure(.unreadable("it is no JSON"))
        }
        return .success(
          CompilerEnvironment.BoundDocument(content: content, digest: [1, 2, 3], path: path))
      })
    environment.readers = QueryReader.all
    return CompiledPolicy(files, environment: environment)
  }

  private static func document(_ text: String) -> JSONDocument? {
    guard
      let value = try? JSONSerialization.jsonObject(
        with: Data(text.utf8), options: .fragmentsAllowed)
    else { return nil }
    return document(value)
  }

  private static func document(_ value: Any) -> JSONDocument {
    if value is NSNull { return JSONDocument(.null, offset: 0) }
    if let list = value as? [Any] {
      return JSONDocument(.list(list.map { document($0) }), offset: 0)
    }
    if let record = value as? [String: Any] {
      let members = record.sorted { $0.key < $1.key }
        .map { JSONDocument.Member(ExactString($0.key), document($0.value)) }
      return JSONDocument(.record(members), offset: 0)
    }
    if let text = value as? String { return JSONDocument(.string(ExactString(text)), offset: 0) }
    guard let number = value as? NSNumber else { return JSONDocument(.null, offset: 0) }
    if "\(type(of: value))".contains("Bool") || number === kCFBooleanTrueLike(number) {
      return JSONDocument(.bool(number.boolValue), offset: 0)
    }
    return JSONDocument(.number("\(number)"), offset: 0)
  }

  private static func kCFBooleanTrueLike(_ number: NSNumber) -> NSNumber? {
    String(cString: number.objCType) == "c" ? number : nil
  }

  /// Findings as one line each, and a line more for each label and hint.
  var listing: String {
    diagnostics.map { diagnostic in
      var lines = [
        """
        \(place(diagnostic.range)): \(diagnostic.severity.rawValue)[\(diagnostic.code.name)]: \
        \(diagnostic.message)
        """,
        "    | \(text(diagnostic.range))",
      ]
      for label in diagnostic.labels {
        lines.append("  \(place(label.range)): \(label.text): \(text(label.range))")
      }
      if let hint = diagnostic.hint { lines.append("  hint: \(hint)") }
      return lines.joined(separator: "\n") + "\n"
    }.joined()
  }

  private func place(_ range: SourceRange) -> String {
    let file = files[Int(range.file)]
    let position = file.position(at: Int(range.start))
    return "\(file.path):\(position.line):\(position.column)"
  }

  private func text(_ range: SourceRange) -> String {
    files[Int(range.file)].text(in: range).split(separator: "\n").first.map(String.init) ?? ""
  }
}
