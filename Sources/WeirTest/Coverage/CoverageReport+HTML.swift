// Coverage as one page, without scripts and network access. Whatever a colour says is also said in
// words and by the underline of a condition. Whatever the pointer shows, the keyboard shows too,
// and the tables below the rules hold all of it for readers who can use neither.
// (CoverageStyle.swift has the style sheet.)

internal import Weir
internal import WeirAnalysis

extension CoverageReport {
  /// The report as an HTML page.
  package func html() -> String {
    var page = """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <title>Policy coverage</title>
      <style>
      \(CoverageStyle.sheet)</style>
      </head>
      <body>
      <a class="skip" href="#files">To the files</a>
      <header>
      <h1>Policy coverage</h1>
      <p class="lead">\(XMLText.escaped(heading)).</p>
      <div class="cards">

      """
    for kind in CoverageKind.allCases { page += card(kind) }
    page += uncertainCard + "</div>\n</header>\n<main>\n"
    page += missing + fileTable + legend
    for index in files.indices where !isQuiet(index) { page += fileSection(index) }
    return page + "</main>\n</body>\n</html>\n"
  }

  /// Whether a file has nothing that is counted.
  private func isQuiet(_ index: Int) -> Bool {
    files[index].rules.isEmpty && marks(ofFile: index).isEmpty
  }

  // MARK: Summary

  private func grade(_ share: CoverageShare) -> String {
    share.total == 0
      ? "none" : share.fraction >= 1 ? "good" : share.fraction >= 0.5 ? "fair" : "bad"
  }

  private func bar(_ share: CoverageShare) -> String {
    let width = share.total == 0 ? "0" : share.percent
    return
      """
      <span class=\"bar \(grade(share))\" aria-hidden=\"true\"><i \
      style=\"width:\(width)%\"></i></span>
      """
  }

  private func card(_ kind: CoverageKind) -> String {
    let share = share(kind)
    let percent = share.total == 0 ? "–" : "\(share.percent)<small>%</small>"
    return """
      <section class="card">
      <h2>\(kind.title)</h2>
      <p class="figure \(grade(share))">\(percent)</p>
      \(bar(share))
      <p>\(share.covered) of \(share.total) \(kind.meaning)</p>
      </section>

      """
  }

  private var uncertainCard: String {
    let rules = files.flatMap(\.rules)
    let uncertain = rules.count { $0.uncertain > 0 }
    return """
      <section class="card">
      <h2>Uncertain</h2>
      <p class="figure none">\(uncertain)</p>
      <span class="bar none" aria-hidden="true"></span>
      <p>of \(rules.count) rules were uncertain at least once: a request left out, or misspelt, \
      what they read</p>
      </section>

      """
  }

  /// What was not covered, with links.
  private var missing: String {
    var items: [String] = []
    for (index, file) in files.enumerated() {
      for rule in file.rules {
        let place =
          "<a href=\"#\(anchor(index, rule.line))\">\(XMLText.escaped(file.path)):\(rule.line)</a>"
        let name = "<code>\(rule.effect.rawValue) \(XMLText.escaped(rule.name))</code>"
        let lacking = rule.conditions.count { $0.lack != nil }
        if rule.matched == 0 {
          let how = rule.uncertain > 0 ? "never matched, only uncertain" : "never matched"
          items.append("<li class=\"bad\">\(name) <b>\(how)</b> \(place)</li>")
        } else if lacking > 0 {
          let count = Plural.counted(lacking, "condition", one: "one")
          items.append("<li class=\"fair\">\(name) \(count) not covered \(place)</li>")
        }
      }
    }
    if items.isEmpty {
      return
        "<p class=\"all\">Every rule matched, and every condition decided alone, either way.</p>\n"
    }
    let open = items.count <= 12 ? " open" : ""
    let count = Plural.counted(items.count, "rule")
    return """
      <details class="missing"\(open)>
      <summary>\(count) not wholly covered</summary>
      <ul>
      \(items.joined(separator: "\n"))
      </ul>
      </details>

      """
  }

  private var fileTable: String {
    var out = """
      <h2 id="files">Files</h2>
      <div class="wide">
      <table class="files">
      <thead><tr><th scope="col">File</th>
      """
    for kind in CoverageKind.allCases { out += "<th scope=\"col\">\(kind.title)</th>" }
    out += "</tr></thead>\n<tbody>\n"
    for (index, file) in files.enumerated() where !isQuiet(index) {
      out += "<tr><th scope=\"row\"><a href=\"#f\(index)\">\(XMLText.escaped(file.path))</a></th>"
      for kind in CoverageKind.allCases {
        let share = file.share(kind)
        out +=
          share.total == 0
          ? "<td class=\"none\">–</td>"
          : """
          <td>\(bar(share))<span class=\"share\">\(share.percent)% \
          <small>\(share.covered)/\(share.total)</small></span></td>
          """
      }
      out += "</tr>\n"
    }
    return out + "</tbody>\n</table>\n</div>\n"
  }

