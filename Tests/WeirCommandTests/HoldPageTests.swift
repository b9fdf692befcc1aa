// What a reviewer reads of a hold, where the request was made to deceive, to flood the screen, or
// to take long; and tables that fit.

import Foundation
import Testing
import Weir
import WeirLedger
import WeirTesting

@testable import WeirCommand

@Suite struct HoldPageTests {
  private static func text(_ request: String, width: Int = 80, isFull: Bool = false) -> String {
    HoldRequestText(layout: HoldText(width: width, isFull: isFull, isColored: false))
      .lines(of: Array(request.utf8))
  }

  private static func widest(_ text: String) -> Int {
    text.split(separator: "\n").map { textColumns(of: String($0)) }.max() ?? 0
  }

  @Test func noMemberPassesForAnother() {
    #expect(
      Self.text(#"{"payload":{"amount":1000000},"payload.amount":"1","a[0]":[{"b":""}],"":null}"#)
        == """
          payload.amount             1000000
          request["payload.amount"]  "1"
          request["a[0]"][0].b       ""
          request[""]                null

        """)
  }

  @Test func noStringPassesForAnotherValue() {
    #expect(
      Self.text(
        #"{"a":"50","b":50,"c":"null","d":"[1]","e":[1,"1"],"f":" x","g":"2026-05-01","h":{}}"#)
          == """
            a  "50"
            b  50
            c  "null"
            d  "[1]"
            e  [1,"1"]
            f  " x"
            g  2026-05-01
            h  {}

          """)
    #expect(Self.text("{}") != Self.text(#"{"request":{}}"#))
  }

