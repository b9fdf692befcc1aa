// The examples of a page: what its fenced blocks say, in the order in which they stand.
//
// A page shows a policy, then requests, then what comes of each:
//
//     ```weir                      one policy (file `policy.weir`); `file=NAME` names the file
//     ```weir add                  one more file of the policy above
//     ```weir error=CODE           a policy that must draw these diagnostics (comma-separated)
//     ```weir warning=CODE         a policy that compiles, and draws these
//     ```json file=PATH            a document that the next policy binds
//     ```json                      requests, one a line; `now=INSTANT` says when they are judged
//     ```verdict                   what comes of each: see `ShortVerdict`
//     ```weir true                 conditions, one a line, each true (or `false`, `uncertain`)
//
// Blocks in other languages are prose.

import Foundation
import Testing
import Weir
import WeirTesting

/// A policy that a page shows, and what it says of it.
struct DocumentedExample: Sendable, CustomTestStringConvertible {
  var place: String
  var files: [SourceFile]
  var documents: [String: String]
  var errors: Set<String>
  var warnings: Set<String>
  var requests: [Request] = []

  struct Request: Sendable {
    var place: String
    var text: String
    var now: Timestamp
    /// The first line is the verdict and the rules that decided; the others are details.
    var expected: [String] = []
  }

  var testDescription: String { place }

  /// When the requests of the pages are judged, where a page does not say: a Monday.
  static let now = Timestamp("2026-06-01T12:00:00Z") ?? Timestamp(seconds: 0, nanoseconds: 0)

  /// The examples of a page, in order; what is wrong with the page itself is a failure to read it.
  static func all(of blocks: [FencedBlock]) throws -> [DocumentedExample] {
    var examples: [DocumentedExample] = []
    var documents: [String: String] = [:]
    /// Requests of the newest policy that have no verdict yet.
    var unanswered: Range<Int> = 0..<0
    for block in blocks {
      let attributes = block.attributes
      switch block.language {
      case "weir" where ["true", "false", "uncertain"].contains { attributes[$0] != nil }:
        try expectAnswered(unanswered, before: block)
        for (offset, line) in block.lines.enumerated() {
          examples.append(condition(line, block: block, line: block.line + 1 + offset))
        }
      case "weir" where attributes["add"] != nil:
        try expectAnswered(unanswered, before: block)
        guard !examples.isEmpty else { throw PageError(block, "adds to no policy") }
        let last = examples.count - 1
        let name = attributes["file"] ?? "policy\(examples[last].files.count + 1).weir"
        examples[last].files.append(SourceFile(path: name, text: block.text))
        examples[last].documents.merge(documents) { $1 }
        documents = [:]
      case "weir":
        try expectAnswered(unanswered, before: block)
        examples.append(
          DocumentedExample(
            place: block.place,
            files: [SourceFile(path: attributes["file"] ?? "policy.weir", text: block.text)],
            documents: documents,
            errors: Set(attributes["error"]?.split(separator: ",").map(String.init) ?? []),
            warnings: Set(attributes["warning"]?.split(separator: ",").map(String.init) ?? [])))
        documents = [:]
        unanswered = 0..<0
      case "json" where attributes["file"] != nil:
        documents[attributes["file"] ?? ""] = block.text
      case "json":
        try expectAnswered(unanswered, before: block)
        guard !examples.isEmpty else { throw PageError(block, "has requests of no policy") }
        var now = DocumentedExample.now
        if let text = attributes["now"] {
          guard let instant = Timestamp(text) else { throw PageError(block, "has a strange now") }
          now = instant
        }
        let last = examples.count - 1
        let first = examples[last].requests.count
        examples[last].requests += block.lines.map {
          Request(place: block.place, text: $0, now: now)
        }
        unanswered = first..<examples[last].requests.count
      case "verdict":
        for line in block.lines {
          if line.hasPrefix(" ") {
            guard let last = examples.indices.last, unanswered.lowerBound > 0 else {
              throw PageError(block, "begins with a detail")
            }
            examples[last].requests[unanswered.lowerBound - 1].expected.append(
              line.trimmingCharacters(in: .whitespaces))
          } else {
            guard let last = examples.indices.last, let next = unanswered.first else {
              throw PageError(block, "has more verdicts than there are requests")
            }
            examples[last].requests[next].expected = [line]
            unanswered.removeFirst()
          }
        }
      default:
        break
      }
    }
    return examples
  }

