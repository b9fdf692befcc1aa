// Coverage for a terminal of 80 columns: a table of what was covered, then what was not, shown in
// the source.

internal import Weir
internal import WeirAnalysis

extension CoverageReport {
  private static let width = 80

  /// The report for people.
  package func text(isColored: Bool) -> String {
    var page = CoveragePage(isColored: isColored)
    page.add(heading + "\n\n")
    addTable(to: &page)
    var hasLacks = false
    for (index, file) in files.enumerated() {
      for rule in file.rules where rule.matched == 0 || rule.conditions.contains(where: \.isLacking)
      {
        if rule.conditions.contains(where: { $0.lack != nil && $0.state == .undecided }) {
          hasLacks = true
        }
        add(rule, in: index, to: &page)
      }
    }
    if hasLacks {
      page.add(
        "\nA condition decides alone when, all others as they were, its rule would have\n"
          + "come out otherwise had the condition been otherwise (MC/DC).\n", .faint)
    }
    return page.text
  }

  /// `Coverage of 12 requests, and 1 that could not be read`.
  package var heading: String {
    "Coverage of \(Plural.counted(requests, "request"))"
      + (unreadable > 0 ? ", and \(unreadable) that could not be read" : "")
  }

  // MARK: Table

  private func addTable(to page: inout CoveragePage) {
    let rows =
      files.filter { !$0.rules.isEmpty }.map { file in
        (VisibleText.escaped(file.path), CoverageKind.allCases.map { file.share($0) })
      }
    let total = ("all", CoverageKind.allCases.map { share($0) })
    let all = rows.count == 1 ? rows : rows + [total]
    // Three columns of 17.
    let room = CoverageReport.width - 3 * 17
    page.add(String(repeating: " ", count: room))
    for kind in CoverageKind.allCases {
      page.add(CoveragePage.right(kind.title, 17), .strong)
    }
    page.add("\n")
    for (name, shares) in all {
      page.add(CoveragePage.left(name, room))
      for share in shares {
        let count = CoveragePage.right("\(share.covered)/\(share.total)", 9)
        let percent =
          share.total == 0 ? "       -" : CoveragePage.right("\(share.percent)%", 8)
        page.add(count)
        page.add(percent, share.total == 0 ? .faint : .init(share.fraction))
      }
      page.add("\n")
    }
    let conditions = files.flatMap(\.rules).flatMap(\.conditions)
    let uncertainRules = files.flatMap(\.rules).count { $0.uncertain > 0 }
    let uncertain = conditions.count { $0.wasUncertain > 0 }
    page.add(
      "\nUncertain at least once: \(uncertainRules) rules, \(uncertain) conditions.\n", .faint)
    let constants = conditions.count { $0.constant != nil }
    let coupled = conditions.count { $0.constant == nil && $0.isCoupled }
    if constants > 0 {
      page.add("Not counted: conditions that are always the same: \(constants).\n", .faint)
    }
    if coupled > 0 {
      page.add(
        "Not counted for MC/DC: conditions that their rule has twice: \(coupled).\n", .faint)
    }
  }

  // MARK: The source

  private func add(_ rule: CoveredRule, in file: Int, to page: inout CoveragePage) {
    page.add("\n\(VisibleText.escaped(files[file].path)):\(rule.line) ")
    page.add("\(rule.isObserved ? "observe " : "")\(rule.effect.rawValue) ")
    page.add(VisibleText.escaped(rule.name), .strong)
    if rule.matched == 0 {
      page.add(rule.uncertain > 0 ? "  never matched, only uncertain" : "  never matched", .bad)
    }
    page.add("\n")
    var shown = (file: file, line: 0)
    let lacking = rule.conditions.filter { $0.isLacking }.sorted {
      (abs($0.file - file), $0.file, $0.start) < (abs($1.file - file), $1.file, $1.start)
    }
    for condition in lacking {
      guard let lack = condition.lack else { continue }
      if condition.isWindow {
        page.add("       its time window: \(lack)\n", .init(condition.state))
        continue
      }
      if condition.file != shown.file {
        page.add("       in \(VisibleText.escaped(files[condition.file].path))\n", .faint)
        shown = (condition.file, 0)
      }
      addSource(of: condition, lack, isRepeated: shown.line == condition.line, to: &page)
      shown.line = condition.line
    }
  }