  @Test func linesOfAStringStayInItsColumn() {
    #expect(
      Self.text(#"{"note":"a\nseen sha256:00\n  amount  1\r\u001b[2K\u202eb"}"#) == """
          note  a
                seen sha256:00
                  amount  1\\u{d}\\u{1b}[2K\\u{202e}b

        """)
  }

  /// Two requests that differ are two texts: short ones of few characters, which collide often
  /// where anything is written in two ways.
  @Test func differentRequestsReadDifferently() throws {
    var random = SplitMix64(seed: baseSeed)
    var known: [String: String] = [:]
    for _ in 0..<20_000 {
      var document = ""
      Self.write(&document, depth: 0, &random)
      let text = Self.text(document, width: 400, isFull: true)
      if let other = known[text] {
        #expect(other == document, "both read\n\(text)")
      } else {
        known[text] = document
      }
    }
    #expect(known.count > 1_000)
  }

  private static func write(_ text: inout String, depth: Int, _ random: inout SplitMix64) {
    func word(_ random: inout SplitMix64) -> String {
      let parts = [".", "[0]", "a", "0", #"\""#, " ", "{}", "null", ":", "…", "request", "(", "-"]
      return "\"" + (0..<random.below(3)).map { _ in parts[random.below(parts.count)] }.joined()
        + "\""
    }
    switch random.below(depth == 0 ? 2 : depth > 2 ? 4 : 6) {
    case 0: text += word(&random)
    case 1:
      var names: Set<String> = []
      text += "{"
      for _ in 0..<random.below(3) {
        let name = word(&random)
        guard names.insert(name).inserted else { continue }
        text += (names.count > 1 ? "," : "") + name + ":"
        write(&text, depth: depth + 1, &random)
      }
      text += "}"
    case 2: text += ["0", "null", "true", "-0.5"][random.below(4)]
    case 3: text += word(&random)
    default:
      text += "["
      for index in 0..<random.below(3) {
        if index > 0 { text += "," }
        write(&text, depth: depth + 1, &random)
      }
      text += "]"
    }
  }

  /// A member each: a megabyte of words, of one word, of marks on a letter, of wide characters, of
  /// lines; a long name; many members; deep ones.
  private static let hostile: [(name: String, request: String)] = [
    ("words", #"{"a":"\#(String(repeating: "x ", count: 500_000))"}"#),
    ("a word", #"{"a":"\#(String(repeating: "x", count: 1_000_000))"}"#),
    ("marks", "{\"a\":\"e" + String(repeating: "\u{301}", count: 500_000) + "\"}"),
    ("wide", #"{"a":"\#(String(repeating: "漢", count: 300_000))"}"#),
    ("lines", #"{"a":"\#(String(repeating: "x\\n", count: 300_000))"}"#),
    ("a name", #"{"\#(String(repeating: "x", count: 1_000_000))":{"a":1,"b":2}}"#),
    (
      "members",
      "{" + (0..<50_000).map { "\"m\($0)\":\($0)" }.joined(separator: ",") + "}"
    ),
    (
      "members below long names",
      "{\"" + String(repeating: "x", count: 100_000) + "\":{"
        + (0..<2_000).map { "\"m\($0)\":\($0)" }.joined(separator: ",") + "}}"
    ),
    ("a list", #"{"a":[\#(String(repeating: "1,", count: 300_000))1]}"#),
  ]

  @Test(arguments: hostile.indices, [60, 80])
  func whatIsLongIsFolded(_ index: Int, _ width: Int) {
    let (name, request) = Self.hostile[index]
    let text = Self.text(request, width: width)
    #expect(text.split(separator: "\n").count <= 130, "\(name)")
    #expect(Self.widest(text) <= width, "\(name)")
    #expect(text.utf8.count < 20_000, "\(name)")
    #expect(text.contains("left out, --full shows them"), "\(name)")
    // Whole, it is not much longer than the request is: each mark that is shown as its code point
    // takes four times its bytes.
    let whole = Self.text(request, width: width, isFull: true)
    #expect(!whole.contains("left out"), "\(name)")
    #expect(whole.utf8.count < 20 * request.utf8.count, "\(name)")
  }

  @Test func marksAreShownAsCodePointsWhereTheyWouldCoverOtherLines() {
    let heap = "e" + String(repeating: "\u{301}", count: 10)
    let shown = "e" + String(repeating: "\u{301}", count: 8) + #"\u{301}\u{301}"#
    #expect(VisibleText.escaped(heap).unicodeScalars.elementsEqual(shown.unicodeScalars))
    // What scripts need stays as it is: Thai, Hebrew with its points, Vietnamese taken apart.
    for text in ["ที่", "בְּרֵאשִׁ֖ית", "e\u{302}\u{301}"] {
      #expect(VisibleText.escaped(text).unicodeScalars.elementsEqual(text.unicodeScalars))
    }
  }

  // MARK: Tables

  @Test(arguments: [60, 66, 80, 200]) func tablesFit(_ width: Int) throws {
    let folder = try Folder([
      "p.weir": """
      requester who
      hold a_rule_with_a_name_that_nobody_would_write when true
        needs 1 of group "people-of-the-first-floor" and 1 of user "somebody@example.org"
        within 400d
      """,
      "requests": [
        #"{"who":"eve"}"#, #"{"who":["a","b","\u202e\u001b[2J\n"]}"#,
        #"{"who":"\#(String(repeating: "e\u{301}", count: 5_000))"}"#,
        #"{"who":"漢字漢字漢字漢字漢字漢字漢字漢字漢字"}"#,
        "{\"who\":\"e" + String(repeating: "\u{301}", count: 50_000) + "\"}",
      ].joined(separator: "\n"),
    ])
    let run = try folder.weir(["eval", "-p", "p.weir", "--holds", "h.db", "requests"])
    #expect(run.status == 0, "\(run.errors)")
    let ledger = try Ledger(folder("h.db"), .read)
    let now = try ledger.now()
    let holds = try ledger.holds().map { ($0, $0.status(in: ledger, at: now)) }
    #expect(holds.count == 5)
    let text = HoldTable(width: width, isColored: false).text(holds, at: now)
    #expect(text.split(separator: "\n").count == 6)
    #expect(Self.widest(text) <= width, "\(text)")
    #expect(text.utf8.count < 20_000)
    for hold in holds { #expect(text.contains(hold.0.hold.key.dropFirst(7).prefix(8))) }
  }
}
