// Eight processes at work on one ledger, killed at random moments: askers, whose verdicts spend,
// and reviewers, who approve. What was acknowledged is there afterwards, and nothing was spent
// twice. Twenty rounds; three hundred where WEIR_LONG is set.

import Foundation
import Testing
import Weir
import WeirLedger
import WeirTesting

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

@Suite struct KilledLedgerTests {
  private static let policy = """
    requester who
    volatile id
    hold big when amount >= 10
      needs 2 of group "t"
      within 1h
      covers once for 30m
    """

  /// Asks about the same few transfers again and again; what is allowed was acknowledged.
  private static let asker = """
    while :; do
      "$WEIR" eval -p p.weir --holds holds.db --audit audit.$1 requests.jsonl \\
        >> verdicts.$1 2>/dev/null
    done
    """

  /// Approves whatever waits; what the command says is on record was acknowledged.
  private static let reviewer = """
    while :; do
      "$WEIR" holds list --holds holds.db --format json 2>/dev/null > list.$1
      any='\\(sha256:[0-9a-f]*\\)'
      sed -n 's/.*"key":"'$any'".*"seen":"'$any'".*/\\1 \\2/p' list.$1 |
      while read -r key seen; do
        "$WEIR" holds approve "$key" --seen "$seen" --holds holds.db --as "$1" --group t \
          >> acts.$1 2>/dev/null
      done
    done
    """

  @Test func nothingIsSpentTwiceOrLost() throws {
    let rounds = ProcessInfo.processInfo.environment["WEIR_LONG"] == nil ? 20 : 300
    let requests = (10..<14).map { #"{"id":"\#($0)","who":"eve","amount":\#($0)}"# }
    let folder = try Folder([
      "p.weir": Self.policy, "requests.jsonl": requests.joined(separator: "\n") + "\n",
      "asker.sh": Self.asker, "reviewer.sh": Self.reviewer,
    ])
    var random = SplitMix64(seed: baseSeed)
    var allowed = 0
    for round in 0..<rounds {
      let workers = (0..<8).map { number in
        start(folder, number < 3 ? "asker.sh" : "reviewer.sh", "w\(number)")
      }
      usleep(UInt32(600_000 + random.below(900_000)))
      for worker in workers { kill(-worker, SIGKILL) }
      for worker in workers {
        var status: Int32 = 0
        waitpid(worker, &status, 0)
      }
      allowed = try check(folder, round)
    }
    // A run in which nothing passed would show nothing.
    #expect(allowed > 0)
  }

  private func start(_ folder: Folder, _ script: String, _ name: String) -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    posix_spawnattr_setpgroup(&attributes, 0)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP))
    func copies(_ texts: [String]) -> [UnsafeMutablePointer<CChar>?] {
      texts.map { strdup($0) } + [nil]
    }
    let line = "cd '\(folder.path)' && exec sh \(script) \(name)"
    var words = copies(["sh", "-c", line])
    var variables = copies(["WEIR=\(Shell.weir.path)", "PATH=/usr/bin:/bin"])
    var child: pid_t = 0
    let status = posix_spawnp(&child, "sh", &actions, &attributes, &words, &variables)
    #expect(status == 0)
    return child
  }

  /// Compares what was acknowledged with what is there; how many requests were allowed.
  private func check(_ folder: Folder, _ round: Int) throws -> Int {
    let export = try folder.weir(["holds", "export", "--holds", "holds.db"])
    #expect(export.status == 0, "round \(round): \(export.errors)")
    try Ledger(folder("holds.db"), .read).checkIntegrity()
    let lines = export.output.split(separator: "\n").map(String.init)
    let spends = lines.filter { $0.contains(#""act":"spend""#) }.map(Self.name)
    #expect(Set(spends).count == spends.count, "round \(round): spent twice")

    var acknowledged: [String] = []
    for name in ["w0", "w1", "w2"] {
      let verdicts =
        (try? String(contentsOfFile: folder("verdicts.\(name)"), encoding: .utf8)) ?? ""
      for line in verdicts.split(separator: "\n") where line.hasSuffix("}") {
        guard line.contains(#""verdict":"allow""#) else { continue }
        acknowledged.append(Self.name(String(line)))
      }
      // An audit log that was torn is mended by the next who opens it, and is whole then.
      if FileManager.default.fileExists(atPath: folder("audit.\(name)")) {
        _ = try folder.weir(
          ["eval", "-p", "p.weir", "--audit", "audit.\(name)"], input: "requests.jsonl")
        let verified = try folder.weir(["audit", "verify", "audit.\(name)"])
        #expect(verified.status == 0, "round \(round): \(verified.output)")
      }
    }
    #expect(Set(acknowledged).count == acknowledged.count, "round \(round): allowed twice")
    #expect(Set(acknowledged).isSubset(of: spends), "round \(round): allowed, and not spent")

    for number in 3..<8 {
      let acts = (try? String(contentsOfFile: folder("acts.w\(number)"), encoding: .utf8)) ?? ""
      let count = acts.split(separator: "\n").filter { $0.hasSuffix(" is on record") }.count
      let there = lines.filter { $0.contains(#""by":"w\#(number)""#) }.count
      #expect(there >= count, "round \(round): an approval was lost")
    }
    return acknowledged.count
  }

  /// The key and the generation that a line is about.
  private static func name(_ line: String) -> String {
    let key = line.firstRange(of: "sha256:").map { line[$0.lowerBound...].prefix(71) } ?? ""
    let generation =
      line.firstRange(of: #""generation":"#).map { line[$0.upperBound...].prefix { $0.isNumber } }
      ?? ""
    return "\(key)/\(generation)"
  }
}
