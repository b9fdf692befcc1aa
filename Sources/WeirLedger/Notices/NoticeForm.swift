// What a notice says to its receiver. It has the hold's facts and how to look, and not the request:
// a chat is not where a payload belongs. Each form keeps its receiver's limits.
//
// `webhook` is the body of Standard Webhooks, whose headers `WebhookSignature` makes; `slack` is a
// message of blocks; `pagerduty` is an event of the Events API v2, whose routing key is the target
// and whose deduplication key is the hold's.

internal import Crypto
internal import Weir
internal import WeirAudit
package import WeirHost

/// The forms of notices.
package enum NoticeForm: String, CaseIterable, Sendable {
  case json, webhook, slack, pagerduty
}

extension NoticeForm {
  /// The payload.
  package func payload(_ notice: LedgerNotice) -> [UInt8] {
    switch self {
    case .json, .webhook: return facts(notice)
    case .slack: return slack(notice)
    case .pagerduty: return pagerduty(notice)
    }
  }

  private func facts(_ notice: LedgerNotice) -> [UInt8] {
    let hold = notice.hold
    var text = ObjectText()
    text.add("id", notice.id)
    text.add("type", "hold.\(notice.kind.rawValue)")
    text.add("timestamp", notice.due.description)
    var data = ObjectText()
    data.add("channel", notice.channel)
    data.add("target", notice.target)
    data.add("generation", raw: Array("\(hold.generation)".utf8))
    data.add("opened", hold.opened.description)
    data.add("deadline", hold.opened.advanced(by: hold.hold.clauses.within).description)
    if let because = NoticeForm.because(hold) { data.add("because", because) }
    data.add("look", NoticeForm.look(hold))
    data.add("hold", raw: hold.hold.lineText)
    text.add("data", raw: data.bytes)
    return text.bytes
  }

  /// Limits: 3,000 characters of a section's text.
  private func slack(_ notice: LedgerNotice) -> [UInt8] {
    let summary = NoticeForm.summary(notice)
    func section(_ text: String) -> [UInt8] {
      var inner = ObjectText()
      // Plain: a request's text must not mention a channel or pass for a link.
      inner.add("type", "plain_text")
      inner.add("text", NoticeForm.cut(text, 3_000))
      var block = ObjectText()
      block.add("type", "section")
      block.add("text", raw: inner.bytes)
      return block.bytes
    }
    var message = ObjectText()
    message.add("channel", notice.target)
    message.add("text", NoticeForm.cut(NoticeForm.slackEscaped(summary), 3_000))
    let blocks = [section(summary), section(NoticeForm.look(notice.hold))]
    message.add("blocks", raw: [0x5B] + blocks.joined(separator: [0x2C]) + [0x5D])
    return message.bytes
  }

  /// Limits: 1,024 characters of a summary.
  private func pagerduty(_ notice: LedgerNotice) -> [UInt8] {
    var details = ObjectText()
    details.add("key", notice.hold.hold.key)
    details.add("needs", "\(notice.hold.hold.clauses.needs)")
    details.add("look", NoticeForm.look(notice.hold))
    var payload = ObjectText()
    payload.add("summary", NoticeForm.cut(NoticeForm.summary(notice), 1_024))
    payload.add("source", "weir")
    let severity =
      switch notice.kind {
      case .opened: "warning"
      case .escalated: "critical"
      }
    payload.add("severity", severity)
    payload.add("custom_details", raw: details.bytes)
    var event = ObjectText()
    event.add("routing_key", notice.target)
    event.add("event_action", "trigger")
    event.add("dedup_key", notice.hold.hold.key)
    event.add("payload", raw: payload.bytes)
    return event.bytes
  }

  // MARK: Parts

  private static func summary(_ notice: LedgerNotice) -> String {
    let hold = notice.hold
    let what = because(hold).map { ": \($0)" } ?? ""
    let deadline = hold.opened.advanced(by: hold.hold.clauses.within)
    let head =
      switch notice.kind {
      case .opened: "\(hold.hold.rule) waits for approval"
      case .escalated: "\(hold.hold.rule) still waits, and is yours as well now"
      }
    return VisibleText.escaped("\(head)\(what). Needs \(hold.hold.clauses.needs) by \(deadline).")
  }

  private static func because(_ hold: LedgerHold) -> String? {
    hold.verdict.rules.first { $0.name.utf8.elementsEqual(hold.hold.rule.utf8) }?.because
  }

  private static func look(_ hold: LedgerHold) -> String { "weir holds show \(hold.hold.key)" }

  private static func cut(_ text: String, _ count: Int) -> String {
    let scalars = text.unicodeScalars
    return scalars.count <= count ? text : String(scalars.prefix(count - 1)) + "…"
  }

  private static func slackEscaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
  }
}

/// An object of JSON, member by member.
private struct ObjectText {
  private var text: [UInt8] = []

  mutating func add(_ name: String, _ value: String) {
    var bytes: [UInt8] = []
    JSONString.append(value, to: &bytes)
    add(name, raw: bytes)
  }

  mutating func add(_ name: String, raw value: [UInt8]) {
    text.append(UInt8(ascii: text.isEmpty ? "{" : ","))
    JSONString.append(name, to: &text)
    text.append(UInt8(ascii: ":"))
    text += value
  }

  var bytes: [UInt8] { text.isEmpty ? Array("{}".utf8) : text + [0x7D] }
}

/// The signature of Standard Webhooks: HMAC-SHA256 over identifier, time and body.
package struct WebhookSignature {
  private let key: SymmetricKey

  /// Reads a secret's file: `whsec_` and base64.
  package init(file path: String) throws(Failure) {
    let bytes = try System.read(path, limit: 4096)
    let text = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline).first ?? ""
    guard text.hasPrefix("whsec_"), let secret = Base64.bytes(text.dropFirst(6)),
      secret.count >= 16
    else {
      throw Failure(
        .invalidKey, "\(path) is not the secret of a webhook",
        hint: "a secret is whsec_ and the base64 of 24 to 64 random bytes")
    }
    key = SymmetricKey(data: secret)
  }

  /// The value of `webhook-signature`.
  package func text(_ id: String, seconds: Int64, _ body: [UInt8]) -> String {
    let signed = Array("\(id).\(seconds).".utf8) + body
    return "v1," + Base64.text(Array(HMAC<SHA256>.authenticationCode(for: signed, using: key)))
  }
}
