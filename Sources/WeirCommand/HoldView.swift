// A hold as a reviewer sees it: what is asked, why it is held, what is missing, who may act, what
// an approval would let pass, and what happened so far. All of it from the ledger; everything that
// comes from a request is escaped, and long values are folded.

internal import Weir
internal import WeirHost
internal import WeirLedger

struct HoldView {
  private let hold: LedgerHold
  private let status: HoldStatus
  private let ledger: Ledger
  private let now: Timestamp
  private let isColored: Bool
  private let width: Int
  /// Whether long values are shown whole.
  private let isFull: Bool

  /// Where values begin, and how many lines one may take.
  private static let column = 11
  private static let foldedLines = 6
  private static let shownEarlier = 5

  init(
    _ hold: LedgerHold, in ledger: Ledger, at now: Timestamp, isColored: Bool, width: Int = 80,
    isFull: Bool = false
  ) {
    self.hold = hold
    self.ledger = ledger
    self.now = now
    self.isColored = isColored
    self.width = width
    self.isFull = isFull
    status = hold.status(in: ledger, at: now)
  }

  /// A few lines, for lists.
  var summary: String {
    var text = title
    for line in verdictLines { text += line }
    return text
  }

  /// Everything on one screen.
  func whole() throws(Failure) -> String {
    var text = title
    for line in verdictLines { text += line }
    text += entry("asked by", askedBy)
    if let command = hold.command {
      text += entry("command", command.map { HoldView.word($0) }.joined(separator: " "))
    }
    text += section("request") + request
    if let explanation = hold.explanation {
      text += section("why it is held") + explanation.trimmingLines + "\n"
    }
    text += section("what it takes")
    text += terms
    text += try soFar()
    text += try earlier()
    // On one line, so that it can be copied.
    return text + "\nseen \(HoldDigest.text(hold, status))\n"
  }

  // MARK: Parts

  private var title: String {
    let left = HoldTime.left(status, at: now)
    let what = left.isEmpty ? status.state.rawValue : "\(status.state.rawValue), \(left) left"
    let number = hold.generation > 1 ? ", time number \(hold.generation)" : ""
    return paint("hold \(hold.hold.key)", 1) + "\n" + entry("state", what + number, stateColor)
  }

  private var stateColor: Int? {
    switch status.state {
    case .pending: 33
    case .approved: 32
    case .rejected, .expired, .cancelled, .revoked: 31
    case .spent, .lapsed: nil
    }
  }

  private var verdictLines: [String] {
    let rules = hold.verdict.rules.filter { $0.name.utf8.elementsEqual(hold.hold.rule.utf8) }
    guard let rule = rules.first else { return [entry("rule", hold.hold.rule)] }
    return [entry("rule", "\(rule.name)  \(rule.at)")]
      + (rule.because.map { [entry("because", $0)] } ?? [])
      + rule.annotations.map { entry("", "@\($0.name)(\"\($0.value)\")") }
  }

  private var askedBy: String {
    let who = hold.hold.requester.map { $0.isEmpty ? "nobody" : $0.joined(separator: ", ") }
    let times = hold.asked == 1 ? "once" : "\(hold.asked) times"
    return "\(who ?? "not known"), \(times), first at \(hold.opened)"
  }

  private var request: String {
    guard let document = try? hold.request.withUnsafeBufferPointer({ try parseJSON($0) }) else {
      return entry("", String(decoding: hold.request, as: UTF8.self))
    }
    var members: [(path: String, value: String)] = []
    HoldView.flatten(document, "", &members)
    let widest = members.map { textColumns(of: VisibleText.escaped($0.path)) }.max() ?? 0
    let column = min(widest, width / 2)
    return members.map { path, value in
      let name = HoldTable.cut(VisibleText.escaped(path), column)
      let gap = String(repeating: " ", count: column - textColumns(of: name))
      return folded(value, indent: column + 4, head: "  " + name + gap + "  ")
    }.joined()
  }

  /// Each value by its path; lists of plain values on one line.
  private static func flatten(
    _ document: JSONDocument, _ path: String, _ members: inout [(path: String, value: String)]
  ) {
    switch document.kind {
    case .record(let inner) where !inner.isEmpty:
      for member in inner {
        let name = member.name.description
        flatten(member.value, path.isEmpty ? name : path + "." + name, &members)
      }
    case .list(let elements) where elements.contains { $0.isNested }:
      for (index, element) in elements.enumerated() {
        flatten(element, "\(path)[\(index)]", &members)
      }
    case .string(let text): members.append((path, text.description))
    case .null, .bool, .number, .list, .record:
      var json: [UInt8] = []
      document.appendJSON(to: &json)
      members.append((path, String(decoding: json, as: UTF8.self)))
    }
  }

  private var terms: String {
    let clauses = hold.hold.clauses
    var text = entry("needs", "\(clauses.needs) within \(clauses.within)")
    if clauses.rejectedBy > 1 { text += entry("", "rejected by \(clauses.rejectedBy)") }
    if let missing = status.missing { text += entry("missing", missing.description, 33) }
    if let actors = status.actors {
      if actors.approvers.isEmpty {
        text += entry("may act", "nobody: who asks is not known")
      } else {
        let people = actors.approvers.map(\.description).joined(separator: ", ")
        let alone = actors.override.map { "; alone, with a reason: \($0)" } ?? ""
        text += entry("may act", people + alone)
      }
      if let escalate = clauses.escalate {
        let from = hold.opened.advanced(by: escalate.after)
        text += entry("", "\(escalate.to) \(now < from ? "from" : "since") \(from)")
      }
      if !actors.barred.isEmpty {
        text += entry("may not", actors.barred.map(\.description).joined(separator: ", "))
      }
    }
    let what =
      switch clauses.covers {
      case .once: "this very request, once, for \(clauses.coversFor)"
      case .values(let paths, for: let length):
        "every such request with the same "
          + "\(paths.map(\.text).joined(separator: ", ")) for \(length)"
      }
    text += entry("covers", what)
    text += entry("until", status.state == .pending ? "\(status.deadline)" : untilText)
    return text
  }

