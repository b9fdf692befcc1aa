// Paths of POSIX, by their text alone: no disk is asked, so that a rule means the same whenever and
// wherever it is evaluated. So symbolic links are not followed; who opens the file must see to it
// that none leads out of the folder.
//
// A normalised path begins with a slash, has one slash between two names, none at the end, and no
// `.` or `..` in it: so a folder holds a path where the path begins with the folder's text and goes
// on with a slash.

/// A path from the root without anything to resolve in it.
package struct AbsolutePath: Hashable, Sendable, CustomStringConvertible {
  package let text: ExactString

  /// A path of bytes that `Memory.makePath` made.
  package init(normalised bytes: [UInt8]) { text = ExactString(validated: bytes) }

  /// A path that is written as it is to be; nil for another.
  package init?(_ text: String) {
    guard AbsolutePath.isNormalised(Array(text.utf8)) else { return nil }
    self.text = ExactString(text)
  }

  package var description: String { text.description }

  /// Whether bytes are a path without anything to resolve in it.
  package static func isNormalised(_ bytes: [UInt8]) -> Bool {
    guard bytes.first == slash, !bytes.contains(0) else { return false }
    if bytes.count == 1 { return true }
    return bytes.dropFirst().split(separator: slash, omittingEmptySubsequences: false).allSatisfy {
      !$0.isEmpty && !$0.elementsEqual(".".utf8) && !$0.elementsEqual("..".utf8)
    }
  }

  /// Whether a normalised path is a normalised folder or lies below it.
  package static func folder(
    _ folder: UnsafeBufferPointer<UInt8>, holds path: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    guard path.isPrefixed(by: folder) else { return false }
    return path.count == folder.count || folder.count == 1 || path[folder.count] == slash
  }

  static let slash = UInt8(ascii: "/")
}

extension AbsolutePath {
  /// A path that lies in it, where it is a folder, and the folder itself.
  package var inside: [AbsolutePath] {
    [AbsolutePath(description == "/" ? "/some-file" : description + "/some-file"), self]
      .compactMap { $0 }
  }

  /// A path that begins with its text and does not lie in it; nothing is outside of the root.
  package var outside: [AbsolutePath] {
    description == "/" ? [] : [AbsolutePath(description + "-other")].compactMap { $0 }
  }

  /// Why a text and its base are no path, and what to write: for messages of the compiler.
  static func mistake(in text: String, base: String?) -> (problem: String, hint: String) {
    let example = "a path from the root is written `/repo/src`"
    if text.isEmpty { return ("an empty text names no file", example) }
    if text.utf8.contains(0) || base?.utf8.contains(0) == true {
      return ("no path has a NUL in it", example)
    }
    if text.utf8.starts(with: "~".utf8) {
      return ("`~` is a shell's word, and the path is relative", "write the folder in full")
    }
    if let base, !base.isEmpty {
      return ("the base \(quoted(ExactString(base))) is a relative path", "begin it with a slash")
    }
    return (
      "the path is relative, and nothing says to which folder",
      base == nil ? example : "name the folder: `path(…, \"/repo\")`"
    )
  }
}
