// Every operator, every pair of kinds in both orders, held to the table of operators: by the
// checker, where types are declared, and by the machine, where they are not.

import Testing

@testable import Weir

@Suite struct OperatorTableTests {
  private static let kinds = ValueKind.allCases

  /// A member's type of each kind; lists are of the kind that stands on the operator's other side.
  private static func type(_ kind: ValueKind) -> String {
    switch kind {
    case .bool, .string, .number, .timestamp, .duration, .ip, .cidr: kind.rawValue
    case .record: "{ x: number }"
    case .map: "map number"
    case .list: "[number]"
    case .version, .path, .folder, .hours: "string"
    }
  }

  private static func value(_ kind: ValueKind) -> String {
    switch kind {
    case .bool: "true"
    case .string: #""x""#
    case .number: "2"
    case .timestamp: #""2026-03-02T08:00:00Z""#
    case .duration: #""1h30m""#
    case .ip: #""10.0.0.1""#
    case .cidr: #""10.0.0.0/8""#
    case .record, .map: #"{"x": 2}"#
    case .list: "[2]"
    case .path, .folder: #""/repo/src""#
    case .version, .hours: #""1.0.0""#
    }
  }

  private static let shape: String = {
    var members: [String] = []
    for kind in kinds {
      let type = type(kind)
      members.append("s_\(kind): \(type), l_\(kind): [\(type)]")
    }
    return "request { nothing?: any, \(members.joined(separator: ", ")) }\n"
  }()

