// The operating system as Weir uses it: a few calls of POSIX, with their errors turned into failures
// that people can read. Foundation would do the same and cost more time to load than Weir takes to
// judge ten thousand requests.

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// What stands at a path.
package struct FileStatus: Sendable {
  package enum Kind: Sendable { case file, directory, other }
  package var kind: Kind
  /// Device and number: two paths with the same identity are the same thing.
  package var identity: FileIdentity
}

package struct FileIdentity: Hashable, Sendable {
  var device: UInt64
  var number: UInt64
}

/// A file that is open for reading, from its beginning each time.
struct ReadableFile: ~Copyable {
  private let descriptor: CInt
  private let path: String
  /// The size of a file; nil for a pipe and the like.
  let size: Int?

  init(_ path: String) throws(Failure) {
    descriptor = try System.open(path)
    self.path = path
    var status = stat()
    size =
      fstat(descriptor, &status) == 0 && FileStatus(status).kind == .file
      ? Int(status.st_size) : nil
  }

  deinit { close(descriptor) }

  /// Reads the file's beginning; returns how many bytes it had.
  func read(into bytes: UnsafeMutableRawBufferPointer) throws(Failure) -> Int {
    var count = 0
    while count < bytes.count {
      let result = System.retrying {
        pread(
          descriptor, bytes.baseAddress.map { $0 + count }, bytes.count - count, off_t(count))
      }
      guard result >= 0 else { throw System.failure(path) }
      if result == 0 { break }
      count += result
    }
    return count
  }

  /// The first so many bytes, or as many as there are.
  func read(upTo limit: Int) throws(Failure) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: limit)
    var count = 0
    var failure: Failure?
    bytes.withUnsafeMutableBytes { buffer in
      do throws(Failure) { count = try read(into: buffer) } catch { failure = error }
    }
    if let failure { throw failure }
    return Array(bytes.prefix(count))
  }
}

/// The calls.
package enum System {
  /// What stands at `path`, symbolic links followed.
  package static func status(of path: String) throws(Failure) -> FileStatus {
    var status = stat()
    guard stat(path, &status) == 0 else { throw failure(path) }
    return FileStatus(status)
  }

  /// Everything in a folder but `.` and `..`, in no order.
  package static func entries(of folder: String) throws(Failure) -> [String] {
    guard let stream = opendir(folder) else { throw failure(folder) }
    defer { closedir(stream) }
    var names: [String] = []
    while true {
      errno = 0
      guard let entry = readdir(stream) else {
        if errno != 0 { throw failure(folder) }
        return names
      }
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 1) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
  }

  /// The bytes of a file, or of whatever else can be read to an end (a pipe).
  package static func read(_ path: String, limit: Int) throws(Failure) -> [UInt8] {
    let descriptor = try open(path)
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw failure(path) }
    // One more than it has, to see its end without growing.
    return try read(descriptor, name: path, expecting: Int(status.st_size) + 1, limit: limit)
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
      if bytes.count > limit {
        throw Failure(.tooLarge, "\(name) is larger than \(limit) bytes", hint: "split the file")
      }
      step = max(1 << 16, min(bytes.count, 8 << 20))
    }
  }

  /// Opens a file for reading.
  package static func open(_ path: String) throws(Failure) -> CInt {
    let descriptor = retrying { Self.openOnce(path) }
    guard descriptor >= 0 else { throw failure(path) }
    var status = stat()
    if fstat(descriptor, &status) == 0, FileStatus(status).kind == .directory {
      close(descriptor)
      throw Failure(.notARegularFile, "\(path) is a folder", hint: "name the files in it")
    }
    return descriptor
  }

  /// The path without symbolic links and dots; nil when there is nothing.
  package static func resolved(_ path: String) -> String? {
    guard let pointer = realpath(path, nil) else { return nil }
    defer { free(pointer) }
    return String(cString: pointer)
  }

  /// The working directory.
  package static var workingDirectory: String { resolved(".") ?? "." }

  /// Writes a file whole or not at all: beside it first, then over it.
  package static func write(_ bytes: [UInt8], to path: String) throws(Failure) {
    let temporary = "\(path).\(getpid()).tmp"
    let descriptor = retrying { Self.createOnce(temporary) }
    guard descriptor >= 0 else { throw failure(path, .unwritable) }
    var written = 0
    while written < bytes.count {
      let count = bytes.withUnsafeBytes { buffer in
        retrying { writeOnce(descriptor, UnsafeRawBufferPointer(rebasing: buffer[written...])) }
      }
      if count < 0 { break }
      written += count
    }
    let isComplete = written == bytes.count && fsync(descriptor) == 0
    let reason = errno
    close(descriptor)
    guard isComplete, rename(temporary, path) == 0 else {
      let failure = failure(path, .unwritable, errno: isComplete ? errno : reason)
      unlink(temporary)
      throw failure
    }
  }

  /// Whether a descriptor is a terminal.
  package static func isTerminal(_ descriptor: CInt) -> Bool { isatty(descriptor) == 1 }

  /// A variable of the environment; nil when unset or empty.
  package static func variable(_ name: String) -> String? {
    guard let value = getenv(name), value.pointee != 0 else { return nil }
    return String(cString: value)
  }

  /// The failure that `errno` speaks of.
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

  /// What an error number means: `No such file or directory`.
  package static func describe(_ reason: CInt) -> String {
    strerror(reason).map { String(cString: $0) } ?? "error \(reason)"
  }

  /// The result of a call that a signal interrupts now and then.
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

  private static func openOnce(_ path: String) -> CInt {
    #if canImport(Darwin)
      Darwin.open(path, O_RDONLY | O_CLOEXEC)
    #else
      Glibc.open(path, O_RDONLY | O_CLOEXEC)
    #endif
  }

  private static func createOnce(_ path: String) -> CInt {
    #if canImport(Darwin)
      Darwin.open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    #else
      Glibc.open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    #endif
  }
}

extension FileStatus {
  init(_ status: stat) {
    switch status.st_mode & S_IFMT {
    case S_IFREG: kind = .file
    case S_IFDIR: kind = .directory
    default: kind = .other
    }
    identity = FileIdentity(
      device: UInt64(truncatingIfNeeded: status.st_dev),
      number: UInt64(truncatingIfNeeded: status.st_ino))
  }
}
