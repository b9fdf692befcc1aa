// Why a reader could not know what a text says. It becomes the `why` of a verdict's cause, so it is
// short, whoever wrote the text.

internal import Weir

/// A text that cannot be known, and why.
package struct ReaderUncertainty: Error, Equatable {
  /// A clause without a full stop, of at most `Limits.quotedBytes` bytes.
  package let why: String

  /// A cause; it is cut where it is long.
  package init(_ why: String) { self.why = ReaderUncertainty.cut(why, Limits.quotedBytes) }

  /// A part of a text as a cause quotes it.
  static func quoted(_ text: String) -> String { "`\(cut(text, 64))`" }

  private static func cut(_ text: String, _ limit: Int) -> String {
    guard text.utf8.count > limit else { return text }
    var bytes = Array(text.utf8.prefix(limit - 3))
    // Between two scalars.
    while let last = bytes.last, last & 0xC0 == 0x80 { bytes.removeLast() }
    if let last = bytes.last, last >= 0xC0 { bytes.removeLast() }
    return String(decoding: bytes, as: UTF8.self) + "…"
  }
}
