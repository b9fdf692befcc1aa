// Coverage for tools that know lines and branches: LCOV's and Cobertura's formats. A rule is a
// function, called when the rule matches; the line of its name has that many hits. A line with
// conditions has as many hits as its first condition was true or false. Each condition is two
// branches, true and false. A definition's conditions are listed once, at the definition.

internal import Weir
internal import WeirAnalysis

/// A file, by lines.
private struct LinedFile {
  struct Line {
    var hits: Int
    /// How often each condition on the line was true, and was false.
    var branches: [(isTrue: Int, isFalse: Int)] = []

    var takenBranches: Int {
      branches.reduce(0) { $0 + ($1.isTrue > 0 ? 1 : 0) + ($1.isFalse > 0 ? 1 : 0) }
    }
  }

  var lines: [(number: Int, line: Line)] = []

  init(_ report: CoverageReport, _ index: Int) {
    var lines: [Int: Line] = [:]
    for rule in report.files[index].rules {
      lines[rule.line] = Line(hits: max(lines[rule.line]?.hits ?? 0, rule.matched))
    }
    for mark in report.marks(ofFile: index) {
      var places: [(start: Int, isTrue: Int, isFalse: Int)] = []
      for (_, condition) in mark.conditions where condition.constant == nil {
        if let known = places.firstIndex(where: { $0.start == condition.start }) {
          places[known].isTrue = max(places[known].isTrue, condition.wasTrue)
          places[known].isFalse = max(places[known].isFalse, condition.wasFalse)
        } else {
          places.append((condition.start, condition.wasTrue, condition.wasFalse))
        }
      }
      for place in places {
        let number = report.files[index].source.line(at: place.start)
        var line = lines[number] ?? Line(hits: place.isTrue + place.isFalse)
        line.branches.append((place.isTrue, place.isFalse))
        lines[number] = line
      }
    }
    self.lines = lines.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  var hitLines: Int { lines.count { $0.line.hits > 0 } }
  var branches: Int { lines.reduce(0) { $0 + 2 * $1.line.branches.count } }
  var takenBranches: Int { lines.reduce(0) { $0 + $1.line.takenBranches } }
}

// MARK: - LCOV

extension CoverageReport {
  /// The report as an LCOV trace file.
  package func lcov() -> String {
    var out = "TN:\n"
    for (index, file) in files.enumerated() {
      let lined = LinedFile(self, index)
      if lined.lines.isEmpty { continue }
      out += "SF:\(ReportText.lcov(file.path))\n"
      for rule in file.rules { out += "FN:\(rule.line),\(ReportText.lcov(rule.name))\n" }
      for rule in file.rules { out += "FNDA:\(rule.matched),\(ReportText.lcov(rule.name))\n" }
      out += "FNF:\(file.rules.count)\nFNH:\(file.rules.count { $0.matched > 0 })\n"
      for (number, line) in lined.lines {
        for (block, branch) in line.branches.enumerated() {
          // A dash means that the branch was never reached at all.
          let isReached = branch.isTrue + branch.isFalse > 0
          out += "BRDA:\(number),\(block),0,\(isReached ? "\(branch.isTrue)" : "-")\n"
          out += "BRDA:\(number),\(block),1,\(isReached ? "\(branch.isFalse)" : "-")\n"
        }
      }
      out += "BRF:\(lined.branches)\nBRH:\(lined.takenBranches)\n"
      for (number, line) in lined.lines { out += "DA:\(number),\(line.hits)\n" }
      out += "LF:\(lined.lines.count)\nLH:\(lined.hitLines)\nend_of_record\n"
    }
    return out
  }
}

// MARK: - Cobertura

extension CoverageReport {
  /// The report as Cobertura's XML.
  package func cobertura() -> String {
    let lined = files.indices.map { LinedFile(self, $0) }
    func rate(_ covered: Int, _ total: Int) -> String {
      let share = CoverageShare(covered: covered, total: total)
      let thousandths = total == 0 ? 1000 : share.covered * 1000 / share.total
      let digits = "\(thousandths % 1000)"
      return "\(thousandths / 1000)." + String(repeating: "0", count: 3 - digits.count) + digits
    }
    func rates(_ lines: [LinedFile]) -> String {
      let valid = lines.reduce(0) { $0 + $1.lines.count }
      let covered = lines.reduce(0) { $0 + $1.hitLines }
      let branches = lines.reduce(0) { $0 + $1.branches }
      let taken = lines.reduce(0) { $0 + $1.takenBranches }
      return "line-rate=\"\(rate(covered, valid))\" branch-rate=\"\(rate(taken, branches))\""
    }
    let valid = lined.reduce(0) { $0 + $1.lines.count }
    let covered = lined.reduce(0) { $0 + $1.hitLines }
    let branches = lined.reduce(0) { $0 + $1.branches }
    let taken = lined.reduce(0) { $0 + $1.takenBranches }
    // The same run must give the same bytes, so there is no time stamp.
    var out = """
      <?xml version="1.0" encoding="UTF-8"?>
      <!DOCTYPE coverage SYSTEM "http://cobertura.sourceforge.net/xml/coverage-04.dtd">
      <coverage \(rates(lined)) lines-covered="\(covered)" lines-valid="\(valid)" \
      branches-covered="\(taken)" branches-valid="\(branches)" complexity="0" version="weir" \
      timestamp="0">
        <sources>
          <source>.</source>
        </sources>
        <packages>

      """
    for package in packages() {
      out += "    <package name=\"\(XMLText.escaped(package.name))\" "
      out += rates(package.files.map { lined[$0] }) + " complexity=\"0\">\n      <classes>\n"
      for index in package.files {
        let path = XMLText.escaped(files[index].path)
        out += "        <class name=\"\(path)\" filename=\"\(path)\" \(rates([lined[index]]))"
        out += " complexity=\"0\">\n          <methods>\n"
        for rule in files[index].rules {
          let hit = rule.matched > 0 ? 1 : 0
          let conditions = rule.conditions.filter { $0.constant == nil }
          let taken = conditions.reduce(0) {
            $0 + ($1.wasTrue > 0 ? 1 : 0) + ($1.wasFalse > 0 ? 1 : 0)
          }
          out += "            <method name=\"\(XMLText.escaped(rule.name))\" signature=\"()\" "
          out +=
            "line-rate=\"\(rate(hit, 1))\" branch-rate=\"\(rate(taken, 2 * conditions.count))\""
          out += " complexity=\"0\">\n              <lines>\n"
          out += "                <line number=\"\(rule.line)\" hits=\"\(rule.matched)\"/>\n"
          out += "              </lines>\n            </method>\n"
        }
        out += "          </methods>\n          <lines>\n"
        for (number, line) in lined[index].lines { out += cobertura(number, line) }
        out += "          </lines>\n        </class>\n"
      }
      out += "      </classes>\n    </package>\n"
    }
    return out + "  </packages>\n</coverage>\n"
  }

