// Verdicts on their way to the audit log, and what becomes of them where it fails: no record, no
// allow.

internal import Weir
internal import WeirAudit
internal import WeirHost
internal import WeirLedger

/// Records the verdicts of one run.
final class AuditRecorder {
  private let log: AuditLog?
  private let path: String
  private let isOptional: Bool
  private(set) var hasFailed = false
  private var mask: ValueMask?
  /// The digest of the policy that judges.
  var policy: String?

  init(
    _ path: String, _ format: AuditFormat, isOptional: Bool, waits: Bool = false
  ) throws(Failure) {
    self.path = path
    self.isOptional = isOptional
    do throws(Failure) {
      let log = try AuditLog(path, format: format, waits: waits)
      self.log = log
      if let torn = log.tornBytes {
        write(
          """
          weir: warning[audit-torn]: \(VisibleText.escaped(path)): the last line was torn: \
          \(Plural.counted(torn, "byte")) cut off

          """)
      }
      if log.hasRebuiltTiles {
        write(
          """
          weir: warning[audit-tiles]: \(VisibleText.escaped(path)): there are no tiles beside the \
          log: made anew from its lines

          """)
      }
    } catch {
      guard isOptional else { throw error }
      log = nil
      complain(error)
    }
  }

  /// Whether verdicts must not pass any more.
  var denies: Bool { hasFailed && !isOptional }

  /// The mask of sensitive values, under the log's own key, which is made where there is none.
  func sensitiveMask() throws(Failure) -> ValueMask {
    if let mask { return mask }
    let made = ValueMask(key: try AuditKey.bytes(beside: path))
    mask = made
    return made
  }

  /// Takes a verdict, written as its line.
  func take(
    _ line: UnsafeBufferPointer<UInt8>, _ request: UnsafeBufferPointer<UInt8>, at now: Timestamp,
    _ effect: PolicyEffect, hiding mask: ValueMask?
  ) {
    guard let log, !hasFailed else { return }
    log.append(
      verdict: line, on: request, mask?.text(of: request), at: now, effect, policy: policy)
  }

  /// Takes what was put on record of a hold.
  func take(_ record: HoldRecord) {
    guard let log, !hasFailed else { return }
    log.append(
      AuditEvent(
        kind: "hold.\(record.act.rawValue)", time: record.at, members: record.line()[1...],
        actor: record.by?.name.description))
  }

  /// Takes that nobody decided a hold in time.
  func takeExpiry(of hold: LedgerHold, at now: Timestamp) {
    guard let log, !hasFailed else { return }
    var members: [UInt8] = []
    for (name, value) in [
      ("key", hold.hold.key), ("rule", hold.hold.rule), ("opened", hold.opened.description),
      ("deadline", hold.opened.advanced(by: hold.hold.clauses.within).description),
    ] {
      JSONString.append(name, to: &members)
      members.append(UInt8(ascii: ":"))
      JSONString.append(value, to: &members)
      members.append(UInt8(ascii: ","))
    }
    members += "\"generation\":\(hold.generation)}".utf8
    log.append(AuditEvent(kind: "hold.expired", time: now, members: members[...]))
  }

  /// Puts on disk what was taken. False where that failed, and verdicts must not pass.
  func commit() -> Bool {
    guard let log else { return isOptional }
    guard !hasFailed else { return isOptional }
    do throws(Failure) {
      try log.commit()
      return true
    } catch {
      hasFailed = true
      complain(error)
      return isOptional
    }
  }

  /// Turns every verdict of some lines that is not a denial into one.
  static func deny(_ lines: inout LineBuffer) {
    let all = Array(lines.contents)
    lines.clear()
    for line in all.split(separator: 0x0A) {
      var denial = Verdict.denied(.auditFailed)
      if let document = try? Array(line).withUnsafeBufferPointer({ try parseJSON($0) }),
        let verdict = try? Verdict(reading: document)
      {
        if verdict.effect == .deny {
          lines += Array(line)
          lines.append(UInt8(ascii: "\n"))
          continue
        }
        denial.id = verdict.id
        denial.hasNumericID = verdict.hasNumericID
        denial.line = verdict.line
        denial.policy = verdict.policy
      }
      lines += denial.lineText
      lines.append(UInt8(ascii: "\n"))
    }
  }
}
