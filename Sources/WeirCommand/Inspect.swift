// `weir inspect`: the compiled program as a listing.

internal import ArgumentParser
internal import Weir
internal import WeirHost

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
    let loaded = try policy.load(try policy.settings(), withSources: true)
    let program = try loaded.requireProgram(color: colors.color)
    var output = Output(1, name: "the standard output")
    output.bytes += program.listing()
    try output.flush()
  }
}
