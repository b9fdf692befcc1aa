// Pages of which some sections stand in tables of the sources already. A page marks them:
//
//     <!-- generated: keywords -->
//     …
//     <!-- end -->

package enum GeneratedPage {
  /// A page with its generated sections written anew; nil where a marker is unknown or not closed.
  package static func rewrite(_ page: String, _ section: (_ name: String) -> String?) -> String? {
    var output: [String] = []
    var isInside = false
    for line in page.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
      if line.hasPrefix("<!-- generated: "), line.hasSuffix(" -->") {
        let name = line.dropFirst("<!-- generated: ".count).dropLast(" -->".count)
        guard !isInside, let text = section(String(name)) else { return nil }
        output += [line, "", text]
        isInside = true
      } else if line == "<!-- end -->" {
        guard isInside else { return nil }
        isInside = false
        output.append(line)
      } else if !isInside {
        output.append(line)
      }
    }
    return isInside ? nil : output.joined(separator: "\n")
  }

  /// A text as Markdown's code.
  package static func code(_ text: String) -> String { "`\(text)`" }

  /// A table of Markdown, a row a line.
  package static func table(_ heads: [String], _ rows: [[String]]) -> String {
    func row(_ cells: [String]) -> String {
      "| " + cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |\n"
    }
    return row(heads) + "|" + String(repeating: "---|", count: heads.count) + "\n"
      + rows.map(row).joined()
  }
}
