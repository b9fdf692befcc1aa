// A hook's way into a host's settings and out of them. The document is somebody's own: what is put
// in is put in as text, and every other byte stays. What cannot be edited so (comments, a list
// where a record belongs) is not edited at all, and the failure says what to put in by hand.

internal import Weir
internal import WeirHost

/// A host's settings, while they are edited.
struct SettingsEdit {
  /// The text; empty where there is no file.
  private(set) var bytes: [UInt8]
  /// The members that the hook's way in has made, of `Made`.
  private(set) var made: [Made]
  private let settings: HostSettings
  /// What messages call the file.
  private let path: String

  /// A member that is there for the hook alone.
  enum Made: String, CaseIterable {
    case version, hooks, event
  }

  /// - Parameters:
  ///   - bytes: nil where there is no file.
  ///   - made: what an earlier edit has made.
  init(_ bytes: [UInt8]?, at path: String, of settings: HostSettings, made: [Made] = []) {
    self.bytes = bytes ?? []
    self.made = bytes == nil ? Made.allCases : made
    self.settings = settings
    self.path = path
    isNew = bytes == nil
  }

  private let isNew: Bool

  // MARK: In

  /// Puts the entry in, in the place of one of ours that is there.
  mutating func put(_ entry: JSONDocument) throws(Failure) {
    if isNew {
      bytes = JSONWriter().lines(JSONLayout.Item(value: whole(entry)), []) + Array("\n".utf8)
      return
    }
    do throws(Failure) { try insert(entry) } catch {
      var failure = error
      failure.hint = byHand(entry)
      throw failure
    }
  }

  private mutating func insert(_ entry: JSONDocument) throws(Failure) {
    try insertVersion()
    var layout = try layout()
    let root = layout.document
    guard let hooks = root.member(HostSettings.hooks) else {
      made += [.hooks, .event]
      return append(
        .init(name: HostSettings.hooks, value: events(entry)), to: root, nil, layout)
    }
    guard case .record = hooks.value.kind else { throw wrongKind(hooks, "an object", layout) }
    guard let event = hooks.value.member(settings.event) else {
      made.append(.event)
      return append(
        .init(name: settings.event, value: list(entry)), to: hooks.value, hooks.nameOffset, layout)
    }
    guard case .list(let entries) = event.value.kind else {
      throw wrongKind(event, "a list", layout)
    }
    // The first entry that is ours alone gives its place to the new one; others go.
    let hasOwn = entries.contains { ours(in: $0) == .all }
    try takeOut(sparingFirst: hasOwn, onlyOf: settings.event)
    layout = try self.layout()
    guard let event = layout.document.member(HostSettings.hooks)?.value.member(settings.event),
      case .list(let entries) = event.value.kind
    else { return }
    guard hasOwn, let own = entries.first(where: { ours(in: $0) == .all }) else {
      return append(.init(value: entry), to: event.value, event.nameOffset, layout)
    }
    guard own.json != entry.json else { return }
    bytes.replaceSubrange(
      own.offset..<layout.end(of: own), with: layout.replacing(own, with: entry))
  }

  private mutating func insertVersion() throws(Failure) {
    let layout = try layout()
    guard case .record = layout.document.kind else {
      throw Failure(.invalidJSON, "\(path): the settings are an object, and this is not one")
    }
    guard settings.hasVersion else { return }
    guard let version = layout.document.member(HostSettings.version) else {
      made.append(.version)
      return append(
        .init(name: HostSettings.version, value: HostSettings.versionNumber),
        to: layout.document, nil, layout)
    }
    guard version.value.json == HostSettings.versionNumber.json else {
      throw wrongKind(version, "1", layout)
    }
  }

  private mutating func append(
    _ item: JSONLayout.Item, to container: JSONDocument, _ start: Int?, _ layout: JSONLayout
  ) {
    let (offset, text) = layout.appending(item, to: container, startingAt: start)
    bytes.insert(contentsOf: text, at: offset)
  }

  // MARK: Out

  /// Takes out every entry of ours, and what was made for it and is empty now. Returns whether
  /// there was one.
  mutating func remove() throws(Failure) -> Bool {
    let isThere = try !commands().isEmpty
    try takeOut(sparingFirst: false, onlyOf: nil)
    let root = try layout().document
    if made.contains(.event),
      let event = root.member(HostSettings.hooks)?.value.member(settings.event),
      event.value.isEmpty
    {
      try cut(settings.event, ofHooks: true)
    }
    if made.contains(.hooks), let hooks = try layout().document.member(HostSettings.hooks),
      hooks.value.isEmpty
    {
      try cut(HostSettings.hooks, ofHooks: false)
    }
    if made.contains(.version), case .record(let members) = try layout().document.kind,
      members.count == 1
    {
      try cut(HostSettings.version, ofHooks: false)
    }
    return isThere
  }

  /// Whether nothing is left but braces.
  var isEmpty: Bool { (try? layout().document.isEmpty) ?? false }

  /// The commands of ours that stand in the settings.
  func commands() throws(Failure) -> [String] { try installed().map(\.command) }

  /// The handlers of ours that stand in the settings.
  func installed() throws(Failure) -> [InstalledHandler] {
    var installed: [InstalledHandler] = []
    for (event, _, entries) in events(of: try layout().document) {
      for entry in entries {
        let isForAll = event == ExactString(settings.event) && isForAllTools(entry)
        for handler in settings.isGrouped ? handlers(in: entry) : [entry] where isOurs(handler) {
          guard var found = settings.handler(handler) else { continue }
          found.isForEveryCall = found.isForEveryCall && isForAll
          installed.append(found)
        }
      }
    }
    return installed
  }

