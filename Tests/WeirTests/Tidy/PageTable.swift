// The tables of the architecture page that tests hold the sources to.

import Weir

/// The first table below a heading of a page: of each cell, the names that stand in code voice.
struct PageTable {
  private(set) var rows: [[[String]]] = []

  init(_ page: String, below heading: String) {
    let lines = page.pieces(between: "\n")
    guard let start = lines.firstIndex(where: { $0 == heading }) else { return }
    for line in lines[(start + 1)...] {
      if line.hasPrefix("## ") { break }
      guard line.hasPrefix("|") else {
        if rows.isEmpty { continue }
        break
      }
      let cells = line.pieces(between: "|").dropFirst().map { cell in
        cell.pieces(between: "`").enumerated().filter { $0.offset % 2 == 1 }.map(\.element)
      }
      // The heading and the rule below it name nothing.
      if cells.first?.isEmpty == false { rows.append(Array(cells)) }
    }
  }

  /// The names of the first column.
  var names: [String] { rows.compactMap { $0[0].first } }
}
