// Inside the core a folder uses only the folders before it, in the order of the architecture page's
// table: what stands further up the table knows nothing of what is made from it. Swift has no such
// borders inside a module, and the core is one module, because the machine needs to be inlined. So
// the border is held here, by names: what a file declares outside of any type, and the words of the
// others.

import Weir

/// The order of the core's folders.
struct FolderOrderRule {
  /// The folders, those first that may use the fewest. `.` is the core's root.
  var folders: [String]

  static let root = "Sources/Weir/"
  static let page = "Architecture.md"

  init(folders: [String]) { self.folders = folders }

  /// The order as the architecture page states it.
  init(_ page: String) { folders = PageTable(page, below: "## The folders of the core").names }

  func findings(in sources: SourceTree) -> [TidyFinding] {
    let files = sources.filter { path, _ in
      path.hasPrefix(Self.root) && path.hasSuffix(".swift")
    }
    .sorted { $0.key < $1.key }
    .map { (path: $0.key, folder: Self.folder(of: $0.key), code: SwiftCode($0.value)) }
    var found = files.filter { file in !folders.contains { $0 == file.folder } }.map {
      TidyFinding(path: $0.path, line: 0, message: "the folder \($0.folder) is not in the table")
    }
    // Where each name is declared: the first folder of several.
    var homes: [String: Int] = [:]
    for file in files {
      let place = place(of: file.folder)
      for declaration in file.code.declarations
      where declaration.keyword != "extension" && !declaration.isPrivate {
        homes[declaration.name] = min(homes[declaration.name] ?? .max, place)
      }
    }
    for file in files {
      let own = place(of: file.folder)
      let words = file.code.words
      var seen: Set<String> = []
      let local = Set(words.filter(\.isDeclared).map(\.text))
      for word in words where !word.isMember {
        guard let home = homes[word.text], home > own, !seen.contains(word.text) else { continue }
        // A type's name means the type; other names may be the file's own.
        let isType = (word.text.utf8.first ?? 0) < UInt8(ascii: "a")
        if !isType, local.contains(word.text) { continue }
        seen.insert(word.text)
        found.append(
          TidyFinding(
            path: file.path, line: word.line,
            message: "\(file.folder) uses \(word.text) of \(folders[home])"))
      }
    }
    return found
  }

  /// What the order allows and must not: a stage is not told what becomes of what it makes.
  var forbidden: [TidyFinding] {
    let never = [
      ("Syntax", "Checking"), ("Bytecode", "Verdicts"), ("Runtime", "Machine"),
      ("Reading", "Machine"), ("Builtins", "Machine"), ("Checking", "Machine"),
      ("Bytecode", "Machine"),
    ]
    return never.compactMap { folder, other in
      guard let own = folders.firstIndex(of: folder), let its = folders.firstIndex(of: other),
        its < own
      else { return nil }
      return TidyFinding(
        path: Self.page, line: 0, message: "\(folder) stands below \(other)")
    }
  }

  private func place(of folder: String) -> Int {
    folders.firstIndex { $0 == folder } ?? folders.count - 1
  }

  private static func folder(of path: String) -> String {
    let parts = path.droppingBytes(root.utf8.count).pieces(between: "/")
    return parts.count == 1 ? "." : parts[0]
  }
}
