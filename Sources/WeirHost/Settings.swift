// `weir.yaml`, the settings of a policy repository: which settings there are, and how a file is
// read. Settings+Search.swift says which file is used.
//
// Each subcommand has its own settings, and each setting has a flag, which wins. Every mistake is
// reported with the file and line, also one that is found only when the value is used.

internal import Weir

/// What a `weir.yaml` says.
package struct Settings: Sendable {
  package static let fileName = "weir.yaml"

  /// A setting, by its path in the file.
  package enum Name: String, Sendable, CaseIterable {
    case policies
    case tests
    case yamlMerge = "yaml-merge"
    case yamlTags = "yaml-tags"
    case evalFormat = "eval.format"
    case evalFailOn = "eval.fail-on"
    case evalClock = "eval.clock"
    case lintFormat = "lint.format"
    case lintLevels = "lint.levels"
    case lintFailLevel = "lint.fail-level"
    case lintBaseline = "lint.baseline"
    case testFormat = "test.format"
    case benchFormat = "bench.format"
    case benchClock = "bench.clock"

    /// The one table of settings: the type of the value, the flag, and the meaning for the
    /// reference.
    package var row: (type: ValueType, flag: String, meaning: String) {
      switch self {
      case .policies:
        (.paths, "`-p PATH`", "what makes the policy, for every subcommand")
      case .tests:
        (.paths, "`weir test FIXTURE…`", "fixtures, and folders of them")
      case .yamlMerge:
        (.truth, "`--yaml-merge`", "whether `<<` merges in YAML requests")
      case .yamlTags:
        (.text, "`--yaml-tags`", "what becomes of tags in YAML requests: `refuse`, `keep`")
      case .evalFormat: (.text, "`weir eval --format`", "how verdicts are written")
      case .evalFailOn:
        (.texts, "`weir eval --fail-on`", "verdicts that make the run end with status 1")
      case .evalClock:
        (
          .text, "`weir eval --clock`",
          "where `now` comes from; only of a file that `--config` names"
        )
      case .lintFormat: (.text, "`weir lint --format`", "how findings are written")
      case .lintLevels:
        (.levels, "`weir lint --level`", "how much findings of rules and categories matter")
      case .lintFailLevel:
        (.text, "`weir lint --fail-level`", "the least level that ends with status 1")
      case .lintBaseline:
        (.path, "`weir lint --baseline`", "the file of findings that are known")
      case .testFormat: (.text, "`weir test --format`", "how results are written")
      case .benchFormat: (.text, "`weir bench --format`", "how the report is written")
      case .benchClock:
        (.text, "`weir bench --clock`", "as that of `eval`; only of a file that `--config` names")
      }
    }

    /// The subcommand that the setting belongs to; nil for shared settings.
    var section: String? {
      let parts = rawValue.split(separator: ".")
      return parts.count == 2 ? String(parts[0]) : nil
    }

    /// The setting's name within its section.
    var ownName: String { rawValue.split(separator: ".").last.map(String.init) ?? rawValue }
  }

  package enum ValueType: String, Sendable {
    /// Paths are relative to the folder of the file.
    case paths = "a path, or a list of paths"
    /// As above.
    case path = "a path"
    case text = "a string"
    case truth = "true or false"
    case texts = "a string, or a list of strings"
    /// Each is stated as its flag has it: `NAME=LEVEL`.
    case levels = "a map from names to levels"
  }

  /// A string from the file, and its `file:line`: `weir.yaml:3`.
  package struct Stated: Sendable, Equatable {
    package var text: String
    package var place: String
  }

  /// The file they come from; nil when there is none.
  package private(set) var path: String?
  /// Whether the user named the file. A file that was found may have been written by others.
  package private(set) var isNamed = false
  private var values: [Name: [Stated]] = [:]

  /// No settings.
  package init() {}

  /// The values of a setting that takes several; nil if the file does not have it.
  package subscript(_ name: Name) -> [Stated]? { values[name] }

  /// The value of a setting that takes one.
  package func value(_ name: Name) -> Stated? { values[name]?.first }

  // MARK: Reading

  /// Reads one file of settings, whose paths are relative to its folder.
  package init(_ bytes: [UInt8], path: String, isNamed: Bool = false) throws(Failure) {
    self.path = path
    self.isNamed = isNamed
    let reader = SettingsReader(file: SourceFile(path: path, bytes: bytes))
    let document = try readYAMLFile(
      bytes, name: path, empty: JSONDocument(.null, offset: 0))
    for member in try reader.members(
      of: document, otherwise: "settings are a record",
      hint: "write one setting a line, as in 'policies: policies'")
    {
      let key = member.name.description
      if let name = Name(rawValue: key), name.section == nil {
        values[name] = try reader.values(member, name)
      } else if Name.allCases.contains(where: { $0.section == key }) {
        for inner in try reader.members(
          of: member.value, otherwise: "\"\(key)\" takes settings of its own",
          hint: "as in '\(key): {format: text}'")
        {
          guard let name = Name(rawValue: key + "." + inner.name.description) else {
            throw reader.unknown(inner, in: key)
          }
          values[name] = try reader.values(inner, name)
        }
      } else {
        throw reader.unknown(member, in: nil)
      }
    }
  }
}

