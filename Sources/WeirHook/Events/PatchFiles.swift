// The files of a patch in Codex's form: lines such as `*** Update File: src/main.c`.

internal import Weir

/// What a patch names.
enum PatchFiles {
  private static let markers = [
    "*** Add File:", "*** Update File:", "*** Delete File:", "*** Move to:",
  ]

  /// The files of all lines that the host may take for a marker. More lines are taken than the host
  /// takes, because it is lenient with blanks: one file too many is looked at, and none too few.
  /// Nil where a name has a control character: readers of lines differ in which of them end one.
  static func names(in patch: ExactString) -> [ExactString]? {
    var names: [ExactString] = []
    for line in patch.bytes.split(separator: 0x0A) {
      let text = trimmed(String(decoding: line, as: UTF8.self))
      for marker in markers where text.hasPrefix(marker) {
        guard text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else { return nil }
        let name = ExactString(trimmed(text.droppingBytes(marker.utf8.count)))
        if !names.contains(name) { names.append(name) }
      }
    }
    return names
  }

  private static func trimmed(_ text: String) -> String {
    let scalars = text.unicodeScalars
    guard let start = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
      let end = scalars.lastIndex(where: { !$0.properties.isWhitespace })
    else { return "" }
    return String(String.UnicodeScalarView(scalars[start...end]))
  }
}
