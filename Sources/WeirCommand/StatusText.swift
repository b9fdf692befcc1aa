// Where a hold stands, in words: who approved and until when, who refused and why, what is missing,
// and which records count for nothing.

internal import Weir

/// The lines that tell of a status.
struct StatusText {
  let status: HoldStatus

  /// What a request gets, in a sentence or two.
  var lines: [String] { [headline] + ignored }

  private var headline: String {
    let until = status.until?.description ?? ""
    switch status.state {
    case .pending:
      let missing = status.missing.map { ", missing \($0)" } ?? ""
      let again = status.generation > 1 ? ", held for time number \(status.generation)" : ""
      return "pending until \(status.deadline)\(missing)\(agreed)\(again)"
    case .approved:
      let how = status.isOverridden ? "overridden" : "approved"
      return "\(how) by \(people(.approve, .override)), until \(until)"
    case .rejected:
      return "rejected by \(people(.reject)); may be held anew from \(until)"
    case .expired:
      return "expired at \(status.since) without a decision; may be held anew from \(until)"
    case .cancelled:
      return "cancelled by \(people(.cancel)); may be held anew from \(until)"
    case .revoked:
      return "approval revoked by \(people(.revoke)); may be held anew from \(until)"
    case .spent: return "approved by \(people(.approve, .override)), spent at \(status.since)"
    case .lapsed:
      return "approved by \(people(.approve, .override)), lapsed at \(status.since)"
    }
  }

  /// Who has agreed so far.
  private var agreed: String {
    let people = people(.approve)
    return people.isEmpty ? "" : ", approved by \(people)"
  }

  private func people(_ acts: HoldRecord.Act...) -> String {
    status.counted.filter { acts.contains($0.act) }.map { record in
      let name = VisibleText.escaped(record.by?.name.description ?? "nobody")
      return record.reason.map { "\(name) (\(VisibleText.escaped($0)))" } ?? name
    }.joined(separator: ", ")
  }

  private var ignored: [String] {
    let named = status.ignored.prefix(Limits.namedCauses).map { ignored in
      let record = ignored.record
      let who = record.by.map { "\(VisibleText.escaped($0.name.description))'s " } ?? ""
      return
        "\(who)\(record.act.noun) of \(record.at) counts for nothing: "
        + ignored.reason.message
    }
    let more = status.ignored.count - named.count
    return named
      + (more > 0 ? ["\(Plural.counted(more, "more record")) counts for nothing"] : [])
  }
}
