// Which files make a policy: every `.weir` file below the paths given (`FileSearch` says which
// those are, and what fails), sorted by path.

public import Weir

/// The files of one policy as found.
public struct PolicySource: Sendable {
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

  /// The files, as the compiler takes them.
  public var files: [SourceFile] { entries.map(\.file) }

  /// The files by the paths that they can be opened at, which is what people and reports ask for;
  /// verdicts name them relative to the policy's root.
  package var openable: [SourceFile] {
    entries.map { SourceFile(path: $0.path, bytes: $0.file.bytes) }
  }

  /// The policy with all that compiling it makes, for those who do more than judge.
  ///
  /// - Parameter data: documents in place of those that `data` declarations of these names bind.
  package func compiled(replacing data: [(name: String, document: JSONDocument)] = [])
    -> CompiledPolicy
  {
    CompiledPolicy(files, environment: environment.replacing(data))
  }

  /// Finds and reads the files below the given paths, each a file or a folder.
  public init(_ paths: [String]) throws(HostFailure) {
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

  /// Finds the files, and reads none.
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
    // A pipe of the shell's has no name to go by.
    guard status.kind != .file || Path.ending(of: path) == "weir" else {
      throw Failure(
        .noPolicy, "\(path) is not a policy: its name does not end in .weir",
        hint: "give -p a .weir file, a folder of them, or a program built by weir build (.weirc)")
    }
    try search.add(file: path, status)
  }

  /// The paths in an order of their own, so that no order of `-p` shows anywhere: folders before
  /// files, and a folder before those in it. What lies in several of them belongs to the first,
  /// which reaches furthest.
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

  /// The paths that people see and digests count: relative to the root that each was found under.
  /// Where two roots have a file of the same path, all are relative to the nearest folder around
  /// the roots; so it does not matter where that one lies.
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