  private var legend: String {
    """
    <dl class="legend" aria-label="How conditions are marked">
    <div><dt><mark class="unseen">condition</mark></dt><dd>never certain</dd></div>
    <div><dt><mark class="partly">condition</mark></dt><dd>only ever true, or only ever \
    false</dd></div>
    <div><dt><mark class="undecided">condition</mark></dt><dd>true and false, but not by itself \
    what decided</dd></div>
    <div><dt><mark class="covered">condition</mark></dt><dd>covered</dd></div>
    <div><dt><mark class="uncounted">condition</mark></dt><dd>always the same, not \
    counted</dd></div>
    </dl>

    """
  }

  // MARK: Files

  private func anchor(_ file: Int, _ line: Int) -> String { "f\(file)-\(line)" }

  private func fileSection(_ index: Int) -> String {
    let file = files[index]
    var out = "<section class=\"file\">\n<h2 id=\"f\(index)\">\(XMLText.escaped(file.path))</h2>\n"
    out += "<div class=\"source\">\n"
    let marks = marks(ofFile: index)
    var line = 1
    let last =
      file.source.bytes.last == UInt8(ascii: "\n")
      ? file.source.lineStarts.count - 1 : file.source.lineStarts.count
    for rules in blocks(file) {
      let (first, end) = (rules[0].firstLine, rules.map(\.lastLine).max() ?? rules[0].lastLine)
      while line < first {
        out += lineRow(index, line, marks)
        line += 1
      }
      let state = rules.map { self.state($0) }.min() ?? .covered
      out += "<div class=\"rule \(className(state))\" role=\"group\" aria-label=\""
      out += XMLText.escaped(rules.map(\.name).joined(separator: ", ")) + "\">\n"
      while line <= end {
        out += lineRow(index, line, marks)
        line += 1
      }
      for rule in rules { out += footer(rule, showsName: rules.count > 1, in: index) }
      out += "</div>\n"
    }
    while line <= last {
      out += lineRow(index, line, marks)
      line += 1
    }
    return out + "</div>\n</section>\n"
  }

  /// Rules that share a line are one block.
  private func blocks(_ file: CoveredFile) -> [[CoveredRule]] {
    var blocks: [[CoveredRule]] = []
    for rule in file.rules {
      if let last = blocks.last, let end = last.map(\.lastLine).max(), rule.firstLine <= end {
        blocks[blocks.count - 1].append(rule)
      } else {
        blocks.append([rule])
      }
    }
    return blocks
  }

  private func state(_ rule: CoveredRule) -> CoverageMark.State {
    if rule.matched == 0 { return .unseen }
    return min(rule.conditions.map(\.state).min() ?? .covered, .covered) == .covered
      ? .covered : .undecided
  }

  private func className(_ state: CoverageMark.State) -> String {
    switch state {
    case .unseen: "unseen"
    case .partly: "partly"
    case .undecided: "undecided"
    case .covered: "covered"
    case .uncounted: "uncounted"
    }
  }

  // MARK: Lines

  private func lineRow(_ file: Int, _ line: Int, _ marks: [CoverageMark]) -> String {
    let source = files[file].source
    let start = source.lineStarts[line - 1]
    let end = start + source.text(ofLine: line).utf8.count
    var out = "<div class=\"line\"><a class=\"number\" id=\"\(anchor(file, line))\" "
    out += "href=\"#\(anchor(file, line))\">\(line)</a><code>"
    func text(_ from: Int, _ to: Int) -> String {
      XMLText.escaped(String(decoding: source.bytes[min(from, end)..<min(to, end)], as: UTF8.self))
    }
    var place = start
    for (number, mark) in marks.enumerated() where mark.start < end && mark.end > start {
      out += text(place, max(place, mark.start))
      let from = max(place, mark.start)
      let isFirst = mark.start >= start
      let tip = "tip-\(file)-\(number)"
      out += "<mark class=\"\(className(mark.state))\""
      if isFirst { out += " tabindex=\"0\" aria-describedby=\"\(tip)\"" }
      out += ">\(text(from, mark.end))"
      if isFirst {
        out += "<span class=\"tip\" role=\"tooltip\" id=\"\(tip)\">\(tooltip(mark))</span>"
      }
      out += "</mark>"
      place = min(mark.end, end)
    }
    return out + text(place, end) + "</code></div>\n"
  }