  private static let request: String = {
    var members: [String] = []
    for kind in kinds {
      let value = value(kind)
      members.append(#""s_\#(kind)": \#(value), "l_\#(kind)": [\#(value)]"#)
    }
    return "{\(members.joined(separator: ", "))}"
  }()

  /// An operand, its type known or not: nothing is known of what may stand for something of any
  /// type.
  private static func operand(_ kind: ValueKind, isTyped: Bool) -> String {
    let typed =
      switch kind {
      case .hours: #"hours("Mon-Fri 09:00-17:00", "UTC")"#
      case .version: "semver(s_version)"
      case .path: "path(s_path)"
      case .folder: "folder(s_folder)"
      case .bool, .string, .number, .timestamp, .duration, .ip, .cidr, .list, .record, .map:
        "s_\(kind)"
      }
    return isTyped ? typed : "(nothing ?? \(typed))"
  }

  /// A list whose elements are of a kind.
  private static func list(of kind: ValueKind, isTyped: Bool) -> String {
    let typed =
      switch kind {
      case .hours: "l_number"
      case .version: "[semver(s_version)]"
      case .path: "[path(s_path)]"
      case .folder: "[folder(s_folder)]"
      case .bool, .string, .number, .timestamp, .duration, .ip, .cidr, .list, .record, .map:
        "l_\(kind)"
      }
    return isTyped ? typed : "(nothing ?? \(typed))"
  }

  private struct Trial {
    var condition: String
    var isTaken: Bool
    /// With both types known the checker has the last word.
    var isDecided: Bool
  }

  private static func trials(isLeftTyped: Bool, isRightTyped: Bool) -> [Trial] {
    var trials: [Trial] = []
    for left in kinds {
      for right in kinds {
        let (a, b) = (
          operand(left, isTyped: isLeftTyped), operand(right, isTyped: isRightTyped)
        )
        for operation in Arithmetic.allCases {
          let row = operation.rows.first { $0.left == left && $0.right == right }
          let sum = "(\(a) \(operation.spelling) \(b))"
          let condition = row.map { "\(sum) == s_\($0.result)" } ?? "\(sum) == \(sum)"
          trials.append(
            Trial(
              condition: either(condition), isTaken: row != nil,
              isDecided: isLeftTyped && isRightTyped))
        }
        for comparison in Comparison.allCases {
          var (a, b) = (a, b)
          switch comparison.operands {
          case .member: if right == .list { b = list(of: left, isTyped: isRightTyped) }
          case .owner: if left == .list { a = list(of: right, isTyped: isLeftTyped) }
          case .alike, .lists, .texts: break
          }
          if comparison == .like || comparison == .matches {
            // A pattern is a constant.
            if right == .string { b = #""x""# } else if !isRightTyped { continue }
          }
          // A record and a map are one to the machine.
          let isOfRecord = right == .record || right == .map
          if case .member = comparison.operands, isOfRecord, !isLeftTyped || !isRightTyped {
            continue
          }
          trials.append(
            Trial(
              condition: either("\(a) \(comparison.spelling) \(b)"),
              isTaken: comparison.takes(left, right), isDecided: isLeftTyped && isRightTyped))
        }
      }
    }
    return trials
  }

  /// True where the condition is certain.
  private static func either(_ condition: String) -> String {
    "(\(condition)) or not (\(condition))"
  }

  @Test(arguments: [(true, true), (false, false), (true, false), (false, true)])
  func everyPairIsAsTheTableSays(isLeftTyped: Bool, isRightTyped: Bool) throws {
    let trials = Self.trials(isLeftTyped: isLeftTyped, isRightTyped: isRightTyped)
    // Rules stand one a line, few enough a file that all errors are told.
    func policy(_ numbers: [Int]) -> [SourceFile] {
      let chunks = stride(from: 0, to: numbers.count, by: 300).map {
        numbers[$0..<min($0 + 300, numbers.count)]
      }
      return [SourceFile(path: "a.weir", text: Self.shape)]
        + chunks.enumerated().map { index, chunk in
          let rules = chunk.map { "observe allow r\($0) when \(trials[$0].condition)" }
          return SourceFile(path: "b\(index).weir", text: rules.joined(separator: "\n"))
        }
    }
    let files = policy(Array(trials.indices))
    let refused = Set(
      compile(files).diagnostics.map {
        let file = Int($0.range.file)
        return (file - 1) * 300 + files[file].line(at: Int($0.range.start)) - 1
      })
    let compiled = trials.indices.filter { !refused.contains($0) }
    var evaluator = Evaluator(try #require(compile(policy(compiled)).program))
    let verdict = Array(Self.request.utf8).withUnsafeBufferPointer {
      evaluator.evaluate($0, now: Timestamp(seconds: 0, nanoseconds: 0))
    }
    #expect(verdict.error == nil)
    let outcomes = Dictionary(
      uniqueKeysWithValues: verdict.observed.map { ($0.rule.name, $0.outcome) })
    var wrong: [String] = []
    for (number, trial) in trials.enumerated() {
      let isRefused = refused.contains(number)
      let isCertain = outcomes["r\(number)"] == .matched
      let isRight =
        trial.isTaken
        ? !isRefused && isCertain
        : trial.isDecided ? isRefused : isRefused || outcomes["r\(number)"] == .uncertain
      if !isRight {
        wrong.append(
          "\(trial.condition): taken \(trial.isTaken), refused \(isRefused), certain \(isCertain)")
      }
    }
    #expect(wrong.prefix(20) == [])
  }

  /// Constants of the kinds that have literals come to what the machine makes of them.
  @Test(arguments: [
    ("1h + timestamp(\"2026-03-02T08:00:00Z\") == timestamp(\"2026-03-02T09:00:00Z\")"),
    ("timestamp(\"2026-03-02T08:00:00Z\") + 1h == timestamp(\"2026-03-02T09:00:00Z\")"),
    ("1h + now == now + 1h"), ("now - 1h + 1h == now"), ("-1h + now == now - 1h"),
    ("1h + (1h + now) == now + 2h"), ("2 * 1h + now == now + 1h * 2"),
    ("1h + s_timestamp > s_timestamp"), ("s_duration + now > now"),
    ("(nothing ?? s_duration) + now == now + s_duration"),
    ("(nothing ?? s_duration) + (nothing ?? s_timestamp) == s_timestamp + s_duration"),
  ])
  func eitherOrder(condition: String) throws {
    let text = Self.shape + "allow r when \(condition)"
    let compilation = compile([SourceFile(path: "p.weir", text: text)])
    var evaluator = Evaluator(try #require(compilation.program, "\(compilation.diagnostics)"))
    let verdict = Array(Self.request.utf8).withUnsafeBufferPointer {
      evaluator.evaluate($0, now: Timestamp("2026-03-27T00:00:00Z")!)
    }
    #expect(verdict.effect == .allow)
  }
}
