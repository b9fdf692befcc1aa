// Paths read back from the text that people and verdicts write them in.

extension RequestPath {
  /// Reads what `text` writes: `payload.items[0]["x-y"]`, with or without `request.` before it.
  package init?(reading text: String) {
    var steps: [Step] = []
    var rest = Array(text.utf8)[...]
    while let first = rest.first {
      if first == UInt8(ascii: "[") {
        rest.removeFirst()
        if rest.first == UInt8(ascii: "\"") {
          guard let end = RequestPath.endOfString(rest),
            end < rest.endIndex, rest[end] == UInt8(ascii: "]"),
            let name = RequestPath.name(quoted: Array(rest[rest.startIndex..<end]))
          else { return nil }
          steps.append(.member(name))
          rest = rest[(end + 1)...]
        } else {
          let digits = rest.prefix { (0x30...0x39).contains($0) }
          rest = rest[digits.endIndex...]
          guard rest.first == UInt8(ascii: "]"),
            let index = Int(String(decoding: digits, as: UTF8.self))
          else { return nil }
          steps.append(.index(index))
          rest.removeFirst()
        }
      } else {
        if !steps.isEmpty {
          guard first == UInt8(ascii: ".") else { return nil }
          rest.removeFirst()
        }
        let name = rest.prefix { $0 != UInt8(ascii: ".") && $0 != UInt8(ascii: "[") }
        guard !name.isEmpty else { return nil }
        steps.append(.member(ExactString(validated: Array(name))))
        rest = rest[name.endIndex...]
      }
    }
    // `request.x` always means the member `x`.
    if steps.count > 1, steps.first == .member("request") { steps.removeFirst() }
    guard !steps.isEmpty else { return nil }
    self.init(steps: steps)
  }

  /// One past the closing quote of the JSON string that the bytes begin with.
  static func endOfString(_ bytes: ArraySlice<UInt8>) -> Int? {
    var index = bytes.startIndex + 1
    while index < bytes.endIndex {
      if bytes[index] == UInt8(ascii: "\"") { return index + 1 }
      index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
    }
    return nil
  }

  /// The text of a JSON string.
  static func name(quoted bytes: [UInt8]) -> ExactString? {
    let document = try? bytes.withUnsafeBufferPointer { (bytes) throws(InputError) in
      try parseJSON(bytes)
    }
    guard case .string(let name)? = document?.kind else { return nil }
    return name
  }
}
