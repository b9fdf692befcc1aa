// The operating system as Weir uses it: a few calls of POSIX, with their errors turned into
// failures that people can read. Foundation would do the same and cost more time to load than Weir
// takes to judge ten thousand requests.

internal import Weir

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// The calls.
package enum System {
  /// What stands at `path`, symbolic links followed.
  package static func status(of path: String) throws(Failure) -> FileStatus {
    try expectPath(path)
    var status = stat()
    guard stat(path, &status) == 0 else { throw failure(path) }
    return FileStatus(status)
  }

  /// What is at a path, for callers to which "nothing" is as good an answer as "something", but an
  /// error is neither.
  enum Look {
    case nothing
    case status(FileStatus)
    /// A dangling symbolic link.
    case link(to: String)
    case unknown(CInt)
  }

  static func look(at path: String) -> Look {
    var status = stat()
    if stat(path, &status) == 0 { return .status(FileStatus(status)) }
    let reason = errno
    if let target = link(at: path) { return .link(to: target) }
    return reason == ENOENT ? .nothing : .unknown(reason)
  }

  /// What a descriptor refers to; nil if it is closed.
  package static func status(of descriptor: CInt) -> FileStatus? {
    var status = stat()
    return fstat(descriptor, &status) == 0 ? FileStatus(status) : nil
  }

  /// The status of the path itself, symbolic links not followed.
  static func status(ofLink path: String) -> FileStatus? {
    var status = stat()
    return lstat(path, &status) == 0 ? FileStatus(status) : nil
  }

  /// Whether anything is at the path, a dangling symbolic link included.
  package static func isTaken(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0
  }

  /// Whether others than a file's owner may read it.
  package static func mayOthersRead(_ path: String) throws(Failure) -> Bool {
    try status(of: path).mode & 0o077 != 0
  }

  /// Adds bytes to the end of a file, which is made if there is none.
  package static func append(_ bytes: [UInt8], to path: String) throws(Failure) {
    let descriptor = retrying {
      openOnce(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY, 0o644)
    }
    guard descriptor >= 0 else { throw failure(path, .unwritable) }
    defer { close(descriptor) }
    let reason = bytes.withUnsafeBytes { writeAll($0, to: descriptor) }
    guard reason == 0 else { throw failure(path, .unwritable, errno: reason) }
  }

  /// Makes an empty file that only those may use whom the mode names; one that is there stays.
  package static func makeFile(_ path: String, mode: Int) throws(Failure) {
    try expectPath(path)
    let descriptor = retrying {
      openOnce(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode_t(mode))
    }
    if descriptor >= 0 {
      close(descriptor)
    } else if errno != EEXIST {
      throw failure(path, .unwritable)
    }
  }

  /// The target of a symbolic link; nil for anything else.
  package static func link(at path: String) -> String? {
    var text = [UInt8](repeating: 0, count: Int(PATH_MAX))
    let count = text.withUnsafeMutableBytes { buffer -> Int in
      let start = buffer.assumingMemoryBound(to: CChar.self)
      return start.baseAddress.map { readlink(path, $0, start.count) } ?? -1
    }
    return count > 0 ? String(decoding: text.prefix(count), as: UTF8.self) : nil
  }

  /// Refuses a path with a NUL, which C would cut short and so read as another path.
  package static func expectPath(_ path: String) throws(Failure) {
    if path.isEmpty {
      throw Failure(.notFound, "a path is empty", hint: "'.' is the working directory")
    }
    if path.utf8.contains(0) {
      throw Failure(
        .notFound, "\(path) does not exist: it has a NUL in it, and no file's name has",
        hint: "write the name without it")
    }
  }

  /// Everything in a folder but `.` and `..`, in no particular order.
  package static func entries(of folder: String) throws(Failure) -> [FolderEntry] {
    try expectPath(folder)
    guard let stream = opendir(folder) else { throw failure(folder) }
    defer { closedir(stream) }
    var entries: [FolderEntry] = []
    while true {
      errno = 0
      guard let entry = readdir(stream) else {
        if errno != 0 { throw failure(folder) }
        return entries
      }
      let isFile = entry.pointee.d_type == UInt8(DT_REG)
      let found = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 1) {
          FolderEntry(
            name: String(cString: $0), isText: String(validatingCString: $0) != nil, isFile: isFile)
        }
      }
      if found.name != ".", found.name != ".." { entries.append(found) }
    }
  }

  /// The bytes of a file, or of a pipe that a shell hands over as `/dev/fd/63`.
  ///
  /// - Parameters:
  ///   - shown: what messages call it.
  ///   - purpose: what it is read for, which decides what outputs of this run may overwrite it.
  package static func read(
    _ path: String, as shown: String? = nil, limit: Int, for purpose: ReadFiles.Purpose = .input
  ) throws(Failure) -> [UInt8] {
    let shown = shown ?? path
    let (descriptor, status) = try openToRead(path, as: shown, for: purpose)
    defer { close(descriptor) }
    if status.kind == .file, status.size > limit { throw tooLarge(shown, limit) }
    // One more byte than its size, so that the end is seen without growing.
    return try read(descriptor, name: shown, expecting: status.size + 1, limit: limit)
  }

  private static func tooLarge(_ path: String, _ limit: Int) -> Failure {
    Failure(.tooLarge, "\(path) is larger than \(limit) bytes", hint: "split the file")
  }

  /// Reads a descriptor to its end.
  package static func read(_ descriptor: CInt, name: String, expecting: Int, limit: Int)
    throws(Failure) -> [UInt8]
  {
    var bytes: [UInt8] = []
    var step = min(max(expecting, 1 << 16), limit + 1)
    while true {
      var failed = false
      let start = bytes.count
      let chunk = [UInt8](unsafeUninitializedCapacity: step) { buffer, count in
        let result = retrying { Self.readOnce(descriptor, buffer.baseAddress, buffer.count) }
        failed = result < 0
        count = max(result, 0)
      }
      if failed { throw failure(name) }
      if chunk.isEmpty { return bytes }
      if start == 0 { bytes = chunk } else { bytes += chunk }
      if bytes.count > limit { throw tooLarge(name, limit) }
      step = max(1 << 16, min(bytes.count, 8 << 20))
    }
  }

  /// Opens anything readable but a folder: for requests, which may come through a FIFO.
  package static func open(_ path: String) throws(Failure) -> CInt {
    try expectPath(path)
    let descriptor = retrying { openOnce(path, O_RDONLY | O_CLOEXEC) }
    guard descriptor >= 0 else { throw failure(path) }
    do throws(Failure) {
      guard let status = status(of: descriptor) else { throw failure(path) }
      if status.kind == .directory { throw isFolder(path) }
      try ReadFiles.admit(status, at: path, as: path, for: .input)
      return descriptor
    } catch {
      close(descriptor)
      throw error
    }
  }

  /// Opens a file that is read whole. A FIFO is refused: it would block its reader for ever, or
  /// look empty to a reader that does not block. But a descriptor that the shell has opened
  /// (`<(…)`, `/dev/stdin`) has a writer, and is read.
  package static func openToRead(
    _ path: String, as shown: String? = nil, for purpose: ReadFiles.Purpose = .input
  ) throws(Failure) -> (descriptor: CInt, status: FileStatus) {
    try expectPath(path)
    let shown = shown ?? path
    let descriptor = retrying { openOnce(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY) }
    guard descriptor >= 0 else {
      if errno == ENXIO { throw isNoFile(shown, .socket) }
      throw failure(shown)
    }
    do throws(Failure) {
      guard let status = status(of: descriptor) else { throw failure(shown) }
      switch status.kind {
      case .file: try ReadFiles.admit(status, at: path, as: shown, for: purpose)
      case .directory: throw isFolder(shown)
      case .fifo, .socket, .device:
        guard isHandedOver(path) else { throw isNoFile(shown, status.kind) }
        let flags = fcntl(descriptor, F_GETFL)
        if flags >= 0 { _ = fcntl(descriptor, F_SETFL, flags & ~O_NONBLOCK) }
      }
      return (descriptor, status)
    } catch {
      close(descriptor)
      throw error
    }
  }

  private static func isFolder(_ path: String) -> Failure {
    Failure(.notARegularFile, "\(path) is a folder", hint: "name the files in it")
  }

  /// Whether a path names something that this process, or the machine, already has open.
  package static func isHandedOver(_ path: String) -> Bool {
    path.utf8.starts(with: "/dev/".utf8) || path.utf8.starts(with: "/proc/".utf8)
  }

  /// The failure for a path that is not a file.
  package static func isNoFile(_ path: String, _ kind: FileStatus.Kind) -> Failure {
    Failure(
      .notARegularFile, "\(path) is \(kind.noun), not a file",
      hint: "put a file in its place, or take it away")
  }

  /// The path without symbolic links and dots; nil when there is nothing.
  package static func resolved(_ path: String) -> String? {
    guard !path.utf8.contains(0), let pointer = realpath(path, nil) else { return nil }
    defer { free(pointer) }
    return String(cString: pointer)
  }

  /// The working directory.
  package static var workingDirectory: String { resolved(".") ?? "." }

  /// The effective user of the process.
  static var user: uid_t { geteuid() }

  /// Reads a descriptor to its end, and keeps nothing.
  package static func skipRest(_ descriptor: CInt) {
    var bytes = [UInt8](repeating: 0, count: 1 << 16)
    while bytes.withUnsafeMutableBytes({ readOnce(descriptor, $0.baseAddress, $0.count) }) > 0 {}
  }

  /// The path from the root, links and dots as they are.
  package static func absolute(_ path: String) -> String {
    Path.join(workingDirectory, path)
  }

  /// Whether a descriptor is a terminal.
  package static func isTerminal(_ descriptor: CInt) -> Bool { isatty(descriptor) == 1 }

  /// A variable of the environment; nil when unset or empty.
  package static func variable(_ name: String) -> String? {
    guard let value = getenv(name), value.pointee != 0 else { return nil }
    return String(cString: value)
  }

  /// The failure that `errno` stands for.
  package static func failure(
    _ path: String, _ code: Failure.Code = .unreadable, errno reason: CInt = errno
  ) -> Failure {
    if code == .unwritable {
      return Failure(.unwritable, "\(path) cannot be written: \(describe(reason))")
    }
    switch reason {
    case ENOENT, ENOTDIR:
      return Failure(
        .notFound, "\(path) does not exist",
        hint: path.hasPrefix("/")
          ? nil : "paths are relative to the working directory, \(workingDirectory)")
    case EACCES, EPERM:
      return Failure(
        .unreadable, "\(path) cannot be read: \(describe(reason))",
        hint: "give yourself the right to read it: chmod u+r, or u+rx for a folder")
    default: return Failure(.unreadable, "\(path) cannot be read: \(describe(reason))")
    }
  }

  /// The message of an error number: `No such file or directory`.
  package static func describe(_ reason: CInt) -> String {
    strerror(reason).map { String(cString: $0) } ?? "error \(reason)"
  }

  /// The result of a call, repeated as long as a signal interrupts it.
  package static func retrying<Result: BinaryInteger>(_ call: () -> Result) -> Result {
    while true {
      let result = call()
      if result != -1 || errno != EINTR { return result }
    }
  }

  // The C functions under names that this type's own methods do not hide.
  package static func readOnce(_ descriptor: CInt, _ to: UnsafeMutableRawPointer?, _ count: Int)
    -> Int
  {
    #if canImport(Darwin)
      Darwin.read(descriptor, to, count)
    #else
      Glibc.read(descriptor, to, count)
    #endif
  }

  package static func writeOnce(_ descriptor: CInt, _ bytes: UnsafeRawBufferPointer) -> Int {
    guard let base = bytes.baseAddress else { return 0 }
    #if canImport(Darwin)
      return Darwin.write(descriptor, base, bytes.count)
    #else
      return Glibc.write(descriptor, base, bytes.count)
    #endif
  }

  static func openOnce(_ path: String, _ flags: CInt, _ mode: mode_t = 0) -> CInt {
    #if canImport(Darwin)
      Darwin.open(path, flags, mode)
    #else
      Glibc.open(path, flags, mode)
    #endif
  }
}
