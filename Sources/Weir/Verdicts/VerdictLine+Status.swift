// The tables of the members that tell where a hold stands. A line has them where approvals were
// asked for, and not else.

extension VerdictLine {
  /// Where a hold stands.
  package enum StatusMember: LineMember {
    case state, generation, opened, deadline, since, until, next, missing, decisions, ignored
    case ignoredOmitted

    @inline(__always)
    package var spelling: StaticString {
      switch self {
      case .state: #"{"state":"#
      case .generation: #","generation":"#
      case .opened: #","opened":"#
      case .deadline: #","deadline":"#
      case .since: #","since":"#
      case .until: #","until":"#
      case .next: #","next":"#
      case .missing: #","missing":"#
      case .decisions: #","decisions":["#
      case .ignored: #","ignored":["#
      case .ignoredOmitted: #","ignoredOmitted":"#
      }
    }

    package var row: Row {
      switch self {
      case .state:
        Row(
          .oneOf(HoldState.allCases.map(\.rawValue)), .always, .kept, "Where the hold stands.")
      case .generation:
        Row(
          .count(from: 1), .always, .kept, "Which time the same request is held, from 1.")
      case .opened: Row(.defined(.instant), .always, .kept, "When it was opened.")
      case .deadline:
        Row(.defined(.instant), .always, .kept, "When it expires unless it is decided before.")
      case .since:
        Row(.defined(.instant), .always, .kept, "When it came to where it stands.")
      case .until:
        Row(
          .defined(.instant), .sometimes("if it is approved or denies"), .kept,
          "When the grant ends; after a denial, when the same request may be held anew.")
      case .next:
        Row(
          .defined(.instant), .sometimes("if time alone changes something"), .kept,
          "The next instant at which something of this changes by itself.")
      case .missing:
        Row(
          .text(atLeast: 1), .sometimes("if it is pending"), .kept,
          "What the needs still lack, as `needs` says it.")
      case .decisions:
        Row(
          .list(of: .object(.decision), atMost: nil), .sometimes("if somebody has acted"), .kept,
          "What people did that counts, in the order of time.")
      case .ignored:
        Row(
          .list(of: .object(.ignored), atMost: Limits.namedCauses),
          .sometimes("if there are any"), .kept, "The first records that count for nothing.")
      case .ignoredOmitted:
        Row(
          .count(from: 1), .sometimes("if there are more than are named"), .kept,
          "How many more such records there are.")
      }
    }
  }

  /// What somebody did.
  package enum DecisionMember: LineMember {
    case act, by, at, reason

    @inline(__always)
    package var spelling: StaticString {
      switch self {
      case .act: #"{"act":"#
      case .by: #","by":"#
      case .at: #","at":"#
      case .reason: #","reason":"#
      }
    }

    package var row: Row {
      switch self {
      case .act:
        Row(
          .oneOf(HoldRecord.Act.allCases.map(\.rawValue)), .always, .kept, "What was done.")
      case .by:
        Row(.text(atLeast: 0), .sometimes("if it was a person"), .kept, "Who did it.")
      case .at: Row(.defined(.instant), .always, .kept, "When.")
      case .reason:
        Row(.text(atLeast: 0), .sometimes("if one was given"), .kept, "Why, in their words.")
      }
    }
  }

  /// What a record that counts for nothing has beside what was done.
  package enum IgnoredMember: LineMember {
    case why

    @inline(__always)
    package var spelling: StaticString { #","why":"# }

    package var row: Row {
      Row(
        .oneOf(HoldStatus.Reason.allCases.map(\.rawValue)), .always, .kept,
        "Why it counts for nothing.")
    }
  }
}