/// Reads the document of a file of settings.
private struct SettingsReader {
  let file: SourceFile

  func members(
    of document: JSONDocument, otherwise message: String, hint: String
  ) throws(Failure) -> [JSONDocument.Member] {
    switch document.kind {
    case .record(let members): return members
    // Comments only.
    case .null: return []
    case .bool, .string, .number, .list:
      throw Failure(
        .invalidSetting, "\(place(at: document.offset)): \(message)", hint: hint)
    }
  }

  func values(_ member: JSONDocument.Member, _ name: Settings.Name) throws(Failure)
    -> [Settings.Stated]
  {
    let type = name.row.type
    let elements: [JSONDocument]
    switch (type, member.value.kind) {
    case (.paths, .list(let list)), (.texts, .list(let list)): elements = list
    case (.paths, .string), (.path, .string), (.text, .string), (.texts, .string):
      elements = [member.value]
    case (.levels, .record(let members)):
      var values: [Settings.Stated] = []
      for inner in members {
        guard case .string(let text) = inner.value.kind else {
          throw wrong(name, type, at: inner.nameOffset)
        }
        values.append(
          Settings.Stated(
            text: "\(inner.name)=\(text)", place: place(at: inner.nameOffset)))
      }
      return values
    case (.truth, .bool(let truth)):
      let place = place(at: member.value.offset)
      return [Settings.Stated(text: "\(truth)", place: place)]
    case (.truth, .string), (.truth, .list), (.text, .list), (.path, .list), (.levels, .list),
      (.levels, .string), (_, .null), (_, .bool), (_, .number), (_, .record):
      throw wrong(name, type, at: member.nameOffset)
    }
    var values: [Settings.Stated] = []
    for element in elements {
      guard case .string(let text) = element.kind else {
        throw wrong(name, type, at: element.offset)
      }
      let place = place(at: element.offset)
      switch type {
      case .text, .texts, .truth, .levels:
        values.append(Settings.Stated(text: text.description, place: place))
      case .path, .paths:
        do throws(Failure) {
          try System.expectPath(text.description)
        } catch {
          throw Failure(error.code, "\(place): \(error.message)", hint: error.hint)
        }
        let path = Path.join(Path.folder(of: file.path), text.description)
        values.append(Settings.Stated(text: path, place: place))
      }
    }
    if values.isEmpty {
      throw Failure(
        .invalidSetting, "\(place(at: member.nameOffset)): \"\(name.rawValue)\" names nothing",
        hint: "leave the setting out, or name something")
    }
    return values
  }

  private func wrong(_ name: Settings.Name, _ type: Settings.ValueType, at offset: Int) -> Failure {
    Failure(
      .invalidSetting, "\(place(at: offset)): \"\(name.rawValue)\" takes \(type.rawValue)",
      hint: type == .truth ? nil : "put quotes around what is meant as a string")
  }

  func unknown(_ member: JSONDocument.Member, in section: String?) -> Failure {
    let name = member.name.description
    let place = place(at: member.nameOffset)
    let all = Settings.Name.allCases
    if section == nil {
      let moved = all.filter { $0.ownName == name }.compactMap(\.section)
      if let first = moved.first {
        return Failure(
          .unknownSetting, "\(place): \"\(name)\" is a setting of each subcommand",
          hint: "write it under \(moved.joined(separator: " or ")), as in '\(first): {\(name): …}'")
      }
    }
    let known =
      section.map { section in all.filter { $0.section == section }.map(\.ownName) }
      ?? topLevelNames
    let full = section.map { "\($0).\(name)" } ?? name
    return Failure(
      .unknownSetting, "\(place): there is no setting \"\(full)\"",
      hint: Spelling.closest(to: name, among: known).map { "did you mean \"\($0)\"?" }
        ?? "the settings\(section.map { " of \($0)" } ?? "") are \(known.joined(separator: ", "))")
  }

  private var topLevelNames: [String] {
    var names: [String] = []
    for name in Settings.Name.allCases.map({ $0.section ?? $0.rawValue })
    where !names.contains(name) {
      names.append(name)
    }
    return names
  }

  private func place(at offset: Int) -> String { "\(file.path):\(file.line(at: offset))" }
}
