// Which files below some folders make a policy or a suite of tests: every file with the right
// ending, in every folder. A file that is left out might hold the rule that denies, so nothing that
// may belong is skipped silently. A folder that cannot be read, a dangling link, a FIFO of the
// right name and a hidden file of the right name (or one in a hidden folder) each fail the search.
//
// Hidden files do not belong, because editors, archives and version control leave copies there. One
// that is also reached by a visible name does belong, since mounted volumes look like that
// (`a.weir` is a link into `..data`). Folders of version control are not searched. Links are
// followed, and each folder is walked once.

internal import Weir

/// The kind of file that is searched for.
package struct WantedFiles: Sendable {
  /// The wanted endings in lower case; case does not matter in a file's name.
  package var endings: [String]
  /// What messages call such a file: `policy`.
  package var noun: String

  package init(endings: [String], noun: String) {
    self.endings = endings
    self.noun = noun
  }

  /// Files of rules.
  package static let policies = WantedFiles(endings: [".weir"], noun: "policy")
  /// Files of cases.
  package static let fixtures = WantedFiles(
    endings: [".test.yaml", ".test.yml", ".test.json"], noun: "fixture")

  /// Whether a file of this name is wanted. An ending alone (`.weir`) is the name of a hidden file.
  package func contains(_ name: String) -> Bool {
    let bytes = name.utf8.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
    return endings.contains { bytes.suffix($0.utf8.count).elementsEqual($0.utf8) }
  }
}

/// A search of several paths.
package struct FileSearch {
  package struct Found {
    /// A path that can be opened.
    package var path: String
    /// The path relative to the root it was found under.
    package var relative: String
    package var root: String
  }

  package private(set) var found: [Found] = []
  private let wanted: WantedFiles
  private var files: Set<FileIdentity> = []
  private var folders: Set<FileIdentity> = []
  private var hidden: [(path: String, identity: FileIdentity)] = []
  private var hiddenFolders: Set<FileIdentity> = []

  /// The private folders of version control systems.
  private static let foreignFolders: Set<[UInt8]> = Set(
    [".git", ".hg", ".svn", ".jj", ".bzr"].map { Array($0.utf8) })

  package init(_ wanted: WantedFiles) { self.wanted = wanted }

  /// Adds a file that was given by its path, whatever its name.
  package mutating func add(file path: String, _ status: FileStatus) throws(Failure) {
    guard status.kind == .file || System.isHandedOver(path) else {
      throw System.isNoFile(path, status.kind)
    }
    if files.insert(status.identity).inserted {
      found.append(
        Found(path: path, relative: Path.name(of: path), root: Path.folder(of: path)))
    }
  }

  /// Adds the wanted files in a folder and below it.
  ///
  /// - Returns: how many there are, including those added before; nil for a folder that was already
  ///   walked.
  package mutating func add(folder path: String) throws(Failure) -> Int? {
    if folders.contains(try System.status(of: path).identity) { return nil }
    return try walk(path, relative: "", root: path)
  }

  /// Fails if a wanted file was seen under a hidden name and under no visible one.
  package func expectNothingHidden() throws(Failure) {
    guard let one = hidden.first(where: { !files.contains($0.identity) }) else { return }
    throw Failure(
      .hiddenFile, "\(one.path) is hidden, and would be left out: a dot begins a name in its path",
      hint: "name it without the dot, move it away, or give the paths of each \(wanted.noun)")
  }

  // MARK: Walking

  /// The names in a folder in byte order, so that of several failures the same one is always
  /// reported.
  private func names(in folder: String) throws(Failure) -> [String] {
    let entries = try System.entries(of: folder).sorted { $0.name < $1.name }
    for entry in entries where !entry.isText {
      // The shown name cannot be used to open the file, so its kind cannot be looked up.
      if entry.isFile, !wanted.contains(entry.name) { continue }
      throw Failure(
        .unreadable, "\(Path.join(folder, entry.name)) cannot be read: its name is not UTF-8",
        hint: "rename it, or move it away")
    }
    return entries.filter(\.isText).map(\.name)
  }

  private mutating func walk(_ folder: String, relative: String, root: String) throws(Failure)
    -> Int
  {
    guard folders.insert(try System.status(of: folder).identity).inserted else { return 0 }
    var count = 0
    for name in try names(in: folder) {
      let path = Path.join(folder, name)
      guard !name.utf8.starts(with: ".".utf8) else {
        try lookAt(hidden: path, name: name)
        continue
      }
      guard let status = try status(of: path) else { continue }
      let below = relative.isEmpty ? name : relative + "/" + name
      switch status.kind {
      case .directory: count += try walk(path, relative: below, root: root)
      case .file:
        guard wanted.contains(name) else { continue }
        count += 1
        if files.insert(status.identity).inserted {
          found.append(Found(path: path, relative: below, root: root))
        }
      case .fifo, .socket, .device:
        if wanted.contains(name) { throw System.isNoFile(path, status.kind) }
      }
    }
    return count
  }

  /// Looks at a name that begins with a dot, or that lies in a folder whose name does.
  private mutating func lookAt(hidden path: String, name: String) throws(Failure) {
    if FileSearch.foreignFolders.contains(Array(name.utf8)) { return }
    let isWanted = wanted.contains(name)
    let status: FileStatus
    switch System.look(at: path) {
    case .nothing: return
    case .link:
      // Emacs marks a file that is being edited with a dangling link, `.#a.weir`.
      if isWanted, !name.utf8.starts(with: ".#".utf8) { throw leadsNowhere(path) }
      return
    case .unknown(let reason): throw System.failure(path, errno: reason)
    case .status(let known): status = known
    }
    switch status.kind {
    case .directory:
      guard hiddenFolders.insert(status.identity).inserted else { return }
      for name in try names(in: path) {
        try lookAt(hidden: Path.join(path, name), name: name)
      }
    case .file: if isWanted { hidden.append((path, status.identity)) }
    case .fifo, .socket, .device:
      if isWanted { throw System.isNoFile(path, status.kind) }
    }
  }

  /// The status of a visible path; nil if the file has gone since its folder was read.
  private func status(of path: String) throws(Failure) -> FileStatus? {
    switch System.look(at: path) {
    case .nothing: return nil
    case .status(let status): return status
    case .link: throw leadsNowhere(path)
    case .unknown(let reason): throw System.failure(path, errno: reason)
    }
  }

  /// The failure for a dangling link: it may have led to a folder of wanted files.
  private func leadsNowhere(_ path: String) -> Failure {
    Failure(
      .danglingLink, "\(path) leads nowhere: it is a link to \(System.link(at: path) ?? "nothing")",
      hint: "mend the link or remove it: nobody can tell which \(wanted.noun) it should lead to")
  }
}
