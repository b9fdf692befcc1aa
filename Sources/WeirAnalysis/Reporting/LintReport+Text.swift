// Findings for people, and as one JSON object a line.

internal import Weir

extension LintReport {
  /// As `DiagnosticRenderer` shows the compiler's errors, and what is stale in the baseline.
  func text() -> String {
    var text = DiagnosticRenderer(files: files, isColored: isColored).render(told, as: .text)
    for entry in stale {
      text += VisibleText.escaped(
        "stale baseline: \(Plural.counted(entry.count, "finding")) of \(entry.rule) in "
          + "`\(entry.excerpt)` \(entry.count == 1 ? "is" : "are") no more")
      text += "\n  = help: write it anew with --write-baseline\n\n"
    }
    return text
  }

  /// As `DiagnosticRenderer` writes the compiler's errors; what a rule finds has its `category`,
  /// and what can be fixed its `fix`.
  func json() -> String {
    let renderer = DiagnosticRenderer(files: files)
    let categories = Dictionary(
      findings.map { ($0.diagnostic.code, $0.category) }, uniquingKeysWith: { first, _ in first })
    return told.map { diagnostic in
      var more = ""
      if let category = categories[diagnostic.code] {
        more += ",\"category\":" + JSONString.visible(category.rawValue)
      }
      if let fix = diagnostic.fix {
        let edits = fix.edits.map { edit in
          "{\"text\":" + JSONString.visible(edit.text) + renderer.place(edit.range) + "}"
        }
        more +=
          ",\"fix\":{\"message\":" + JSONString.visible(fix.summary) + ",\"edits\":["
          + edits.joined(separator: ",") + "]}"
      }
      return renderer.json(Finding(diagnostic), more: more) + "\n"
    }.joined()
  }
}
