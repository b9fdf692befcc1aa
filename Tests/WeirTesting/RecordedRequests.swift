// Recorded requests in files of JSON lines, and the instants and zones that tests judge them with.

package import Foundation
package import Weir

package enum RecordedRequests {
  /// The lines of a file, empty ones too; the last line feed ends a line and begins none.
  package static func lines(of file: URL) throws -> [[UInt8]] {
    lines([UInt8](try Data(contentsOf: file)))
  }

  /// The same of bytes that have been read.
  package static func lines(_ bytes: [UInt8]) -> [[UInt8]] {
    var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .map(Array.init)
    if lines.last?.isEmpty == true { lines.removeLast() }
    return lines
  }

  /// A Monday at noon, unless the request has a member `now` that says otherwise.
  package static func instant(for request: [UInt8]) -> Timestamp {
    if case .string(let text) = (try? ReferenceJSON.read(request))?.member("now")?.kind,
      let instant = Timestamp(text.description)
    {
      return instant
    }
    return Timestamp(seconds: 1_772_452_800, nanoseconds: 0)
  }

  /// The system's zones, and no documents.
  package static let environment = CompilerEnvironment(
    zoneRules: { name in
      // Zone names come from policies of ours, not from strangers.
      (try? Data(contentsOf: URL(filePath: "/usr/share/zoneinfo/\(name)"))).map { [UInt8]($0) }
    },
    document: CompilerEnvironment.empty.document)
}
