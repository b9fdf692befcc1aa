// Findings as GitLab's report of code quality, which is Code Climate's format with a few members.

internal import Weir

extension LintReport {
  /// A list of findings. GitLab takes two of one fingerprint for one.
  func gitlab() -> String {
    var seen: [ExactString: Int] = [:]
    let items = told.map { diagnostic in
      let place = location(of: diagnostic)
      return JSONText.object([
        ("description", JSONString.visible(line(diagnostic))),
        ("check_name", JSONString.visible(diagnostic.code.name)),
        ("fingerprint", JSONString.visible(fingerprint(diagnostic, &seen))),
        ("severity", JSONString.visible(severity(diagnostic))),
        (
          "location",
          JSONText.object([
            ("path", JSONString.visible(place?.path ?? "")),
            ("lines", JSONText.object([("begin", "\(place?.line ?? 1)")])),
          ])
        ),
      ])
    }
    return "[\n" + items.joined(separator: ",\n") + (items.isEmpty ? "]\n" : "\n]\n")
  }

  private func severity(_ diagnostic: Diagnostic) -> String {
    switch (diagnostic.code, diagnostic.severity) {
    case (.error, _): "blocker"
    case (.rule, .error): "major"
    case (.rule, .warning): "minor"
    case (.rule, .note): "info"
    }
  }
}