  private func addSource(
    of condition: CoveredCondition, _ lack: String, isRepeated: Bool, to page: inout CoveragePage
  ) {
    let gutter = 7
    let room = CoverageReport.width - gutter
    let source = files[condition.file].source
    let start = source.position(at: condition.start).column - 1
    let isOnOneLine = source.line(at: condition.end) == condition.line
    let end =
      isOnOneLine
      ? source.position(at: condition.end).column - 1 : source.columns(of: condition.line)
    // A long line is shown from just before the condition, and the rest is not scanned.
    let first = end > room ? max(0, start - 8) : 0
    var line = first > 0 ? "…" : ""
    var marks = first > 0 ? " " : ""
    let from = first + (first > 0 ? 1 : 0)
    let piece = source.text(ofLine: condition.line, from: from, count: room + 1)
    for (index, scalar) in zip(from..., piece.unicodeScalars) {
      let shown = scalar == "\t" ? " " : VisibleText.escaped(String(scalar))
      if line.unicodeScalars.count + shown.unicodeScalars.count >= room {
        line += "…"
        break
      }
      line += shown
      let mark = start..<max(end, start + 1) ~= index ? "^" : " "
      marks += String(repeating: mark, count: shown.unicodeScalars.count)
    }
    while marks.last == " " { marks.removeLast() }
    if !isRepeated || first > 0 {
      page.add(CoveragePage.right("\(condition.line)", 5) + " ", .faint)
      page.add(" " + line + "\n")
    }
    let indent = String(repeating: " ", count: gutter)
    let style = CoveragePage.Style(condition.state)
    let note = condition.isCoupled ? lack + " (and twice in the rule)" : lack
    if marks.unicodeScalars.count + 1 + note.unicodeScalars.count <= room {
      page.add(indent + marks + " " + note + "\n", style)
    } else {
      let caret = marks.prefix { $0 == " " }.count
      let place = max(0, min(caret, room - note.unicodeScalars.count))
      page.add(indent + marks + "\n", style)
      page.add(indent + String(repeating: " ", count: place) + note + "\n", style)
    }
  }
}

extension CoveredCondition {
  fileprivate var isLacking: Bool { lack != nil }
}

/// Text with or without colours.
private struct CoveragePage {
  enum Style {
    case plain, strong, faint, good, fair, bad

    init(_ fraction: Double) { self = fraction >= 1 ? .good : fraction >= 0.5 ? .fair : .bad }

    init(_ state: CoverageMark.State) {
      switch state {
      case .unseen, .partly: self = .bad
      case .undecided: self = .fair
      case .covered: self = .good
      case .uncounted: self = .faint
      }
    }

    var code: String? {
      switch self {
      case .plain: nil
      case .strong: "1"
      case .faint: "2"
      case .good: "32"
      case .fair: "33"
      case .bad: "31"
      }
    }
  }

  let isColored: Bool
  private(set) var text = ""

  init(isColored: Bool) { self.isColored = isColored }

  mutating func add(_ piece: String, _ style: Style = .plain) {
    guard isColored, let code = style.code else {
      text += piece
      return
    }
    // The line feed stands after the colour's end.
    let isLine = piece.hasSuffix("\n")
    text += "\u{1B}[\(code)m" + (isLine ? String(piece.dropLast()) : piece) + "\u{1B}[0m"
    if isLine { text += "\n" }
  }

  static func right(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.unicodeScalars.count)) + text
  }

  /// A path that is too long loses its beginning.
  static func left(_ text: String, _ width: Int) -> String {
    let scalars = Array(text.unicodeScalars)
    guard scalars.count >= width else {
      return text + String(repeating: " ", count: width - scalars.count)
    }
    return "…" + String(String.UnicodeScalarView(scalars.suffix(width - 2))) + " "
  }
}
