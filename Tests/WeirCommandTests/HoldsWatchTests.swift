// `weir holds watch`: the screen key by key, and once in a real terminal (tmux, where it is there).

import Foundation
import Testing
import Weir
import WeirHost
import WeirTesting

@testable import WeirCommand

@Suite struct HoldsWatchTests {
  private static let row = WatchScreen.Row(
    key: "sha256:28e5dcaa12d8", left: "14m", rule: "big", asked: "e\u{202E}ve",
    missing: #"2 of group "t""#, isMine: true)

  @Test func aHoldIsDecidedOnceItWasSeenToItsEnd() {
    var screen = WatchScreen(person: "ana")
    screen.rows = [Self.row]
    #expect(screen.handle(.enter, rows: 12) == .open(key: Self.row.key))
    screen.open(Self.row.key, (1...30).map { "line \($0)" }, rows: 12)
    #expect(screen.handle(.character("a"), rows: 12) == nil)
    #expect(screen.message == "read it to its end first: page down")
    for _ in 0..<3 { _ = screen.handle(.pageDown, rows: 12) }
    _ = screen.handle(.character("a"), rows: 12)
    for scalar in "okx".unicodeScalars { _ = screen.handle(.character(scalar), rows: 12) }
    _ = screen.handle(.backspace, rows: 12)
    _ = screen.handle(.enter, rows: 12)
    #expect(
      screen.frame(columns: 60, rows: 12).first == "approve this hold?")
    // Any other key than y is no.
    var other = screen
    #expect(other.handle(.enter, rows: 12) == nil)
    #expect(other.message == "nothing is on record")
    #expect(
      screen.handle(.character("y"), rows: 12)
        == .act(.approve, key: Self.row.key, reason: "ok"))
  }

  @Test func whoeverOnlyLooksDecidesNothing() {
    var screen = WatchScreen(person: nil)
    screen.rows = [Self.row]
    screen.open(Self.row.key, ["short"], rows: 12)
    #expect(screen.handle(.character("r"), rows: 12) == nil)
    #expect(screen.message == "say who you are: --as NAME --group GROUP")
    #expect(screen.handle(.interrupt, rows: 12) == .quit)
  }

  @Test func framesFitAndHideNothing() {
    var screen = WatchScreen(person: "ana")
    screen.rows = Array(repeating: Self.row, count: 40)
    for _ in 0..<50 { _ = screen.handle(.down, rows: 15) }
    #expect(screen.selected == 39)
    let frame = screen.frame(columns: 60, rows: 15)
    #expect(frame.count == 15)
    #expect(frame.allSatisfy { $0.unicodeScalars.count <= 60 })
    #expect(frame.contains { $0.hasPrefix(">*") && $0.contains("\\u{202e}") })
    // Holds that are gone take the selection along.
    screen.rows = []
    #expect(screen.handle(.enter, rows: 15) == nil)
  }

  @Test func keysAreTakenApart() {
    #expect(
      Terminal.keys(Array("j\u{1B}[A\u{1B}[6~\r\u{7F}é\u{1B}[1;5Cq".utf8)) == [
        .character("j"), .up, .pageDown, .enter, .backspace, .character("é"), .character("q"),
      ])
    #expect(Terminal.keys([0x1B]) == [.escape])
    #expect(Terminal.keys([0x03]) == [.interrupt])
  }

  private static let hasTmux =
    (try? Shell.run("command -v tmux", in: GoldenSuite.root))?.status == 0

  @Test(.enabled(if: hasTmux))
  func aReviewerApprovesInATerminal() throws {
    let folder = try Folder([
      "p.weir": "requester who\nhold h when true needs 1 of group \"g\" within 1h",
      "watch.sh": """
      weir eval -p p.weir --holds h.db < request > verdict
      tmux -L "$1" -f /dev/null new-session -d -x 80 -y 20 \
        "weir holds watch --holds h.db --as ana --group g; echo ended; sleep 3"
      wait_for() {
        for i in $(seq 200); do
          tmux -L "$1" capture-pane -p | grep -q "$2" && return 0; sleep 0.1
        done
        echo "never: $2"; tmux -L "$1" capture-pane -p
      }
      wait_for "$1" '1 pending hold'
      tmux -L "$1" send-keys Enter; wait_for "$1" 'page down'
      tmux -L "$1" send-keys NPage; tmux -L "$1" send-keys NPage; sleep 1
      tmux -L "$1" send-keys a; wait_for "$1" 'your reason'
      tmux -L "$1" send-keys 'seen it'; tmux -L "$1" send-keys Enter; wait_for "$1" 'approve this'
      tmux -L "$1" send-keys y; wait_for "$1" 'approved by ana (seen it)'
      tmux -L "$1" send-keys q; wait_for "$1" 'ended'
      tmux -L "$1" kill-server
      weir holds export --holds h.db | grep -c '"act":"approve".*"reason":"seen it","seen":"sha256:'
      """,
      "request": #"{"who":"eve","text":"a\nb\nc\nd\ne\nf\ng\nh\ni"}"#,
    ])
    let result = try Shell.run("bash watch.sh weir-\(getpid())", in: folder.url)
    #expect(result.output == "1\n")
  }
}
