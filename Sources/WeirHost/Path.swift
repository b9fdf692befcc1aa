// Paths as strings, with the few operations that Weir needs. They work on bytes, as the kernel
// does, so that no combining mark hides a slash or a dot.

internal import Weir

package enum Path {
  /// `name` below `folder`; `name` itself when it is absolute or `folder` is the working directory.
  package static func join(_ folder: String, _ name: String) -> String {
    if name.hasPrefix("/") || folder.isEmpty || folder == "." { return name }
    return folder.hasSuffix("/") ? folder + name : folder + "/" + name
  }

  /// The path without `name/..`, if that still leads to the same file: after a symbolic link it may
  /// not.
  package static func shortened(_ path: String) -> String {
    var parts: [String] = []
    for part in path.pieces(between: "/") {
      if part == "..", let last = parts.last, last != "..", last != ".", !last.isEmpty {
        parts.removeLast()
      } else {
        parts.append(part)
      }
    }
    let short = parts.isEmpty ? "." : parts.joined(separator: "/")
    guard short != path, let there = try? System.status(of: path),
      (try? System.status(of: short))?.identity == there.identity
    else { return path }
    return short
  }

  /// The folder that holds `path`: `.` when it has none.
  package static func folder(of path: String) -> String {
    let bytes = path.utf8
    guard let slash = bytes.lastIndex(of: UInt8(ascii: "/")) else { return "." }
    return slash == bytes.startIndex ? "/" : String(decoding: bytes[..<slash], as: UTF8.self)
  }

  /// The last component.
  package static func name(of path: String) -> String {
    let bytes = path.utf8
    guard let slash = bytes.lastIndex(of: UInt8(ascii: "/")) else { return path }
    return String(decoding: bytes[slash...].dropFirst(), as: UTF8.self)
  }

  /// The part after the name's last dot, in lower case; empty if there is none.
  package static func ending(of path: String) -> String {
    let name = name(of: path).utf8
    guard let dot = name.lastIndex(of: UInt8(ascii: ".")), dot != name.startIndex else { return "" }
    // Only ASCII is folded: the Kelvin sign is not a `k`.
    let lower = name[dot...].dropFirst().map { byte in
      (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }
    return String(decoding: lower, as: UTF8.self)
  }

  /// Whether `path` is `folder` or below it; both must be resolved.
  package static func isWithin(_ path: String, _ folder: String) -> Bool {
    path == folder || path.hasPrefix(folder.hasSuffix("/") ? folder : folder + "/")
  }
}
