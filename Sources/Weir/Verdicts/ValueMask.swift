// How values stand in an audit log that the shape marks `@sensitive`: as their HMAC under the log's
// own key. Equal values can be joined, and nobody without the key can guess one and see whether it
// was right, as a plain digest of an amount allows.

internal import Crypto

/// Puts HMACs in the place of sensitive values.
package struct ValueMask: Sendable {
  private let key: SymmetricKey

  /// A mask under a key of 32 bytes.
  package init(key: [UInt8]) { self.key = SymmetricKey(data: key) }

  /// The text that stands for some bytes: `hmac-sha256:` and 64 hexadecimal digits.
  package func text(of bytes: some Collection<UInt8>) -> String {
    let code = HMAC<SHA256>.authenticationCode(for: Array(bytes), using: key)
    return "hmac-sha256:" + Hexadecimal.text(Array(code))
  }

  /// Replaces the values of some slots. What cannot be read stays that: its fault says nothing.
  func hide(_ slots: [Int], in memory: inout Memory) {
    for slot in slots where !memory[slot].isFault {
      var json: [UInt8] = []
      TemplateFiller.appendJSON(memory[slot], memory, limit: .max, to: &json)
      memory[slot] = memory.make(.string, Array(text(of: json).utf8))
    }
  }
}
