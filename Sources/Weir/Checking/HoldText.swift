// The clauses of a hold as a policy spells them, for verdicts and for people: `2 of group
// "treasury" and 1 of (group "risk" or user "cfo")`. Paths are parts of their own, because a
// verdict shows the request's value there, spelled as a text is.

package enum HoldText {
  /// Who must approve; a `path` part stands where a quoted text would.
  package static func parts(of needs: CheckedNeeds) -> [CheckedTemplate.Part] {
    var writer = PartWriter()
    writer.write(needs, isInside: false)
    return writer.finished()
  }

  /// A set of people.
  package static func parts(of selector: CheckedSelector) -> [CheckedTemplate.Part] {
    var writer = PartWriter()
    writer.write(selector)
    return writer.finished()
  }

  /// Parts with their paths spelled as paths: what the policy says, for no request.
  package static func text(_ parts: [CheckedTemplate.Part]) -> String {
    parts.map { part in
      switch part {
      case .text(let text), .constant(let text): text.description
      case .path(let path): path.text
      }
    }.joined()
  }

  /// `once`, or the covered paths.
  package static func text(_ covers: CheckedHold.Covers) -> String {
    switch covers {
    case .once: "once"
    case .values(let paths, _): paths.map(\.text).joined(separator: ", ")
    }
  }

  /// How long an approval is good.
  package static func duration(of covers: CheckedHold.Covers) -> SignedDuration {
    switch covers {
    case .once(let duration), .values(_, let duration): duration
    }
  }
}

private struct PartWriter {
  private var parts: [CheckedTemplate.Part] = []
  private var text = ""

  mutating func write(_ needs: CheckedNeeds, isInside: Bool) {
    switch needs {
    case .factor(let count, let selector):
      text += "\(count) of "
      write(selector)
    case .all(let factors):
      for (position, factor) in factors.enumerated() {
        if position > 0 { text += " and " }
        write(factor, isInside: true)
      }
    case .any(let factors):
      if isInside { text += "(" }
      for (position, factor) in factors.enumerated() {
        if position > 0 { text += " or " }
        write(factor, isInside: false)
      }
      if isInside { text += ")" }
    }
  }

  mutating func write(_ selector: CheckedSelector) {
    switch selector {
    case .one(let kind, .text(let name)): text += "\(kind.rawValue) \(quoted(name))"
    case .one(let kind, .path(let path)):
      text += "\(kind.rawValue) "
      parts.append(.text(ExactString(text)))
      parts.append(.path(path))
      text = ""
    case .any(let selectors):
      text += "("
      for (position, selector) in selectors.enumerated() {
        if position > 0 { text += " or " }
        write(selector)
      }
      text += ")"
    }
  }

  consuming func finished() -> [CheckedTemplate.Part] {
    if !text.isEmpty { parts.append(.text(ExactString(text))) }
    return parts
  }
}
