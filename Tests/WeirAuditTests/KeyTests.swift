// Keys, notes, proofs and trust: against published vectors where there are any, and against
// themselves with one thing changed.

import Crypto
import Foundation
import Testing
import Weir
import WeirHost
import WeirTesting

@testable import WeirAudit

@Suite struct KeyTests {
  /// The key pair and the note of the documentation of Go's package `note`, whose form C2SP took.
  private static let privateKey =
    "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
  private static let publicKey =
    "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
  private static let text =
    "If you think cryptography is the answer to your problem,\n"
    + "then you don't know what your problem is.\n"
  private static let signature =
    "\u{2014} PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXg"
    + "KvqfqdngotpRZb6KE6RyyBwJnAM=\n"

  private func key(_ folder: Folder, _ text: String = privateKey) throws -> SigningKey {
    let path = folder("key")
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    #expect(chmod(path, 0o600) == 0)
    return try SigningKey(file: path)
  }

  private func code(_ body: () throws -> Void) -> Failure.Code? {
    do {
      try body()
      return nil
    } catch { return (error as? Failure)?.code }
  }

  @Test func thePublishedNoteIsSignedSo() throws {
    let key = try key(try Folder())
    #expect(key.verifier.text == Self.publicKey)
    let note = try SignedNote(Array((Self.text + "\n" + Self.signature).utf8), at: "note")
    #expect(note.text == Self.text)
    #expect(note.isSigned(by: try VerifierKey(Self.publicKey, at: "key")))
    let own = try SignedNote(Array(try SignedNote.sign(Self.text, by: key).utf8), at: "note")
    #expect(own.isSigned(by: key.verifier))
  }

  @Test func aNoteThatIsChangedIsNotSigned() throws {
    let key = try VerifierKey(Self.publicKey, at: "key")
    let whole = Array((Self.text + "\n" + Self.signature).utf8)
    for index in whole.indices {
      var changed = whole
      changed[index] ^= 0x01
      guard let note = try? SignedNote(changed, at: "note") else { continue }
      #expect(!note.isSigned(by: key), "byte \(index)")
    }
  }

