// What a tool is given, member by member: commands, files, pages.

internal import Weir
internal import WeirHost

/// Fills in a call.
struct PartReader {
  var call: HookCall
  let tool: AgentTool
  let input: JSONDocument
  let dialect: ShellDialect?

  mutating func take(_ part: AgentTool.Part) throws(Failure) {
    switch part {
    case .command(let member):
      call.command = try text(member)
      call.dialect = dialect
    case .commandWords(let member): try takeWords(member)
    case .powerShell(let member):
      call.command = try text(member)
      call.dialect = .powershell
    case .folder(let member):
      if let folder = try optionalText(member), !folder.bytes.isEmpty {
        call.cwd = try absolute(folder)
      }
    case .path(let member): add(path: try absolute(try text(member)))
    case .optionalPath(let members): add(path: try folder(members))
    case .pattern(let member, let below):
      add(path: try beginning(of: try text(member), below: try folder(below)))
    case .patterns(let member):
      guard let value = input[path: member] else { throw missing(member, "a list of files") }
      guard let patterns = value.texts ?? value.text.map({ [$0] }), !patterns.isEmpty else {
        throw missing(member, "a list of files")
      }
      let folder = try ownFolder()
      for pattern in patterns { add(path: try beginning(of: pattern, below: folder)) }
    case .patch(let member):
      guard let files = PatchFiles.names(in: try text(member)), !files.isEmpty else {
        throw missing(member, "a patch that names files")
      }
      for file in files { add(path: try absolute(file)) }
    case .anyOf(let parts):
      let given = parts.filter { part in
        part.member.map { input[path: $0] != nil } ?? false
      }
      guard !given.isEmpty else {
        throw missing(
          parts.compactMap(\.member).joined(separator: " or "), "what it needs")
      }
      for part in given { try take(part) }
    case .url(let member): call.urls = (call.urls ?? []) + [try text(member)]
    case .server(let member): call.server = try text(member)
    case .urlsOfText(let member):
      let text = try text(member).description
      let found = text.unicodeScalars
        .split(whereSeparator: { $0.properties.isWhitespace })
        .map { String(String.UnicodeScalarView($0)) }
        .filter { PartReader.occurs("://", in: $0) }
        .flatMap { PartReader.pages(in: $0) }
        .map { ExactString($0) }
      call.urls = (call.urls ?? []) + found
    case .intent(let member):
      call.intent = try optionalText(member)
      call.arguments = call.arguments.without(member)
    }
  }

  // MARK: Members

  private func text(_ member: String) throws(Failure) -> ExactString {
    guard let text = input[path: member]?.text else { throw missing(member, "a text") }
    return text
  }

  private func optionalText(_ member: String) throws(Failure) -> ExactString? {
    guard let value = input[path: member] else { return nil }
    guard let text = value.text else { throw missing(member, "a text") }
    return text
  }

  private func missing(_ member: String, _ what: String) -> Failure {
    Failure(
      .invalidEvent,
      "\(VisibleText.escaped(call.name.description)) is not given \(what) as \(member)")
  }

  /// A command that is a text, or the words of one. `bash -lc TEXT` is the text.
  private mutating func takeWords(_ member: String) throws(Failure) {
    guard let value = input[path: member] else { throw missing(member, "a command") }
    if let text = value.text {
      call.command = text
      call.dialect = dialect
      return
    }
    guard let words = value.texts, !words.isEmpty else { throw missing(member, "a command") }
    if words.count == 3, words[1] == "-c" || words[1] == "-lc",
      let shell = ShellDialect(program: words[0].description)
    {
      call.command = words[2]
      call.dialect = shell
    } else {
      call.command = ExactString(
        words.map { ShellWord.quoted($0.description) }.joined(separator: " "))
      call.dialect = .sh
    }
  }

  // MARK: Places

  private mutating func add(path: ExactString) {
    call.paths = (call.paths ?? []) + [path]
  }

  /// The place that the only one of some members names, or the agent's own folder.
  private func folder(_ members: [String]) throws(Failure) -> ExactString {
    var given: [ExactString] = []
    for member in members {
      if let path = try optionalText(member), !path.bytes.isEmpty { given.append(path) }
    }
    guard given.count <= 1 else {
      throw missing(members.joined(separator: " and "), "one place")
    }
    guard let path = given.first else { return try ownFolder() }
    return try absolute(path)
  }

