// People as verdicts spell them, much as a policy does: `2 of group "treasury" and 1 of (group
// "risk" or user "cfo")`. The one speller serves policies, whose paths are gaps in a prepared text
// until a request fills them, and verdicts, in which nothing is open.

/// A text with names in it, not yet spelled.
struct ApproverText<Name: Hashable & Sendable> {
  enum Piece {
    case text(String)
    case name(Name)
  }

  private(set) var pieces: [Piece] = []
  private var text = ""

  init(_ needs: Needs<Name>) {
    write(needs, isInside: false)
    closeText()
  }

  init(_ approvers: Approvers<Name>) {
    write(approvers)
    closeText()
  }

  /// `isInside`: among the parts of an `and`, where an `or` needs parentheses.
  private mutating func write(_ needs: Needs<Name>, isInside: Bool) {
    switch needs {
    case .factor(let count, let approvers):
      text += "\(count) of "
      write(approvers)
    case .all(let parts):
      for (index, part) in parts.enumerated() {
        if index > 0 { text += " and " }
        write(part, isInside: true)
      }
    case .any(let parts):
      if isInside { text += "(" }
      for (index, part) in parts.enumerated() {
        if index > 0 { text += " or " }
        write(part, isInside: false)
      }
      if isInside { text += ")" }
    }
  }

  private mutating func write(_ approvers: Approvers<Name>) {
    switch approvers {
    case .one(let kind, let name):
      text += "\(kind.rawValue) "
      closeText()
      pieces.append(.name(name))
    case .any(let parts):
      text += "("
      for (index, part) in parts.enumerated() {
        if index > 0 { text += " or " }
        write(part)
      }
      text += ")"
    }
  }

  private mutating func closeText() {
    if !text.isEmpty { pieces.append(.text(text)) }
    text = ""
  }
}

extension ApproverText where Name: CustomStringConvertible {
  /// The whole text, its names spelled out.
  var whole: String {
    pieces.map { piece in
      switch piece {
      case .text(let text): text
      case .name(let name): name.description
      }
    }.joined()
  }
}

// MARK: - Names

extension PolicyApprover: CustomStringConvertible {
  /// A string in quotes, or a path.
  package var description: String {
    switch self {
    case .text(let text): quotedName(text)
    case .path(let path): path.text
    }
  }
}

extension VerdictApprover: CustomStringConvertible {
  /// A name in quotes, a list in brackets; what could not be read is its bare path.
  public var description: String {
    switch self {
    case .name(let name): quotedName(name)
    case .list(let elements):
      "[" + elements.map(\.description).joined(separator: ",") + "]"
    case .unreadable(let path): path.text
    }
  }
}

extension VerdictApprover.Element: CustomStringConvertible {
  /// A name in quotes; what is not a name as its JSON.
  public var description: String {
    switch self {
    case .name(let name): quotedName(name)
    case .other(let json): json.description
    }
  }
}

/// A name, whoever chose it, with JSON's escapes: the same name never has two spellings.
private func quotedName(_ name: ExactString) -> String {
  var text: [UInt8] = []
  JSONString.append(name.bytes, to: &text)
  return String(decoding: text, as: UTF8.self)
}

// MARK: - Clauses

extension Needs: CustomStringConvertible where Name: CustomStringConvertible {
  /// As a verdict spells it: `2 of group "treasury" and 1 of user "cfo"`.
  public var description: String { ApproverText(self).whole }
}

extension Approvers: CustomStringConvertible where Name: CustomStringConvertible {
  /// As a verdict spells it: `group "treasury"`, `(group "risk" or user "cfo")`.
  public var description: String { ApproverText(self).whole }
}

extension HoldCovers: CustomStringConvertible {
  /// `once`, or the paths: `principal.session.id, action`.
  public var description: String {
    switch self {
    case .once: "once"
    case .values(let paths, for: _): paths.map(\.text).joined(separator: ", ")
    }
  }
}