  /// Whether a group, or a handler where there are no groups, has no pattern that some tools do not
  /// match.
  private func isForAllTools(_ entry: JSONDocument) -> Bool {
    guard let matcher = entry[path: HostSettings.matcher] else { return true }
    return settings.isGrouped && ["", "*"].contains { matcher.text == $0 }
  }

  /// Takes one of ours out after the other, since each changes the places of those behind it.
  ///
  /// - Parameters:
  ///   - isFirstSpared: whether the first entry that is ours alone stays.
  ///   - only: the only event that is looked at; all if nil.
  private mutating func takeOut(sparingFirst isFirstSpared: Bool, onlyOf only: String?)
    throws(Failure)
  {
    search: while true {
      let layout = try layout()
      for (name, list, entries) in events(of: layout.document)
      where only.map({ ExactString($0) == name }) ?? true {
        var isSpared = isFirstSpared
        for (index, entry) in entries.enumerated() {
          switch ours(in: entry) {
          case .none: continue
          case .all:
            if isSpared {
              isSpared = false
              continue
            }
            bytes.removeSubrange(layout.range(without: index, of: list))
          case .some(let handler):
            guard let group = entry.member(HostSettings.hooks) else { continue }
            bytes.removeSubrange(layout.range(without: handler, of: group.value))
          }
          continue search
        }
      }
      return
    }
  }

  private mutating func cut(_ name: String, ofHooks: Bool) throws(Failure) {
    let layout = try layout()
    let container =
      ofHooks ? layout.document.member(HostSettings.hooks)?.value : layout.document
    guard let container, case .record(let members) = container.kind,
      let index = members.firstIndex(where: { $0.name == ExactString(name) })
    else { return }
    bytes.removeSubrange(layout.range(without: index, of: container))
  }

  // MARK: What is there

  private func layout() throws(Failure) -> JSONLayout { try JSONLayout(bytes, name: path) }

  /// The lists of all events.
  private func events(
    of document: JSONDocument
  ) -> [(name: ExactString, list: JSONDocument, entries: [JSONDocument])] {
    guard case .record(let members)? = document.member(HostSettings.hooks)?.value.kind else {
      return []
    }
    return members.compactMap {
      guard case .list(let entries) = $0.value.kind else { return nil }
      return ($0.name, $0.value, entries)
    }
  }

  /// What of an entry is ours.
  private enum Ours: Equatable {
    case none
    /// One handler of a group, by its index.
    case some(Int)
    case all
  }

  private func ours(in entry: JSONDocument) -> Ours {
    guard settings.isGrouped else { return isOurs(entry) ? .all : .none }
    let handlers = handlers(in: entry)
    guard let index = handlers.firstIndex(where: isOurs) else { return .none }
    return handlers.allSatisfy(isOurs) ? .all : .some(index)
  }

  private func handlers(in group: JSONDocument) -> [JSONDocument] {
    guard case .list(let handlers)? = group.member(HostSettings.hooks)?.value.kind else {
      return []
    }
    return handlers
  }

  private func isOurs(_ handler: JSONDocument) -> Bool {
    command(of: handler).map(HookCommand.isOurs) ?? false
  }

  private func command(of handler: JSONDocument) -> String? {
    guard case .string(let text)? = handler.member(settings.commandMember)?.value.kind else {
      return nil
    }
    return text.description
  }

  // MARK: New texts

  private func list(_ entry: JSONDocument) -> JSONDocument {
    JSONDocument(.list([entry]), offset: 0)
  }

  private func events(_ entry: JSONDocument) -> JSONDocument {
    JSONDocument(.record([.init(ExactString(settings.event), list(entry))]), offset: 0)
  }

  private func whole(_ entry: JSONDocument) -> JSONDocument {
    let hooks = JSONDocument.Member(ExactString(HostSettings.hooks), events(entry))
    let version = JSONDocument.Member(
      ExactString(HostSettings.version), HostSettings.versionNumber)
    return JSONDocument(.record(settings.hasVersion ? [version, hooks] : [hooks]), offset: 0)
  }

  // MARK: What cannot be edited

  private func wrongKind(
    _ member: JSONDocument.Member, _ kind: String, _ layout: JSONLayout
  ) -> Failure {
    let place = SourceFile(path: path, bytes: layout.bytes).position(at: member.value.offset)
    return Failure(
      .invalidJSON,
      "\(path):\(place.line):\(place.column): \(member.name) must be \(kind) for a hook")
  }

  private func byHand(_ entry: JSONDocument) -> String {
    "nothing was changed; put this in by hand: "
      + String(decoding: JSONWriter().line(JSONLayout.Item(value: whole(entry))), as: UTF8.self)
  }
}

extension HostSettings {
  /// The one version of documents that there is.
  static var versionNumber: JSONDocument { JSONDocument(.number("1"), offset: 0) }
}

extension JSONDocument {
  /// Whether it is a container with nothing in it.
  fileprivate var isEmpty: Bool {
    switch kind {
    case .record(let members): members.isEmpty
    case .list(let elements): elements.isEmpty
    case .null, .bool, .string, .number: false
    }
  }
}
