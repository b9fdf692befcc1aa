// Arguments that name a subcommand are parsed by it alone. What comes of that is what comes of
// parsing from the root: the same command, or the same message and status.

import ArgumentParser
import Testing

@testable import WeirCommand

@Suite struct ArgumentsTests {
  /// Right uses: the subcommand answers for itself.
  @Test(arguments: [
    "eval -p a.weir b.jsonl", "eval", "eval -p=a.weir", "eval --policy=a --policy b -",
    "eval -p a -- -b --c",
    "eval -p a -j 2 --fail-on deny,hold --fail-on allow --clock request=time", "eval -- --help",
    "eval -p a --format text --input-format yaml --color never", "eval eval lint", "eval help",
    "eval -p a --coverage --threshold rules=100 --report html=c.html --report lcov=l x y",
    "lint -p a --format github", "lint --explain unguarded-optional", "lint x y -p z", "test",
    "lint a --level style=note --level x=off --fail-level off --baseline b --report sarif=s",
    "lint --fix --diff", "test tests -p a",
    "test --update --verbose --format tap", "test --generate -p a -o x.test.yaml", "test --mutate",
    "inspect a.weirc", "inspect -p a b", "build -p a -o b.weirc", "build -p a --output=b.weirc",
    "eval -p a --holds h.db --trust k --audit l --audit-format ocsf x",
    "eval -p a --approvals a --approvals b", "holds list --holds h", "audit verify l",
    "holds approve sha256:00 --holds h --as a --group g --reason r --seen s --key k",
    "gate -p a --holds h --request - -- ls -l", "audit prove l 3",
    "bench -p a b.jsonl", "bench -p a b.jsonl --format json --baseline c.json",
  ])
  func rightUses(_ line: String) throws {
    let arguments = line.split(separator: " ").map(String.init)
    let command = try #require(WeirMain.subcommand(arguments))
    let root = try RootCommand.parseAsRoot(arguments)
    // A plain run of `eval` is parsed with the flags that it may have, to the same values.
    if let plain = command as? EvalOptions {
      let whole = try #require(root as? Eval)
      #expect(described(plain) == described(whole.options))
      #expect(whole.approvals.approvals.isEmpty && whole.audit.audit == nil)
      #expect(!whole.coverage.isAsked(whole.reports))
    } else {
      #expect(described(command) == described(root))
    }
  }

  /// Everything that is no command to run is left to the root.
  @Test(arguments: [
    "", "help", "help eval", "--help", "-h", "--version", "--generate-completion-script zsh",
    "--generate-completion-script", "-- eval", "-p a eval", "evil", "Eval",
    "--experimental-dump-help",
    "eval --help", "eval -h", "eval x --help-hidden", "eval --version", "eval -p a --version",
    "eval --generate-completion-script bash", "eval --generate-completion-script",
    "eval --experimental-dump-help", "eval -p", "eval -p --format text", "eval --format html",
    "eval --format", "eval -j x", "eval --polcy a", "eval -x", "eval -xh", "eval --color=sometimes",
    "lint -p a --format tap", "lint --fail-level x",
    "build -p a", "build", "build -h -o", "bench --runs x",
    "test --format yaml", "inspect --nothing", "---completion eval -- --format 0 0",
    "eval ---completion x", "eval -pa.weir", "eval -p a -j2",
  ])
  func everythingElse(_ line: String) throws {
    let arguments = line.split(separator: " ").map(String.init)
    #expect(WeirMain.subcommand(arguments) == nil)
    #expect(
      outcome { try WeirMain.command(arguments) }
        == outcome { try RootCommand.parseAsRoot(arguments) })
  }

  private func described(_ command: Any) -> String {
    var text = ""
    dump(command, to: &text)
    return text
  }

  private func outcome(_ parse: () throws -> any ParsableCommand) -> String {
    do {
      return described(try parse())
    } catch {
      return "\(RootCommand.exitCode(for: error).rawValue) \(RootCommand.fullMessage(for: error))"
    }
  }
}
