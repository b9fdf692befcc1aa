// What turns a host's hooks off. It may stand in any of the files that the host reads, and the
// agent works among some of them.

internal import Weir
internal import WeirHost

/// A way to turn hooks off.
enum OffSwitch: Sendable {
  /// A member has this value, as JSON.
  case member(String, String)
  /// A member is a list with this text in it.
  case list(String, of: String)
  /// A part of a line of a file that is not JSON, whatever its blanks.
  case line(String)

  private static func bare(_ text: String) -> [UInt8] {
    text.utf8.filter { !" \t\r".utf8.contains($0) }
  }

  /// What of a file turns the hooks off; nil if it does not.
  func words(in bytes: [UInt8]) -> String? {
    switch self {
    case .member(let path, let value):
      let found = (try? readJSONDocument(bytes))?[path: path]
      return found?.json == value ? "\(path): \(value)" : nil
    case .list(let path, of: let text):
      let found = (try? readJSONDocument(bytes))?[path: path]?.texts
      return found?.contains(ExactString(text)) == true ? "\(path): [\"\(text)\"]" : nil
    case .line(let wanted):
      let bare = OffSwitch.bare(wanted)
      let found = String(decoding: bytes, as: UTF8.self).pieces(between: "\n").contains { line in
        let line = OffSwitch.bare(line.pieces(between: "#").first ?? "")
        return line.indices.contains { line[$0...].starts(with: bare) }
      }
      return found ? wanted : nil
    }
  }
}

extension HookInstallation {
  /// What keeps the host from asking any hook, with the files that say so.
  package func offSwitches() -> [String] {
    var found: [String] = []
    for file in [path] + otherFiles() {
      guard let bytes = try? System.read(file, limit: Limits.documentBytes) else { continue }
      for off in settings.offSwitches {
        if let words = off.words(in: bytes) {
          found.append("\(VisibleText.escaped(file)) says \(words)")
        }
      }
    }
    return found
  }

  /// The other files that may say so: the project's here, and the person's own.
  private func otherFiles() -> [String] {
    var files = settings.switchFiles.map { Path.join(System.workingDirectory, $0) }
    if let home = try? HostSettings.home() {
      files += settings.switchFiles.map { Path.join(home, $0) }
    }
    var others: [String] = []
    for file in files where file != path && !others.contains(file) { others.append(file) }
    return others
  }
}
