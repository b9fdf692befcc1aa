// The log's own key, under which sensitive values stand in it: 32 random bytes in `FILE.key`, which
// only their owner may read. Whoever has the key can check a guess; whoever has the log cannot.

internal import Crypto
internal import Weir
package import WeirHost

package enum AuditKey {
  /// The key of a log, made where there is none.
  package static func bytes(beside log: String) throws(Failure) -> [UInt8] {
    let path = log + ".key"
    if !System.isTaken(path) {
      let made = SymmetricKey(size: .bits256).withUnsafeBytes { Array($0) }
      try System.makeFile(path, mode: 0o600)
      try OutputFile(path, .report).write(Array((Base64.text(made) + "\n").utf8))
    }
    let bytes = try System.read(path, limit: 4096)
    guard try !System.mayOthersRead(path) else {
      throw Failure(
        .invalidKey, "\(path): others may read the log's key", hint: "chmod 600 \(path)")
    }
    let text = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline).first ?? ""
    guard let key = Base64.bytes(text), key.count == 32 else {
      throw Failure(
        .invalidKey, "\(path) is not the key of an audit log",
        hint: "restore it, or sensitive values can no longer be told to be equal")
    }
    return key
  }
}
