// The tables of the line's members, but for those of holds: names, types, presence, what becomes of
// them on record, and what they say. (The protocol `LineMember` says what a spelling is.)

extension VerdictLine {
  /// The line's own members.
  package enum VerdictMember: LineMember {
    case id, line, verdict, rules, holds, uncertain, uncertainOmitted, observed, error, policy

    /// The first three may each be the first to be there: the writer cuts their commas off.
    @inline(__always)
    package var spelling: StaticString {
      switch self {
      case .id: #"{"id":"#
      case .line: #","line":"#
      case .verdict: #","verdict":"#
      case .rules: #","rules":["#
      case .holds: #","holds":["#
      case .uncertain: #","uncertain":["#
      case .uncertainOmitted: #","uncertainOmitted":"#
      case .observed: #","observed":["#
      case .error: #","error":"#
      case .policy: #","policy":"#
      }
    }

    package var row: Row {
      switch self {
      case .id:
        Row(
          .textOrNumber, .sometimes("if the request has one"), .kept,
          """
          The request's own top-level `id`, if that is a string or, as it was written, a number; \
          of a request that cannot be read too, where it was found.
          """)
      case .line:
        Row(
          .count(from: 1), .sometimes("if the input has lines"), .leftOut,
          "Where the request begins in its input.")
      case .verdict: Row(.defined(.effect), .always)
      case .rules:
        Row(
          .list(of: .object(.rule), atMost: nil), .sometimes("if a rule decided"), .kept,
          """
          Every matching rule of the effect that decided, by file path and line; absent where the \
          default decided.
          """)
      case .holds:
        Row(
          .list(of: .object(.hold), atMost: nil), .sometimes("if the request is held"), .kept,
          "What must be satisfied, all of it, for a held request to pass.")
      case .uncertain:
        Row(
          .list(of: .object(.uncertainty), atMost: Limits.namedUncertainRules),
          .sometimes("if there are any"), .kept,
          """
          The uncertain rules that changed the verdict or its holds; where the default decided, \
          the uncertain allows and holds.
          """)
      case .uncertainOmitted:
        Row(
          .count(from: 1), .sometimes("if there are more than are named"), .kept,
          "How many more uncertain rules there are.")
      case .observed:
        Row(
          .list(of: .object(.observation), atMost: nil), .sometimes("if there are any"), .kept,
          """
          Rules under `observe` that matched or were uncertain; they have no say in the verdict.
          """)
      case .error:
        Row(
          .object(.error), .sometimes("if the request could not be judged"), .kept,
          "Why the request could not be judged; such a request is denied.")
      case .policy:
        Row(
          .defined(.digest), .always, .leftOut,
          "Digest of the policy: its sources and the documents bound to it.")
      }
    }
  }

  /// A rule that came out uncertain and mattered.
  package enum UncertaintyMember: LineMember {
    case rule, causes, causesOmitted

    @inline(__always)
    package var spelling: StaticString {
      switch self {
      case .rule: #"{"rule":"#
      case .causes: #","causes":["#
      case .causesOmitted: #","causesOmitted":"#
      }
    }

    package var row: Row {
      switch self {
      case .rule: Row(.defined(.ruleName), .always)
      case .causes:
        Row(
          .list(of: .object(.cause), atMost: Limits.namedCauses), .sometimes("if there are any"),
          .kept, "Why: the first causes by path.")
      case .causesOmitted:
        Row(
          .count(from: 1), .sometimes("if there are more than are named"), .kept,
          "How many more causes the rule has.")
      }
    }
  }

  /// One reason for an uncertainty.
  package enum CauseMember: LineMember {
    case path, fault, why, line, byte

    @inline(__always)
    package var spelling: StaticString {
      switch self {
      case .path: #"{"path":"#
      case .fault: #","fault":"#
      case .why: #","why":"#
      case .line: #","line":"#
      case .byte: #","byte":"#
      }
    }

    package var row: Row {
      switch self {
      case .path:
        Row(
          .text(atLeast: 0), .always, .kept,
          """
          The path that could not be read as the policy needs it; the clock's own, if it is that; \
          empty where nothing of the request has a say in it: the policy's constants are uncertain \
          by themselves. A path of more than \(Limits.pathBytes) bytes is cut, and ends in `…`.
          """)
      case .fault:
        Row(
          .oneOf(FaultKind.allCases.map(\.name)), .always, .kept, "What is the matter with it.")
      case .why:
        Row(
          .text(atLeast: 1), .sometimes("if a reader of queries says it"), .leftOut,
          "Why what the text says cannot be known.")
      case .line:
        Row(
          .count(from: 1), .sometimes("if the input has lines"), .leftOut, "The input's line.")
      case .byte:
        Row(
          .count(from: 0), .sometimes("if the cause is in the request"), .leftOut,
          """
          The byte of the request where the value begins; for an absent member, its nearest \
          present parent.
          """)
      }
    }
  }

  /// What a rule under observation has beside a rule's members.
  package enum ObservationMember: LineMember {
    case effect, outcome

    @inline(__always)
    package var spelling: StaticString {
      switch self {
      case .effect: #","effect":"#
      case .outcome: #","outcome":"#
      }
    }

    package var row: Row {
      switch self {
      case .effect: Row(.defined(.effect), .always)
      case .outcome:
        Row(
          .oneOf(Verdict.Observation.Outcome.allCases.map(\.rawValue)), .always, .kept,
          "Whether the rule matched for certain.")
      }
    }
  }

  /// Why a request could not be judged.
  package enum ErrorMember: LineMember {
    case code, message, limit, rule, byte

    @inline(__always)
    package var spelling: StaticString {
      switch self {
      case .code: #"{"code":"#
      case .message: #","message":"#
      case .limit: #","limit":"#
      case .rule: #","rule":"#
      case .byte: #","byte":"#
      }
    }

    package var row: Row {
      switch self {
      case .code:
        Row(
          .oneOf(InputError.Code.allCases.map(\.rawValue)), .always, .kept, "Which error it is.")
      case .message:
        Row(
          .text(atLeast: 1), .always, .leftOut,
          "What is wrong, for people: a sentence without a full stop.")
      case .limit:
        Row(
          .oneOf(LimitExceeded.allCases.map(\.rawValue)), .sometimes("if a limit is the error"),
          .leftOut, "The limit that the request ran into, if that is the error.")
      case .rule:
        Row(
          .defined(.ruleName), .sometimes("if rules took the limit"), .leftOut,
          "The rule that took most of that limit, if rules took it.")
      case .byte:
        Row(
          .count(from: 0), .always, .leftOut, "The byte of the request where it shows.")
      }
    }
  }
}

extension RuleMember: LineMember {
  package var row: VerdictLine.Row {
    switch self {
    case .name: .init(.defined(.ruleName), .always)
    case .because: .init(.defined(.because), .sometimes("if the rule says it"))
    case .at: .init(.defined(.place), .always, .leftOut)
    case .annotations: .init(.defined(.annotations), .sometimes("if the rule has any"))
    }
  }
}
