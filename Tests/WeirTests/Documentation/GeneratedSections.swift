// The parts of the reference that stand in tables of the sources already (GeneratedPage says how a
// page marks them). The test writes them anew and compares; WEIR_BLESS=1 replaces them in the page.

import Foundation
import Weir
import WeirAnalysis
import WeirTesting

/// A section that a page leaves to the tables.
enum GeneratedSection: String, CaseIterable {
  case holdClauses = "hold-clauses"
  case operators, builtins, keywords, diagnostics, faults
  case verdictLine = "verdict-line"
  case inputErrors = "input-errors"
  case requestLimits = "request-limits"
  case limits
  case opcodes

  /// The section's text, with its line feed.
  var text: String {
    switch self {
    case .holdClauses:
      Self.table(
        ["clause", "meaning"],
        HoldClauseKind.allCases.flatMap(\.row.forms).map { [Self.code($0.form), $0.meaning] })
    case .operators: Self.operatorsText
    case .builtins: Self.builtinsText
    case .keywords: Self.keywordsText
    case .diagnostics: Self.diagnosticsText
    case .faults:
      Self.table(
        ["fault", "meaning"], FaultKind.allCases.map { [Self.code($0.name), $0.meaning] })
    case .verdictLine: Self.verdictLineText
    case .inputErrors:
      Self.table(
        ["code", "message"],
        InputError.Code.allCases.map { [Self.code($0.rawValue), $0.message] })
    case .requestLimits:
      Self.table(
        ["name", "default", "at most", "what is counted"],
        RequestLimits.Name.allCases.map {
          [
            Self.code($0.rawValue), Self.grouped(RequestLimits()[$0]), Self.grouped($0.maximum),
            $0.meaning,
          ]
        })
    case .limits: Self.limitsText
    case .opcodes: Self.opcodesText
    }
  }

  /// A page with its generated sections written anew; nil where a marker is unknown or not closed.
  static func rewrite(_ page: String) -> String? {
    GeneratedPage.rewrite(page) { GeneratedSection(rawValue: $0)?.text }
  }

  // MARK: The sections

  private static var builtinsText: String {
    Builtin.declarations.map { declaration in
      let examples = declaration.examples.map { example in
        switch example.result {
        case "true": example.expression
        case "false": "not \(example.expression)"
        default: "\(example.expression) == \(example.result)"
        }
      }
      return """
        ### \(declaration.name)

        `\(declaration.signature)`

        \(declaration.summary)

        ```weir true
        \(examples.joined(separator: "\n"))
        ```

        """
    }.joined(separator: "\n")
  }

  private static var operatorsText: String {
    func names(_ kinds: [ValueKind]) -> String { kinds.map(\.rawValue).joined(separator: ", ") }
    var rows: [[String]] = []
    for operation in Arithmetic.allCases {
      for row in operation.rows {
        rows.append([
          code(operation.spelling), row.left.rawValue, row.right.rawValue, row.result.rawValue,
        ])
      }
    }
    for comparison in Comparison.allCases {
      let spelling = code(comparison.spelling)
      switch comparison.operands {
      case .alike(let kinds): rows.append([spelling, names(kinds), "of the same kind", "bool"])
      case .member(let others):
        rows.append([spelling, names(ValueKind.equatable), "list of that kind", "bool"])
        for other in others {
          rows.append([spelling, other.left.rawValue, other.right.rawValue, "bool"])
        }
      case .owner:
        rows.append([spelling, "list", names(ValueKind.equatable) + ", as its elements", "bool"])
      case .lists: rows.append([spelling, "list", "list with elements of the same kind", "bool"])
      case .texts:
        let isPattern = comparison == .like || comparison == .matches
        rows.append([spelling, "string", isPattern ? "constant string" : "string", "bool"])
      }
    }
    return table(["operator", "left", "right", "result"], rows)
  }

  private static var keywordsText: String {
    func list(_ keywords: [Keyword]) -> String {
      keywords.map { code($0.rawValue) }.joined(separator: ", ")
    }
    return """
      Reserved as the root of a path and as the name of a declaration:
      \(list(Keyword.allCases.filter(\.isReserved))).

      Free for other uses: \(list(Keyword.allCases.filter { !$0.isReserved })).

      """
  }

  private static var diagnosticsText: String {
    table(
      ["code", "category", "level", "meaning"],
      LintRules.explanations.map { explanation in
        let meaning = explanation.meaning.components(separatedBy: "\n\n")
        return [
          code(explanation.code.name), explanation.category?.rawValue ?? "compiler",
          explanation.level.rawValue, meaning[0],
        ]
      })
  }

