// What an installation has found and written, so that it can be undone to the byte. Settings are
// their owner's; a text from which an entry was cut is almost what it was, and almost is not the
// same. The record is kept with the person's state, not with the settings, which may be in a
// repository.

internal import Weir
internal import WeirHost

/// The record of one settings file.
struct InstallRecord: Sendable {
  /// The settings file.
  var path: String
  /// Its bytes before the first installation; nil where there was no file.
  var original: [UInt8]?
  /// The SHA-256 of what was written last, in hexadecimal.
  var written: String
  /// What was put into the document for the entry to stand in, of `SettingsEdit.Made`.
  var made: [SettingsEdit.Made]
  /// The folders that were made for the file, the uppermost first.
  var folders: [String]

  private static let version = 1

  /// A digest as `written` has it.
  static func digest(_ bytes: [UInt8]) -> String { Hexadecimal.text(ContentDigest.sha256(bytes)) }

  // MARK: Where records are

  /// The record's file of a settings file.
  static func file(of path: String, in folder: String) -> String {
    Path.join(folder, digest(Array(path.utf8)) + ".json")
  }

  /// The folder of all records.
  static func folder() throws(Failure) -> String {
    // By the XDG base directory specification, what is not absolute is ignored.
    if let state = System.variable("XDG_STATE_HOME"), state.hasPrefix("/") {
      return Path.join(state, "weir/hook")
    }
    return Path.join(try HostSettings.home(), ".local/state/weir/hook")
  }

  // MARK: Reading and writing

  /// The record of a settings file; nil if nothing is installed there, or nothing that we know of.
  static func read(of path: String, in folder: String) throws(Failure) -> InstallRecord? {
    let file = file(of: path, in: folder)
    guard System.isTaken(file) else { return nil }
    let document = try readJSONFile(
      try System.read(file, limit: Limits.documentBytes, for: .look), name: file)
    guard document[path: "version"]?.json == "\(version)",
      let written = document[path: "written"]?.text?.description,
      let folders = document[path: "folders"]?.texts,
      let made = document[path: "made"]?.texts?.map({ SettingsEdit.Made(rawValue: $0.description) }
      ),
      document[path: "settings"]?.text == ExactString(path)
    else {
      throw Failure(
        .invalidRecord, "\(file) is not the record of an installation in \(path)",
        hint: "remove it; an entry can then still be taken out, but not to the byte")
    }
    return InstallRecord(
      path: path, original: document[path: "original"]?.text?.bytes, written: written,
      made: made.compactMap(\.self), folders: folders.map(\.description))
  }

  /// Puts the record where `read` finds it; nobody else may read it.
  func write(in folder: String) throws(Failure) {
    let file = InstallRecord.file(of: path, in: folder)
    try System.makeFolders(folder, mode: 0o700)
    try System.makeFile(file, mode: 0o600)
    try OutputFile(file, .report).write(Array((document.json + "\n").utf8))
  }

  /// Forgets a settings file.
  static func remove(of path: String, in folder: String) throws(Failure) {
    try System.removeFile(file(of: path, in: folder))
  }

  private var document: JSONDocument {
    func list(_ texts: [String]) -> JSONDocument {
      JSONDocument(.list(texts.map { .text($0) }), offset: 0)
    }
    let original =
      original.map { JSONDocument(.string(ExactString(validated: $0)), offset: 0) }
      ?? JSONDocument(.null, offset: 0)
    return JSONDocument(
      .record([
        .init("version", JSONDocument(.number("\(InstallRecord.version)"), offset: 0)),
        .init("settings", .text(path)), .init("original", original),
        .init("written", .text(written)), .init("made", list(made.map(\.rawValue))),
        .init("folders", list(folders)),
      ]), offset: 0)
  }
}
