// What a policy asks of the machine it is compiled on: bound documents, only below its own root.
// (The rules of time zones: CompilerEnvironment+Zones.)

internal import Crypto
public import Weir

extension PolicySource {
  /// The environment for this policy: documents below its own roots, the system's time zones,
  /// and the readers of queries that its loader brought.
  public var environment: CompilerEnvironment {
    // Shown paths are unique.
    let places = Dictionary(
      entries.map { (ExactString($0.file.path), (path: $0.path, root: $0.root)) },
      uniquingKeysWith: { a, _ in a })
    var environment = CompilerEnvironment(
      zoneRules: CompilerEnvironment.systemZoneRules,
      document: { path, file in
        guard let place = places[ExactString(file.path)] else {
          return .failure(.unreadable("\(file.path) is not a file of this policy"))
        }
        return boundDocument(path, from: place.path, root: place.root)
      })
    environment.readers = readers
    return environment
  }
}

extension CompilerEnvironment {
  /// This environment with the documents of these `data` declarations replaced. Replacements are
  /// named `data NAME`, and go into the policy's digest as bound documents do.
  package func replacing(_ data: [(name: String, document: JSONDocument)]) -> CompilerEnvironment {
    var environment = self
    for (name, document) in data {
      var bytes: [UInt8] = []
      document.appendJSON(to: &bytes)
      environment.replacements[ExactString(name)] = BoundDocument(
        content: document, digest: Array(SHA256.hash(data: bytes)), path: "data \(name)")
    }
    return environment
  }
}

/// The document at `path`, relative to the folder of the policy file `file`.
private func boundDocument(_ path: String, from file: String, root: String)
  -> Result<CompilerEnvironment.BoundDocument, CompilerEnvironment.DocumentFailure>
{
  do throws(Failure) {
    try System.expectPath(path)
  } catch {
    return .failure(.unreadable(error.message))
  }
  if path.hasPrefix("/") { return .failure(.outsideRoot) }
  let location = Path.join(Path.folder(of: file), path)
  guard let resolvedRoot = System.resolved(root) else {
    return .failure(.unreadable("\(root) does not exist"))
  }
  guard let resolved = System.resolved(location) else {
    // Outside the root, whether a file exists must not show.
    if climbsOut(of: root, location) { return .failure(.outsideRoot) }
    return .failure(.unreadable("\(path) does not exist"))
  }
  guard Path.isWithin(resolved, resolvedRoot) else { return .failure(.outsideRoot) }
  let format = Path.ending(of: path)
  guard ["yaml", "yml", "json"].contains(format) else {
    return .failure(.unreadable("\(path) ends neither in .yaml or .yml nor in .json"))
  }
  do throws(Failure) {
    let bytes = try System.read(resolved, as: path, limit: Limits.documentBytes)
    let content =
      format == "json"
      ? try readJSONFile(bytes, name: path) : try readYAMLFile(bytes, name: path)
    if let why = invisible(in: bytes, name: path, isJSON: format == "json") {
      return .failure(.unreadable(why))
    }
    let shown =
      resolved.droppingBytes(resolvedRoot == "/" ? 1 : resolvedRoot.utf8.count + 1)
    return .success(
      CompilerEnvironment.BoundDocument(
        content: content, digest: Array(SHA256.hash(data: bytes)), path: shown))
  } catch {
    return .failure(.unreadable(error.hint.map { "\(error.message); \($0)" } ?? error.message))
  }
}

/// The complaint about a document with an invisible character: a string with one equals none that
/// its reader could type, as in a policy.
private func invisible(in bytes: [UInt8], name: String, isJSON: Bool) -> String? {
  guard
    let (offset, scalar) = InvisibleCharacters.first(
      in: bytes, comment: isJSON ? nil : UInt8(ascii: "#"))
  else { return nil }
  let place = SourceFile(path: name, bytes: bytes).position(at: offset)
  return
    """
    \(name):\(place.line):\(place.column): an invisible character \
    (\(InvisibleCharacters.described(scalar))); remove it, or where it is meant write it in \"…\" \
    as `\(JSONString.escape(of: scalar))`
    """
}

/// Whether a path that does not exist would lie outside `root`, judging by its `..` alone.
private func climbsOut(of root: String, _ location: String) -> Bool {
  func depth(_ path: String) -> Int {
    path.pieces(between: "/", omittingEmpty: true).reduce(0) {
      $1 == ".." ? $0 - 1 : $1 == "." ? $0 : $0 + 1
    }
  }
  return depth(location) <= depth(root)
}

/// The only document of a YAML file; `empty` for a file without one, if that is allowed.
package func readYAMLFile(_ bytes: [UInt8], name: String, empty: JSONDocument? = nil)
  throws(Failure)
  -> JSONDocument
{
  do throws(YAMLError) {
    return try JSONDocument(parsingYAML: bytes)
  } catch {
    if error.code == .noDocument, let empty { return empty }
    throw Failure(
      .invalidYAML, "\(name):\(error.place.line):\(error.place.column): \(error.message)",
      hint: error.hint)
  }
}

/// The only document of a JSON file. A leading byte-order mark is skipped, but counts in offsets.
package func readJSONFile(_ bytes: [UInt8], name: String) throws(Failure) -> JSONDocument {
  do throws(InputError) { return try readJSONDocument(bytes) } catch {
    let place = SourceFile(path: name, bytes: bytes).position(at: error.byte)
    throw Failure(.invalidJSON, "\(name):\(place.line):\(place.column): \(error.documentMessage)")
  }
}

/// The document of a JSON text from a file.
package func readJSONDocument(_ bytes: [UInt8]) throws(InputError) -> JSONDocument {
  var bytes = bytes
  if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
    for index in 0..<3 { bytes[index] = UInt8(ascii: " ") }
  }
  return try JSONDocument(parsing: bytes)
}
