// Writes the policies and requests that Weir is measured with below a folder:
//
//     WeirBenchmarks [--seed N] [--bytes N] FOLDER [CASE…]
//
// Same seed, same bytes, on every machine. Each file of requests repeats a few thousand distinct
// ones until it is about as long as `--bytes` says, so that it is quickly made and too long to
// learn. For a case that is compared with ordinary requests, `NAME.twin.jsonl` holds ordinary ones
// of its size.

import Foundation
import WeirTesting

@main
struct DataWriter {
  var seed: UInt64 = 1
  var bytes = 4 << 20
  var folder = URL(filePath: ".")
  var names: Set<String> = []

  static func main() throws {
    var benchmarks = DataWriter()
    var arguments = CommandLine.arguments.dropFirst().map { $0 }
    var rest: [String] = []
    while !arguments.isEmpty {
      let word = arguments.removeFirst()
      switch word {
      case "--seed", "--bytes":
        guard let number = arguments.first.flatMap({ Int($0) }), number >= 0 else { return usage() }
        arguments.removeFirst()
        if word == "--seed" { benchmarks.seed = UInt64(number) } else { benchmarks.bytes = number }
      case _ where word.hasPrefix("-"): return usage()
      case _: rest.append(word)
      }
    }
    guard let folder = rest.first else { return usage() }
    benchmarks.folder = URL(filePath: folder)
    benchmarks.names = Set(rest.dropFirst())
    if let unknown = benchmarks.names.subtracting(cases.map(\.name)).sorted().first {
      return complain("there is no case \(unknown)")
    }
    try benchmarks.write()
  }

  private static func usage() {
    complain("usage: WeirBenchmarks [--seed N] [--bytes N] FOLDER [CASE...]")
  }

  private static func complain(_ text: String) {
    FileHandle.standardError.write(Data("\(text)\n".utf8))
    exit(2)
  }

  /// All cases, or those named.
  private func write() throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let wanted = names.isEmpty ? cases : cases.filter { names.contains($0.name) }
    var policies = Set(wanted.map(\.policy)).union([ordinaryPolicy])
    if names.isEmpty { policies.formUnion(otherPolicies) }
    for file in policies {
      try write(
        Array(policy(file.kind, rules: file.rules, seed: seed).utf8), to: "\(file.name).weir")
    }
    var table = ""
    for one in wanted {
      let twin = try write(one)
      table +=
        [
          one.name, one.policy.name, one.fileName, twin ?? "-", ordinaryPolicy.name, one.about,
        ].joined(separator: "\t") + "\n"
    }
    try write(Array(table.utf8), to: "cases.tsv")
  }

  /// One case's requests, and those it is compared with: their file, if there is one.
  private func write(_ one: Case) throws -> String? {
    // A name of its own for each case's chance, so that it is the same whatever else is written.
    let seed = one.name.utf8.reduce(self.seed) { $0 &* 31 &+ UInt64($1) }
    let world = World(rules: one.policy.rules)
    var maker = RequestMaker(world, seed: seed)
    let average = try write(to: one.fileName) { one.make(&maker).text(one.style) }
    guard one.hasTwin else { return nil }
    let name = "\(one.name).twin.jsonl"
    maker = RequestMaker(world, seed: seed)
    _ = try write(to: name) { maker.ordinary(bytes: average).text() }
    return name
  }

  /// Distinct requests, over and over; returns how many bytes one has on average.
  private func write(to name: String, _ next: () -> [UInt8]) throws -> Int {
    var distinct: [UInt8] = []
    var count = 0
    while count < 2_000, distinct.count < bytes, count < 200 || distinct.count < 2 << 20 {
      distinct += next()
      distinct.append(UInt8(ascii: "\n"))
      count += 1
    }
    var all = distinct
    while all.count < bytes { all += distinct }
    try write(all, to: name)
    return distinct.count / count - 1
  }

  private func write(_ bytes: [UInt8], to name: String) throws {
    try Data(bytes).write(to: folder.appending(path: name))
  }
}
