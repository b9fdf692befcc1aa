// The published tokens verify, and nothing near them does.

import Testing
import Weir

@testable import WeirReaders

@Suite struct JWTVectorTests {
  private func keys(_ vector: JWTVector) throws -> JWTKeySet {
    JWTKeySet([try JWTKey(JSONDocument(parsing: Array(vector.key.utf8)))])
  }

  /// Whether a text is a token that a key signed.
  private func isSigned(_ text: [UInt8], _ keys: JWTKeySet) -> Bool {
    (try? CompactJWS(text).signer(among: keys)) != nil
  }

  @Test(arguments: JWTVector.all)
  func aPublishedTokenVerifies(vector: JWTVector) throws {
    let token = try CompactJWS(Array(vector.token.utf8))
    #expect(token.algorithm == vector.algorithm)
    #expect(try token.signer(among: keys(vector)).algorithm == vector.algorithm)
  }

  @Test func theClaimsOfAPublishedTokenAreRead() throws {
    let vector = JWTVector.all[0]
    let token = try JWTToken(reading: Array(vector.token.utf8), keys: keys(vector))
    let text = "{\"iss\":\"joe\",\r\n \"exp\":1300819380,\r\n \"http://example.com/is_root\":true}"
    #expect(token.payload == Array(text.utf8))
    #expect(token.claims.field("iss")?.text == "joe")
    #expect(token.algorithm == .hs256)
    #expect(token.keyID == nil)
    let unverified = try JWTToken(unverified: Array(vector.token.utf8))
    #expect(unverified.payload == token.payload)
    #expect(unverified.algorithm == nil)
  }

  /// One bit of every byte of the text.
  @Test(arguments: JWTVector.all)
  func aFlippedBitNeverVerifies(vector: JWTVector) throws {
    let keys = try keys(vector)
    let token = Array(vector.token.utf8)
    var random = SplitMix64(seed: 7)
    for index in token.indices {
      var changed = token
      changed[index] ^= 1 << UInt8.random(in: 0..<8, using: &random)
      #expect(!isSigned(changed, keys), "byte \(index)")
    }
  }

  @Test(arguments: JWTVector.all)
  func aTokenThatIsCutOrMendedNeverVerifies(vector: JWTVector) throws {
    let keys = try keys(vector)
    let token = Array(vector.token.utf8)
    var random = SplitMix64(seed: 8)
    for _ in 0..<200 {
      let cut = Array(token.prefix(Int.random(in: 0..<token.count, using: &random)))
      #expect(!isSigned(cut, keys))
      var longer = token
      longer.insert(
        UInt8.random(in: 0...255, using: &random),
        at: Int.random(in: 0...token.count, using: &random))
      #expect(!isSigned(longer, keys))
      var swapped = token
      swapped.swapAt(
        Int.random(in: 0..<token.count, using: &random),
        Int.random(in: 0..<token.count, using: &random))
      #expect(swapped == token || !isSigned(swapped, keys))
    }
  }

  @Test(arguments: JWTVector.all)
  func nobodyElsesKeyVerifies(vector: JWTVector) throws {
    let token = try CompactJWS(Array(vector.token.utf8))
    let others = try JWTVector.all.filter { $0.name != vector.name && $0.key != vector.key }
      .map { try JWTKey(JSONDocument(parsing: Array($0.key.utf8))) }
    #expect(throws: JWTUncertainty.self) { try token.signer(among: JWTKeySet(others)) }
  }

  /// RFC 7515, appendix A.5.
  @Test func thePublishedTokenThatNobodySignedIsUncertain() {
    let text =
      "eyJhbGciOiJub25lIn0.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFt"
      + "cGxlLmNvbS9pc19yb290Ijp0cnVlfQ."
    #expect(throws: JWTUncertainty.unsigned) { try JWTToken(unverified: Array(text.utf8)) }
  }
}
