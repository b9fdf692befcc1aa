// Which files make a policy: every `.weir` file below the paths given (`FileSearch` says which
// those are, and what fails), sorted by path.

public import Weir

/// The files of one policy as found.
public struct PolicySource: Sendable {
  /// One file, and the folder that its bound documents must stay in.
  package struct Entry: Sendable {
    package var file: SourceFile
    /// The path it can be opened at.
    package var path: String
    /// The root it was found under: `data … from` must stay below it.
    package var root: String
  }

  /// In the byte order of their paths.
  package var entries: [Entry]
  /// The readers of queries that the policy may call.
  let readers: [QueryReader]

  /// The files, as the compiler takes them.
  public var files: [SourceFile] { entries.map(\.file) }

  /// The files by the paths they can be opened at, for people and reports; verdicts name them
  /// relative to the policy's root.
  package var openable: [SourceFile] {
    entries.map { SourceFile(path: $0.path, bytes: $0.file.bytes) }
  }

  /// The policy with everything that compiling it makes, for callers that do more than judge.
  ///
  /// - Parameter data: replacements for the documents of `data` declarations, by name.
  package func compiled(replacing data: [(name: String, document: JSONDocument)] = [])
    -> CompiledPolicy
  {
    CompiledPolicy(files, environment: environment.replacing(data))
  }

  /// Finds and reads the files below the given paths, each a file or a folder.
  ///
  /// - Parameter readers: the readers of queries that the policy may call.
  public init(_ paths: [String], readers: [QueryReader] = []) throws(HostFailure) {
    self.readers = readers
    let all = try PolicySource.find(paths)
    let shown = PolicySource.shownPaths(all)
    entries = []
    for (found, shown) in zip(all, shown) {
      let bytes = try System.read(found.path, limit: Limits.fileBytes)
      entries.append(
        Entry(file: SourceFile(path: shown, bytes: bytes), path: found.path, root: found.root))
    }
    entries.sort { ExactString($0.file.path) < ExactString($1.file.path) }
  }

  /// Finds the files without reading them.
  package static func find(_ paths: [String]) throws(Failure) -> [FileSearch.Found] {
    var search = FileSearch(.policies)
    for path in try inOrder(paths) { try add(path, to: &search) }
    try search.expectNothingHidden()
    return search.found
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
    // A pipe from the shell has no ending to check.
    guard status.kind != .file || Path.ending(of: path) == "weir" else {
      throw Failure(
        .noPolicy, "\(path) is not a policy: its name does not end in .weir",
        hint: "give -p a .weir file, a folder of them, or a program built by weir build (.weirc)")
    }
    try search.add(file: path, status)
  }

  /// The paths in a fixed order, so that the order of `-p` never matters: folders before files, and
  /// a folder before those in it. A file in several of them belongs to the first, which is the
  /// outermost.
  private static func inOrder(_ paths: [String]) throws(Failure) -> [String] {
    var roots: [(path: String, isFolder: Bool, place: ExactString)] = []
    for path in paths {
      let isFolder = try System.status(of: path).kind == .directory
      roots.append((path, isFolder, ExactString(System.resolved(path) ?? path)))
    }
    roots.sort { left, right in
      left.isFolder == right.isFolder ? left.place < right.place : left.isFolder
    }
    return roots.map(\.path)
  }

  /// The paths that people see and that enter the digest: relative to the root that each file was
  /// found under. If two roots have a file of the same relative path, all are relative to the
  /// nearest common folder instead. So it does not matter where that folder lies.
  private static func shownPaths(_ found: [FileSearch.Found]) -> [String] {
    let relative = found.map(\.relative)
    if Set(relative.map { ExactString($0) }).count == relative.count { return relative }
    let roots = found.map { found in
      (System.resolved(found.root) ?? found.root).pieces(between: "/", omittingEmpty: true)
    }
    var common = roots.first ?? []
    for root in roots {
      common = zip(common, root).prefix { $0 == $1 }.map(\.0)
    }
    return zip(relative, roots).map { relative, root in
      (root.dropFirst(common.count) + [relative]).joined(separator: "/")
    }
  }
}
