// Base64url has one text for one value.

import Testing
import Weir

@testable import WeirReaders

@Suite struct Base64URLTests {
  @Test(arguments: [
    ("", [] as [UInt8]?), ("AA", [0]), ("AAA", [0, 0]), ("AAAA", [0, 0, 0]), ("-_", nil),
    ("_w", [0xFF]), ("__8", [0xFF, 0xFF]), ("____", [0xFF, 0xFF, 0xFF]), ("A", nil), ("AAAAA", nil),
    ("AB", nil), ("AAB", nil), ("AAD", nil), ("_x", nil), ("AA==", nil), ("AA=", nil), ("=", nil),
    ("A A", nil), ("AA\n", nil), ("+A", nil), ("/A", nil), ("AA.", nil), ("AÄA", nil),
  ])
  func aTextIsReadOrNot(text: String, bytes: [UInt8]?) {
    #expect(Base64URL.bytes(text.utf8) == bytes)
  }

  @Test func whatIsReadIsWrittenSo() {
    var random = SplitMix64(seed: 3)
    for count in 0..<200 {
      let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
      #expect(Base64URL.bytes(JWTForge.text(bytes).utf8) == bytes)
    }
  }

  /// Of all texts of two and three letters, those that are read are those that are written.
  @Test func noTwoTextsMeanTheSame() {
    let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=+/. ")
    for first in digits {
      for second in digits {
        for text in ["\(first)\(second)", "A\(first)\(second)"] {
          guard let bytes = Base64URL.bytes(text.utf8) else { continue }
          #expect(JWTForge.text(bytes) == text)
        }
      }
    }
  }
}
