// The wall clock. The core reads no clock: its caller passes the instant.

public import Weir

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

extension Timestamp {
  /// The current time of the system's clock.
  public static func now() -> Timestamp {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Timestamp(seconds: Int64(time.tv_sec), nanoseconds: UInt32(time.tv_nsec))
  }
}
