internal import Weir

/// No rule reads this member of the request's shape, so that its type is never checked: shapes are
/// no validators. Remove it, or keep it as documentation and turn this rule off.
struct UnusedShapeMember: LintRule {
  let name: ExactString = "unused-shape-member"
  let category = LintCategory.correctness
  // Shapes are shared, and tell readers more than one policy reads.
  let level = LintLevel.off

  let bad: LintExample = """
    request { action: string, «reason»: string }
    allow reads when action == "read"
    """
  let good: LintExample = """
    request { action: string, reason: string }
    allow reads when action == "read" and reason != ""
    """

  func findings(in context: LintContext) -> [Diagnostic] {
    guard context.policy.program != nil else { return [] }
    let read = Set(
      context.readPaths.flatMap { path in
        // What is read whole is read in all its parts, and on the way to a part each record is.
        (1...max(1, path.steps.count)).map { Array(path.steps.prefix($0)) }
      })
    let whole = Set(context.readPaths.map(\.steps))
    var findings: [Diagnostic] = []
    func search(_ members: [SyntaxMember], below steps: [RequestPath.Step]) {
      for member in members {
        let own = steps + [.member(ExactString(member.name.text))]
        if !read.contains(own) {
          findings.append(
            finding(
              "nothing reads `\(RequestPath(steps: own).text)`", at: member.name.range,
              hint: "remove it, or read it in a rule"))
        } else if !whole.contains(own), case .record(let inner) = member.type.kind {
          search(inner, below: own)
        }
      }
    }
    for declaration in context.declarations {
      if case .request(let members) = declaration.kind { search(members, below: []) }
    }
    return findings
  }
}
