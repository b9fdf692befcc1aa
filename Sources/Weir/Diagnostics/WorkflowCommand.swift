// GitHub's workflow commands: lines that its runner takes out of a job's output and turns into
// annotations.

/// How a workflow command is written.
package enum WorkflowCommand {
  /// One command with its line feed: `::error file=a.weir,line=3::message`.
  package static func line(
    _ name: String, _ properties: [(String, String)], _ message: String
  ) -> String {
    let list = properties.map { "\($0)=\(escaped($1, inProperty: true))" }.joined(separator: ",")
    return "::\(name) \(list)::\(escaped(message, inProperty: false))\n"
  }

  /// As GitHub's runner unescapes it. What is unseen stands as Weir writes it for people:
  /// annotations are read by them.
  private static func escaped(_ text: String, inProperty: Bool) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "%": result += "%25"
      case "\n": result += "%0A"
      case ":" where inProperty: result += "%3A"
      case "," where inProperty: result += "%2C"
      default: VisibleText.append(scalar, to: &result)
      }
    }
    return result
  }
}
