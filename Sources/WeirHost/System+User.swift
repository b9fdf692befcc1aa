// Who runs this process, as the system knows it. No variable is asked: whoever is asked to approve
// must not be able to ask in another name.

internal import Weir

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

extension System {
  /// The name of the user whose process this is; `uid 1000` where the system's list has none.
  package static var userName: String {
    let user = getuid()
    #if canImport(Darwin)
      if let entry = getpwuid(user) { return String(cString: entry.pointee.pw_name) }
    #else
      // A static program cannot load what `getpwuid` asks.
      let bytes = (try? read("/etc/passwd", limit: 16 << 20)) ?? []
      for line in bytes.split(separator: UInt8(ascii: "\n")) {
        let fields = line.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        guard fields.count > 2, !fields[0].isEmpty,
          UInt32(String(decoding: fields[2], as: UTF8.self)) == user
        else { continue }
        return String(decoding: fields[0], as: UTF8.self)
      }
    #endif
    return "uid \(user)"
  }
}
