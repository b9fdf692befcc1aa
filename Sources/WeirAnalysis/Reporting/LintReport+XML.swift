// Findings as JUnit's and as Checkstyle's XML.

internal import Weir

extension LintReport {
  private static let head = #"<?xml version="1.0" encoding="UTF-8"?>"# + "\n"
  /// What a finding about no file is listed under.
  private static let nowhere = "policy"

  /// A suite for each file and a case for each finding, which fails: an error of the compiler is an
  /// error, and what a rule found a failure. A file without findings is a case that passes.
  func junit() -> String {
    let byFile = toldByFile
    let flagged = Set(byFile.compactMap { $0.path.map { ExactString($0) } })
    let clean = files.map(\.path).filter { !flagged.contains(ExactString($0)) }
    let told = byFile.reduce(0) { $0 + $1.findings.count }
    var text =
      LintReport.head
      + XMLText.tag(
        "testsuites",
        [
          ("name", "weir lint"), ("tests", "\(told + clean.count)"),
          ("failures", "\(told - errors.count)"), ("errors", "\(errors.count)"),
        ]) + "\n"
    for path in clean {
      text += suite(path, tests: 1, failures: 0, errors: 0)
      text +=
        "    " + XMLText.tag("testcase", [("classname", path), ("name", "lint")], isEmpty: true)
        + "\n  </testsuite>\n"
    }
    let renderer = DiagnosticRenderer(files: files)
    for (path, findings) in byFile {
      let path = path ?? LintReport.nowhere
      let errors = findings.count { isError($0) }
      text += suite(
        path, tests: findings.count, failures: findings.count - errors, errors: errors)
      for finding in findings {
        let place = location(of: finding)
        var attributes = [
          ("classname", path),
          ("name", finding.code.name + (place.map { " at \($0.line):\($0.column)" } ?? "")),
        ]
        if let place { attributes += [("file", path), ("line", "\(place.line)")] }
        let element = isError(finding) ? "error" : "failure"
        text += "    " + XMLText.tag("testcase", attributes) + "\n      "
        text += XMLText.tag(
          element,
          [
            ("type", "\(finding.severity.rawValue) \(finding.code.name)"),
            ("message", finding.message),
          ])
        text +=
          XMLText.escaped(renderer.render(finding), keepsLines: true)
          + "</\(element)>\n    </testcase>\n"
      }
      text += "  </testsuite>\n"
    }
    return text + "</testsuites>\n"
  }

  private func suite(_ name: String, tests: Int, failures: Int, errors: Int) -> String {
    "  "
      + XMLText.tag(
        "testsuite",
        [
          ("name", name), ("tests", "\(tests)"), ("failures", "\(failures)"),
          ("errors", "\(errors)"), ("skipped", "0"),
        ]) + "\n"
  }

  private func isError(_ diagnostic: Diagnostic) -> Bool {
    switch diagnostic.code {
    case .error: true
    case .rule: false
    }
  }

  /// One element for each file with findings, as Checkstyle has it since its version 4.
  func checkstyle() -> String {
    var text = LintReport.head + XMLText.tag("checkstyle", [("version", "4.3")]) + "\n"
    for (path, findings) in toldByFile {
      text += "  " + XMLText.tag("file", [("name", path ?? LintReport.nowhere)]) + "\n"
      for finding in findings {
        let place = location(of: finding)
        let severity =
          switch finding.severity {
          case .error: "error"
          case .warning: "warning"
          case .note: "info"
          }
        let attributes = [
          ("line", "\(place?.line ?? 1)"), ("column", "\(place?.column ?? 1)"),
          ("severity", severity), ("message", line(finding)),
          ("source", "weir.\(finding.code.name)"),
        ]
        text += "    " + XMLText.tag("error", attributes, isEmpty: true) + "\n"
      }
      text += "  </file>\n"
    }
    return text + "</checkstyle>\n"
  }
}