  @Test func whatIsNotAKeyIsRefused() throws {
    let folder = try Folder()
    for text in [
      "", "nonsense", Self.publicKey, String(Self.privateKey.dropLast()),
      Self.privateKey.replacing("c74f20a3", with: "c74f20a4"),
    ] {
      #expect(code { _ = try key(folder, text) } == .invalidKey)
    }
    _ = try key(folder)
    #expect(chmod(folder("key"), 0o644) == 0)
    #expect(code { _ = try SigningKey(file: folder("key")) } == .invalidKey)
    #expect(code { _ = try VerifierKey("a+00000000+AQID", at: "x") } == .invalidKey)
    #expect(
      code { _ = try VerifierKey(Self.publicKey.replacing("Peter", with: "Paul"), at: "x") }
        == .invalidKey)
  }

  @Test func base64HasOneSpelling() {
    for count in 0..<50 {
      let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 37) }
      let text = Base64.text(bytes)
      #expect(text == Data(bytes).base64EncodedString())
      #expect(Base64.bytes(text) == bytes)
    }
    for text in ["A", "AA", "AA=", "A===", "AB==", "AAB=", "AA==AA==", "AA\n=", "A A="] {
      #expect(Base64.bytes(text) == nil, "\(text)")
    }
  }

  // MARK: Trees

  /// The leaves and roots that RFC 6962's implementations test with.
  @Test func thePublishedRoots() {
    let inputs: [[UInt8]] = [
      [], [0x00], [0x10], [0x20, 0x21], [0x30, 0x31], [0x40, 0x41, 0x42, 0x43],
      [0x50, 0x51, 0x52, 0x53, 0x54, 0x55, 0x56, 0x57],
      [
        0x60, 0x61, 0x62, 0x63, 0x64, 0x65, 0x66, 0x67, 0x68, 0x69, 0x6A, 0x6B, 0x6C, 0x6D, 0x6E,
        0x6F,
      ],
    ]
    let roots = [
      "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
      "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
      "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
      "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
      "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
      "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
      "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
      "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ]
    let leaves = inputs.map { input in input.withUnsafeBufferPointer { MerkleTree.leaf($0) } }
    var tree = TileTree()
    for (count, root) in roots.enumerated() {
      tree.append(leaves[count])
      #expect(Hexadecimal.text(Array(MerkleTree.root(leaves[...count]))) == root)
      #expect(tree.root == MerkleTree.root(leaves[...count]))
    }
  }

  /// Proofs lead where they should, by the verification of RFC 9162, section 2.1.3.2 and 2.1.4.2.
  @Test func proofsLeadToTheRoot() {
    let leaves = (0..<40).map { number in
      [UInt8(number)].withUnsafeBufferPointer { MerkleTree.leaf($0) }
    }
    for size in 1...40 {
      let root = MerkleTree.root(leaves[..<size])
      for index in 0..<size {
        let proof = MerkleTree.inclusionProof(index, in: leaves[..<size])
        #expect(Self.verifies(proof, index, leaves[index], size, root))
        if index + 1 < size {
          #expect(!Self.verifies(proof, index, leaves[index + 1], size, root))
        }
      }
      for old in 1...size {
        let proof = MerkleTree.consistencyProof(old, in: leaves[..<size])
        #expect(
          Self.links(proof, old, MerkleTree.root(leaves[..<old]), size, root),
          "\(old) of \(size)")
      }
    }
  }

  private static func verifies(
    _ proof: [TreeHash], _ index: Int, _ leaf: TreeHash, _ size: Int, _ root: TreeHash
  ) -> Bool {
    var (place, last, hash) = (index, size - 1, leaf)
    for next in proof {
      if last == 0 { return false }
      if place & 1 == 1 || place == last {
        hash = MerkleTree.node(next, hash)
        while place & 1 == 0, place != 0 { (place, last) = (place >> 1, last >> 1) }
      } else {
        hash = MerkleTree.node(hash, next)
      }
      (place, last) = (place >> 1, last >> 1)
    }
    return last == 0 && hash == root
  }

  private static func links(
    _ proof: [TreeHash], _ old: Int, _ oldRoot: TreeHash, _ size: Int, _ root: TreeHash
  ) -> Bool {
    if old == size { return proof.isEmpty && oldRoot == root }
    var path = proof
    if old & (old - 1) == 0 { path.insert(oldRoot, at: 0) }
    guard let first = path.first else { return false }
    var (place, last) = (old - 1, size - 1)
    while place & 1 == 1 { (place, last) = (place >> 1, last >> 1) }
    var (before, after) = (first, first)
    for next in path.dropFirst() {
      if last == 0 { return false }
      if place & 1 == 1 || place == last {
        before = MerkleTree.node(next, before)
        after = MerkleTree.node(next, after)
        while place & 1 == 0, place != 0 { (place, last) = (place >> 1, last >> 1) }
      } else {
        after = MerkleTree.node(after, next)
      }
      (place, last) = (place >> 1, last >> 1)
    }
    return last == 0 && before == oldRoot && after == root
  }

  // MARK: Trust

  private func trust(_ folder: Folder, _ text: String) throws -> TrustList {
    try folder.write("trust.yaml", text)
    return try TrustList(file: folder("trust.yaml"))
  }

  private static let hold = "sha256:" + String(repeating: "0a", count: 32)

  private func record(_ key: SigningKey, _ who: ExactString, at seconds: Int64) throws -> HoldRecord
  {
    var record = HoldRecord(
      .approve, key: Self.hold, at: Timestamp(seconds: seconds, nanoseconds: 0),
      by: .init(name: who, groups: ["claimed"]))
    record.signature = try record.signature(by: key)
    return record
  }

  @Test func signaturesCountForTheirPersonAndTime() throws {
    let folder = try Folder()
    let key = try key(folder)
    let list = try trust(
      folder,
      """
      - who: peter
        key: \(Self.publicKey)
        groups: [treasury]
        from: "1970-01-01T00:00:10Z"
        until: "1970-01-01T00:00:20Z"
      """)
    func reason(_ record: HoldRecord) -> HoldStatus.Reason? {
      let (counted, dropped) = list.judge([record], at: record.at)
      if let person = counted.first?.by { #expect(person.groups == ["treasury"]) }
      return dropped.first?.reason
    }
    #expect(reason(try record(key, "peter", at: 10)) == nil)
    #expect(reason(try record(key, "peter", at: 19)) == nil)
    #expect(reason(try record(key, "peter", at: 9)) == .notTrusted)
    #expect(reason(try record(key, "peter", at: 20)) == .notTrusted)
    #expect(reason(try record(key, "paul", at: 15)) == .notTrusted)
    var unsigned = try record(key, "peter", at: 15)
    unsigned.signature = nil
    #expect(reason(unsigned) == .unsigned)
    // Every member is signed.
    for change in [
      { (record: inout HoldRecord) in record.act = .override },
      { record in record.generation = 2 },
      { record in record.at = Timestamp(seconds: 16, nanoseconds: 0) },
      { record in record.reason = "x" },
      { record in record.by?.groups = ["treasury"] },
      { record in record.key = "sha256:" + String(repeating: "0b", count: 32) },
    ] as [(inout HoldRecord) -> Void] {
      var changed = try record(key, "peter", at: 15)
      change(&changed)
      #expect(reason(changed) == .wrongSignature)
    }
    // What evaluations record is not signed.
    #expect(
      reason(HoldRecord(.spend, key: Self.hold, at: Timestamp(seconds: 1, nanoseconds: 0))) == nil)
  }

  @Test(arguments: [
    "", "who: a", "- who: a", "- key: \(publicKey)", "- who: ' '\n  key: \(publicKey)",
    "- who: a\n  key: nonsense", "- who: a\n  key: \(publicKey)\n  group: [x]",
    "- who: a\n  key: \(publicKey)\n  groups: x", "- who: a\n  key: \(publicKey)\n  from: today",
    "- who: [a]\n  key: \(publicKey)", "- 7", "- who: a\n  key: \(publicKey)\n---\n[]",
  ])
  func whatIsNotATrustFileIsRefused(text: String) throws {
    let folder = try Folder()
    #expect(code { _ = try trust(folder, text) } == .invalidKey, "\(text)")
  }
}
