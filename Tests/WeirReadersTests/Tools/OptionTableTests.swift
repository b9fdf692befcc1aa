// The engine that reads options: every spelling of the same options reads alike, nothing crashes,
// and the time grows with the length of the arguments.

import Testing
import Weir

@testable import WeirReaders

@Suite struct OptionTableTests {
  private static let notation =
    "a,all b c,color= d,depth= e,every-one f,filter= g h=? i,in-place=? every-two output= dry-run=?"

  private static let allRules: [OptionRules] = [
    .gnu, .gnuLeading, .git, .pflag, .pflagLeading, .kubectl, .curl,
    OptionRules(permutes: false, longWithOneDash: true, flagsTakeBooleans: true),
  ]

  @Test(arguments: allRules) func readsAllSpellingsAlike(_ rules: OptionRules) throws {
    let table = OptionTable(rules, Self.notation)
    var spellings = OptionSpellings(table: table, random: SplitMix64(seed: 7))
    for _ in 0..<2_000 {
      let options = spellings.options(count: Int.random(in: 0...6, using: &spellings.random))
      let operands = (0..<Int.random(in: 0...3, using: &spellings.random))
        .map { Array("operand\($0)".utf8) }
      let arguments = spellings.arguments(for: options, operands: operands)
      let reading = try table.read(arguments)
      let uses = reading.uses.map { Spelled(name: $0.name, value: $0.value) }
      #expect(uses == options, "\(arguments.map { String(decoding: $0, as: UTF8.self) })")
      #expect(reading.texts == operands)
    }
  }

  @Test func abbreviatesAsGetoptDoes() throws {
    let table = OptionTable(.gnu, Self.notation)
    #expect(try table.read([Array("--al".utf8)]).has("all"))
    #expect(throws: ToolUncertainty(.ambiguousOption, at: 0)) {
      try table.read([Array("--every".utf8)])
    }
    #expect(throws: ToolUncertainty(.unknownOption, at: 0)) { try table.read([Array("--z".utf8)]) }
    #expect(throws: ToolUncertainty(.unexpectedValue, at: 0)) {
      try table.read([Array("--all=1".utf8)])
    }
  }

  @Test func takesBackWhatGoOrGitTakesBack() throws {
    let git = OptionTable(.git, Self.notation)
    #expect(try !git.read([Array("--all".utf8), Array("--no-all".utf8)]).has("all"))
    #expect(try git.read([Array("--no-all".utf8), Array("--all".utf8)]).has("all"))
    let pflag = OptionTable(.pflag, Self.notation)
    #expect(try !pflag.read([Array("--all=false".utf8)]).has("all"))
    #expect(try pflag.read([Array("-a=T".utf8)]).has("all"))
  }

  @Test func survivesArgumentsAtRandom() {
    let words = [
      "-", "--", "-x", "--x", "--force", "-f", "-rf", "=", "-=", "--=", "--no-", "--no-no-x", "a",
      "a/b", "/", "", "-n", "-c", "exec", "delete", "run", "rm", "s3", "push", "apply", "-o", "@f",
      "+x", ":x", "--file=", "-C", "-d", "[", "]", "(", "{}", ";", "s/a/b/", "w x", "'", "\\",
      "%", "http://a/%", "-1", "5", "k=v", "\u{301}", "pods,svc", "ns/", "state", "-chdir=", ",",
    ].map { Array($0.utf8) }
    let programs = ToolCaseTests.cases.map { $0.words[0] }
    let views = ["rm", "git", "kubectl", "aws", "terraform", "docker", "psql", "curl"]
    var random = SplitMix64(seed: 3)
    for round in 0..<20_000 {
      let arguments = (0..<Int.random(in: 0...7, using: &random))
        .map { _ in words.randomElement(using: &random) ?? [] }
      do throws(ToolUncertainty) {
        if round.isMultiple(of: 2), let program = programs.randomElement(using: &random) {
          _ = try ProgramEffects.of(program: program, arguments: arguments)
        } else {
          _ = try ToolCase.view(of: views[round / 2 % views.count], arguments)
        }
      } catch {
        #expect((0...arguments.count).contains(error.argument))
      }
    }
  }

  @Test func readsLongArgumentsInTimeThatGrowsWithThem() throws {
    let many = [[UInt8]](repeating: Array("-v".utf8), count: 50_000)
    let cluster = [[UInt8(ascii: "-")] + [UInt8](repeating: UInt8(ascii: "v"), count: 200_000)]
    let start = ContinuousClock.now
    for arguments in [many, cluster] {
      #expect(throws: ToolUncertainty.self) { try RmView(reading: arguments) }
      _ = try ProgramEffects.of(
        program: Array("tar".utf8), arguments: [Array("-t".utf8)] + arguments)
    }
    let script = [UInt8](repeating: UInt8(ascii: "{"), count: 200_000)
    _ = try ProgramEffects.of(program: Array("sed".utf8), arguments: [script])
    let kinds = [UInt8](repeating: UInt8(ascii: ","), count: 200_000)
    #expect(throws: ToolUncertainty.self) {
      try KubectlView(reading: [Array("get".utf8), kinds])
    }
    let folders = [[UInt8]](repeating: Array("-Cfolder".utf8), count: 20_000)
    #expect(throws: ToolUncertainty.self) {
      try ProgramEffects.of(program: Array("tar".utf8), arguments: [Array("-x".utf8)] + folders)
    }
    let deletions = [[UInt8]](repeating: Array("-delete".utf8), count: 20_000)
    _ = try ProgramEffects.of(
      program: Array("find".utf8),
      arguments: [[UInt8]](repeating: Array("p".utf8), count: 20_000) + deletions)
    #expect(ContinuousClock.now - start < .seconds(30))
  }
}
