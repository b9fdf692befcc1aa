// One policy under test: compiled for the machine, checked for the reference.

import Foundation
package import Weir

/// A policy that both evaluators judge by.
package struct Subject {
  package let program: Program
  package let reference: ReferencePolicy
  private let readers: [QueryReader]
  /// Where `now` comes from.
  package var clock = ClockSource.given

  /// Nil, and what is wrong with it, when the policy does not compile.
  package init?(_ files: [SourceFile], environment: CompilerEnvironment, mistakes: inout [String]) {
    let compiled = CompiledPolicy(files, environment: environment)
    guard let program = compiled.program else {
      mistakes += compiled.errors.map {
        let (line, column) = files[Int($0.range.file)].position(at: Int($0.range.start))
        return "\(files[Int($0.range.file)].path):\(line):\(column): \($0.message)"
      }
      return nil
    }
    self.program = program
    reference = ReferencePolicy(compiled.checked, readers: environment.readers)
    readers = environment.readers
  }

  package init?(_ policy: GeneratedPolicy) {
    var mistakes: [String] = []
    self.init(policy.files(), environment: .empty, mistakes: &mistakes)
  }

  /// An evaluator of the program.
  package func evaluator() -> Evaluator {
    do {
      return try Evaluator(program, readers: readers, clock: clock)
    } catch {
      fatalError("\(error)")
    }
  }

  /// The machine's verdict.
  package func verdict(on request: [UInt8], now: Timestamp, line: Int? = nil) -> Verdict {
    var evaluator = evaluator()
    return evaluator.evaluate(request, line: line, now: now)
  }

  /// What the two say, where they do not say the same.
  package func disagreement(on request: [UInt8], now: Timestamp) -> String? {
    var evaluator = evaluator()
    return disagreement(on: request, now: now, by: &evaluator)
  }

  /// The same with an evaluator that has judged other requests before.
  package func disagreement(
    on request: [UInt8], now: Timestamp, by evaluator: inout Evaluator
  ) -> String? {
    let machine = evaluator.evaluate(request, line: 7, now: now)
    let reference = reference.verdict(on: request, now: now, clock: clock)
    if !VerdictLines.agree(machine, reference) {
      return "machine:\n\(VerdictLines.lines(machine).joined(separator: "\n"))\n"
        + "reference:\n\(VerdictLines.lines(reference).joined(separator: "\n"))"
    }
    // The line of JSON has a way of its own to texts and causes.
    var line: [UInt8] = []
    evaluator.write(request, line: 7, now: now, into: &line)
    let told = (try? VerdictLines.lines(json: line)) ?? ["no JSON"]
    if told != VerdictLines.lines(machine) {
      return "machine:\n\(VerdictLines.lines(machine).joined(separator: "\n"))\n"
        + "its line:\n\(told.joined(separator: "\n"))"
    }
    for uncertainty in machine.uncertain {
      let paths = uncertainty.causes.map { ExactString($0.path) }
      if paths != paths.sorted() { return "causes are not in order of paths: \(paths)" }
      if uncertainty.causes.contains(where: { $0.line != 7 }) { return "a cause has another line" }
    }
    return nil
  }
}

/// Where the runs of chance begin: WEIR_SEED, or the clock. Printed, so that a run can be had
/// again.
package let baseSeed: UInt64 = {
  let given = ProcessInfo.processInfo.environment["WEIR_SEED"].flatMap { UInt64($0) }
  let seed = given ?? UInt64(Date().timeIntervalSince1970)
  print("WEIR_SEED=\(seed)")
  return seed
}()

extension RequestGenerator {
  package mutating func timestamp() -> Timestamp {
    let (seconds, nanoseconds) = instant()
    return Timestamp(seconds: Int64(seconds), nanoseconds: UInt32(nanoseconds))
  }
}
