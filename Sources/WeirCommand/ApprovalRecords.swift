// `--approvals`: records as JSON lines, read before the first verdict. A line that is not a record
// ends the run, because it may be a rejection.

internal import Weir
internal import WeirAudit
internal import WeirHost
internal import WeirLedger

/// The records of a run, by the keys of their holds. An approval that covers once is spent for the
/// rest of the run by the first verdict that it allows; across runs, a ledger keeps that.
final class ApprovalRecords {
  private var byKey: [ExactString: [HoldRecord]] = [:]
  private let filter: Ledger.RecordFilter?

  init(_ paths: [String], _ filter: Ledger.RecordFilter?) throws(Failure) {
    self.filter = filter
    for path in paths {
      if path == "-" { try ReadFiles.admitStandardInput("the approvals") }
      let name = path == "-" ? "the standard input" : path
      let bytes =
        path == "-"
        ? try System.read(0, name: name, expecting: 0, limit: Limits.documentBytes)
        : try System.read(path, limit: Limits.documentBytes)
      try read(bytes, name)
    }
  }

  private func read(_ bytes: [UInt8], _ name: String) throws(Failure) {
    var number = 0
    for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      number += 1
      let text = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
      if text.allSatisfy({ $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }) { continue }
      do throws(HoldRecord.Mistake) {
        let record = try Array(text).withUnsafeBufferPointer {
          (line) throws(HoldRecord.Mistake) in try HoldRecord(line: line)
        }
        byKey[ExactString(record.key), default: []].append(record)
      } catch {
        throw Failure(
          .invalidRecord, "\(name):\(number):\(error.offset + 1): \(error.message)",
          hint: error.hint)
      }
    }
  }

  /// A held verdict, settled at an instant.
  func settle(_ verdict: Verdict, _ request: [UInt8], at now: Timestamp) -> Verdict {
    let statuses = verdict.holds.map { hold in
      let records = byKey[ExactString(hold.key)] ?? []
      guard let filter else { return hold.status(of: records, at: now) }
      let (counted, dropped) = filter(records, now)
      var status = hold.status(of: counted, at: now)
      status.ignored += dropped
      return status
    }
    let settled = verdict.settled(statuses)
    if settled.effect == .allow {
      for (hold, status) in zip(verdict.holds, statuses) {
        switch hold.clauses.covers {
        case .values: break
        case .once:
          byKey[ExactString(hold.key), default: []].append(
            HoldRecord(
              .spend, key: hold.key, generation: status.generation, at: now,
              requestID: verdict.id))
        }
      }
    }
    return settled
  }
}
