// Where the agent works. What decides about it must lie elsewhere: the agent writes there.

package import Weir
package import WeirHost

/// The folders that an agent works in.
package struct AgentFolders {
  private let folders: [(path: String, identity: FileIdentity?)]

  /// - Parameter folders: as the host tells them; this process's own where it tells none.
  package init(_ folders: [ExactString]) {
    let paths = folders.isEmpty ? [System.workingDirectory] : folders.map(\.description)
    self.folders = paths.map { ($0, (try? System.status(of: $0))?.identity) }
  }

  /// Fails if a file or folder, or what it is a link to, lies in one of them. Folders are compared
  /// by what the system knows them by: names have many spellings.
  package func expectOutside(_ path: String, _ what: String) throws(Failure) {
    let whole = System.absolute(path)
    // What is not there yet will be where its folder leads.
    let starts = [whole, System.resolved(whole), System.resolved(Path.folder(of: whole))]
    for start in starts.compactMap(\.self) {
      var place = start
      while true {
        if let folder = folder(at: place) {
          throw Failure(
            .insideWorkingFolder,
            "the \(what) \(path) lies in \(folder), where the agent works and may write",
            hint: "keep it elsewhere, such as in /etc/weir")
        }
        if place == "/" { break }
        place = Path.folder(of: place)
      }
    }
  }

  /// The folder of the agent's that a path is.
  private func folder(at path: String) -> String? {
    let identity = (try? System.status(of: path))?.identity
    return folders.first { $0.path == path || ($0.identity != nil && $0.identity == identity) }?
      .path
  }
}
