// Base64 as RFC 4648 has it, with padding: how signed notes and key files write bytes. The standard
// library has none, and Foundation's costs more to load than the command takes to start.

package enum Base64 {
  private static let digits = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  package static func text(_ bytes: some Collection<UInt8>) -> String {
    var text: [UInt8] = []
    var rest = bytes[...]
    while !rest.isEmpty {
      let group = Array(rest.prefix(3))
      rest = rest.dropFirst(3)
      let bits = group.enumerated().reduce(0) { $0 | Int($1.element) << (16 - 8 * $1.offset) }
      for place in 0..<4 {
        text.append(
          place <= group.count ? digits[bits >> (18 - 6 * place) & 0x3F] : UInt8(ascii: "="))
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// Nil for everything but what `text` writes: one value has one text, so that nothing that was
  /// signed can be spelled in two ways.
  package static func bytes(_ text: some StringProtocol) -> [UInt8]? {
    let characters = Array(text.utf8)
    guard characters.count.isMultiple(of: 4) else { return nil }
    var bytes: [UInt8] = []
    for start in stride(from: 0, to: characters.count, by: 4) {
      var bits = 0
      var count = 0
      for character in characters[start..<start + 4] {
        bits <<= 6
        guard let value = digits.firstIndex(of: character) else { continue }
        bits |= value
        count += 1
      }
      guard count >= 2 else { return nil }
      for place in 0..<count - 1 { bytes.append(UInt8(bits >> (16 - 8 * place) & 0xFF)) }
    }
    return Base64.text(bytes).utf8.elementsEqual(characters) ? bytes : nil
  }
}
