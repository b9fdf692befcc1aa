// Which `weir.yaml` a run uses. A run that names its policy uses none, unless `--config` names one:
// whoever may write where a gate runs (an agent in its workspace, a branch that is checked out)
// must not move the gate. A run that does not name its policy uses the nearest file in the working
// directory or above, which then names the policy too. Only a named file may set the clock.

internal import Weir

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

extension Settings {
  /// The settings in a file that the user named.
  package init(named path: String) throws(Failure) {
    self = try Settings(try System.read(path, limit: Settings.limit), path: path, isNamed: true)
  }

  /// The settings of the nearest `weir.yaml` in `folder` or above; it is fine if there is none. A
  /// `weir.yaml` that cannot be read fails the run: falling back to one further up would be wrong.
  package static func find(from folder: String = System.workingDirectory) throws(Failure)
    -> Settings
  {
    var folder = folder
    var steps = ""
    while true {
      let path = Path.join(folder, fileName)
      // Shown as a person would type it.
      let shown = steps + fileName
      switch System.look(at: path) {
      case .nothing: break
      case .unknown(let reason):
        throw Failure(
          .unreadable, "\(shown) cannot be looked for: \(System.describe(reason))", hint: wayOut)
      case .link(to: let target):
        throw Failure(
          .danglingLink, "\(shown) leads nowhere: it is a link to \(target)", hint: wayOut)
      case .status(let status):
        guard status.kind == .file else {
          throw Failure(
            .notARegularFile, "\(shown) is \(status.kind.noun), not a file", hint: wayOut)
        }
        // The link's owner counts too, because a link decides which file is read. The file's owner
        // is checked on the opened file, whatever is at the path by now.
        if let link = System.status(ofLink: path) { try expectOwner(of: link, shown) }
        let opened = try System.openToRead(path, as: shown)
        defer { close(opened.descriptor) }
        try expectOwner(of: opened.status, shown)
        let bytes = try System.read(
          opened.descriptor, name: shown, expecting: opened.status.size + 1, limit: limit)
        return try Settings(bytes, path: shown)
      }
      let parent = Path.folder(of: folder)
      if parent == folder || folder == "." { return Settings() }
      folder = parent
      steps += "../"
    }
  }

  /// Fails if another user owns the file. Others may write above the working directory
  /// (`/tmp/weir.yaml`), and what they wrote there would choose the policy.
  private static func expectOwner(of status: FileStatus, _ shown: String) throws(Failure) {
    let trusted = [0, System.user, (try? System.status(of: "."))?.owner]
    guard !trusted.contains(status.owner) else { return }
    throw Failure(
      .unreadable, "\(shown) belongs to another user, and nobody has named it",
      hint: "name it with --config \(shown) if you trust it; or name the policy with -p")
  }

  /// The clock setting, if there is one; it fails unless the file was named.
  package func clock(_ name: Name) throws(Failure) -> Stated? {
    guard let clock = value(name) else { return nil }
    guard isNamed else {
      throw Failure(
        .invalidSetting, "\(clock.place): \"\(name.rawValue)\" stands in a file that nobody named",
        hint:
          "say --clock \(clock.text), or name the file with --config \(path ?? Settings.fileName)"
      )
    }
    return clock
  }

  private static let limit = 1 << 20
  private static let wayOut =
    "mend it or take it away; or name the policy with -p, or say --no-config"
}
