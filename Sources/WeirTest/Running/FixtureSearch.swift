// Which files are fixtures: those that are named, and below a folder all whose names end in
// `.test.yaml`, `.test.yml` or `.test.json`. As with policies, names that begin with a dot are skipped,
// and a folder that cannot be read fails the search: the case in it might be the one that fails.

package import WeirFiles

package enum FixtureSearch {
  /// The endings that make a file in a folder a fixture.
  package static let endings = [".test.yaml", ".test.yml", ".test.json"]

  /// The fixtures at and below the given paths, each once, in the order of the paths given and, below
  /// a folder, of their names.
  package static func find(_ paths: [String]) throws(Failure) -> [String] {
    var search = Search()
    for path in paths {
      let status = try System.status(of: path)
      switch status.kind {
      case .file, .other: search.add(path, status.identity)
      case .directory:
        let before = search.seen
        try search.walk(path, status.identity)
        if search.seen == before {
          throw Failure(
            .noFixtures, "\(path) has no fixture in it: no file whose name ends in .test.yaml",
            hint: "name the folder that holds your fixtures, or a fixture itself")
        }
      }
    }
    return search.found
  }

  /// Whether a name in a folder is a fixture's.
  package static func isFixture(_ name: String) -> Bool {
    endings.contains { name.hasSuffix($0) && name.utf8.count > $0.utf8.count }
  }

  private struct Search {
    var found: [String] = []
    /// Fixtures come by, whether for the first time or not.
    var seen = 0
    private var files: Set<FileIdentity> = []
    private var folders: Set<FileIdentity> = []

    mutating func add(_ path: String, _ identity: FileIdentity) {
      seen += 1
      if files.insert(identity).inserted { found.append(path) }
    }

    mutating func walk(_ folder: String, _ identity: FileIdentity) throws(Failure) {
      guard folders.insert(identity).inserted else {
        seen += 1
        return
      }
      for name in try System.entries(of: folder).sorted() where !name.hasPrefix(".") {
        let path = Path.join(folder, name)
        let status: FileStatus
        do throws(Failure) {
          status = try System.status(of: path)
        } catch {
          // A link to nowhere is nobody's fixture, unless its name says that it should be one.
          if FixtureSearch.isFixture(name) { throw error }
          continue
        }
        switch status.kind {
        case .directory: try walk(path, status.identity)
        case .file: if FixtureSearch.isFixture(name) { add(path, status.identity) }
        case .other: break
        }
      }
    }
  }
}
