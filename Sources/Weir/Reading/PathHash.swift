// Hashes of the paths of a request, always the same: by them slots are put in order, and causes
// told apart.

/// A path's hash, step by step.
enum PathHash {
  /// The request itself.
  static let request: UInt64 = 0x243F_6A88_85A3_08D3

  /// The hash of a path of the request, always the same.
  static func hash(of steps: [RequestPath.Step]) -> UInt64 {
    steps.reduce(request) { hash, step in
      switch step {
      case .index(let index): join(hash, PathHash.hash(index))
      case .member(let name): join(hash, name.bytes.withUnsafeBufferPointer(PathHash.hash))
      }
    }
  }

  static func hash(_ index: Int) -> UInt64 {
    ByteHash.mix(UInt64(index) &+ 1 ^ 0x1319_8A2E_0370_7344, ByteHash.second)
  }

  static func hash(_ name: UnsafeBufferPointer<UInt8>) -> UInt64 {
    guard let base = name.baseAddress else { return ByteHash.first }
    return ByteHash.hash(base, name.count)
  }

  static func join(_ hash: UInt64, _ step: UInt64) -> UInt64 {
    ByteHash.mix(hash ^ ByteHash.first, step ^ ByteHash.second) &+ hash &* 3 &+ step
  }
}
