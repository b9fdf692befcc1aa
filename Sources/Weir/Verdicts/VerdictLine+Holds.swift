// The tables of the members that tell of a hold.

extension VerdictLine {
  /// What a held request waits for.
  package enum HoldMember: LineMember {
    case rule, key, needs, within, rejectedBy, escalate, override, notify, covers, coversFor
    case requester, status

    @inline(__always)
    package var spelling: StaticString {
      switch self {
      case .rule: #"{"rule":"#
      case .key: #","key":"#
      case .needs: #","needs":"#
      case .within: #","within":"#
      case .rejectedBy: #","rejectedBy":"#
      case .escalate: #","escalate":"#
      case .override: #","override":"#
      case .notify: #","notify":["#
      case .covers: #","covers":"#
      case .coversFor: #","coversFor":"#
      case .requester: #","requester":["#
      case .status: #","status":"#
      }
    }

    package var row: Row {
      switch self {
      case .rule: Row(.defined(.ruleName), .always)
      case .key:
        Row(
          .defined(.digest), .always, .leftOut,
          "The same for the same request under the same rule.")
      case .needs:
        Row(
          .text(atLeast: 1), .always, .kept,
          "Who must approve, and how many; paths are replaced by their values.")
      case .within:
        Row(.defined(.length), .always, .kept, "The deadline, from when the hold is opened.")
      case .rejectedBy:
        Row(
          .count(from: 1), .sometimes("if more than one"), .kept,
          "How many rejections settle it, if more than one.")
      case .escalate:
        Row(
          .object(.escalation), .sometimes("if the rule says it"), .kept,
          "Who counts towards every factor later on, and from when.")
      case .override:
        Row(
          .text(atLeast: 1), .sometimes("if the rule says it"), .kept,
          "Who may settle it alone.")
      case .notify:
        Row(
          .list(of: .object(.notification), atMost: nil), .sometimes("if the rule says it"),
          .kept, "Where to tell people.")
      case .covers:
        Row(
          .text(atLeast: 1), .always, .kept,
          "`once`, or the paths whose values an approval is good for.")
      case .coversFor:
        Row(.defined(.length), .always, .kept, "For how long an approval is good.")
      case .requester:
        Row(
          .list(of: .text(atLeast: 1), atMost: nil), .sometimes("if somebody may approve"),
          .keptAsNull,
          """
          Who may not approve, reject or override, each once; absent where a path of `requester` \
          is uncertain, empty or blank, and where there is nobody: nobody may approve then.
          """)
      case .status:
        Row(
          .object(.status), .sometimes("if approvals were asked for"), .leftOut,
          "Where the hold stands, given what is on record of it.")
      }
    }
  }

  /// `escalate to … after …`.
  package enum EscalationMember: LineMember {
    case to, after

    @inline(__always)
    package var spelling: StaticString {
      switch self {
      case .to: #"{"to":"#
      case .after: #","after":"#
      }
    }

    package var row: Row {
      switch self {
      case .to: Row(.text(atLeast: 1), .always, .kept, "Who counts, from then on.")
      case .after: Row(.defined(.length), .always, .kept, "After how long.")
      }
    }
  }

  /// `notify CHANNEL "target"`.
  package enum NotificationMember: LineMember {
    case channel, target

    @inline(__always)
    package var spelling: StaticString {
      switch self {
      case .channel: #"{"channel":"#
      case .target: #","target":"#
      }
    }

    package var row: Row {
      switch self {
      case .channel:
        Row(
          .text(atLeast: 1), .always, .kept,
          "`slack`, `webhook`, whatever the one who delivers knows.")
      case .target: Row(.text(atLeast: 0), .always, .kept, "Where on that channel.")
      }
    }
  }
}

extension HoldClauseKind {
  /// The members that tell of the clause.
  package var members: [VerdictLine.HoldMember] {
    switch self {
    case .needs: [.needs]
    case .within: [.within]
    case .rejectedBy: [.rejectedBy]
    case .escalate: [.escalate]
    case .override: [.override]
    case .notify: [.notify]
    case .covers: [.covers, .coversFor]
    }
  }
}
