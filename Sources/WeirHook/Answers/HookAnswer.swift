// What a host reads of its hook: bytes on two streams, and an exit status.

internal import CWatchdog
internal import Weir
internal import WeirHost

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// An answer.
package struct HookAnswer: Sendable, Equatable {
  package var out: [UInt8]
  package var error: [UInt8]
  package var status: CInt

  /// Nothing: the host goes on as if there were no hook.
  package static let silence = HookAnswer(out: "", error: "", status: 0)

  init(out: String, error: String, status: CInt) {
    self.out = Array(out.utf8)
    self.error = Array(error.utf8)
    self.status = status
  }

  /// Makes this the answer that the watchdog gives.
  package func prepareWatchdog() {
    out.withUnsafeBytes { out in
      error.withUnsafeBytes { error in
        weir_watchdog_prepare(
          out.baseAddress, out.count, error.baseAddress, error.count, status)
      }
    }
  }

  /// Gives the answer, and ends the process. Where the watchdog answers already, this waits for it
  /// to end the process.
  package func give() -> Never {
    while weir_watchdog_take() == 0 { _ = pause() }
    // The host takes what was said for a block, or a silence for consent; so if what blocks cannot
    // be said, the status must not be that of a silence.
    var status = status
    for (bytes, descriptor) in [(out, STDOUT_FILENO), (error, STDERR_FILENO)] where !bytes.isEmpty {
      let reason = bytes.withUnsafeBytes { System.writeAll($0, to: descriptor) }
      if reason != 0, status == 0 { status = ExitStatus.unusable.code }
    }
    _exit(status)
  }
}

/// What answers when the process can no longer.
package enum HookWatchdog {
  /// Answers from now on for crashes, requests to end, and when the time is over.
  package static func arm(milliseconds: Int) { weir_watchdog_arm(milliseconds) }

  /// Lets a thread that has used up its stack be answered for.
  package static func guardThread() { weir_watchdog_guard_thread() }
}
