internal import Weir

/// The path of a file is compared as text with the beginning of a folder's, so that
/// `/repo/src/../.git` passes for a part of `/repo/src`, with `starts_with` `/repo/srcx` too, and
/// `/x/../etc/passwd` for none of `/etc`. Ask with `path(…) in folder(…)`, or hold the pattern
/// against `text(path(…))`.
struct PathComparedAsText: LintRule {
  let name: ExactString = "path-compared-as-text"
  let category = LintCategory.security
  let level = LintLevel.warning

  let bad: LintExample = """
    allow sources when «file.path starts_with "/repo/src"»
    """
  let good: LintExample = """
    allow sources when path(file.path) in folder("/repo/src")
    """

  func findings(in context: LintContext) -> [Diagnostic] {
    // A definition's parameter may be compared in one place for several calls.
    var seen: Set<SourceRange> = []
    return context.expressions.comparisons.compactMap { place in
      guard let reading = Reading(place.expression), seen.insert(reading.range).inserted else {
        return nil
      }
      let excerpt = context.excerpt(reading.range)
      return finding(
        place.opens
          ? "\(reading.escapes) elsewhere, and `\(excerpt)` is true of it"
          : "`\(reading.detour)` lies there, and `\(excerpt)` is false of it",
        at: reading.range,
        hint: "write `\(reading.remedy(for: context.excerpt(reading.path.range)))`")
    }
  }

  /// Members that hold the path of a file, by their names. What a web address has as `path` comes
  /// out of `url(…)`, and is none.
  private static let names: Set<ExactString> = [
    "path", "file", "filename", "file_path", "dir", "directory", "cwd", "folder",
  ]

  /// Whether a member has the path of a file, by its name.
  static func isFilePath(_ expression: CheckedExpression) -> Bool {
    let name: ExactString
    switch expression.kind {
    case .path(let path):
      guard case .member(let last)? = path.steps.last else { return false }
      name = last
    case .local(_, let steps):
      guard case .member(let last)? = steps.last else { return false }
      name = last
    case .constant, .now, .member, .element, .list, .not, .and, .or, .compare, .arithmetic,
      .negate, .coalesce, .has, .quantifier, .call:
      return false
    }
    return names.contains(name)
  }
}

/// A comparison of a file's path with the text of a folder.
private struct Reading {
  let path: CheckedExpression
  /// Where the comparison is written: in a definition, where it comes from one.
  let range: SourceRange
  /// The folder that is meant.
  private let folder: String
  /// The pattern, where it has more than the folder and what lies below.
  private let pattern: String?
  private let isPrefix: Bool

  init?(_ expression: CheckedExpression) {
    guard case .compare(let comparison, let left, let right) = expression.kind,
      case .string(let constant)? = right.constant, PathComparedAsText.isFilePath(left)
    else { return nil }
    path = left
    let (start, end) = (left.range, right.range)
    let isTogether =
      start.file == end.file && start.end <= end.start && end.start - start.end <= 16
    range =
      isTogether
      ? SourceRange(file: start.file, start: start.start, end: end.end) : expression.range
    let text = constant.description
    guard text.utf8.first == UInt8(ascii: "/"), text.utf8.count > 1 else { return nil }
    switch comparison {
    case .startsWith:
      isPrefix = true
      pattern = nil
      folder = text
    case .like:
      isPrefix = false
      guard text.utf8.suffix(3).elementsEqual("/**".utf8) else { return nil }
      folder = String(decoding: text.utf8.dropLast(3), as: UTF8.self)
      guard !folder.isEmpty else { return nil }
      pattern = folder.utf8.contains { "*?[{\\".utf8.contains($0) } ? text : nil
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .in, .notIn, .contains,
      .overlaps, .includes, .endsWith, .matches:
      return nil
    }
  }

  /// Paths that pass, and a verb for them.
  var escapes: String {
    let isOpen = isPrefix && folder.utf8.last != UInt8(ascii: "/")
    let start = VisibleText.escaped(folder)
    return isOpen
      ? "`\(start)/../x` and `\(start)x` lie"
      : "`\(start)\(isPrefix ? "" : "/")../x` lies"
  }

  /// A path that lies in the folder and does not begin so.
  var detour: String {
    let start = VisibleText.escaped(folder)
    return "/x/..\(start)\(folder.utf8.last == UInt8(ascii: "/") ? "" : "/")y"
  }

  /// What to write instead.
  func remedy(for path: String) -> String {
    if let pattern { return "text(path(\(path))) like \(quoted(ExactString(pattern)))" }
    return "path(\(path)) in folder(\(quoted(ExactString(folder))))"
  }
}
