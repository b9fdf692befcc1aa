// What the system reports about a file.

internal import Weir

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// The status of whatever is at a path.
package struct FileStatus: Sendable {
  package enum Kind: Sendable {
    case file, directory, fifo, socket, device

    /// For messages: `deny.weir is a FIFO`.
    package var noun: String {
      switch self {
      case .file: "a file"
      case .directory: "a folder"
      case .fifo: "a FIFO"
      case .socket: "a socket"
      case .device: "a device"
      }
    }
  }
  package var kind: Kind
  /// Device and inode number: two paths with the same identity are the same file or folder.
  package var identity: FileIdentity
  /// The size of a file in bytes.
  package var size: Int
  /// The permission bits.
  var mode: mode_t
  var owner: uid_t
  var group: gid_t
}

package struct FileIdentity: Hashable, Sendable {
  var device: UInt64
  var number: UInt64
}

/// An entry of a folder.
package struct FolderEntry {
  /// The name as it can be shown; it can be used to open the file only if `isText`.
  package var name: String
  /// Whether the name is UTF-8.
  package var isText: Bool
  /// Whether the entry is known to be a file. False for a link, and for any entry in some file
  /// systems.
  package var isFile: Bool
}

/// A file that is open for reading; every read starts at the beginning.
struct ReadableFile: ~Copyable {
  private let descriptor: CInt
  private let path: String
  /// The size of a file; nil for a pipe and the like.
  let size: Int?

  init(_ path: String, for purpose: ReadFiles.Purpose = .input) throws(Failure) {
    let opened = try System.openToRead(path, for: purpose)
    descriptor = opened.descriptor
    self.path = path
    size = opened.status.kind == .file ? opened.status.size : nil
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

  /// The first `count` bytes, or all if there are fewer.
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

extension FileStatus {
  init(_ status: stat) {
    switch status.st_mode & S_IFMT {
    case S_IFREG: kind = .file
    case S_IFDIR: kind = .directory
    case S_IFIFO: kind = .fifo
    case S_IFSOCK: kind = .socket
    default: kind = .device
    }
    identity = FileIdentity(
      device: UInt64(truncatingIfNeeded: status.st_dev),
      number: UInt64(truncatingIfNeeded: status.st_ino))
    size = Int(status.st_size)
    mode = status.st_mode & 0o777
    owner = status.st_uid
    group = status.st_gid
  }
}
