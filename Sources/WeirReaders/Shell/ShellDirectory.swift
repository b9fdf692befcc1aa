// The folder that a shell is in. `cd` moves it only if it succeeds, so a command after `cd d &&` is
// in `d`, one after `cd d ||` is where it was before, and one after `cd d;` may be in either.

/// Where a shell is at some point of a text.
enum ShellDirectory: Equatable {
  /// Nowhere: the point is not reached.
  case never
  case at([UInt8])
  case unknown

  /// Where the text starts.
  static let start = ShellDirectory.at([UInt8(ascii: ".")])

  /// The folder, if it is certain.
  var known: [UInt8]? {
    switch self {
    case .at(let folder): folder
    case .never, .unknown: nil
    }
  }

  /// Where the shell is when it came by either way.
  func joined(_ other: ShellDirectory) -> ShellDirectory {
    if self == other || other == .never { return self }
    return self == .never ? other : .unknown
  }

  /// The longest folder that is followed; a chain of `cd` would make one of any length.
  private static let longest = 1024

  /// Where it is after moving to a folder, as written.
  private func moved(to folder: [UInt8]) -> ShellDirectory {
    var whole = folder
    if !folder.begin("/") {
      guard case .at(let base) = self else { return .unknown }
      if base != "." { whole = base + [UInt8(ascii: "/")] + folder }
    }
    return whole.count > Self.longest ? .unknown : .at(whole)
  }

  /// Where it is after `cd` with these words.
  func moved(by arguments: [[UInt8]]) -> ShellDirectory {
    var operands = arguments[...]
    while let first = operands.first, first == "-P" || first == "-L" {
      operands.removeFirst()
    }
    if let first = operands.first, first == "--" { operands.removeFirst() }
    guard operands.count == 1, let folder = operands.first, !folder.isEmpty,
      !folder.begin("-"), !folder.begin("+")
    else { return .unknown }
    return moved(to: folder)
  }
}