  private var untilText: String {
    status.until.map { "\($0)" } ?? "ended at \(status.since)"
  }

  private func soFar() throws(Failure) -> String {
    var lines: [String] = []
    for record in hold.records where record.generation == hold.generation {
      let who = record.by.map { HoldView.describe($0) } ?? "weir"
      var line = "\(record.at)  \(who): \(record.act.rawValue)"
      if let reason = record.reason { line += " (\(reason))" }
      if let id = record.requestID { line += " by request \(id)" }
      if let digest = record.request { line += " \(digest)" }
      if let ignored = status.ignored.last(where: { $0.record == record }) {
        line += ": counts for nothing, \(ignored.reason.message)"
      }
      lines.append(line)
    }
    for notice in try ledger.notices(of: hold) {
      lines.append(
        "notice to \(notice.channel) \(notice.target) (\(notice.kind)): "
          + (notice.outcome ?? "not delivered yet"))
    }
    return section("so far") + lines.map { folded($0, indent: 4, head: "  ") }.joined()
  }

  private static func describe(_ person: HoldRecord.Person) -> String {
    let sets =
      person.groups.map { "group \($0)" } + person.roles.map { "role \($0)" }
    return sets.isEmpty
      ? person.name.description : "\(person.name) (\(sets.joined(separator: ", ")))"
  }

  private func earlier() throws(Failure) -> String {
    let holds = try ledger.earlierHolds(than: hold, atMost: HoldView.shownEarlier)
    guard !holds.isEmpty else { return "" }
    return section("earlier holds of the same requester")
      + holds.map { earlier in
        let status = earlier.status(in: ledger, at: now)
        let key = earlier.hold.key.dropFirst(7).prefix(8)
        let line =
          "\(earlier.opened)  \(key)  \(status.state.rawValue) since \(status.since)  "
          + earlier.hold.rule
        return folded(line, indent: 4, head: "  ")
      }.joined()
  }

  // MARK: Text

  private func section(_ name: String) -> String { "\n" + paint(name, 1) + "\n" }

  private func entry(_ name: String, _ value: String, _ color: Int? = nil) -> String {
    let head =
      "  " + name + String(repeating: " ", count: max(1, HoldView.column - 2 - name.utf8.count))
    return folded(value, indent: HoldView.column, head: head, color)
  }

  /// A value in lines; what is left out is counted.
  private func folded(
    _ value: String, indent: Int, head: String, _ color: Int? = nil
  ) -> String {
    let room = max(20, width - indent)
    var lines: [String] = []
    for line in value.split(separator: "\n", omittingEmptySubsequences: false) {
      lines += HoldView.wrap(VisibleText.escaped(String(line)), room)
    }
    if !isFull, lines.count > HoldView.foldedLines {
      // Its end as well: what a statement does may stand there.
      let left = lines[(HoldView.foldedLines - 2)..<(lines.count - 1)]
      let count = left.reduce(0) { $0 + $1.unicodeScalars.count }
      lines =
        lines.prefix(HoldView.foldedLines - 2)
        + ["… \(Plural.counted(count, "character")) left out, --full shows them …"]
        + lines.suffix(1)
    }
    let margin = String(repeating: " ", count: indent)
    return lines.enumerated().map { index, line in
      (index == 0 ? head : margin) + (color.map { paint(line, $0) } ?? line)
    }.map { $0.trimmingEnd + "\n" }.joined()
  }

  private static func wrap(_ text: String, _ room: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    var used = 0
    for scalar in text.unicodeScalars {
      let columns = textColumns(of: String(scalar))
      if used + columns > room {
        // At the last blank of the line's second half, or in the word.
        if let blank = line.lastIndex(of: " "),
          line.distance(from: line.startIndex, to: blank) > line.count / 2
        {
          let rest = String(line[line.index(after: blank)...])
          lines.append(String(line[..<blank]))
          line = rest
        } else {
          lines.append(line)
          line = ""
        }
        used = textColumns(of: line)
      }
      line.unicodeScalars.append(scalar)
      used += columns
    }
    return lines + [line]
  }

  /// A word of a command as a shell would need it.
  private static func word(_ word: String) -> String {
    let isPlain =
      !word.isEmpty
      && word.utf8.allSatisfy { byte in
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
          || "-_./:=@%+,".utf8.contains(byte)
      }
    return isPlain ? word : "'" + word.replacing("'", with: "'\\''") + "'"
  }

  private func paint(_ text: String, _ color: Int) -> String {
    isColored ? "\u{1B}[\(color)m\(text)\u{1B}[0m" : text
  }
}

extension JSONDocument {
  fileprivate var isNested: Bool {
    switch kind {
    case .record, .list: true
    case .null, .bool, .string, .number: false
    }
  }
}
