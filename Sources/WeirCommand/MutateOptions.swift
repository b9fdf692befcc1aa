// The flags of mutation testing, for `weir test`, and what its result means for the exit status.

internal import ArgumentParser
internal import Weir
internal import WeirHost
internal import WeirTest

struct MutateOptions: ParsableArguments {
  @Flag(
    help:
      "Edit the policies in small ways, one at a time, and report the edits that no case notices.")
  var mutate = false

  @Option(
    help: ArgumentHelp(
      "Try so many edits of each policy, drawn by chance; all when absent.", valueName: "n"))
  var mutants: Int?

  @Option(
    help: ArgumentHelp("What --mutants draws with; the same seed draws the same.", valueName: "n"))
  var mutantsSeed: UInt64 = 0

  /// Tests the mutants of a plan's policies; nil where mutation testing is not asked for.
  func test(
    _ plan: TestPlan, _ readings: [FixtureReading], threads: Int
  ) throws(Failure) -> MutationResult? {
    guard mutate else {
      if mutants != nil {
        throw Failure(.usage, "--mutants goes with --mutate", hint: "add --mutate")
      }
      return nil
    }
    if let mutants, mutants < 1 {
      throw Failure(.usage, "--mutants \(mutants) tries none", hint: "raise it, or leave it out")
    }
    let targets = plan.mutationTargets
    if let target = targets.first(where: { !$0.policy.hasSources }) {
      let path = target.policy.openable.first?.path ?? "the policy"
      throw Failure(
        .usage, "\(path) cannot be mutated: it is built, and binds documents",
        hint: "test the sources that it was built from")
    }
    return testMutants(
      of: targets, accepted: readings.flatMap { $0.fixture?.acceptedMutants ?? [] },
      options: MutationOptions(threads: threads, sample: mutants, seed: mutantsSeed))
  }

  /// Takes `mutants=PERCENT` out of the thresholds, and leaves the others there.
  func takeThreshold(from thresholds: inout [String]) throws(Failure) -> Double? {
    var found: Double?
    var others: [String] = []
    for text in thresholds {
      guard text.hasPrefix("mutants=") else {
        others.append(text)
        continue
      }
      guard let percent = Double(text.dropFirst("mutants=".count)), 0...100 ~= percent else {
        throw Failure(
          .usage, "\"\(text)\" is not a threshold",
          hint: "write a percentage from 0 to 100: --threshold mutants=90")
      }
      guard mutate else {
        throw Failure(.usage, "--threshold \(text) goes with --mutate", hint: "add --mutate")
      }
      found = percent
    }
    thresholds = others
    return found
  }

  /// `unusable` if a fixture accepts what is not a mutant; negative if too many survive.
  static func status(_ result: MutationResult, threshold: Double?) -> ExitStatus {
    if result.hasMistakes { return .unusable }
    let tally = result.tally
    guard let threshold else { return tally.survived > 0 ? .negative : .fine }
    if tally.score >= threshold { return .fine }
    write("weir: mutants: \(tally.scoreText) % are killed, and the threshold is \(threshold) %\n")
    return .negative
  }
}
