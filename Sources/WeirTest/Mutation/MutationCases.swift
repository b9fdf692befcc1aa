// The cases of one target, ready to be judged by one mutant after another. A case that fails
// without mutation proves nothing and is left out. The first case that fails kills the mutant. No
// report shows which case it was, so each thread may first try the one that killed its last mutant.

package import Weir

/// The baseline: the cases that pass on the unmutated policy, with its verdicts.
struct MutationCases: Sendable {
  let target: MutationTarget
  let subjects: [Subject]
  let clocks: [ClockSource]

  /// A request whose verdict may notice a mutant.
  struct Subject: Sendable {
    var name: String
    var request: [UInt8]
    var now: Timestamp
    var clock: Int
    /// Its expectation; nil for a recorded request, whose whole verdict is expected.
    var test: TestCase?
    /// Today's verdict.
    var verdict: Verdict
  }

  init(_ target: MutationTarget) {
    self.target = target
    var clocks: [ClockSource] = [.given]
    var subjects: [Subject] = []
    var judge = Judge(target.policy.program)
    for test in target.cases where judge.mismatches(of: test).isEmpty {
      subjects.append(
        Subject(
          name: test.name, request: test.request,
          now: test.now ?? Judge.anyInstant, clock: 0, test: test,
          verdict: judge.verdict(on: test).meaning))
    }
    for recorded in target.recorded {
      var evaluator = Evaluator(target.policy.program, clock: recorded.clock)
      let clock: Int
      if let known = clocks.firstIndex(of: recorded.clock) {
        clock = known
      } else {
        clock = clocks.count
        clocks.append(recorded.clock)
      }
      for request in recorded.requests {
        let verdict = request.bytes.withUnsafeBufferPointer {
          evaluator.evaluate($0, now: request.now)
        }
        subjects.append(
          Subject(
            name: request.name, request: request.bytes, now: request.now,
            clock: clock, test: nil, verdict: verdict.meaning))
      }
    }
    self.subjects = subjects
    self.clocks = clocks
  }

  /// What the cases show about a mutant.
  struct Judgement {
    var isKilled = false
    /// A subject whose verdict changes, but does not fail.
    var unasked: (subject: Int, verdict: Verdict)?
  }

  /// Tries the subjects in the given order, and moves the one that kills to the front.
  func judge(_ program: Program, order: inout [Int]) -> Judgement {
    var judgement = Judgement()
    var evaluators = Evaluators(program, clocks)
    for (position, index) in order.enumerated() {
      let subject = subjects[index]
      let verdict = evaluators.verdict(on: subject.request, now: subject.now, clock: subject.clock)
      if verdict == subject.verdict { continue }
      if let test = subject.test,
        verdict.mismatches(with: test.expectation, of: test.place).isEmpty
      {
        if judgement.unasked.map({ $0.subject > index }) ?? true {
          judgement.unasked = (index, verdict)
        }
        continue
      }
      order.remove(at: position)
      order.insert(index, at: 0)
      judgement.isKilled = true
      return judgement
    }
    return judgement
  }
}

/// Evaluators of one program, one for each clock, made when they are needed.
struct Evaluators {
  private final class Box {
    var evaluator: Evaluator
    init(_ program: Program, _ clock: ClockSource) { evaluator = Evaluator(program, clock: clock) }
  }

  private let program: Program
  private let clocks: [ClockSource]
  private var boxes: [Box?]

  init(_ program: Program, _ clocks: [ClockSource]) {
    self.program = program
    self.clocks = clocks
    boxes = clocks.map { _ in nil }
  }

  /// The verdict, less what changes without its meaning changing.
  mutating func verdict(on request: [UInt8], now: Timestamp, clock: Int) -> Verdict {
    let box = boxes[clock] ?? Box(program, clocks[clock])
    boxes[clock] = box
    return request.withUnsafeBufferPointer { box.evaluator.evaluate($0, now: now) }.meaning
  }
}

extension Verdict {
  /// The verdict without the places of its rules, the keys of its holds and its policy's digest.
  package var meaning: Verdict {
    var verdict = self
    verdict.policy = nil
    for index in verdict.rules.indices { verdict.rules[index].at = "" }
    for index in verdict.observed.indices { verdict.observed[index].rule.at = "" }
    for index in verdict.holds.indices { verdict.holds[index].key = "" }
    return verdict
  }
}
