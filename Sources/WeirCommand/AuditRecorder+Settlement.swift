// One settled verdict on its way to the audit log: what a gate and a hook put on record.

internal import Weir
internal import WeirAudit
internal import WeirHost
internal import WeirLedger

extension AuditRecorder {
  /// Takes a verdict and what was put on record of its holds.
  ///
  /// - Parameter evaluator: judges the request again where its verdict must be told without
  ///   sensitive values.
  func take(
    _ verdict: Verdict, _ records: [HoldRecord], on request: [UInt8], at now: Timestamp,
    _ evaluator: inout Evaluator
  ) throws(Failure) {
    policy = verdict.policy
    records.forEach { take($0) }
    let mask = evaluator.readsSensitiveValues ? try sensitiveMask() : nil
    request.withUnsafeBufferPointer { bytes in
      var told = verdict
      if let mask {
        told = evaluator.evaluate(bytes, now: now, hiding: mask)
        told.effect = verdict.effect
        told.error = verdict.error
      }
      told.lineText.withUnsafeBufferPointer {
        take($0, bytes, at: now, verdict.effect, hiding: mask)
      }
    }
  }
}
