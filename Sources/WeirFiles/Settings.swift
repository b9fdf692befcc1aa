// `weir.yaml`, the settings of a policy repository: found by walking up from the working directory,
// so that `weir lint` works in every folder of it. Each setting has a flag, and the flag wins.

internal import Weir

/// What a `weir.yaml` says; nil is not said.
package struct Settings: Sendable {
  /// Folders and files of the policy, relative to the settings' own folder.
  package var policies: [String]?
  /// Folders and files of test fixtures, likewise.
  package var tests: [String]?
  package var clock: String?
  package var failOn: [String]?
  package var format: String?
  package var yamlMerge: Bool?
  package var yamlTags: String?
  /// The file they come from; nil when there is none.
  package var path: String?

  package static let fileName = "weir.yaml"

  /// The one table of settings: name, and what it means for the reference and for hints.
  package static let names: [(name: String, meaning: String)] = [
    ("policies", "the paths that make the policy, as -p"),
    ("tests", "the paths of test fixtures"),
    ("clock", "where `now` comes from, as --clock"),
    ("fail-on", "verdicts that make eval end with status 1, as --fail-on"),
    ("format", "how results are written, as --format"),
    ("yaml-merge", "true: merge what '<<' names, as --yaml-merge"),
    ("yaml-tags", "what becomes of tags in YAML requests, as --yaml-tags"),
  ]

  package init() {}

  /// The settings of the nearest `weir.yaml` in `folder` or above; none is fine.
  package static func find(from folder: String = System.workingDirectory) throws(Failure)
    -> Settings
  {
    var folder = folder
    var steps = ""
    while true {
      let path = Path.join(folder, fileName)
      if (try? System.status(of: path))?.kind == .file {
        // Shown as a person would type it.
        return try Settings(try System.read(path, limit: 1 << 20), path: steps + fileName)
      }
      let parent = Path.folder(of: folder)
      if parent == folder || folder == "." { return Settings() }
      folder = parent
      steps += "../"
    }
  }

  /// Reads one file of settings, whose paths are relative to its folder.
  package init(_ bytes: [UInt8], path: String) throws(Failure) {
    self.path = path
    let file = SourceFile(path: path, bytes: bytes)
    let document = try readYAMLFile(bytes, name: path, empty: Document(.null, offset: 0))
    let members: [Document.Member]
    switch document.kind {
    case .record(let record): members = record
    // A file of comments only.
    case .null: members = []
    case .bool, .string, .number, .list:
      throw Failure(
        .invalidSetting, "\(path):1: settings are a record",
        hint: "write one setting a line, as in 'policies: policies'")
    }
    let folder = Path.folder(of: path)
    for member in members {
      let place = "\(path):\(file.line(at: member.nameOffset))"
      let name = member.name.description
      switch name {
      case "policies", "tests":
        let paths = try Settings.texts(member.value, name, at: place).map { Path.join(folder, $0) }
        if name == "policies" { policies = paths } else { tests = paths }
      case "clock": clock = try Settings.text(member.value, name, at: place)
      case "fail-on": failOn = try Settings.texts(member.value, name, at: place)
      case "format": format = try Settings.text(member.value, name, at: place)
      case "yaml-merge":
        guard case .bool(let truth) = member.value.kind else {
          throw Failure(.invalidSetting, "\(place): \"\(name)\" takes true or false")
        }
        yamlMerge = truth
      case "yaml-tags": yamlTags = try Settings.text(member.value, name, at: place)
      default:
        let known = Settings.names.map(\.name)
        throw Failure(
          .unknownSetting, "\(place): there is no setting \"\(name)\"",
          hint: closestSpelling(to: name, among: known).map { "did you mean \"\($0)\"?" }
            ?? "the settings are \(known.joined(separator: ", "))")
      }
    }
  }

  private static func text(_ value: Document, _ name: String, at place: String) throws(Failure)
    -> String
  {
    guard case .string(let text) = value.kind else {
      throw Failure(.invalidSetting, "\(place): \"\(name)\" takes a text")
    }
    return text.description
  }

  /// One text, or a list of texts.
  private static func texts(_ value: Document, _ name: String, at place: String) throws(Failure)
    -> [String]
  {
    guard case .list(let elements) = value.kind else {
      guard case .string(let text) = value.kind else {
        throw Failure(.invalidSetting, "\(place): \"\(name)\" takes a text or a list of texts")
      }
      return [text.description]
    }
    var texts: [String] = []
    for element in elements {
      guard case .string(let text) = element.kind else {
        throw Failure(.invalidSetting, "\(place): every element of \"\(name)\" must be a text")
      }
      texts.append(text.description)
    }
    return texts
  }
}
