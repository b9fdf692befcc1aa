// Digests of contents, by swift-crypto.

import Crypto

/// What contents are known by.
package enum ContentDigest {
  /// SHA-256.
  package static func sha256(_ bytes: [UInt8]) -> [UInt8] { Array(SHA256.hash(data: bytes)) }

}
