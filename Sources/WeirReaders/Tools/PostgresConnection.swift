// The connection strings of PostgreSQL, as libpq 15 reads them: words `key=value`, or an address.

/// What a connection string says.
struct PostgresConnection: Sendable {
  /// The values by their keys.
  private(set) var values: [String: [UInt8]] = [:]
  private let argument: Int

  /// Reads `text`; nil where it is the plain name of a database.
  init?(_ text: [UInt8], _ argument: Int) throws(ToolUncertainty) {
    self.argument = argument
    if text.hasPrefix("postgresql://") || text.hasPrefix("postgres://") {
      try readAddress(text.drop { $0 != UInt8(ascii: "/") }.dropFirst(2))
    } else if text.contains(UInt8(ascii: "=")) {
      try readWords(text)
    } else {
      return nil
    }
    // A service is a row of settings in a file.
    if values["service"] != nil { throw ToolUncertainty(.readsArguments, at: argument) }
  }

  private mutating func set(
    _ key: some Collection<UInt8>, _ value: [UInt8]
  ) throws(ToolUncertainty) {
    guard !value.contains(0), !key.isEmpty else { throw unreadable }
    values[String(decoding: key, as: UTF8.self)] = value
  }

  private var unreadable: ToolUncertainty { ToolUncertainty(.unreadableValue, at: argument) }

  /// `user:password@host:port,host:port/database?key=value&key=value`.
  private mutating func readAddress(_ text: ArraySlice<UInt8>) throws(ToolUncertainty) {
    // A password may have a question mark in it.
    let path = text.firstIndex(of: UInt8(ascii: "/")) ?? text.endIndex
    if let query = text[..<path].firstIndex(of: UInt8(ascii: "?")),
      text[query..<path].contains(UInt8(ascii: "@"))
    {
      throw unreadable
    }
    let end =
      text.firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") } ?? text.endIndex
    var authority = text[..<end]
    if let at = authority.firstIndex(of: UInt8(ascii: "@")) {
      let name = authority[..<at].prefix { $0 != UInt8(ascii: ":") }
      if !name.isEmpty { try set("user".utf8, decoded(name)) }
      authority = authority[(at + 1)...]
    }
    // Several hosts and addresses in brackets have rules of their own.
    guard
      !authority.contains(where: {
        $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "[") || $0 == UInt8(ascii: "@")
      })
    else { throw unreadable }
    let host = authority.prefix { $0 != UInt8(ascii: ":") }
    if !host.isEmpty { try set("host".utf8, decoded(host)) }
    let port = authority.dropFirst(host.count + 1)
    if !port.isEmpty { try set("port".utf8, decoded(port)) }
    var rest = text[end...]
    if rest.first == UInt8(ascii: "/") {
      let name = rest.dropFirst().prefix { $0 != UInt8(ascii: "?") }
      if !name.isEmpty { try set("dbname".utf8, decoded(name)) }
      rest = rest.dropFirst(name.count + 1)
    }
    for pair in rest.dropFirst().split(separator: UInt8(ascii: "&")) {
      let key = pair.prefix { $0 != UInt8(ascii: "=") }
      guard key.count < pair.count else { throw unreadable }
      try set(decoded(key), decoded(pair.dropFirst(key.count + 1)))
    }
  }

  /// Percent-decoding.
  private func decoded(_ text: ArraySlice<UInt8>) throws(ToolUncertainty) -> [UInt8] {
    var bytes: [UInt8] = []
    var index = text.startIndex
    while index < text.endIndex {
      if text[index] != UInt8(ascii: "%") {
        bytes.append(text[index])
        index += 1
        continue
      }
      let digits = String(decoding: text[index...].dropFirst().prefix(2), as: UTF8.self)
      guard digits.utf8.count == 2, !digits.hasPrefix("+"), let byte = UInt8(digits, radix: 16)
      else { throw unreadable }
      bytes.append(byte)
      index += 3
    }
    return bytes
  }

  /// `key = value` with spaces between; a value may stand in single quotes, and a backslash takes
  /// the next byte as it is.
  private mutating func readWords(_ text: [UInt8]) throws(ToolUncertainty) {
    func isSpace(_ byte: UInt8) -> Bool { byte == 32 || (byte >= 9 && byte <= 13) }
    var rest = text.drop(while: isSpace)
    while !rest.isEmpty {
      let key = rest.prefix { $0 != UInt8(ascii: "=") && !isSpace($0) }
      rest = rest.dropFirst(key.count).drop(while: isSpace)
      guard rest.popFirst() == UInt8(ascii: "=") else { throw unreadable }
      rest = rest.drop(while: isSpace)
      let isQuoted = rest.first == UInt8(ascii: "'")
      if isQuoted { rest = rest.dropFirst() }
      var value: [UInt8] = []
      var isClosed = !isQuoted
      while let byte = rest.first {
        if isQuoted ? byte == UInt8(ascii: "'") : isSpace(byte) {
          if isQuoted { rest = rest.dropFirst() }
          isClosed = true
          break
        }
        rest = rest.dropFirst()
        if byte == UInt8(ascii: "\\") {
          guard let escaped = rest.popFirst() else { break }
          value.append(escaped)
        } else {
          value.append(byte)
        }
      }
      guard isClosed else { throw unreadable }
      try set(key, value)
      rest = rest.drop(while: isSpace)
    }
  }
}
