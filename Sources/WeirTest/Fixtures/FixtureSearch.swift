// Which files are fixtures. A folder stands for every `*.test.yaml`, `*.test.yml` and `*.test.json`
// below it; a file that is named is a fixture whatever its name. A folder without a fixture is a
// failure: a suite that has moved must not turn into one that passes.

package import WeirFiles

internal import Weir

/// Finds fixtures.
package enum FixtureSearch {
  /// What a fixture's name ends with.
  package static let endings = [".test.yaml", ".test.yml", ".test.json"]

  /// All fixtures that the command means, by the bytes of their paths: below the paths given, else
  /// below those of `weir.yaml`, else below the working directory.
  package static func find(_ paths: [String], settings: Settings = Settings()) throws(Failure)
    -> [String]
  {
    var search = Walk()
    for path in paths.isEmpty ? settings.tests ?? ["."] : paths { try search.add(path) }
    return search.found.sorted { Text($0) < Text($1) }
  }

  /// Whether a folder's file of this name is a fixture.
  package static func isFixture(_ name: String) -> Bool {
    endings.contains { name.hasSuffix($0) && name.utf8.count > $0.utf8.count }
  }
}

private struct Walk {
  var found: [String] = []
  private var files: Set<FileIdentity> = []
  private var folders: Set<FileIdentity> = []

  mutating func add(_ path: String) throws(Failure) {
    let status = try System.status(of: path)
    switch status.kind {
    case .directory:
      guard !folders.contains(status.identity) else { return }
      if try walk(path) == 0 {
        throw Failure(
          .noFixtures, "\(path) has no test in it: no file whose name ends in \(names)",
          hint: "name the folder or the files that hold your tests")
      }
    case .file, .other:
      if files.insert(status.identity).inserted { found.append(path) }
    }
  }

  /// How many fixtures a folder has, found before or not. Names that begin with a dot are skipped, as
  /// in policies.
  private mutating func walk(_ folder: String) throws(Failure) -> Int {
    guard folders.insert(try System.status(of: folder).identity).inserted else { return 0 }
    var count = 0
    for name in try System.entries(of: folder).sorted() where !name.hasPrefix(".") {
      let path = Path.join(folder, name)
      let isFixture = FixtureSearch.isFixture(name)
      let status: FileStatus
      do {
        status = try System.status(of: path)
      } catch {
        if isFixture { throw error }
        continue
      }
      switch status.kind {
      case .directory: count += try walk(path)
      case .file where isFixture:
        count += 1
        if files.insert(status.identity).inserted { found.append(path) }
      case .file, .other: break
      }
    }
    return count
  }

  private var names: String {
    FixtureSearch.endings.dropLast().joined(separator: ", ") + " or "
      + (FixtureSearch.endings.last ?? "")
  }
}
