// Holds as a table: a line each, no wider than the terminal.

internal import Weir
internal import WeirHost
internal import WeirLedger

struct HoldTable {
  let width: Int
  let isColored: Bool

  func text(_ holds: [(hold: LedgerHold, status: HoldStatus)], at now: Timestamp) -> String {
    guard !holds.isEmpty else { return "no holds\n" }
    let rows = holds.map { hold, status in
      [
        String(hold.hold.key.dropFirst(7).prefix(8)), status.state.rawValue,
        HoldTime.short(status, at: now), hold.hold.rule,
        hold.hold.requester?.joined(separator: ", ") ?? "not known",
        status.missing?.description ?? "",
      ]
    }
    let heads = ["KEY", "STATE", "LEFT", "RULE", "ASKED BY", "MISSING"]
    let cells = ([heads] + rows).map { $0.map { VisibleText.escaped($0) } }
    var widths = heads.indices.map { column in
      cells.map { textColumns(of: $0[column]) }.max() ?? 0
    }
    // What is too wide gives way from the right: what is missing, who asked, the rule.
    for (column, least) in [(5, 8), (4, 8), (3, 10)] {
      let excess = widths.reduce(0, +) + 2 * (widths.count - 1) - width
      if excess > 0 { widths[column] = max(min(least, widths[column]), widths[column] - excess) }
    }
    return cells.enumerated().map { index, row in
      let line = row.enumerated().map { column, cell in
        let shown = HoldTable.cut(cell, widths[column])
        return shown + String(repeating: " ", count: widths[column] - textColumns(of: shown))
      }.joined(separator: "  ").trimmingEnd
      return index == 0 && isColored ? "\u{1B}[1m\(line)\u{1B}[0m\n" : line + "\n"
    }.joined()
  }

  /// A text in so many columns, with a mark where some of it is missing.
  static func cut(_ text: String, _ width: Int) -> String {
    if textColumns(of: text) <= width { return text }
    var shown = ""
    var used = 0
    for scalar in text.unicodeScalars {
      used += VisibleText.columns(of: scalar)
      if used > width - 1 { break }
      shown.unicodeScalars.append(scalar)
    }
    return shown + "…"
  }
}

extension String {
  /// Without line breaks at the end.
  var trimmingLines: String {
    var text = self
    while text.last == "\n" { text.removeLast() }
    return text
  }

  /// Without blanks at the end.
  var trimmingEnd: String {
    var text = self
    while text.last == " " { text.removeLast() }
    return text
  }
}

/// How times of holds read.
enum HoldTime {
  /// How long a hold waits, a grant lives or a denial lasts yet.
  static func left(_ status: HoldStatus, at now: Timestamp) -> String {
    length(status, at: now).map(duration) ?? ""
  }

  /// The same in the two largest units, for a narrow column: `2d7h`.
  static func short(_ status: HoldStatus, at now: Timestamp) -> String {
    guard let length = length(status, at: now) else { return "" }
    let unit: Int64 = length.seconds >= 86_400 ? 3_600 : length.seconds >= 3_600 ? 60 : 1
    return duration(SignedDuration(seconds: length.seconds / unit * unit, nanoseconds: 0))
  }

  private static func length(_ status: HoldStatus, at now: Timestamp) -> SignedDuration? {
    let end: Timestamp?
    switch status.state {
    case .pending: end = status.deadline
    case .approved, .rejected, .expired, .cancelled, .revoked: end = status.until
    case .spent, .lapsed: end = nil
    }
    guard let end, end > now else { return nil }
    return end.since(now)
  }

  /// Whole seconds, in the units that a policy writes.
  static func duration(_ length: SignedDuration) -> String {
    SignedDuration(seconds: length.seconds, nanoseconds: 0).description
  }
}
