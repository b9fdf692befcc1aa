// Which files make a policy. Every `.weir` file below the paths given, sorted by path; names that
// begin with a dot are skipped (editors' copies, `.git`, the hidden folders of mounted volumes).
// Symbolic links are followed, each folder is walked once. A folder that cannot be read fails the
// load: the rules in it might be the ones that deny.

package import Weir

/// The files of one policy as found.
package struct PolicySource: Sendable {
  /// One file and the folder beyond which it may not reach.
  package struct Entry: Sendable {
    package var file: SourceFile
    /// Where it lies, as it can be opened.
    package var path: String
    /// The root it was found under: `data … from` stays below.
    package var root: String
  }

  /// In the order of their paths' bytes.
  package var entries: [Entry]

  package var files: [SourceFile] { entries.map(\.file) }

  /// Finds and reads the files below the given paths, each a file or a folder.
  package init(_ paths: [String]) throws(Failure) {
    var search = Search()
    for root in try PolicySource.inOrder(paths) { try search.add(root) }
    let shown = PolicySource.shownPaths(search.found)
    entries = []
    for (found, shown) in zip(search.found, shown) {
      let bytes = try System.read(found.path, limit: Limits.fileBytes)
      entries.append(
        Entry(file: SourceFile(path: shown, bytes: bytes), path: found.path, root: found.root))
    }
    entries.sort { Text($0.file.path) < Text($1.file.path) }
  }

  /// The paths in an order of their own, so that no order of `-p` shows anywhere: folders before
  /// files, and a folder before those in it. What lies in several of them belongs to the first,
  /// which reaches furthest.
  private static func inOrder(_ paths: [String]) throws(Failure) -> [String] {
    var roots: [(path: String, isFolder: Bool, place: Text)] = []
    for path in paths {
      let isFolder = try System.status(of: path).kind == .directory
      roots.append((path, isFolder, Text(System.resolved(path) ?? path)))
    }
    roots.sort { left, right in
      left.isFolder == right.isFolder ? left.place < right.place : left.isFolder
    }
    return roots.map(\.path)
  }

  /// The paths that people see and digests count: relative to the root that each was found under.
  /// Where two roots have a file of the same path, all are relative to the nearest folder around
  /// the roots; so it does not matter where that one lies.
  private static func shownPaths(_ found: [Search.Found]) -> [String] {
    let relative = found.map(\.relative)
    if Set(relative.map { Text($0) }).count == relative.count { return relative }
    let roots = found.map { found in
      (System.resolved(found.root) ?? found.root).split(separator: "/").map { Text(String($0)) }
    }
    var common = roots.first ?? []
    for root in roots {
      common = zip(common, root).prefix { $0 == $1 }.map(\.0)
    }
    return zip(relative, roots).map { relative, root in
      (root.dropFirst(common.count).map(\.description) + [relative]).joined(separator: "/")
    }
  }
}

private struct Search {
  struct Found {
    var path: String
    var relative: String
    var root: String
  }

  var found: [Found] = []
  private var files: Set<FileIdentity> = []
  private var folders: Set<FileIdentity> = []

  mutating func add(_ path: String) throws(Failure) {
    let status = try System.status(of: path)
    switch status.kind {
    case .directory:
      let before = found.count
      let known = files.count
      let isNew = !folders.contains(status.identity)
      try walk(path, relative: "", root: path)
      if isNew, found.count == before, files.count == known {
        throw Failure(
          .noPolicy, "\(path) has no policy in it: no file whose name ends in .weir",
          hint: "name the folder that holds your .weir files with -p")
      }
    case .file, .other:
      guard status.kind == .other || Path.ending(of: path) == "weir" else {
        throw Failure(
          .noPolicy, "\(path) is no policy: its name does not end in .weir",
          hint: "give -p a .weir file, a folder of them, or a program built by weir build (.weirc)")
      }
      if files.insert(status.identity).inserted {
        found.append(
          Found(path: path, relative: Path.name(of: path), root: Path.folder(of: path)))
      }
    }
  }

  private mutating func walk(_ folder: String, relative: String, root: String) throws(Failure) {
    guard folders.insert(try System.status(of: folder).identity).inserted else { return }
    for name in try System.entries(of: folder).sorted() where !name.hasPrefix(".") {
      let path = Path.join(folder, name)
      let below = relative.isEmpty ? name : relative + "/" + name
      // A link to nowhere is nobody's policy, unless its name says that it should be one.
      let isPolicy = Path.ending(of: name) == "weir"
      let status: FileStatus
      do {
        status = try System.status(of: path)
      } catch {
        if isPolicy { throw error }
        continue
      }
      switch status.kind {
      case .directory: try walk(path, relative: below, root: root)
      case .file:
        if isPolicy, files.insert(status.identity).inserted {
          found.append(Found(path: path, relative: below, root: root))
        }
      case .other: break
      }
    }
  }
}
