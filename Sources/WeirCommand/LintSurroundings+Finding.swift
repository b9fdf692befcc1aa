// What `weir lint` finds out for the rules: the time, who can approve, and what the tests have
// seen. Tests are run only where settings name some, and somebody asks about them.

internal import Weir
internal import WeirAnalysis
internal import WeirAudit
internal import WeirHost
internal import WeirTest

extension LintSurroundings {
  /// - Parameters:
  ///   - trust: the file of `--trust`.
  ///   - choice: the policy, as the settings or flags name it.
  static func find(
    trust: String?, _ settings: Settings, _ choice: PathChoice, _ levels: LintLevels
  ) throws(Failure) -> LintSurroundings {
    let now = Timestamp.now()
    var found = LintSurroundings(now: now)
    if let trust {
      found.people = try TrustList(file: trust).entries
        .filter { $0.isValid(at: now) }
        .map { Person(name: $0.who, groups: Set($0.groups), roles: Set($0.roles)) }
    }
    if settings[.tests] != nil, levels["rule-without-test"] != .off {
      // Tests that cannot be run keep nobody from reading what else is found.
      do throws(Failure) {
        found.testedRules = try testedRules(settings, choice)
      } catch {
        WeirCommand.write("weir: rule-without-test is not asked: \(error.message)\n")
      }
    }
    return found
  }

  /// The rules that some case has seen to match.
  private static func testedRules(
    _ settings: Settings, _ choice: PathChoice
  ) throws(Failure) -> Set<ExactString> {
    let inputs = TestInputs(fixtures: try TestInputs.fixtures([], settings), policy: choice)
    let threads = Threads.processorCount
    let readings = try inputs.read(threads: threads)
    var store = PolicyStore(standard: choice.paths)
    let plan = TestPlan(readings, &store, filter: nil)
    guard plan.suites.allSatisfy(\.problems.isEmpty),
      let report = try? plan.coverage(threads: threads)
    else {
      throw Failure(.noCases, "the tests cannot be run; weir test says why")
    }
    return Set(
      report.files.flatMap(\.rules).filter { $0.matched > 0 }.map { ExactString($0.name) })
  }
}
