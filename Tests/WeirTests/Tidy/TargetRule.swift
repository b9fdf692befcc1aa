// A target uses only what the architecture page's table lets it use: in `Package.swift`, and in the
// imports of its files.

import Weir

/// What each target may use of the others.
struct TargetRule {
  struct Target {
    var name: String
    var uses: [String]
  }
  var targets: [Target]

  static let manifest = "Package.swift"
  static let page = "Architecture.md"

  init(targets: [Target]) { self.targets = targets }

  /// The directions as the architecture page states them.
  init(_ page: String) {
    targets = PageTable(page, below: "## The targets").rows.map { row in
      Target(name: row[0].first ?? "", uses: row[1])
    }
  }

  func findings(in sources: SourceTree) -> [TidyFinding] {
    var found: [TidyFinding] = []
    for (path, text) in sources.sorted(by: { $0.key < $1.key }) where path.hasSuffix(".swift") {
      let parts = path.pieces(between: "/")
      if path == Self.manifest {
        found += findings(inManifest: text)
      } else if parts.count > 2, parts[0] == "Sources" {
        guard let target = target(parts[1]) else {
          found.append(
            TidyFinding(path: path, line: 0, message: "\(parts[1]) is not in the table"))
          continue
        }
        for (index, line) in SwiftCode(text).lines.enumerated() {
          let words = line.pieces(between: " ")
          guard let place = words.firstIndex(where: { $0 == "import" }), place + 1 < words.count
          else { continue }
          found += breach(target, words[place + 1], path: path, line: index + 1)
        }
      }
    }
    return found
  }

  /// What the manifest lets each target import.
  private func findings(inManifest text: String) -> [TidyFinding] {
    var found: [TidyFinding] = []
    var target: Target?
    var isInDependencies = false
    for (index, line) in text.pieces(between: "\n").enumerated() {
      let strings = line.pieces(between: "\"").enumerated().filter { $0.offset % 2 == 1 }
        .map(\.element)
      let start = line.drop { $0 == " " }
      if line.contains("arget(") || start.hasPrefix("path: \"Tests") { target = nil }
      if start.hasPrefix("name: \"") || line.contains("arget(name: \"") {
        target = strings.first.flatMap(self.target)
      }
      if line.contains("dependencies:") { isInDependencies = true }
      if isInDependencies, let target {
        for name in strings where name != target.name {
          found += breach(target, name, path: Self.manifest, line: index + 1)
        }
      }
      if line.contains("]") { isInDependencies = false }
    }
    return found
  }

  /// What the table allows and must not: the core stands alone, what only thinks about policies
  /// needs no file, and a command is for people to use.
  var forbidden: [TidyFinding] {
    let never = [
      ("WeirAnalysis", "WeirHost"), ("WeirFormat", "WeirHost"), ("WeirLedger", "WeirTest"),
      ("WeirReaders", "WeirLedger"),
    ]
    return targets.flatMap { target in
      target.uses.filter { used in
        target.name == "Weir" && used.hasPrefix("Weir") || used == "WeirCommand"
          || never.contains { $0 == target.name && $1 == used }
      }
      .map { TidyFinding(path: Self.page, line: 0, message: "\(target.name) uses \($0)") }
    }
  }

  private func breach(
    _ target: Target, _ name: String, path: String, line: Int
  ) -> [TidyFinding] {
    // What is not ours is the manifest's to say.
    guard self.target(name) != nil, name != target.name,
      !target.uses.contains(where: { $0 == name })
    else { return [] }
    return [TidyFinding(path: path, line: line, message: "\(target.name) uses \(name)")]
  }

  private func target(_ name: String) -> Target? { targets.first { $0.name == name } }
}
