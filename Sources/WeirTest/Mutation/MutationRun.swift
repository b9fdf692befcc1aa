// Mutation testing: compiles and judges every mutant of every policy. A survivor is proved
// equivalent, or shown with a request on which it differs.

import Weir
import WeirAnalysis
import WeirHost

/// The options of mutation testing.
package struct MutationOptions: Sendable {
  package var threads: Int
  /// How many mutants of each policy to test, chosen at random; nil for all.
  package var sample: Int?
  package var seed: UInt64

  package init(threads: Int = Threads.processorCount, sample: Int? = nil, seed: UInt64 = 0) {
    self.threads = threads
    self.sample = sample
    self.seed = seed
  }
}

/// Tests whether the cases of some policies notice mutants. Targets with the same sources (and
/// other data) share their mutants, and a case of any of them may kill one.
package func testMutants(
  of targets: [MutationTarget], accepted: [AcceptedMutant] = [], options: MutationOptions
) -> MutationResult {
  var groups: [[MutationTarget]] = []
  for target in targets where target.policy.hasSources {
    if let index = groups.firstIndex(where: { $0[0].policy.hasSameSources(as: target.policy) }) {
      groups[index].append(target)
    } else {
      groups.append([target])
    }
  }
  var result = MutationResult(policies: [], leftOut: 0)
  for group in groups {
    let all = MutantFinder.mutants(of: group[0].policy)
    let mutants = options.sample.map { sample($0, of: all, seed: options.seed) } ?? all
    result.leftOut += all.count - mutants.count
    result.policies.append(
      MutationRun(group, mutants).result(threads: options.threads))
  }
  result.explain(accepted, isSample: result.leftOut > 0)
  return result
}

/// Some of the mutants, in their order.
private func sample(_ count: Int, of mutants: [Mutant], seed: UInt64) -> [Mutant] {
  guard count < mutants.count else { return mutants }
  var random = SplitMix64(seed: seed)
  // Knuth's selection: each choice of so many is equally likely, and the order stays.
  var needed = count
  var chosen: [Mutant] = []
  for (index, mutant) in mutants.enumerated() where needed > 0 {
    if Int(random.next() % UInt64(mutants.count - index)) < needed {
      chosen.append(mutant)
      needed -= 1
    }
  }
  return chosen
}

extension TestPolicy {
  fileprivate func hasSameSources(as other: TestPolicy) -> Bool {
    files.count == other.files.count
      && zip(files, other.files).allSatisfy { $0.path == $1.path && $0.bytes == $1.bytes }
      && zip(openable, other.openable).allSatisfy { $0.path == $1.path }
  }
}

/// One policy's mutants, judged by several threads.
private final class MutationRun: @unchecked Sendable {
  private let mutants: [Mutant]
  private let cases: [MutationCases]
  private let compilers: [MutantCompiler]
  private let provers: [EquivalenceProver]
  private let searches: [WitnessSearch]
  private let queue: WorkQueue
  private let monitor = Monitor()
  // Guarded by the monitor.
  private var fates: [MutantFate]

  init(_ targets: [MutationTarget], _ mutants: [Mutant]) {
    self.mutants = mutants
    queue = WorkQueue(mutants.count)
    cases = targets.map { MutationCases($0) }
    compilers = targets.map { MutantCompiler($0.policy) }
    provers = targets.map { EquivalenceProver($0.policy.checked, $0.policy.program) }
    searches = cases.map { WitnessSearch($0) }
    fates = mutants.map { _ in .notCompiled }
  }

  func result(threads: Int) -> MutatedPolicy {
    Threads.concurrently(min(threads, max(mutants.count, 1))) { self.work() }
    let policy = cases[0].target.policy
    return MutatedPolicy(
      files: policy.openable,
      mutants: zip(mutants, fates).map { mutant, fate in
        let change = mutant.change(in: policy.files[Int(mutant.range.file)])
        return JudgedMutant(
          mutant: mutant, fate: fate, line: change.line, removed: change.removed,
          added: change.added)
      }, mistakes: [])
  }

  private func work() {
    var orders = cases.map { Array($0.subjects.indices) }
    while let index = queue.take() {
      let fate = fate(of: mutants[index], &orders)
      monitor.exclusively { fates[index] = fate }
    }
  }

  private func fate(of mutant: Mutant, _ orders: inout [[Int]]) -> MutantFate {
    var survivors: [(target: Int, checked: CheckedPolicy, program: Program)] = []
    var unasked: MutantWitness?
    for target in cases.indices {
      guard let (checked, program) = compilers[target].compile(mutant) else {
        if target == 0 { return .notCompiled }
        continue
      }
      let judgement = cases[target].judge(program, order: &orders[target])
      if judgement.isKilled { return .killed }
      if unasked == nil, let (subject, verdict) = judgement.unasked {
        unasked = searches[target].witness(subject, change: nil, verdict)
      }
      survivors.append((target, checked, program))
    }
    if let unasked { return .survived(unasked) }
    let proofs = survivors.map { provers[$0.target].proof($0.checked, $0.program) }
    if let proof = proofs.first, !proofs.contains(where: { $0 == nil }), let proof {
      return .equivalent(proof)
    }
    for (target, checked, program) in survivors {
      if let witness = searches[target].search(checked, program) { return .survived(witness) }
    }
    return .survived(nil)
  }
}

extension MutationResult {
  /// Marks accepted survivors, and notes the accepted mutants that need no acceptance. In a sample,
  /// an accepted mutant may be missing, which is not a mistake.
  fileprivate mutating func explain(_ accepted: [AcceptedMutant], isSample: Bool) {
    for acceptance in accepted {
      var mistake: AcceptanceMistake? = isSample ? nil : .unknown
      for policy in policies.indices {
        for index in policies[policy].mutants.indices {
          let judged = policies[policy].mutants[index]
          guard judged.isMeant(by: acceptance) else { continue }
          switch judged.fate {
          case .survived, .accepted:
            policies[policy].mutants[index].fate = .accepted(because: acceptance.because)
            mistake = nil
          case .killed: mistake = mistake == .unknown || isSample ? .killed : mistake
          case .equivalent: mistake = mistake == .unknown || isSample ? .equivalent : mistake
          case .notCompiled: break
          }
          if mistake == nil { break }
        }
      }
      if let mistake, !policies.isEmpty { policies[0].mistakes.append((acceptance, mistake)) }
    }
  }
}

extension JudgedMutant {
  /// The lines that go, blanks around each gone; nil where none does.
  package var was: String? { JudgedMutant.joined(removed) }
  /// The lines that come.
  package var becomes: String? { JudgedMutant.joined(added) }

  private static func joined(_ lines: [String]) -> String? {
    lines.isEmpty
      ? nil
      : lines.map { line in
        line.split(separator: " ").joined(separator: " ")
      }.joined(separator: " ")
  }

  fileprivate func isMeant(by acceptance: AcceptedMutant) -> Bool {
    mutant.subject == acceptance.rule && was == acceptance.was && becomes == acceptance.becomes
  }
}
