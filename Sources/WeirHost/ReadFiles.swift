// Which files this process reads, and which its standard streams go to. A file is never both: no
// report and no verdict goes over the policy, the requests or the settings that it comes from, by
// whatever name or link, and no run reads what it has just written. It is the one fact about the
// whole process that is kept in one place for all: a file may be read by anybody.

internal import Weir

/// The register.
package enum ReadFiles {
  /// What a file is read for.
  package enum Purpose {
    /// No output may be written over it.
    case input
    /// As verdicts on record: only a newer record may be written over them.
    case record
    /// To see what an output would be written over.
    case look
  }

  private final class Register: @unchecked Sendable {
    let monitor = Monitor()
    // Under the monitor.
    var files: [(identity: FileIdentity, place: Place, purpose: Purpose)] = []
  }

  /// Where a file was read.
  private enum Place {
    case path(String)
    case standardInput

    /// What is there now.
    var identity: FileIdentity? {
      switch self {
      case .path(let path): (try? System.status(of: path))?.identity
      case .standardInput: System.status(of: 0)?.identity
      }
    }
  }

  private static let register = Register()

  /// The files that the streams go to, which the shell has opened before anything was read.
  private static let streams: [(stream: String, identity: FileIdentity)] =
    [(CInt(1), "output"), (2, "error")].compactMap { descriptor, stream in
      System.status(of: descriptor).flatMap {
        $0.kind == .file ? (stream: stream, identity: $0.identity) : nil
      }
    }

  /// Admits the file at a path, which was opened for reading.
  ///
  /// - Parameters:
  ///   - shown: what messages call it.
  ///   - purpose: what it is read for.
  static func admit(
    _ status: FileStatus, at path: String, as shown: String, for purpose: Purpose
  ) throws(Failure) {
    try admit(status, .path(path), shown, purpose)
  }

  /// Admits what the standard input comes from.
  package static func admitStandardInput(_ name: String) throws(Failure) {
    if let status = System.status(of: 0) { try admit(status, .standardInput, name, .input) }
  }

  private static func admit(
    _ status: FileStatus, _ place: Place, _ shown: String, _ purpose: Purpose
  ) throws(Failure) {
    // Nothing else keeps what is written to it.
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

  /// Forgets what an earlier run has read, in a process of several.
  package static func forget() { register.monitor.exclusively { register.files.removeAll() } }

  /// Whether this process has read the file for something that an output would spoil. The number of
  /// one that is gone may be another's by now (`--watch` runs long), so a file counts while it is
  /// still where it was read.
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