  private func ownFolder() throws(Failure) -> ExactString {
    guard let cwd = call.cwd else {
      throw Failure(
        .invalidEvent,
        "\(VisibleText.escaped(call.name.description)) looks into the agent's folder, and the "
          + "event does not name one")
    }
    return cwd
  }

  /// A path from the root. What a host may take for a home or a drive is left as it is: joined to a
  /// folder it would look as if it lay there.
  private func absolute(_ path: ExactString) throws(Failure) -> ExactString {
    if PartReader.standsAlone(path.bytes) { return path }
    return try joined(ownFolder(), path)
  }

  private func joined(_ folder: ExactString, _ name: ExactString) -> ExactString {
    if PartReader.standsAlone(name.bytes) || folder.bytes.isEmpty { return name }
    return ExactString(Path.join(folder.description, name.description))
  }

  /// Whether a path says itself where it begins, or may say it to a host: a home, a drive, a
  /// scheme, a variable, a blank that is cut off.
  private static func standsAlone(_ path: [UInt8]) -> Bool {
    let text = String(decoding: path, as: UTF8.self)
    guard let first = text.unicodeScalars.first else { return false }
    if first.properties.isAlphabetic || first.properties.numericType != nil
      || [".", "_", "-"].contains(first)
    {
      return path.count > 1 && path[1] == UInt8(ascii: ":") || occurs("://", in: text)
    }
    return true
  }

  /// Whether a part of a pattern may stand for `..`, or for nothing at all: alternatives that are
  /// dots or empty, with nothing but dots around them.
  private static func mayClimb(_ part: String) -> Bool {
    guard part.utf8.contains(where: { "{(".utf8.contains($0) }) || occurs("[.]", in: part) else {
      return false
    }
    let letters = part.unicodeScalars.filter { !"{}()[],|@+!.".unicodeScalars.contains($0) }
    if letters.isEmpty { return true }
    if letters.contains(where: { "*?".unicodeScalars.contains($0) }) { return false }
    let pieces = part.unicodeScalars.split(
      omittingEmptySubsequences: false, whereSeparator: { "{}(),|".unicodeScalars.contains($0) })
    let outside = [pieces.first, pieces.last].compactMap(\.self)
    guard outside.allSatisfy({ $0.allSatisfy { ".@+!".unicodeScalars.contains($0) } }) else {
      return false
    }
    return pieces.dropFirst().dropLast().contains { $0.allSatisfy { $0 == "." } }
  }

  /// The folder that all files of a pattern lie in, or the file that it names. A pattern that could
  /// leave that folder after its first wildcard is a failure.
  private func beginning(
    of pattern: ExactString, below folder: ExactString
  ) throws(Failure) -> ExactString {
    let parts = pattern.description.pieces(between: "/")
    let literal = parts.prefix { part in
      !part.utf8.contains(where: { PartReader.wildcards.contains($0) })
    }
    let rest = parts.dropFirst(literal.count).joined(separator: "/")
    let leaves =
      ["..", "{/", ",/", "(/", "|/", "\\"].contains { PartReader.occurs($0, in: rest) }
      || parts.dropFirst(literal.count).contains(where: PartReader.mayClimb)
    guard !leaves else {
      throw Failure(
        .invalidEvent,
        "where the pattern \(VisibleText.escaped(pattern.description)) leads "
          + "cannot be told",
        hint: "put folders before the first wildcard")
    }
    if literal.isEmpty { return folder }
    let start = literal.joined(separator: "/")
    // `/*.conf` begins with the root.
    return joined(folder, ExactString(start.isEmpty ? "/" : start))
  }

  /// The pages of a word: itself, and what begins anew in it, for a host may take either.
  private static func pages(in word: String) -> [String] {
    let bytes = Array(word.utf8)
    let starts = bytes.indices.dropFirst().filter { start in
      ["http://", "https://"].contains { bytes[start...].starts(with: $0.utf8) }
    }
    return [word] + starts.map { String(decoding: bytes[$0...], as: UTF8.self) }
  }

  private static func occurs(_ text: String, in whole: String) -> Bool {
    let bytes = whole.utf8
    return bytes.indices.contains { bytes[$0...].starts(with: text.utf8) }
  }

  private static let wildcards = Array("*?[]{}()!+@|\\".utf8)
}
