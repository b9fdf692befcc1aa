// How a host names the tools of MCP servers.

internal import Weir

/// A way to put a server and its tool into one name.
enum ServerNaming: Sendable {
  /// `mcp__server__tool`. Where a part has `__` in itself, nobody can tell where one ends.
  case doubleUnderscore
  /// No tool of a server has a name of this kind.
  case none

  private var prefix: String {
    switch self {
    case .doubleUnderscore: "mcp__"
    case .none: ""
    }
  }

  private var separator: [UInt8] {
    switch self {
    case .doubleUnderscore: Array("__".utf8)
    case .none: []
    }
  }

  /// What follows the prefix; nil where the name is not a server's tool.
  func rest(of name: ExactString) -> [UInt8]? {
    switch self {
    case .none: nil
    case .doubleUnderscore:
      name.bytes.starts(with: prefix.utf8) ? Array(name.bytes.dropFirst(prefix.utf8.count)) : nil
    }
  }

  /// Both parts, where they can be told apart in one way.
  func parts(_ rest: [UInt8]) -> (server: ExactString, name: ExactString)? {
    let places = rest.indices.filter { rest[$0...].starts(with: separator) }
    guard places.count == 1, let place = places.first, place > 0,
      place + separator.count < rest.count
    else { return nil }
    return (
      ExactString(String(decoding: rest[..<place], as: UTF8.self)),
      ExactString(String(decoding: rest[(place + separator.count)...], as: UTF8.self))
    )
  }

  /// The tool's name, where the server is known; nil if it is not that server's.
  func name(_ rest: [UInt8], of server: String) -> ExactString? {
    let head = Array(server.utf8) + separator
    guard rest.starts(with: head), rest.count > head.count else { return nil }
    return ExactString(String(decoding: rest.dropFirst(head.count), as: UTF8.self))
  }
}