  /// The text for the conditions at one place: rules that have the same result there share an
  /// entry.
  private func tooltip(_ mark: CoverageMark) -> String {
    var told: [(text: String, rules: [String])] = []
    for (rule, condition) in mark.conditions {
      let text = summary(condition)
      if let known = told.firstIndex(where: { $0.text == text }) {
        told[known].rules.append(rule)
      } else {
        told.append((text, [rule]))
      }
    }
    let isSame = told.count == 1
    return told.prefix(5).map { entry in
      let names = entry.rules.prefix(3).map { XMLText.escaped($0) }.joined(separator: ", ")
      let more = entry.rules.count > 3 ? " and \(entry.rules.count - 3) more" : ""
      return (isSame && entry.rules.count == 1 ? "" : "<b>\(names)\(more)</b> ")
        + XMLText.escaped(entry.text)
    }.joined(separator: "<br>") + (told.count > 5 ? "<br>… \(told.count - 5) more" : "")
  }

  private func summary(_ condition: CoveredCondition) -> String {
    if let constant = condition.constant { return "Always \(constant): not counted." }
    var text = "True \(condition.wasTrue)×, false \(condition.wasFalse)×"
    if condition.wasUncertain > 0 { text += ", uncertain \(condition.wasUncertain)×" }
    text +=
      "; decided alone by being true \(condition.decidedTrue)×, false \(condition.decidedFalse)×."
    if condition.isCoupled { text += " Twice in its rule: not counted for MC/DC." }
    if let lack = condition.lack { text += " Missing: \(lack)." }
    return text
  }

  // MARK: Below a rule

  private func footer(_ rule: CoveredRule, showsName: Bool, in file: Int) -> String {
    var badges = ""
    badges +=
      rule.matched > 0
      ? "<span class=\"badge good\">matched \(rule.matched)×</span>"
      : "<span class=\"badge bad\">never matched</span>"
    badges +=
      rule.notMatched > 0
      ? "<span class=\"badge\">not matched \(rule.notMatched)×</span>"
      : "<span class=\"badge fair\">never not matched</span>"
    if rule.uncertain > 0 { badges += "<span class=\"badge\">uncertain \(rule.uncertain)×</span>" }
    let name = showsName ? "<b>\(XMLText.escaped(rule.name))</b> " : ""
    guard !rule.conditions.isEmpty else {
      return "<p class=\"footer\">\(name)\(badges)</p>\n"
    }
    let share = rule.share(.mcdc)
    let lacking = rule.conditions.count { $0.lack != nil }
    let note = lacking == 0 ? "" : "<span class=\"badge fair\">\(lacking) not covered</span>"
    var out = """
      <details class="footer"><summary>\(name)\(badges)\(note)<span class="more">\
      \(share.covered)/\(share.total) conditions decided alone</span></summary>
      <div class="wide"><table>
      <thead><tr><th scope="col">Condition</th><th scope="col">true</th><th scope="col">false</th>\
      <th scope="col">uncertain</th><th scope="col">decided by true</th>\
      <th scope="col">decided by false</th><th scope="col">missing</th></tr></thead>
      <tbody>

      """
    for condition in rule.conditions { out += row(condition, in: file) }
    return out + "</tbody></table></div></details>\n"
  }

  private func row(_ condition: CoveredCondition, in file: Int) -> String {
    let place =
      condition.file == file
      ? "line \(condition.line)" : "\(files[condition.file].path):\(condition.line)"
    let link =
      "<a href=\"#\(anchor(condition.file, condition.line))\">\(XMLText.escaped(place))</a>"
    let word = condition.isExclusion ? "unless " : ""
    let name =
      condition.isWindow
      ? XMLText.escaped(condition.text) : "\(word)<code>\(XMLText.escaped(condition.text))</code>"
    var out = "<tr class=\"\(className(condition.state))\"><th scope=\"row\">\(name) \(link)</th>"
    if let constant = condition.constant {
      return out + "<td colspan=\"6\">always \(constant), not counted</td></tr>\n"
    }
    func cell(_ count: Int, isNeeded: Bool) -> String {
      count == 0 && isNeeded ? "<td class=\"bad\">0</td>" : "<td>\(count)</td>"
    }
    out += cell(condition.wasTrue, isNeeded: true) + cell(condition.wasFalse, isNeeded: true)
    out += cell(condition.wasUncertain, isNeeded: false)
    out += cell(condition.decidedTrue, isNeeded: !condition.isCoupled)
    out += cell(condition.decidedFalse, isNeeded: !condition.isCoupled)
    let note = condition.lack ?? (condition.isCoupled ? "twice in the rule" : "–")
    return out + "<td>\(note)</td></tr>\n"
  }
}
