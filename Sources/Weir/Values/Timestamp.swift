// STUB: the values helper owns this file.

/// An instant: seconds since 1970-01-01T00:00:00Z, and nanoseconds within the second.
public struct Timestamp: Hashable, Sendable, BitwiseCopyable {
  /// Whole seconds since the Unix epoch, rounded down.
  public var seconds: Int64
  /// 0 to 999,999,999, counted forward from `seconds`.
  public var nanoseconds: UInt32

  /// An instant of its parts.
  public init(seconds: Int64, nanoseconds: UInt32) {
    self.seconds = seconds
    self.nanoseconds = nanoseconds
  }
}

/// A length of time, which may be negative: `15m` in a policy, the difference of two instants.
public struct Interval: Hashable, Sendable, BitwiseCopyable {
  /// Whole seconds, rounded down.
  public var seconds: Int64
  /// 0 to 999,999,999, counted forward from `seconds`.
  public var nanoseconds: UInt32

  /// A length of its parts.
  public init(seconds: Int64, nanoseconds: UInt32) {
    self.seconds = seconds
    self.nanoseconds = nanoseconds
  }
}
