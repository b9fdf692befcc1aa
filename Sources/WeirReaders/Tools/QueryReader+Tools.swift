// What policies see of the arguments of a tool: `kubectl(c.arguments).verb`. Each takes the words
// after the program, and reads them as the tool does, whatever they are spelled like; what its
// table of options does not have is uncertain.

package import Weir

extension QueryReader {
  /// The views of all tools that have one.
  package static let tools: [QueryReader] = [
    tool(
      "rm", RmView.members, "coreutils' `rm`", #"rm(["x", "-fr"]).recursive"#
    ) { (words) throws(ToolUncertainty) in try RmView(reading: words) },
    tool(
      "git", GitView.members, "`git`", #"git(["-C", "a", "push", "origin", "+main"]).force"#
    ) { (words) throws(ToolUncertainty) in try GitView(reading: words) },
    tool(
      "kubectl", KubectlView.members, "`kubectl`",
      #"any(r in kubectl(["-nprod", "delete", "ns/x"]).resources: r.kind == "namespaces")"#
    ) { (words) throws(ToolUncertainty) in try KubectlView(reading: words) },
    tool(
      "aws", AwsView.members, "the AWS command line",
      #"aws(["--region=eu-west-1", "s3", "rb", "s3://b", "--force"]).operation == "rb""#
    ) { (words) throws(ToolUncertainty) in try AwsView(reading: words) },
    tool(
      "terraform", TerraformView.members, "`terraform`, and `tofu`",
      #"terraform(["-chdir=a", "apply", "-destroy"]).destroys"#
    ) { (words) throws(ToolUncertainty) in try TerraformView(reading: words) },
    tool(
      "docker", DockerView.members, "`docker`",
      #"docker(["run", "-v", "/:/h", "alpine"]).image == "alpine""#
    ) { (words) throws(ToolUncertainty) in try DockerView(reading: words) },
    tool(
      "psql", PsqlView.members, "`psql`",
      #"psql(["-c", "SELECT 1", "db"]).commands == ["SELECT 1"]"#
    ) { (words) throws(ToolUncertainty) in try PsqlView(reading: words) },
    tool(
      "curl", CurlView.members, "`curl`",
      #"curl(["-d", "x", "https://a.example"]).method == "POST""#
    ) { (words) throws(ToolUncertainty) in try CurlView(reading: words) },
  ]

  private static func tool<View>(
    _ name: String, _ members: @autoclosure @escaping @Sendable () -> [ReaderMember<View>],
    _ what: String, _ example: String,
    _ read: @escaping @Sendable ([[UInt8]]) throws(ToolUncertainty) -> View
  ) -> QueryReader {
    QueryReader(
      name,
      declared: {
        Declaration(
          name, [.init("arguments", .list(.any))], recordType(members()),
          """
          What the arguments of \(what) say, without the program's own word: \
          `\(name)(c.arguments)` of a command `c`. An option that its table does not have is \
          uncertain.
          """, examples: [.init(example, "true")])
      },
      read: { arguments in
        guard let words = arguments.first?.texts else {
          return .uncertain("it is not a list of words")
        }
        do throws(ToolUncertainty) {
          return .known(record(of: try read(words), members()))
        } catch {
          let word = error.argument < words.count ? words[error.argument] : []
          let place = " at \(ReaderUncertainty.quoted(String(decoding: word, as: UTF8.self)))"
          return .uncertain(
            ReaderUncertainty(error.reason.rawValue + (word.isEmpty ? "" : place)).why)
        }
      })
  }
}
