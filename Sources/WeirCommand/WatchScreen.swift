// What `weir holds watch` shows and what its keys do, as data: no terminal, no ledger, so that it
// can be tried key by key.

internal import Weir
internal import WeirHost

/// The screen of `weir holds watch`.
struct WatchScreen {
  /// A pending hold, as a list shows it.
  struct Row: Equatable {
    var key: String
    var left: String
    var rule: String
    var asked: String
    var missing: String
    /// Whether the person at the keyboard could decide it.
    var isMine: Bool
  }

  /// What the keyboard asks for.
  enum Action: Equatable {
    case open(key: String)
    case act(HoldRecord.Act, key: String, reason: String)
    case quit
  }

  /// What is shown.
  enum Mode: Equatable {
    case list
    /// One hold, whole; from which line; whether its end has been on the screen.
    case hold(key: String, top: Int, isSeen: Bool)
    /// A reason is being written.
    case reason(HoldRecord.Act, key: String, text: String)
    /// A yes is waited for.
    case confirm(HoldRecord.Act, key: String, reason: String)
  }

  var rows: [Row] = [] {
    didSet { selected = min(selected, max(0, rows.count - 1)) }
  }
  private(set) var mode = Mode.list
  private(set) var selected = 0
  /// The lines of the hold that is open.
  var lines: [String] = []
  /// What came of the last act.
  var message = ""
  /// Who decides; nil where somebody only looks.
  let person: String?

  init(person: String?) { self.person = person }

  /// The key of the hold that is open.
  var openKey: String? {
    switch mode {
    case .list: nil
    case .hold(let key, _, _), .reason(_, let key, _), .confirm(_, let key, _): key
    }
  }

  // MARK: Keys

  mutating func handle(_ key: Terminal.Key, rows height: Int) -> Action? {
    if key == .interrupt { return .quit }
    switch mode {
    case .list: return handleList(key)
    case .hold(let hold, let top, let isSeen): return handleHold(key, hold, top, isSeen, height)
    case .reason(let act, let hold, let text): return handleReason(key, act, hold, text)
    case .confirm(let act, let hold, let reason):
      if key == .character("y") {
        mode = .list
        return .act(act, key: hold, reason: reason)
      }
      mode = .hold(key: hold, top: 0, isSeen: true)
      message = "nothing is on record"
      return nil
    }
  }

  private mutating func handleList(_ key: Terminal.Key) -> Action? {
    switch key {
    case .up, .character("k"): selected = max(0, selected - 1)
    case .down, .character("j"): selected = min(max(0, rows.count - 1), selected + 1)
    case .enter:
      guard rows.indices.contains(selected) else { return nil }
      message = ""
      return .open(key: rows[selected].key)
    case .character("q"), .escape: return .quit
    case .pageUp, .pageDown, .backspace, .character, .interrupt: break
    }
    return nil
  }

  /// Shows a hold from its beginning.
  mutating func open(_ key: String, _ lines: [String], rows height: Int) {
    self.lines = lines
    mode = .hold(key: key, top: 0, isSeen: lines.count <= height - 2)
  }

  private mutating func handleHold(
    _ key: Terminal.Key, _ hold: String, _ top: Int, _ isSeen: Bool, _ height: Int
  ) -> Action? {
    let room = max(1, height - 2)
    let last = max(0, lines.count - room)
    func move(_ place: Int) -> Mode {
      let place = min(max(0, place), last)
      return .hold(key: hold, top: place, isSeen: isSeen || place == last)
    }
    switch key {
    case .up, .character("k"): mode = move(top - 1)
    case .down, .character("j"): mode = move(top + 1)
    case .pageUp: mode = move(top - room)
    case .pageDown, .character(" "): mode = move(top + room)
    case .character("a"): begin(.approve, hold, isSeen)
    case .character("r"): begin(.reject, hold, isSeen)
    case .character("q"), .escape: mode = .list
    case .enter, .backspace, .character, .interrupt: break
    }
    return nil
  }

  private mutating func begin(_ act: HoldRecord.Act, _ hold: String, _ isSeen: Bool) {
    guard person != nil else {
      message = "say who you are: --as NAME --group GROUP"
      return
    }
    guard isSeen else {
      message = "read it to its end first: page down"
      return
    }
    message = ""
    mode = .reason(act, key: hold, text: "")
  }

  private mutating func handleReason(
    _ key: Terminal.Key, _ act: HoldRecord.Act, _ hold: String, _ text: String
  ) -> Action? {
    switch key {
    case .character(let scalar):
      var longer = text
      longer.unicodeScalars.append(scalar)
      mode = .reason(act, key: hold, text: longer)
    case .backspace:
      mode = .reason(act, key: hold, text: String(text.unicodeScalars.dropLast()))
    case .enter: mode = .confirm(act, key: hold, reason: text)
    case .escape:
      mode = .hold(key: hold, top: 0, isSeen: true)
      message = "nothing is on record"
    case .up, .down, .pageUp, .pageDown, .interrupt: break
    }
    return nil
  }

  // MARK: Frames

  /// The lines of a frame, each no wider than the terminal.
  func frame(columns: Int, rows height: Int) -> [String] {
    let room = max(1, height - 2)
    var frame: [String]
    let keys: String
    switch mode {
    case .list:
      let title =
        "\(Plural.counted(rows.count, "pending hold"))\(person.map { ", for \($0)" } ?? "")"
      let first = max(0, min(selected - room + 2, rows.count - room + 1))
      frame =
        [title]
        + rows.enumerated().dropFirst(first).prefix(room - 1).map { index, row in
          let mark = index == selected ? ">" : " "
          let mine = row.isMine ? "*" : " "
          let left = row.left + String(repeating: " ", count: max(0, 9 - row.left.utf8.count))
          return "\(mark)\(mine) \(row.key.dropFirst(7).prefix(8))  \(left) \(row.rule)  "
            + "\(row.asked)  \(row.missing)"
        }
      keys = "enter look   j/k move   q quit" + (person == nil ? "" : "   * you may decide")
    case .hold(_, let top, let isSeen):
      frame = Array(lines.dropFirst(top).prefix(room))
      let more = isSeen ? "" : "   more below: page down"
      keys = "a approve   r reject   q back\(more)"
    case .reason(let act, _, let text):
      frame = ["\(act.rawValue): your reason", "", text + "_"]
      keys = "enter go on   esc back"
    case .confirm(let act, _, let reason):
      frame = ["\(act.rawValue) this hold?", "", reason.isEmpty ? "(no reason)" : reason]
      keys = "y yes   any other key no"
    }
    while frame.count < room { frame.append("") }
    return (frame + [message, keys]).map { HoldTable.cut(VisibleText.escaped($0), columns) }
  }
}
