// The one way to write a file: whole or not at all. Bytes go to a new file in the same folder,
// which is then renamed over the old one. The new file has an unpredictable name, is created
// exclusively (nothing put there beforehand is followed), and takes the permissions of the file it
// replaces. A symbolic link stays, and the file it leads to is replaced. What is not a file (a
// device, a FIFO, `/dev/stdout`) cannot be replaced, and is written to directly.
//
// A run never overwrites what it reads, under any name, except that a record replaces an older one,
// and a formatted policy the text that it was made of. It writes no other policy and no settings;
// only a built policy goes to a `.weirc` name, and only a fixture to a fixture's. So a slip in a
// flag, or a path in somebody else's fixture, costs nobody their work.

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

internal import Weir

/// A file that a run writes.
package struct OutputFile: Sendable {
  /// The content that will be written.
  package enum Kind: Sendable {
    case report
    /// A built policy.
    case program
    /// Cases, for `weir test`.
    case fixture
    /// Verdicts of recorded requests, read by the same run. The function says what a line of such a
    /// file is.
    case record(isLine: @Sendable ([UInt8]) -> Bool)
    /// A policy laid out anew, or fixed. It replaces these bytes, and nothing that somebody has
    /// written since.
    case formatted(of: [UInt8])
  }

  package let path: String
  private let kind: Kind

  package init(_ path: String, _ kind: Kind) {
    self.path = path
    self.kind = kind
  }

  /// Writes the file.
  package func write(_ bytes: [UInt8]) throws(Failure) {
    if let descriptor = OutputFile.descriptor(named: path) {
      return try write(bytes, through: descriptor)
    }
    let target = try checkedTarget()
    if let kind = target.status?.kind, kind != .file {
      let descriptor = System.retrying {
        System.openOnce(target.path, O_WRONLY | O_NOFOLLOW | O_CLOEXEC | O_NOCTTY)
      }
      guard descriptor >= 0 else { throw System.failure(path, .unwritable) }
      defer { close(descriptor) }
      // Somebody may have put a file there since.
      guard System.status(of: descriptor)?.kind == kind else {
        throw System.failure(path, .unwritable, errno: ENXIO)
      }
      return try write(bytes, through: descriptor)
    }
    try replace(target, with: bytes)
  }

  /// Fails for any reason that is known before the content is, so that a mistake in a flag is
  /// reported before anything runs.
  package func check() throws(Failure) {
    guard let descriptor = OutputFile.descriptor(named: path) else {
      _ = try checkedTarget()
      return
    }
    if System.status(of: descriptor) == nil {
      throw System.failure(path, .unwritable, errno: EBADF)
    }
  }

  /// Whether a file is there that would be replaced.
  package var isThere: Bool { (try? System.status(of: path))?.kind == .file }

  /// Checks all outputs of a run, which must be different files.
  package static func check(_ files: [OutputFile]) throws(Failure) {
    var known: Set<[UInt8]> = []
    for file in files {
      guard descriptor(named: file.path) == nil else {
        try file.check()
        continue
      }
      let target = try file.checkedTarget()
      // Several outputs may go to one device.
      if let kind = target.status?.kind, kind != .file { continue }
      let folder = System.resolved(Path.folder(of: target.path)) ?? Path.folder(of: target.path)
      let name =
        target.status.map { "\($0.identity.device)/\($0.identity.number)" }
        ?? Path.join(folder, Path.name(of: target.path))
      guard known.insert(Array(name.utf8)).inserted else {
        throw Failure(
          .wouldOverwrite, "\(file.path) is named as the file of two outputs",
          hint: "name a file for each")
      }
    }
  }

  // MARK: What is there already

  private struct Target {
    /// The path after all symbolic links are followed.
    var path: String
    /// Nil if nothing is there yet.
    var status: FileStatus?
  }

  /// The descriptor's number in a path such as `/dev/fd/3`.
  private static func descriptor(named path: String) -> CInt? {
    switch path {
    case "/dev/stdout": return STDOUT_FILENO
    case "/dev/stderr": return STDERR_FILENO
    default:
      for folder in ["/dev/fd/", "/proc/self/fd/"] where path.utf8.starts(with: folder.utf8) {
        return CInt(path.droppingBytes(folder.utf8.count))
      }
      return nil
    }
  }

  private func checkedTarget() throws(Failure) -> Target {
    let target = try target()
    try checkName(of: target)
    guard let status = target.status else {
      // Somebody has removed the policy since it was read.
      if isOfPolicy { throw System.failure(path, .unwritable, errno: ENOENT) }
      return target
    }
    switch status.kind {
    case .file: break
    case .directory:
      throw Failure(
        .unwritable, "\(path) cannot be written: it is a folder", hint: "name a file in it")
    case .fifo, .socket, .device: return target
    }
    for (descriptor, name) in [(STDOUT_FILENO, "output"), (STDERR_FILENO, "error")]
    where System.status(of: descriptor)?.identity == status.identity {
      throw Failure(
        .wouldOverwrite, "\(path) is where the standard \(name) goes",
        hint: "name another file, or /dev/std\(descriptor == STDOUT_FILENO ? "out" : "err")")
    }
    // What replaces a policy knows the bytes that it was made of.
    if !isOfPolicy, ReadFiles.contains(status, against: isRecord) {
      throw Failure(
        .wouldOverwrite, "\(path) is read by this run, and would be written over",
        hint: "name another file")
    }
    try checkContent(of: target.path, status)
    return target
  }

  /// Follows symbolic links, also a link to a file that does not exist yet.
  private func target() throws(Failure) -> Target {
    try System.expectPath(path)
    var place = path
    // As many links as Linux follows.
    for _ in 0..<40 {
      guard let link = System.link(at: place) else {
        return Target(
          path: place, status: System.isTaken(place) ? try System.status(of: place) : nil)
      }
      place = Path.join(Path.folder(of: place), link)
    }
    throw Failure(
      .unwritable, "\(path) cannot be written: \(System.describe(ELOOP))",
      hint: "its symbolic links lead in a circle")
  }

  /// A report under a policy's name would become part of the policy. Other reserved names are
  /// alike.
  private func checkName(of target: Target) throws(Failure) {
    for path in [path, target.path] {
      let name = Path.name(of: path)
      let isProgram = Path.ending(of: path) == "weirc"
      let what: String? =
        if WantedFiles.policies.contains(name), !isOfPolicy {
          "a policy"
        } else if ExactString(name) == ExactString(Settings.fileName) {
          "settings"
        } else if isProgram, !isOfProgram {
          "a built policy"
        } else if WantedFiles.fixtures.contains(name), !isOfFixture {
          "a fixture"
        } else {
          nil
        }
      if let what {
        throw Failure(
          .wouldOverwrite, "\(self.path) has the name of \(what)", hint: "name another file")
      }
    }
  }

  private var isOfProgram: Bool {
    switch kind {
    case .program: true
    case .report, .fixture, .record, .formatted: false
    }
  }

  private var isOfPolicy: Bool {
    switch kind {
    case .formatted: true
    case .report, .program, .fixture, .record: false
    }
  }

  private var isOfFixture: Bool {
    switch kind {
    case .fixture: true
    case .report, .program, .record, .formatted: false
    }
  }

  private var isRecord: Bool {
    switch kind {
    case .record: true
    case .report, .program, .fixture, .formatted: false
    }
  }

  /// A built policy replaces only a built policy, and a record only a record; or an empty file.
  private func checkContent(of place: String, _ status: FileStatus) throws(Failure) {
    switch kind {
    case .report, .fixture: return
    case .program:
      let file = try ReadableFile(place, for: .look)
      let start = try file.read(upTo: ProgramFile.magic.count)
      if start.isEmpty || start == ProgramFile.magic { return }
      throw Failure(
        .wouldOverwrite, "\(path) exists, and is not a policy that weir build wrote",
        hint: "name another file, or remove this one first")
    case .formatted(let old):
      if try System.read(place, limit: Limits.fileBytes, for: .look) == old { return }
      throw Failure(
        .wouldOverwrite, "\(path) has changed since it was read", hint: "format it again")
    case .record(let isLine):
      let bytes = try System.read(place, limit: Limits.documentBytes, for: .look)
      var number = 0
      for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
        number += 1
        if line.allSatisfy(isJSONBlank) || isLine(Array(line)) { continue }
        throw Failure(
          .wouldOverwrite,
          "\(path):\(number) is not a verdict: the file is not a record of verdicts",
          hint: "name another file in the fixture, or remove this one first")
      }
    }
  }

  // MARK: Writing

  private func replace(_ target: Target, with bytes: [UInt8]) throws(Failure) {
    let (temporary, descriptor) = try temporary(beside: target.path, of: target.status)
    var reason = OutputFile.write(bytes, descriptor)
    if reason == 0, let status = target.status {
      // Only the superuser can keep the owner; anybody else replaces files as their own.
      _ = fchown(descriptor, status.owner, status.group)
      if fchmod(descriptor, status.mode) != 0 { reason = errno }
    }
    if reason == 0, fsync(descriptor) != 0 { reason = errno }
    close(descriptor)
    if reason == 0, rename(temporary, target.path) != 0 { reason = errno }
    guard reason == 0 else {
      unlink(temporary)
      throw System.failure(path, .unwritable, errno: reason)
    }
    // The rename is durable only once the folder is synced. Where that is not supported, the file
    // is there all the same.
    let folder = System.openOnce(Path.folder(of: target.path), O_RDONLY | O_CLOEXEC)
    if folder >= 0 {
      _ = fsync(folder)
      close(folder)
    }
  }

  /// Creates a new private file in the folder of the file it will replace.
  private func temporary(
    beside place: String, of status: FileStatus?
  ) throws(Failure) -> (path: String, descriptor: CInt) {
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<16 {
      let number = String(generator.next() as UInt64, radix: 16)
      // A long name is cut, to leave room for the random number.
      let name = String(decoding: Path.name(of: place).utf8.prefix(160), as: UTF8.self)
      let temporary = Path.join(Path.folder(of: place), ".\(name).\(number).tmp")
      let descriptor = System.retrying {
        // Until it has the permissions of the old file, only we may read it.
        System.openOnce(
          temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
          status == nil ? 0o666 : 0o600)
      }
      if descriptor >= 0 { return (temporary, descriptor) }
      guard errno == EEXIST else { break }
    }
    throw System.failure(path, .unwritable)
  }

  /// Writes to what cannot be replaced. A reader that stops early is not a failure.
  private func write(_ bytes: [UInt8], through descriptor: CInt) throws(Failure) {
    let reason = OutputFile.write(bytes, descriptor)
    guard reason == 0 || reason == EPIPE else {
      throw System.failure(path, .unwritable, errno: reason)
    }
  }

  private static func write(_ bytes: [UInt8], _ descriptor: CInt) -> CInt {
    bytes.withUnsafeBytes { System.writeAll($0, to: descriptor) }
  }
}
