// `weir lint --fix`: the fixed policy, and what becomes of its files.

internal import Weir
internal import WeirAnalysis
internal import WeirHost

struct LintFixing {
  /// The policy after all fixes.
  let policy: CompiledPolicy
  /// How many fixes were made.
  let count: Int
  /// Files that are other ones now.
  private let changes: [(path: String, old: [UInt8], new: [UInt8])]

  init(
    _ compiled: CompiledPolicy, of source: PolicySource, _ levels: LintLevels,
    _ surroundings: LintSurroundings, _ baseline: LintBaseline?
  ) throws(Failure) {
    let run: LintFixRun
    do throws(LintFixRun.Defect) {
      run = try LintFixRun(
        compiled, levels, surroundings: surroundings, baseline: baseline)
    } catch {
      let rules = error.rules.map { "`\($0)`" }.joined(separator: ", ")
      throw Failure(
        .fixDefect,
        "a fix of \(rules) makes a policy that does not compile: "
          + (error.errors.first?.message ?? "no error is told"),
        hint: "nothing was written; please report it with the policy")
    }
    policy = run.policy
    count = run.count
    changes = zip(source.entries, run.policy.files).compactMap { entry, file in
      entry.file.bytes == file.bytes ? nil : (entry.path, entry.file.bytes, file.bytes)
    }
  }

  /// `2 findings in 1 file`.
  var summary: String {
    "\(Plural.counted(count, "finding")) in \(Plural.counted(changes.count, "file"))"
  }

  /// For `patch`.
  var diff: String {
    changes.map { change in
      UnifiedDiff.between(
        String(decoding: change.old, as: UTF8.self), String(decoding: change.new, as: UTF8.self),
        path: change.path, isExact: true)
    }.joined()
  }

  /// Writes the files that are other ones, none of which has changed since it was read.
  func write() throws(Failure) {
    let files = changes.map { OutputFile($0.path, .formatted(of: $0.old)) }
    for file in files { try file.check() }
    for (file, change) in zip(files, changes) { try file.write(change.new) }
  }
}
