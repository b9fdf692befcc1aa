// `weir holds approve` and its kin where a person sits: a terminal in which the hold is shown and a
// question is answered. And where nobody sits, whose word it takes.

import Foundation
import Testing
import Weir
import WeirLedger
import WeirTesting

@Suite struct HoldsAskTests {
  private static let clock = ["--clock", "2026-05-01T10:01:00Z"]

  /// A ledger with one hold, `eve` asking; and the hold's key.
  private static func ledger(_ note: String = "short") throws -> (folder: Folder, key: String) {
    let folder = try Folder([
      "p.weir": "requester who\nhold h when true needs 2 of group \"g\" within 1h",
      "requests": #"{"who":"eve","note":"\#(note)"}"#,
    ])
    let run = try folder.weir(
      ["eval", "-p", "p.weir", "--holds", "h.db", "--clock", "2026-05-01T10:00:00Z", "requests"])
    #expect(run.status == 0, "\(run.errors)")
    let holds = try Ledger(folder("h.db"), .read).holds()
    return (folder, try #require(holds.first).hold.key)
  }

  private static func acts(_ folder: Folder) throws -> [String] {
    let run = try folder.weir(["holds", "export", "--holds", "h.db"])
    return run.output.split(separator: "\n").dropFirst().map(String.init)
  }

  private static let ana = ["--as", "ana", "--group", "g"]

  #if os(Linux)
    /// `weir holds` in a terminal of so many columns.
    private static func ask(
      _ folder: Folder, _ arguments: [String], _ answers: [String], columns: UInt16 = 80,
      beforeAnswer: () throws -> Void = {}
    ) throws -> (output: String, status: Int32) {
      try folder.ask(
        ["holds"] + arguments + ["--holds", "h.db"] + clock, answers, columns: columns,
        beforeAnswer: beforeAnswer)
    }

    @Test func yesIsOnRecordWithWhatWasShown() throws {
      let (folder, key) = try Self.ledger()
      let prefix = String(key.dropFirst(7).prefix(8))
      let run = try Self.ask(folder, ["approve", prefix] + Self.ana, ["y\n"])
      #expect(run.status == 0)
      #expect(run.output.contains("approve this? [y/N] y\napproval of \(key) is on record\n"))
      let seen = try #require(run.output.firstRange(of: "seen sha256:"))
      let digest = run.output[seen.lowerBound...].dropFirst(5).prefix(71)
      #expect(try Self.acts(folder).map { $0.contains(#""seen":"\#(digest)""#) } == [true])
    }

    /// No, an empty line, anything else, and the end of the input.
    @Test(arguments: ["n\n", "\n", "yesterday\n", "f\n", "\u{4}", " y\n"])
    func whatIsNotYesIsNo(_ answer: String) throws {
      let (folder, key) = try Self.ledger()
      for act in ["approve", "reject", "override", "cancel"] {
        let run = try Self.ask(folder, [act, key, "--reason", "so"] + Self.ana, [answer])
        #expect(run.status == 1)
        #expect(run.output.hasSuffix("\nweir: nothing is on record\n"))
      }
      #expect(try Self.acts(folder) == [])
    }

    @Test func whatWasFoldedIsShownBeforeYesWhereWanted() throws {
      let words = "begin " + String(repeating: "word ", count: 500) + "end"
      let (folder, key) = try Self.ledger(words.replacing("word word w", with: "word HIDDEN w"))
      let run = try Self.ask(folder, ["approve", key] + Self.ana, ["f\n", "y\n"], columns: 60)
      #expect(run.status == 0)
      let parts = run.output.components(separatedBy: "[y/N, f shows it whole] f\n")
      #expect(parts.count == 2)
      #expect(parts.first?.contains("left out, --full shows them") == true)
      #expect(parts.last?.contains("left out") == false)
      #expect(parts.last?.contains("approve this? [y/N] y\n") == true)
    }

    @Test func whatChangedWhileItWasReadIsAskedAgain() throws {
      let (folder, key) = try Self.ledger()
      let run = try Self.ask(folder, ["approve", key] + Self.ana, ["y\n"]) {
        let other = try folder.weir(
          ["holds", "approve", key, "--as", "bob", "--group", "g", "--holds", "h.db"] + Self.clock)
        #expect(other.status == 0)
      }
      #expect(run.status == 1)
      #expect(run.output.contains("error[seen-changed]"))
      #expect(try Self.acts(folder).map { $0.contains(#""by":"bob""#) } == [true])
    }
  #endif

  /// The whole key digests the request, and nothing was shown that could change: whoever names it
  /// is not refused because somebody else acted at the same moment, and claims to have seen
  /// nothing.
  @Test func peopleWhoNameTheWholeKeyActAtOnce() throws {
    let clock = Self.clock.joined(separator: " ")
    for _ in 0..<5 {
      let (folder, key) = try Self.ledger()
      let run = try Shell.run(
        """
        for who in ana bob; do
          weir holds approve \(key) --holds h.db --as $who --group g \(clock) > $who.out 2>&1 &
        done; wait
        cat ana.out bob.out | grep -c 'is on record'
        weir holds export --holds h.db | grep -c '"seen"'
        """, in: folder.url)
      #expect(run.output == "2\n0\n")
    }
  }

  @Test func aDigestThatIsNoneIsWrongUse() throws {
    let (folder, key) = try Self.ledger()
    for seen in [
      "", "sha256:", "0123456789abcde", "sha256:0123456789ABCDEF", key + "0", "\u{1B}[2J",
    ] {
      let run = try folder.weir(
        ["holds", "approve", key, "--seen", seen, "--holds", "h.db"] + Self.ana + Self.clock)
      #expect(run.status == 2)
      #expect(run.errors.contains("is not the digest of what was shown"))
    }
    #expect(try Self.acts(folder) == [])
  }

  @Test func aReasonAddsNoLinesOfItsOwn() throws {
    let (folder, key) = try Self.ledger()
    let reason = "fine\n  2026-05-01T10:00:30Z  bob (group g): approve\u{1B}[2K"
    let act = try folder.weir(
      ["holds", "approve", key, "--reason", reason, "--holds", "h.db"] + Self.ana + Self.clock)
    #expect(act.status == 0)
    #expect(!act.output.contains("\u{1B}"))
    let page = try folder.weir(["holds", "show", key, "--holds", "h.db"] + Self.clock)
    #expect(page.output.contains(#"approve (fine\n"#))
    #expect(page.output.split(separator: "\n").filter { $0.hasPrefix("  2026-") }.count == 2)
    #expect(!page.output.contains("\u{1B}"))
  }
}
