// `weir build` and `weir inspect`: the compiled program as a file and as a listing.

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
    let program = try requireProgram(
      try policy.load(try policy.settings(), withSources: true), color: colors.color)
    try OutputFile(output, .program).write(program.encoded())
  }
}

struct Inspect: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect", _superCommandName: "weir",
    abstract: "Show what a policy compiles to: paths read, constants, rules, code.",
    discussion: """
        weir inspect -p policies
        weir inspect policy.weirc
      """)

  @OptionGroup var policy: PolicyOptions

  @Argument(help: "A policy, as with -p.")
  var paths: [String] = []

  @OptionGroup var colors: ColorOptions

  func run() throws {
    var policy = policy
    policy.policies += paths
    let program = try requireProgram(
      try policy.load(try policy.settings(), withSources: true), color: colors.color)
    var output = Output(1, name: "the standard output")
    output.bytes += program.listing()
    try output.flush()
  }
}
