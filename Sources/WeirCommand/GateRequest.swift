// The one request that a gate is asked about, with the command in it where that is wanted: an
// approval then covers the very words that will run, because the key of a hold is of the whole
// request.

internal import Weir
internal import WeirHost

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// A request as the gate judges it.
struct GateRequest {
  /// One JSON object, or what the evaluator will refuse.
  private(set) var bytes: [UInt8]

  /// Reads a file, or the standard input for `-`. A file that ends in .yaml or .yml holds one YAML
  /// document.
  init(_ path: String, _ yaml: YAMLOptions) throws(Failure) {
    if path == "-" {
      let name = "the standard input"
      try ReadFiles.admitStandardInput(name)
      bytes = try System.read(
        STDIN_FILENO, name: name, expecting: 0, limit: Limits.requestBytes)
      return
    }
    bytes = try System.read(path, limit: Limits.requestBytes)
    switch Path.ending(of: path) {
    case "yaml", "yml": try takeYAML(path, yaml)
    default: break
    }
  }

  private mutating func takeYAML(_ path: String, _ yaml: YAMLOptions) throws(Failure) {
    var reader = YAMLReader(bytes, yaml)
    var documents: [JSONDocument] = []
    do throws(YAMLError) {
      while documents.count < 2, let next = try reader.next() { documents.append(next.document) }
    } catch {
      throw Failure(
        .invalidYAML, "\(path):\(error.place.line):\(error.place.column): \(error.message)",
        hint: error.hint)
    }
    guard let document = documents.first, documents.count == 1 else {
      throw Failure(
        documents.isEmpty ? .noRequests : .usage, "\(path): a gate is asked about one request",
        hint: "put one document into the file; `weir eval` judges many")
    }
    bytes.removeAll()
    document.appendJSON(to: &bytes)
  }

  /// Puts the command's words into the request, as a member of that name. A request that has other
  /// words there is refused: it asks for something else than what would run.
  mutating func bind(_ command: [String], as name: String) throws(Failure) {
    guard let document = try? bytes.withUnsafeBufferPointer({ try parseJSON($0) }),
      case .record(let members) = document.kind
    else { return }
    let words = command.map { ExactString($0) }
    if let member = members.first(where: { $0.name == ExactString(name) }) {
      guard case .list(let elements) = member.value.kind,
        elements.count == words.count,
        zip(elements, words).allSatisfy({ element, word in
          if case .string(let text) = element.kind { text == word } else { false }
        })
      else {
        throw Failure(
          .usage, "the request's member \(name) is not the command that would run",
          hint: "leave the member out, and the gate writes the command's words there")
      }
      return
    }
    guard let brace = bytes.firstIndex(of: UInt8(ascii: "{")) else { return }
    var member: [UInt8] = []
    JSONString.append(name, to: &member)
    member += Array(":[".utf8)
    for (index, word) in words.enumerated() {
      if index > 0 { member.append(UInt8(ascii: ",")) }
      JSONString.append(word.bytes, to: &member)
    }
    member.append(UInt8(ascii: "]"))
    if !members.isEmpty { member.append(UInt8(ascii: ",")) }
    bytes.insert(contentsOf: member, at: brace + 1)
  }
}
