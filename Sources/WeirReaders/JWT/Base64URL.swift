// Base64 in the alphabet of URLs, as signed tokens write it (RFC 7515, section 2): no padding, no
// blanks, and one text for one value. What is signed is the text, so whoever decodes loosely reads
// several tokens as one.

internal import Weir

/// Reading of unpadded base64url.
enum Base64URL {
  /// What a text stands for; nil for every text that no encoder writes.
  static func bytes(_ text: some Collection<UInt8>) -> [UInt8]? {
    let text = Array(text)
    // The alphabet may be padded elsewhere, and never in a token.
    guard text.last != UInt8(ascii: "=") else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count / 4 * 3 + 2)
    let isRead = text.withUnsafeBufferPointer { Base64.decode($0, .url) { bytes.append($0) } }
    return isRead ? bytes : nil
  }
}
