// Which files make a policy: every `.weir` file below the paths given (`FileSearch` says which those
// are, and what fails), sorted by path.

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
    var search = FileSearch(.policies)
    for path in paths { try PolicySource.add(path, to: &search) }
    try search.expectNothingHidden()
    let shown = PolicySource.shownPaths(search.found)
    entries = []
    for (found, shown) in zip(search.found, shown) {
      let bytes = try System.read(found.path, limit: Limits.fileBytes)
      entries.append(
        Entry(file: SourceFile(path: shown, bytes: bytes), path: found.path, root: found.root))
    }
    entries.sort { Text($0.file.path) < Text($1.file.path) }
  }

  private static func add(_ path: String, to search: inout FileSearch) throws(Failure) {
    let status = try System.status(of: path)
    guard status.kind != .directory else {
      if try search.add(folder: path) == 0 {
        throw Failure(
          .noPolicy, "\(path) has no policy in it: no file whose name ends in .weir",
          hint: "name the folder that holds your .weir files with -p")
      }
      return
    }
    // A pipe of the shell's has no name to go by.
    guard status.kind != .file || Path.ending(of: path) == "weir" else {
      throw Failure(
        .noPolicy, "\(path) is no policy: its name does not end in .weir",
        hint: "give -p a .weir file, a folder of them, or a program built by weir build (.weirc)")
    }
    try search.add(file: path, status)
  }

  /// The paths people see: relative to the root each was found under. Where two roots have a file
  /// of the same path, all are shown with their roots.
  private static func shownPaths(_ found: [FileSearch.Found]) -> [String] {
    let relative = found.map(\.relative)
    if Set(relative.map { Text($0) }).count == relative.count { return relative }
    return found.map(\.path)
  }
}
