// Which files are fixtures. A folder stands for every `*.test.yaml`, `*.test.yml` and `*.test.json`
// below it (`FileSearch` says what fails). A file given by its path is a fixture whatever its name.
// A folder without fixtures fails: a suite that has moved must not turn into one that passes.

package import WeirHost

internal import Weir

/// Finds fixtures.
package enum FixtureSearch {
  /// All fixtures below the paths, in byte order of their own paths.
  package static func find(_ paths: [String]) throws(Failure) -> [String] {
    var search = FileSearch(.fixtures)
    for path in paths {
      let status = try System.status(of: path)
      guard status.kind == .directory else {
        try search.add(file: path, status)
        continue
      }
      if try search.add(folder: path) == 0 {
        throw Failure(
          .noFixtures, "\(path) has no test in it: no file whose name ends in \(names)",
          hint: "name the folder or the files that hold your tests")
      }
    }
    try search.expectNothingHidden()
    return search.found.map(\.path).sorted { ExactString($0) < ExactString($1) }
  }

  private static var names: String {
    let endings = WantedFiles.fixtures.endings
    return endings.dropLast().joined(separator: ", ") + " or " + (endings.last ?? "")
  }
}
