// All requests of some inputs in memory, one after the other: for callers that judge the same
// requests many times and do not want to measure reading. All other code reads in blocks.

internal import Weir

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// Requests kept in memory.
package struct LoadedRequests {
  package private(set) var bytes: [UInt8] = []
  /// The end offset of each request in `bytes`, where the next begins.
  package private(set) var ends: [Int] = []

  package init() {}

  package var count: Int { ends.count }

  /// Adds the requests of a file of JSON lines; `-` is the standard input.
  package mutating func appendLines(_ path: String) throws(Failure) {
    var lines = LineReader(try LoadedRequests.open(path))
    // Nothing is written while reading.
    var output = Output(-1, name: "")
    while let line = try lines.next(flushing: &output) { append(line) }
  }

  /// Adds the requests of a file of whole JSON documents.
  package mutating func appendDocuments(_ path: String) throws(Failure) {
    var documents = DocumentReader(try LoadedRequests.open(path))
    var output = Output(-1, name: "")
    while let document = try documents.next(flushing: &output) { append(document) }
  }

  /// Adds the requests of a YAML file, as JSON.
  package mutating func appendYAML(_ path: String, _ options: YAMLOptions) throws(Failure) {
    let name = LoadedRequests.name(path)
    let text =
      path == "-"
      ? try System.read(STDIN_FILENO, name: name, expecting: 0, limit: Limits.documentBytes)
      : try System.read(path, limit: Limits.documentBytes)
    var reader = YAMLReader(text, options)
    do throws(YAMLError) {
      while let document = try reader.next()?.document {
        let requests = if case .list(let elements) = document.kind { elements } else { [document] }
        for request in requests {
          request.appendJSON(to: &bytes)
          ends.append(bytes.count)
        }
      }
    } catch {
      throw Failure(
        .invalidYAML, "\(name):\(error.place.line):\(error.place.column): \(error.message)",
        hint: error.hint)
    }
  }

  private mutating func append(_ request: UnsafeBufferPointer<UInt8>) {
    bytes += request
    ends.append(bytes.count)
  }

  private static func name(_ path: String) -> String { path == "-" ? "the standard input" : path }

  private static func open(_ path: String) throws(Failure) -> Input {
    guard path == "-" else { return Input(try System.open(path), name: path, isOwned: true) }
    try ReadFiles.admitStandardInput(name(path))
    return Input(STDIN_FILENO, name: name(path), isOwned: false)
  }
}
