// The forms in which entries are written. Whichever it is, its bytes are the leaf.
//
// OCSF is class 6003, API Activity: of its classes the one that has `authorizations`. It has no
// class for approvals, so the whole entry goes along in `unmapped`. CloudEvents is version 1.0 in
// its JSON form.

internal import Crypto
package import Weir

/// How entries are written.
package enum AuditFormat: String, CaseIterable, Sendable {
  case weir, ocsf, cloudevents
}

/// What an entry is about.
package struct AuditEvent {
  /// `verdict`, or `hold.` and an act.
  package var kind: String
  package var time: Timestamp
  /// The request's digest, or its HMAC; nil for acts.
  package var request: String?
  /// The members that follow: those of a verdict's line, or of a record's, without the first brace.
  package var members: ArraySlice<UInt8>
  /// Who asks or acts, for formats that have a place for that.
  package var actor: String?
  /// The verdict, for formats that have a place for that.
  package var effect: PolicyEffect?
  package var policy: String?

  package init(
    kind: String, time: Timestamp, request: String? = nil, members: ArraySlice<UInt8>,
    actor: String? = nil, effect: PolicyEffect? = nil, policy: String? = nil
  ) {
    self.kind = kind
    self.time = time
    self.request = request
    self.members = members
    self.actor = actor
    self.effect = effect
    self.policy = policy
  }
}

extension AuditFormat {
  /// Appends an entry without its line feed.
  func append(_ event: AuditEvent, _ number: Int, to line: inout [UInt8]) {
    switch self {
    case .weir: appendOwn(event, number, to: &line)
    case .cloudevents:
      line += #"{"specversion":"1.0","id":""#.utf8
      line += "\(number)".utf8
      line += #"","source":"urn:weir","type":"dev.weir."#.utf8
      line += event.kind.utf8
      line += #"","time":""#.utf8
      line += event.time.description.utf8
      line += #"","datacontenttype":"application/json","data":"#.utf8
      appendOwn(event, number, to: &line)
      line.append(UInt8(ascii: "}"))
    case .ocsf: appendActivity(event, number, to: &line)
    }
  }

  private func appendOwn(_ event: AuditEvent, _ number: Int, to line: inout [UInt8]) {
    line += #"{"v":1,"seq":"#.utf8
    line += "\(number)".utf8
    line += #","time":""#.utf8
    line += event.time.description.utf8
    line += #"","kind":""#.utf8
    line += event.kind.utf8
    line.append(UInt8(ascii: "\""))
    if let request = event.request {
      line += #","request":""#.utf8
      line += request.utf8
      line.append(UInt8(ascii: "\""))
    }
    line.append(UInt8(ascii: ","))
    line += event.members
  }

  private func appendActivity(_ event: AuditEvent, _ number: Int, to line: inout [UInt8]) {
    let isAllowed = event.effect == .allow
    let milliseconds = event.time.seconds * 1000 + Int64(event.time.nanoseconds / 1_000_000)
    line += #"{"class_uid":6003,"category_uid":6,"activity_id":99,"type_uid":600399,"time":"#.utf8
    line += "\(milliseconds)".utf8
    line += #","severity_id":1,"status_id":"#.utf8
    line += (event.effect == nil || isAllowed ? "1" : "2").utf8
    line += #","metadata":{"version":"1.9.0-dev","uid":""#.utf8
    line += "\(number)".utf8
    line += #"","product":{"name":"Weir","vendor_name":"Weir"}}"#.utf8
    if let actor = event.actor {
      line += #","actor":{"user":{"name":"#.utf8
      JSONString.append(actor, to: &line)
      line += "}}".utf8
    }
    line += #","api":{"operation":"#.utf8
    JSONString.append(event.kind, to: &line)
    line.append(UInt8(ascii: "}"))
    if let effect = event.effect {
      line += #","authorizations":[{"decision":"#.utf8
      JSONString.append(effect.rawValue, to: &line)
      line += #","policy":{"uid":"#.utf8
      JSONString.append(event.policy ?? "", to: &line)
      line += "}}]".utf8
    }
    line += #","unmapped":"#.utf8
    appendOwn(event, number, to: &line)
    line.append(UInt8(ascii: "}"))
  }
}
