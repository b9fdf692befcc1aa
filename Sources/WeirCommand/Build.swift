// `weir build`: the compiled program as a file.

internal import ArgumentParser
internal import Weir
internal import WeirHost

struct Build: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "build", _superCommandName: "weir",
    abstract: "Compile a policy into one file that loads at once.",
    discussion: """
      The file holds all that verdicts depend on, bound data and the rules of time zones \
      included, with a checksum. It is written whole or not at all.

        weir build -p policies -o policy.weirc
        weir eval -p policy.weirc requests.jsonl
      """)

  @OptionGroup var policy: PolicyOptions

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("The file to write; its name ends in .weirc.", valueName: "path"))
  var output: String

  @OptionGroup var colors: ColorOptions

  func run() throws {
    guard Path.ending(of: output) == "weirc" else {
      throw Failure(
        .usage, "\(output) does not end in .weirc, by which eval knows a built policy",
        hint: "write -o \(output).weirc")
    }
    let loaded = try policy.load(try policy.settings(), withSources: true)
    let program = try loaded.requireProgram(color: colors.color)
    try OutputFile(output, .program).write(program.encoded())
  }
}
