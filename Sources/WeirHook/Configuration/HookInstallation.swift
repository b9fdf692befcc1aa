// A hook's way into a settings file on disk and out of it: first the change is planned, so that it
// can be shown, then it is carried out. The record is written before the settings are: whatever
// interrupts an installation, the old bytes are kept by then.

internal import Weir
package import WeirHost

/// The hook of one host in one settings file.
package struct HookInstallation {
  package let host: AgentHost
  package let settings: HostSettings
  /// The file as it is named: the host opens this path.
  package let path: String
  /// The file that is read and written: behind symbolic links.
  private let target: String
  /// The folder of records.
  private let records: String

  /// A change of a settings file.
  package struct Change {
    /// The text of before; nil where there is no file.
    var old: [UInt8]?
    /// The text of after; nil where the file goes.
    var new: [UInt8]?
    /// The record of after; nil where it goes.
    var record: InstallRecord?

    /// Whether the file itself changes.
    package var isNeeded: Bool { old != new }

    /// Whether there is a file afterwards.
    package var leavesFile: Bool { new != nil }
  }

  package init(_ host: AgentHost, _ scope: HostSettings.Scope) throws(Failure) {
    // The host first: without settings there is no path to complain about.
    let path = try host.settings().path(scope)
    try self.init(host, at: path, records: try InstallRecord.folder())
  }

  init(_ host: AgentHost, at path: String, records: String) throws(Failure) {
    self.host = host
    settings = try host.settings()
    self.path = path
    target = try System.target(of: path)
    self.records = records
  }

  /// The commands of ours that the file has.
  package func commands() throws(Failure) -> [String] {
    guard let bytes = try bytes() else { return [] }
    return try SettingsEdit(bytes, at: path, of: settings).commands()
  }

  /// What a change does, as a unified diff.
  package func diff(_ change: Change) -> String {
    UnifiedDiff.between(
      change.old.map { String(decoding: $0, as: UTF8.self) },
      change.new.map { String(decoding: $0, as: UTF8.self) }, path: path)
  }

  /// Other files with hooks of ours that the same calls are put to. The first hook that is asked
  /// spends an approval, and the second one blocks.
  package static func others(than installed: HookInstallation) -> [String] {
    var paths: [String] = []
    for host in AgentHost.allCases {
      guard let settings = try? host.settings(),
        host == installed.host || settings.readsAlso.contains(installed.host)
          || installed.settings.readsAlso.contains(host)
      else { continue }
      for scope in HostSettings.Scope.allCases {
        // What cannot be read there is not this installation's affair.
        guard let other = try? HookInstallation(host, scope), other.target != installed.target,
          (try? other.commands())?.isEmpty == false
        else { continue }
        paths.append(other.path)
      }
    }
    return paths
  }

  // MARK: Planning

  /// What puts a command into the settings.
  ///
  /// - Parameter seconds: how long the host is to wait for it.
  package func installing(
    _ command: HookCommand, seconds: Int = HostSettings.seconds
  ) throws(Failure) -> Change {
    let old = try bytes()
    var record = try current(old)
    var edit = SettingsEdit(old, at: path, of: settings, made: record?.made ?? [])
    try edit.put(settings.entry(command, seconds: seconds))
    let new = edit.bytes
    if record == nil, new != old {
      record = InstallRecord(
        path: target, original: old, written: "", made: [],
        folders: HookInstallation.missing(above: target))
    }
    record?.written = InstallRecord.digest(new)
    record?.made = edit.made
    return Change(old: old, new: new, record: record)
  }

  /// What takes every command of ours out of the settings; nil if there is none.
  package func uninstalling() throws(Failure) -> Change? {
    guard let old = try bytes() else { return nil }
    let record = try InstallRecord.read(of: target, in: records)
    if let record, record.written == InstallRecord.digest(old) {
      return Change(old: old, new: record.original, record: nil)
    }
    guard let new = try removed(from: old, record) else { return nil }
    return Change(old: old, new: new.bytes, record: nil)
  }

  /// Drops the record of what somebody else has taken out.
  package func forget() throws(Failure) { try InstallRecord.remove(of: target, in: records) }

  /// The record that an installation goes on with: where somebody has changed the file since, what
  /// an uninstallation would leave of it takes the place of the original.
  private func current(_ bytes: [UInt8]?) throws(Failure) -> InstallRecord? {
    guard let bytes, var record = try InstallRecord.read(of: target, in: records) else {
      return nil
    }
    if record.written == InstallRecord.digest(bytes) { return record }
    guard let removed = try removed(from: bytes, record) else { return nil }
    record.original = removed.bytes
    return record
  }

  /// What is left of a text without our entries; nil if it has none.
  private func removed(
    from bytes: [UInt8], _ record: InstallRecord?
  ) throws(Failure) -> Remains? {
    var edit = SettingsEdit(bytes, at: path, of: settings, made: record?.made ?? [])
    guard try edit.remove() else { return nil }
    // A file that was made for the entry goes with it.
    let isGone = record.map { $0.original == nil && edit.isEmpty } ?? false
    return Remains(bytes: isGone ? nil : edit.bytes)
  }

  /// What is left of a file; nil where it goes.
  private struct Remains {
    var bytes: [UInt8]?
  }

  func bytes() throws(Failure) -> [UInt8]? {
    guard System.isTaken(target) else { return nil }
    return try System.read(target, as: path, limit: Limits.documentBytes, for: .look)
  }

  private static func missing(above path: String) -> [String] {
    var folders: [String] = []
    var place = Path.folder(of: path)
    while !System.isTaken(place), place != ".", place != "/" {
      folders.insert(place, at: 0)
      place = Path.folder(of: place)
    }
    return folders
  }

  // MARK: Carrying out

  /// Writes what was planned.
  package func carryOut(_ change: Change) throws(Failure) {
    guard try bytes() == change.old else {
      throw Failure(
        .wouldOverwrite, "\(path) has changed since it was read", hint: "run the command again")
    }
    let before = try InstallRecord.read(of: target, in: records)
    try change.record?.write(in: records)
    do throws(Failure) {
      if change.isNeeded { try write(change.new, before?.folders ?? []) }
    } catch {
      // The file is as it was, and so must be what is known of it.
      if let before { try before.write(in: records) } else { try forget() }
      throw error
    }
    if change.record == nil { try forget() }
  }

  private func write(_ bytes: [UInt8]?, _ folders: [String]) throws(Failure) {
    guard let bytes else {
      try System.removeFile(target)
      return System.removeEmptyFolders(folders)
    }
    let made = try System.makeFolders(Path.folder(of: target))
    do throws(Failure) { try OutputFile(target, .report).write(bytes) } catch {
      System.removeEmptyFolders(made)
      throw error
    }
  }
}
