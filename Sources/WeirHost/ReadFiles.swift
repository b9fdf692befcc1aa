// Which files this process reads, and which files its standard streams write to. A file is never
// both: no output overwrites the policy, the requests or the settings it comes from, by whatever
// name or link, and no run reads what it has just written. The register is the one fact kept for
// the whole process, because any code may read a file.

internal import Weir

/// The register.
package enum ReadFiles {
  /// What a file is read for.
  package enum Purpose {
    /// No output may be written over it.
    case input
    /// To see what an output would overwrite; the file is not registered.
    case record
    /// To see what an output would be written over.
    case look
  }

  private final class Register: @unchecked Sendable {
    let monitor = Monitor()
    // Under the monitor.
    var files: [(identity: FileIdentity, place: Place, purpose: Purpose)] = []
  }

  /// Where a file was read from.
  private enum Place {
    case path(String)
    case standardInput

    /// The file that is there now.
    var identity: FileIdentity? {
      switch self {
      case .path(let path): (try? System.status(of: path))?.identity
      case .standardInput: System.status(of: 0)?.identity
      }
    }
  }

  private static let register = Register()

  /// The files that the streams write to; the shell opened them before anything was read.
  private static let streams: [(stream: String, identity: FileIdentity)] =
    [(CInt(1), "output"), (2, "error")].compactMap { descriptor, stream in
      System.status(of: descriptor).flatMap {
        $0.kind == .file ? (stream: stream, identity: $0.identity) : nil
      }
    }

  /// Registers the file at a path, which was opened for reading; fails if a stream writes to it.
  ///
  /// - Parameters:
  ///   - shown: what messages call it.
  ///   - purpose: what it is read for.
  static func admit(
    _ status: FileStatus, at path: String, as shown: String, for purpose: Purpose
  ) throws(Failure) {
    try admit(status, .path(path), shown, purpose)
  }

  /// Registers the file that the standard input comes from.
  package static func admitStandardInput(_ name: String) throws(Failure) {
    if let status = System.status(of: 0) { try admit(status, .standardInput, name, .input) }
  }

  private static func admit(
    _ status: FileStatus, _ place: Place, _ shown: String, _ purpose: Purpose
  ) throws(Failure) {
    // Only a file keeps what is written to it.
    guard status.kind == .file else { return }
    for (stream, identity) in streams where identity == status.identity {
      throw Failure(
        .wouldOverwrite, "\(shown) is where the standard \(stream) goes",
        hint: "write to another file than those that are read")
    }
    switch purpose {
    case .input, .record:
      register.monitor.exclusively { register.files.append((status.identity, place, purpose)) }
    case .look: break
    }
  }

  /// Forgets what earlier runs in this process have read.
  package static func forget() { register.monitor.exclusively { register.files.removeAll() } }

  /// Whether an output to the file would spoil something that this process has read. An inode
  /// number may be reused after its file is gone (`--watch` runs long), so a file counts only while
  /// it is still where it was read from.
  ///
  /// - Parameter isRecord: whether the output is a record, which replaces an older one.
  static func contains(_ status: FileStatus, against isRecord: Bool) -> Bool {
    register.monitor.exclusively {
      register.files.contains {
        $0.identity == status.identity && $0.place.identity == status.identity
          && !($0.purpose == .record && isRecord)
      }
    }
  }
}
