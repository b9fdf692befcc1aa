// What the tidy rules find, and the sources that they look at.

/// A breach of a rule.
struct TidyFinding: Equatable, CustomStringConvertible {
  var path: String
  /// From 1; 0 for the whole file.
  var line: Int
  var message: String

  var description: String { "\(path):\(line): \(message)" }
}

/// A tree of sources: texts by their paths from the root of the repository.
typealias SourceTree = [String: String]