  private static var verdictLineText: String {
    VerdictLine.Object.allCases.map { object in
      let rows = object.members.map { member in
        let presence =
          switch member.row.presence {
          case .always: "always"
          case .sometimes(let condition): condition
          }
        let isRecorded =
          switch member.row.recording {
          case .kept: "yes"
          case .leftOut: ""
          case .keptAsNull: "yes, or `null`"
          }
        return [
          code(member.name), name(of: member.row.type), presence, isRecorded,
          meaning(of: member.row),
        ]
      }
      let heads = ["in \(heading(of: object))", "value", "there", "on record", "what it says"]
      return table(heads, rows)
    }.joined(separator: "\n")
  }

  private static func heading(of object: VerdictLine.Object) -> String {
    switch object {
    case .verdict: "the line"
    case .rule: "each of `rules`"
    case .hold: "each of `holds`"
    case .escalation: "`escalate`"
    case .notification: "each of `notify`"
    case .status: "`status`"
    case .decision: "each of `decisions`"
    case .ignored: "each of `ignored`"
    case .uncertainty: "each of `uncertain`"
    case .cause: "each of `causes`"
    case .observation: "each of `observed`"
    case .error: "`error`"
    }
  }

  private static func name(of type: VerdictLine.ValueType) -> String {
    switch type {
    case .text, .pattern: "string"
    case .oneOf: "name"
    case .count: "whole number"
    case .textOrNumber: "string or number"
    case .textMap, .object: "object"
    case .list(let element, _): "list of \(name(of: element))s"
    case .defined(let definition): name(of: definition.type)
    }
  }

  private static func meaning(of row: VerdictLine.Row) -> String {
    if let meaning = row.meaning { return meaning }
    if case .defined(let definition) = row.type, let meaning = definition.meaning {
      return meaning
    }
    return ""
  }

  /// The table that stands in `Limits.swift`: what a limit is and why is the comment above it.
  private static var limitsText: String {
    let url = GoldenSuite.root.appending(path: "Sources/Weir/Language/Limits.swift")
    let source = (try? String(contentsOf: url, encoding: .utf8)) ?? ""
    var rows: [[String]] = []
    var comment: [Substring] = []
    for line in source.split(separator: "\n", omittingEmptySubsequences: false) {
      let text = line.drop { $0 == " " }
      if text.hasPrefix("/// ") {
        comment.append(text.dropFirst(4))
      } else if text.hasPrefix("package static let ") {
        let parts = text.dropFirst("package static let ".count).components(separatedBy: " = ")
        rows.append([code(parts[0]), value(parts[1]), comment.joined(separator: " ")])
        comment = []
      } else {
        comment = []
      }
    }
    return table(["limit", "value", "what it bounds, and why"], rows)
  }

  /// `64 << 20` or `1_000` as a number in groups of three digits.
  private static func value(_ expression: String) -> String {
    let numbers = expression.replacing("_", with: "").components(separatedBy: " << ").map {
      Int($0)
    }
    guard let first = numbers.first, let number = first else { return code(expression) }
    if numbers.count == 2, let shift = numbers[1] { return grouped(number << shift) }
    return numbers.count == 1 ? grouped(number) : code(expression)
  }

  private static func grouped(_ number: Int) -> String {
    var digits = Array("\(number)")
    for place in stride(from: digits.count - 3, to: 0, by: -3) { digits.insert(",", at: place) }
    return String(digits)
  }

  private static var opcodesText: String {
    table(
      ["stack", "a", "b", "meaning"],
      Opcode.allCases.map { opcode in
        let entry = opcode.entry
        let taken =
          switch entry.takes {
          case .named(let names): names.joined(separator: " ")
          case .operandA(let name): "a × \(name)"
          case .operandB(let name): "b × \(name)"
          }
        let picture = [taken, code(entry.mnemonic)] + entry.gives
        return [
          picture.filter { !$0.isEmpty }.joined(separator: " "), operand(entry.a),
          operand(entry.b), entry.meaning,
        ]
      })
  }

  private static func operand(_ kind: OperandKind) -> String {
    switch kind {
    case .none: ""
    case .slot: "slot"
    case .constant: "constant"
    case .name: "name"
    case .text: "text"
    case .textSet: "set of texts"
    case .pattern: "pattern"
    case .target: "target"
    case .forward: "forward"
    case .backward: "backward"
    case .rule: "rule"
    case .table: "table"
    case .list: "list"
    case .cell: "cell"
    case .builtin: "function"
    case .reader: "reader"
    case .frame: "frame"
    case .elementSlot: "value of an element"
    case .count: "count"
    case .part: "count"
    case .loopKind: "quantifier"
    }
  }

  private static func code(_ text: String) -> String { GeneratedPage.code(text) }

  private static func table(_ heads: [String], _ rows: [[String]]) -> String {
    GeneratedPage.table(heads, rows)
  }
}
