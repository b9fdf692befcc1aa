// A fixture's text: parsed into a document, and asked for positions. A fixture of ten thousand
// cases asks for some fifty thousand positions, and a generated one may be a single line:
// `SourceFile` finds a column at the same cost anywhere.

internal import Weir
internal import WeirHost

/// The bytes of one fixture, and where things are in it.
struct FixtureText: Sendable {
  let source: SourceFile

  init(path: String, bytes: [UInt8]) { source = SourceFile(path: path, bytes: bytes) }

  /// The fixture as a document; `.json` as JSON, every other name as YAML.
  func document() throws(FixtureMistake) -> JSONDocument {
    if Path.ending(of: source.path) == "json" {
      do throws(InputError) {
        return try readJSONDocument(source.bytes)
      } catch {
        throw FixtureMistake(.invalidJSON, error.documentMessage, at: error.byte..<error.byte)
      }
    }
    do throws(YAMLError) {
      return try JSONDocument(parsingYAML: source.bytes)
    } catch {
      // An empty file is a suite without cases, and is reported as such.
      if error.code == .noDocument { return JSONDocument(.null, offset: 0) }
      let offset = min(error.place.offset, source.bytes.count)
      throw FixtureMistake(
        .invalidYAML, error.message, at: range(at: offset), hint: error.hint)
    }
  }

  /// Line and column of a byte.
  func place(at offset: Int) -> FixturePlace {
    let (line, column) = source.position(at: offset)
    return FixturePlace(path: source.path, line: line, column: column)
  }
}

// MARK: What a caret underlines

extension FixtureText {
  /// The range of the scalar or name at an offset; for a list or record, its bracket or first line.
  func range(at offset: Int) -> Range<Int> {
    let bytes = source.bytes
    guard offset < bytes.count else { return offset..<offset }
    let first = bytes[offset]
    var end = offset + 1
    switch first {
    case UInt8(ascii: "["), UInt8(ascii: "{"): return offset..<end
    case UInt8(ascii: "\""), UInt8(ascii: "'"):
      while end < bytes.count, bytes[end] != UInt8(ascii: "\n") {
        if bytes[end] == first { return offset..<end + 1 }
        end += first == UInt8(ascii: "\"") && bytes[end] == UInt8(ascii: "\\") ? 2 : 1
      }
    default:
      while end < bytes.count, !isEnd(at: end) { end += 1 }
    }
    end = min(end, bytes.count)
    while end > offset + 1,
      bytes[end - 1] == UInt8(ascii: " ") || bytes[end - 1] == UInt8(ascii: "\r")
    {
      end -= 1
    }
    return offset..<end
  }

  /// Whether a plain scalar ends before this byte. (In a block, a comma is a part of it: the caret
  /// is too short then, and still begins where it must.)
  private func isEnd(at offset: Int) -> Bool {
    let bytes = source.bytes
    switch bytes[offset] {
    case UInt8(ascii: "\n"), UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: "}"): return true
    case UInt8(ascii: ":"):
      return offset + 1 == bytes.count || bytes[offset + 1] == UInt8(ascii: " ")
        || bytes[offset + 1] == UInt8(ascii: "\n")
    case UInt8(ascii: "#"): return bytes[offset - 1] == UInt8(ascii: " ")
    default: return false
    }
  }

  /// The bytes at a place that was found here.
  func range(at place: FixturePlace) -> Range<Int> { range(at: offset(of: place)) }

  /// Where a word first stands after a place: one of the names in a list that begins there.
  func range(of word: String, behind place: FixturePlace) -> Range<Int> {
    let start = offset(of: place)
    let bytes = source.bytes
    let word = Array(word.utf8)
    guard !word.isEmpty, bytes.count >= word.count else { return range(at: start) }
    func isPart(_ index: Int) -> Bool {
      guard bytes.indices.contains(index) else { return false }
      switch bytes[index] {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "."), 0x80...:
        return true
      default: return false
      }
    }
    for candidate in stride(from: start, through: bytes.count - word.count, by: 1)
    where bytes[candidate] == word[0] && !isPart(candidate - 1) && !isPart(candidate + word.count)
      && bytes[candidate..<candidate + word.count].elementsEqual(word)
    {
      return candidate..<candidate + word.count
    }
    return range(at: start)
  }

  private func offset(of place: FixturePlace) -> Int {
    source.offset(line: place.line, column: place.column)
  }
}