  private func cobertura(_ number: Int, _ line: LinedFile.Line) -> String {
    var out = "            <line number=\"\(number)\" hits=\"\(line.hits)\""
    guard !line.branches.isEmpty else { return out + " branch=\"false\"/>\n" }
    let total = 2 * line.branches.count
    let percent = line.takenBranches * 100 / total
    out += " branch=\"true\" condition-coverage=\"\(percent)% (\(line.takenBranches)/\(total))\">\n"
    out += "              <conditions>\n"
    for (index, branch) in line.branches.enumerated() {
      let taken = (branch.isTrue > 0 ? 50 : 0) + (branch.isFalse > 0 ? 50 : 0)
      out +=
        "                <condition number=\"\(index)\" type=\"jump\" coverage=\"\(taken)%\"/>\n"
    }
    return out + "              </conditions>\n            </line>\n"
  }

  /// Files grouped by folder.
  private func packages() -> [(name: String, files: [Int])] {
    var packages: [(name: String, files: [Int])] = []
    for (index, file) in files.enumerated() {
      let folder = file.path.pieces(between: "/", omittingEmpty: true).dropLast()
        .joined(separator: ".")
      if let known = packages.firstIndex(where: { $0.name == folder }) {
        packages[known].files.append(index)
      } else {
        packages.append((folder, [index]))
      }
    }
    return packages
  }
}
