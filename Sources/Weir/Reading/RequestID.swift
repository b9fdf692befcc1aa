// The request's own top-level `id`, where no slot has it as a text: a number, which is shown as it
// was written; a text that a policy declares as something else; the id of a request that cannot be
// read to its end, whose sender wants to know which one was refused. Off the hot path: most ids are
// texts.

/// What stands under `id`.
package enum RequestID: Sendable, Equatable {
  /// A text, decoded.
  case text([UInt8])
  /// A number as it was written.
  case number([UInt8])

  /// As people read it.
  var description: String {
    switch self {
    case .text(let bytes), .number(let bytes): String(decoding: bytes, as: UTF8.self)
    }
  }

  /// Looks for the id among the members of the outermost object, as far as that can be read. Nil
  /// where there is none, or two, or where the text ends within it.
  @inline(never)
  static func find(in request: UnsafeBufferPointer<UInt8>) -> RequestID? {
    var found: RequestID?
    do throws(InputError) {
      let text = try JSONText(request)
      let start = try text.start()
      guard text.byte(at: start) == UInt8(ascii: "{") else { return nil }
      var offset = text.skipBlanks(start + 1)
      while text.byte(at: offset) == UInt8(ascii: "\"") {
        let name = try text.stringEnd(from: offset + 1)
        let isID = try text.decoded(offset + 1, name) == Array("id".utf8)
        let value = try text.skipColon(name.quote + 1)
        let end = try text.skipValue(value, depth: 1)
        if isID {
          guard found == nil else { return nil }
          found = try read(text, value, end)
        }
        offset = text.skipBlanks(end)
        guard text.byte(at: offset) == UInt8(ascii: ",") else { break }
        offset = text.skipBlanks(offset + 1)
      }
      return found
    } catch {
      return found
    }
  }

  private static func read(
    _ text: JSONText, _ start: Int, _ end: Int
  ) throws(InputError) -> RequestID? {
    switch try text.kind(at: start) {
    case .string: .text(try text.decoded(start + 1, text.stringEnd(from: start + 1)))
    // After the last byte another digit may have stood.
    case .number: end < text.count ? .number(Array(text.slice(start, end))) : nil
    case .literal, .record, .list: nil
    }
  }
}

extension InputError {
  /// A name that its object has twice, the second one at an offset.
  static func duplicateKey(
    at offset: Int, in request: UnsafeBufferPointer<UInt8>
  ) -> InputError {
    var error = InputError(.duplicateKey, at: offset)
    if let text = try? JSONText(request), text.byte(at: offset) == UInt8(ascii: "\""),
      let end = try? text.stringEnd(from: offset + 1)
    {
      error.name = (try? text.decoded(offset + 1, end)).map { String(decoding: $0, as: UTF8.self) }
    }
    return error
  }
}

extension JSONText {
  /// A string's text, from after its opening quote.
  func decoded(_ start: Int, _ end: StringEnd) throws(InputError) -> [UInt8] {
    var bytes: [UInt8] = []
    _ = try decode(from: start, to: end.quote) { run in
      bytes.append(contentsOf: run)
      return true
    }
    return bytes
  }
}