  /// A condition of its own, as a policy of one rule.
  private static func condition(_ text: String, block: FencedBlock, line: Int) -> DocumentedExample
  {
    let expected =
      if block.attributes["true"] != nil {
        ["allow it"]
      } else if block.attributes["false"] != nil {
        ["deny"]
      } else {
        ["deny", "uncertain it"]
      }
    return DocumentedExample(
      place: "\(block.page):\(line)",
      files: [SourceFile(path: "policy.weir", text: "allow it when \(text)\n")], documents: [:],
      errors: [], warnings: [],
      requests: [
        Request(
          place: "\(block.page):\(line)", text: block.attributes["request"] ?? "{}", now: now,
          expected: expected)
      ])
  }

  private static func expectAnswered(_ unanswered: Range<Int>, before block: FencedBlock) throws {
    if !unanswered.isEmpty { throw PageError(block, "stands where verdicts are missing") }
  }

  struct PageError: Error, CustomStringConvertible {
    var description: String
    init(_ block: FencedBlock, _ what: String) { description = "\(block.place) \(what)" }
  }
}

/// A verdict as the pages write it. The first line is the verdict, then the rules that decided:
/// `deny too_old, revoked`. Details follow, indented, and a page shows as many as it likes:
///
///     hold large_transfers
///       because u3 wants to move 250000 EUR
///       needs 2 of group "treasury"
///       within 15m
///     deny
///       uncertain small_transfers: payload.amount absent
///       error duplicate_key
struct ShortVerdict: Sendable, Equatable {
  var head: String
  var details: [String] = []

  init(_ verdict: JSONValue) {
    func text(_ value: JSONValue?) -> String { value?.text ?? "?" }
    let rules = verdict["rules"]?.elements ?? []
    head = text(verdict["verdict"])
    if !rules.isEmpty { head += " " + rules.map { text($0["name"]) }.joined(separator: ", ") }
    for rule in rules {
      if let because = rule["because"]?.text { details.append("because \(because)") }
      if case .object(let annotations) = rule["annotations"] {
        for (name, value) in annotations { details.append("@\(name)(\"\(text(value))\")") }
      }
    }
    for hold in verdict["holds"]?.elements ?? [] {
      for member in VerdictLine.HoldMember.allCases {
        details += Self.details(member, of: hold)
      }
    }
    for uncertain in verdict["uncertain"]?.elements ?? [] {
      let causes = (uncertain["causes"]?.elements ?? [])
        .map { "\(text($0["path"])) \(text($0["fault"]))" }.joined(separator: ", ")
      details.append("uncertain \(text(uncertain["rule"]))")
      details.append("uncertain \(text(uncertain["rule"])): \(causes)")
    }
    for observed in verdict["observed"]?.elements ?? [] {
      details.append(
        """
        observed \(text(observed["effect"])) \(text(observed["name"])): \(text(observed["outcome"]))
        """
      )
    }
    if let error = verdict["error"] { details.append("error \(text(error["code"]))") }
  }

  private static func details(
    _ member: VerdictLine.HoldMember, of hold: JSONValue
  ) -> [String] {
    guard let value = hold[member.name] else { return [] }
    let text = value.text ?? "?"
    switch member {
    case .rule, .key, .status: return []
    case .needs: return ["needs \(text)"]
    case .within: return ["within \(text)"]
    case .rejectedBy:
      if case .number(let count) = value { return ["rejected by \(Int(count))"] }
      return []
    case .escalate:
      return ["escalate to \(value["to"]?.text ?? "?") after \(value["after"]?.text ?? "?")"]
    case .override: return ["override by \(text)"]
    case .notify:
      return value.elements.map {
        "notify \($0["channel"]?.text ?? "?") \"\($0["target"]?.text ?? "?")\""
      }
    case .covers: return ["covers \(text) for \(hold["coversFor"]?.text ?? "?")"]
    case .coversFor: return []
    case .requester:
      let people = value.elements.compactMap(\.text)
      return people.isEmpty ? [] : ["requester \(people.joined(separator: ", "))"]
    }
  }
}
