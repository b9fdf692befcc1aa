// Fixes, made in the text. Of two that overlap the first one is made; whoever wants the other one
// lints again.

package import Weir

/// What files are after fixes.
package struct LintFixes: Sendable {
  /// The files that changed, by their index.
  package private(set) var files: [Int: SourceFile] = [:]
  /// How many fixes were made.
  package private(set) var count = 0

  /// Makes fixes in their order.
  package init(_ fixes: [Diagnostic.Fix], in sources: [SourceFile]) {
    // By file, ordered by place.
    var accepted: [Int: [Diagnostic.Fix.Edit]] = [:]
    for fix in fixes where !fix.edits.isEmpty {
      let isFree = fix.edits.allSatisfy { edit in
        let file = Int(edit.range.file)
        return sources.indices.contains(file) && edit.range.start >= 0
          && edit.range.start <= edit.range.end
          && Int(edit.range.end) <= sources[file].bytes.count
          && LintFixes.isFree(edit, among: accepted[file] ?? [])
      }
      guard isFree else { continue }
      count += 1
      for edit in fix.edits {
        let file = Int(edit.range.file)
        let index = LintFixes.place(of: edit, among: accepted[file] ?? [])
        accepted[file, default: []].insert(edit, at: index)
      }
    }
    for (index, edits) in accepted {
      var bytes = sources[index].bytes
      for edit in edits.reversed() {
        bytes.replaceSubrange(
          Int(edit.range.start)..<Int(edit.range.end), with: Array(edit.text.utf8))
      }
      files[index] = SourceFile(path: sources[index].path, bytes: bytes)
    }
  }

  /// Whether an edit has no byte in common with those before and after it, and another place: where
  /// two have one, their order would matter.
  private static func isFree(
    _ edit: Diagnostic.Fix.Edit, among edits: [Diagnostic.Fix.Edit]
  ) -> Bool {
    let index = place(of: edit, among: edits)
    if index > 0 {
      let last = edits[index - 1].range
      if last.end > edit.range.start || last.start == edit.range.start { return false }
    }
    guard index < edits.count else { return true }
    let next = edits[index].range
    return next.start >= edit.range.end && next.start != edit.range.start
  }

  /// Where an edit belongs in a list that is ordered by place.
  private static func place(
    of edit: Diagnostic.Fix.Edit, among edits: [Diagnostic.Fix.Edit]
  ) -> Int {
    var (low, high) = (0, edits.count)
    while low < high {
      let middle = (low + high) / 2
      if edits[middle].range.start < edit.range.start { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
