// Folders and files that come and go: what an installation makes, and takes away again.

internal import Weir

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

extension System {
  /// Makes a folder, and those above it that are not there. Returns those it made, the uppermost
  /// first.
  @discardableResult
  package static func makeFolders(_ path: String, mode: Int = 0o777) throws(Failure) -> [String] {
    try expectPath(path)
    var missing: [String] = []
    var place = path
    while !isTaken(place), place != ".", place != "/" {
      missing.insert(place, at: 0)
      place = Path.folder(of: place)
    }
    for (index, folder) in missing.enumerated() where mkdir(folder, mode_t(mode)) != 0 {
      let reason = errno
      // Somebody else was faster.
      if reason == EEXIST { continue }
      removeEmptyFolders(Array(missing[..<index]))
      throw failure(folder, .unwritable, errno: reason)
    }
    return missing
  }

  /// Whether this process could write a file, or make it.
  package static func mayWrite(_ path: String) -> Bool {
    access(path, W_OK) == 0 || access(Path.folder(of: path), W_OK) == 0
  }

  /// Removes those folders that are empty, the last first.
  package static func removeEmptyFolders(_ folders: [String]) {
    for folder in folders.reversed() { _ = rmdir(folder) }
  }

  /// Removes a file, if it is there.
  package static func removeFile(_ path: String) throws(Failure) {
    try expectPath(path)
    guard unlink(path) == 0 || errno == ENOENT else {
      let reason = errno
      throw Failure(.unwritable, "\(path) cannot be removed: \(describe(reason))")
    }
  }

  /// The file that a path leads to by its symbolic links. Nothing need be there yet: the path is
  /// the same before and after.
  package static func target(of path: String) throws(Failure) -> String {
    try expectPath(path)
    var place = absolute(path)
    // As many links as Linux follows.
    for _ in 0..<40 {
      guard let link = link(at: place) else {
        return Path.join(whereabouts(of: Path.folder(of: place)), Path.name(of: place))
      }
      place = Path.join(Path.folder(of: place), link)
    }
    throw Failure(
      .unreadable, "\(path) cannot be read: \(describe(ELOOP))",
      hint: "its symbolic links lead in a circle")
  }

  /// A folder without links, as far as it is there.
  private static func whereabouts(of folder: String) -> String {
    if let resolved = resolved(folder) { return resolved }
    let above = Path.folder(of: folder)
    return above == folder ? folder : Path.join(whereabouts(of: above), Path.name(of: folder))
  }
}
