// The audit log: what is written is whole, what is changed is found and named, and what fails says
// so.

import Foundation
import Testing
import Weir
import WeirHost
import WeirTesting

@testable import WeirAudit

@Suite struct AuditLogTests {
  private static func event(_ number: Int) -> AuditEvent {
    AuditEvent(
      kind: "verdict", time: Timestamp(seconds: Int64(number), nanoseconds: 0),
      request: "sha256:00",
      members: Array(#"{"id":"r\#(number)","verdict":"allow"}"#.utf8)[1...], effect: .allow)
  }

  /// A log of so many entries, committed in uneven batches.
  private func log(_ folder: Folder, _ count: Int, format: AuditFormat = .weir) throws -> String {
    let path = folder("audit.jsonl")
    let log = try AuditLog(path, format: format)
    for number in 0..<count {
      log.append(Self.event(number))
      if number % 7 == 3 { try log.commit() }
    }
    try log.commit()
    return path
  }

  private func lines(_ path: String) throws -> [String] {
    try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map(String.init)
  }

  private func write(_ lines: [String], _ path: String) throws {
    try (lines.joined(separator: "\n") + "\n").write(
      toFile: path, atomically: false, encoding: .utf8)
  }

  private func code(_ body: () throws -> Void) -> Failure.Code? {
    do {
      try body()
      return nil
    } catch { return (error as? Failure)?.code }
  }

  @Test(arguments: [0, 1, 2, 255, 256, 257, 511, 512, 700])
  func aLogIsWholeAndGoesOn(count: Int) throws {
    let folder = try Folder()
    let path = try log(folder, count)
    let check = try AuditCheck(path)
    #expect(check.findings == [])
    #expect(check.size == count)
    // The tree of the growing edge is that of all leaves.
    let leaves = try lines(path).map { line in
      Array(line.utf8).withUnsafeBufferPointer { MerkleTree.leaf($0) }
    }
    #expect(check.root == MerkleTree.root(leaves[...]))
    let again = try AuditLog(path)
    #expect(again.size == count)
    again.append(Self.event(count))
    try again.commit()
    #expect(try AuditCheck(path).findings == [])
    #expect(try AuditCheck(path).size == count + 1)
  }

  @Test func manyTilesKeepTheirPlaces() throws {
    let folder = try Folder()
    let path = folder("audit.jsonl")
    let log = try AuditLog(path)
    for number in 0..<(256 * 256 + 300) { log.append(Self.event(number)) }
    try log.commit()
    let tiles = TileFolder(of: path)
    #expect(tiles.size() == 256 * 256 + 300)
    #expect(tiles.hashes(0, 256, width: 256) != nil)
    #expect(tiles.hashes(1, 0, width: 256) != nil)
    #expect(tiles.hashes(1, 1, width: 1) != nil)
    #expect(TileFolder.groups(1_234_067) == "x001/x234/067")
    #expect(try AuditCheck(path).findings == [])
    #expect(tiles.tree(size: tiles.size())?.root == (try AuditCheck(path).root))
  }

  @Test func whatWasChangedIsNamed() throws {
    let folder = try Folder()
    let path = try log(folder, 300)
    let whole = try lines(path)
    func findings(_ edit: (inout [String]) -> Void) throws -> [String] {
      var edited = whole
      edit(&edited)
      try write(edited, path)
      return try AuditCheck(path).findings.map { "\($0.kind.rawValue) \($0.line ?? 0)" }
    }
    #expect(try findings { $0[9] = $0[9].replacing("allow", with: "deny") } == ["changed 10"])
    #expect(try findings { $0.remove(at: 9) } == ["removed 10"])
    #expect(try findings { $0.insert("{}", at: 9) } == ["added 10"])
    #expect(try findings { $0.swapAt(3, 290) } == ["moved 4", "moved 291"])
    #expect(try findings { $0.removeLast(2) } == ["removed 299", "removed 300"])
    #expect(try findings { $0[299] = "{}" } == ["changed 300"])
    #expect(try findings { _ in } == [])
  }

  @Test func aCheckpointFindsWhatTilesCannot() throws {
    let folder = try Folder()
    let path = try log(folder, 10)
    let check = try AuditCheck(path)
    let kept = AuditCheckpoint(origin: "o", size: check.size, root: check.root)
    let other = try Folder()
    // Rewritten from its beginning, tiles and all.
    let forged = other("audit.jsonl")
    let log = try AuditLog(forged)
    for number in 0..<12 { log.append(Self.event(number == 4 ? 99 : number)) }
    try log.commit()
    #expect(try AuditCheck(forged).findings == [])
    #expect(try AuditCheck(forged, kept).findings.map(\.kind) == [.rewritten])
    // Its end cut off, tiles and all.
    let short = try Folder()
    let cut = try self.log(short, 8)
    #expect(try AuditCheck(cut).findings == [])
    #expect(try AuditCheck(cut, kept).findings.map(\.kind) == [.cut])
    // Grown, and still its continuation.
    let grown = try AuditLog(path)
    grown.append(Self.event(10))
    try grown.commit()
    #expect(try AuditCheck(path, kept).findings == [])
  }

  @Test func aTornLineIsCutAndTold() throws {
    let folder = try Folder()
    let path = try log(folder, 5)
    let handle = try FileHandle(forWritingTo: URL(filePath: path))
    try handle.seekToEnd()
    try handle.write(contentsOf: Data("{\"v\":1,\"seq\":5,".utf8))
    try handle.close()
    #expect(try AuditCheck(path).findings.map(\.kind) == [.torn])
    let log = try AuditLog(path)
    #expect(log.tornBytes == 15)
    #expect(log.size == 5)
    #expect(try AuditCheck(path).findings == [])
  }

  @Test func whatWasSyncedBeforeItsTilesIsTakenIn() throws {
    let folder = try Folder()
    let path = try log(folder, 5)
    // As after a crash between the sync and the tiles: the file knows more.
    let other = try Folder()
    let longer = try log(other, 9)
    try Data(contentsOf: URL(filePath: longer)).write(to: URL(filePath: path))
    let log = try AuditLog(path)
    #expect(log.size == 9)
    #expect(try AuditCheck(path).findings == [])
  }

  @Test func aLogThatLostItsEndIsRefused() throws {
    let folder = try Folder()
    let path = try log(folder, 5)
    try write(Array(try lines(path).dropLast()), path)
    #expect(code { _ = try AuditLog(path) } == .auditDamaged)
    try Data().write(to: URL(filePath: path))
    #expect(code { _ = try AuditLog(path) } == .auditDamaged)
  }

  /// The way of most verdicts writes what the way of all others does.
  @Test func twoWaysWriteOneEntry() throws {
    let folder = try Folder()
    let line = Array(#"{"id":"r1","verdict":"deny","policy":"sha256:11"}"#.utf8)
    let request = Array(#"{"id":"r1"}"#.utf8)
    let time = Timestamp(seconds: 1_772_452_800, nanoseconds: 5)
    let (quick, slow) = (try AuditLog(folder("a")), try AuditLog(folder("b")))
    for hidden in [nil, "hmac-sha256:00"] as [String?] {
      line.withUnsafeBufferPointer { line in
        request.withUnsafeBufferPointer { request in
          quick.append(verdict: line, on: request, hidden, at: time, .deny, policy: "sha256:11")
        }
      }
      slow.append(
        AuditEvent(
          kind: "verdict", time: time,
          request: hidden ?? "sha256:" + Hexadecimal.text(ContentDigest.sha256(request)),
          members: line[1...], effect: .deny, policy: "sha256:11"))
    }
    try quick.commit()
    try slow.commit()
    #expect(try lines(folder("a")) == (try lines(folder("b"))))
    #expect(try AuditCheck(folder("a")).root == (try AuditCheck(folder("b")).root))
  }

  @Test func aLogHasOneWriter() throws {
    let folder = try Folder()
    let path = try log(folder, 1)
    let first = try AuditLog(path)
    #expect(code { _ = try AuditLog(path) } == .auditBusy)
    withExtendedLifetime(first) {}
  }

  @Test func aLogThatIsGoneFails() throws {
    let folder = try Folder()
    let path = folder("audit.jsonl")
    let log = try AuditLog(path)
    log.append(Self.event(0))
    try FileManager.default.removeItem(atPath: path)
    #expect(code { try log.commit() } == .unwritable)
    // What failed once fails until it is opened anew.
    log.append(Self.event(1))
    #expect(code { try log.commit() } == .unwritable)
    #expect(code { _ = try AuditLog("/dev/full") } == .notARegularFile)
    #expect(code { _ = try AuditLog(folder.path) } != nil)
  }

  @Test func anEntryThatIsTooLongIsCut() throws {
    let folder = try Folder()
    let path = folder("audit.jsonl")
    let log = try AuditLog(path)
    let long = String(repeating: "x", count: 70_000)
    log.append(
      AuditEvent(
        kind: "verdict", time: Timestamp(seconds: 0, nanoseconds: 0), request: "sha256:00",
        members: Array(#"{"verdict":"deny","because":"\#(long)"}"#.utf8)[1...], effect: .deny,
        policy: "sha256:11"))
    try log.commit()
    let line = try #require(try lines(path).first)
    #expect(line.utf8.count < 500)
    #expect(line.contains(#""verdict":"deny","policy":"sha256:11","cut":"#))
  }

  @Test(arguments: AuditFormat.allCases)
  func everyFormIsJSONAndNumbered(format: AuditFormat) throws {
    let folder = try Folder()
    let path = try log(folder, 3, format: format)
    for (number, line) in try lines(path).enumerated() {
      _ = try JSONSerialization.jsonObject(with: Data(line.utf8))
      #expect(AuditReader.number(of: Array(line.utf8)) == number)
    }
    #expect(try AuditLog(path, format: format).size == 3)
  }
}
