// The keys of the fixture format, one table for each record. The reader takes keys only from here,
// hints list them, and the JSON Schema and the guide are compared with them.

package import Weir

/// A key of one record of the format.
package protocol FixtureKey: RawRepresentable, CaseIterable, Sendable, Hashable
where RawValue == String {
  /// The record that the key belongs to, as messages name it: `a case`.
  static var owner: String { get }
  /// What the key is for.
  var meaning: String { get }
}

extension FixtureKey {
  /// All keys in the table's order.
  package static var names: [String] { allCases.map(\.rawValue) }
}

/// The fixture itself.
package enum FileKey: String, FixtureKey {
  case policy, defaults, requests, cases, recorded, mutants

  package static let owner = "a fixture"

  package var meaning: String {
    switch self {
    case .policy: "The policy's files and folders, relative to the fixture's own folder"
    case .defaults: "What every case begins with"
    case .requests: "Requests by name, for cases to share"
    case .cases: "The cases"
    case .recorded: "Files of recorded requests, and of the verdicts expected of them"
    case .mutants: "Mutants of the policy that no case kills, and why that is well"
    }
  }
}

/// `defaults`.
package enum DefaultsKey: String, FixtureKey {
  case request, now, data

  package static let owner = "`defaults`"

  package var meaning: String {
    switch self {
    case .request: "The request that every case's own is merged over"
    case .now: "When requests are judged"
    case .data: "Documents that stand in for those that the policy binds"
    }
  }
}

/// A case.
package enum CaseKey: String, FixtureKey {
  case name, request, input, without, misfits, expect, now, data, table

  package static let owner = "a case"

  package var meaning: String {
    switch self {
    case .name: "What the case shows; no two of a fixture have the same"
    case .request: "A named request, or a record that is merged over the defaults' request"
    case .input: "The very text of the request, for one that is to be refused"
    case .without: "Paths that are removed from the merged request"
    case .misfits: "Paths at which the request is meant not to be as the policy declares"
    case .expect: "What the verdict must be"
    case .now: "When the request is judged"
    case .data: "Documents that stand in for those that the policy binds"
    case .table: "Rows, each a case that differs from this one"
    }
  }
}

/// A row of a table; whatever else it has is a member of the request.
package enum RowKey: String, FixtureKey {
  case name, request, without, misfits, expect, now, data

  package static let owner = "a row"

  package var meaning: String {
    switch self {
    case .name: "What the row shows; its number when absent"
    case .request: "A named request, or a record, merged over the case's request"
    case .without: "Paths that are removed as well"
    case .misfits: "Further paths at which the request is meant not to be as the policy declares"
    case .expect: "What the verdict must be, instead of what the case expects"
    case .now: "When the request is judged"
    case .data: "Documents that stand in for those that the policy binds"
    }
  }
}

/// `expect`, written as a record.
package enum ExpectKey: String, FixtureKey {
  case verdict, rules, because, uncertain, holds, observed, refused

  package static let owner = "an expectation"

  package var meaning: String {
    switch self {
    case .verdict: "The verdict: `allow`, `deny` or `hold`"
    case .rules: "All rules that decided; none means that the default did"
    case .because: "Globs, each of which the reason of some deciding rule fits; `*` is any text"
    case .uncertain: "All uncertain rules that the verdict names, with their causes if those matter"
    case .holds: "Parts of holds, each of which some hold of the verdict has"
    case .observed: "All rules under observation that matched or were uncertain"
    case .refused: "The code of the error for which the input is refused"
    }
  }
}

/// An uncertain rule of an expectation.
package enum UncertainKey: String, FixtureKey {
  case rule, causes

  package static let owner = "an uncertain rule"

  package var meaning: String {
    switch self {
    case .rule: "The rule's name"
    case .causes: "All its causes; of more than 16, those that the verdict names will do"
    }
  }
}

/// A cause of an uncertain rule.
package enum CauseKey: String, FixtureKey {
  case path, fault

  package static let owner = "a cause"

  package var meaning: String {
    switch self {
    case .path: "The path that could not be read"
    case .fault: "What is the matter with it"
    }
  }
}

/// A hold of an expectation: the members of a verdict's hold, less its key.
package struct HoldKey: FixtureKey {
  package let member: VerdictLine.HoldMember

  package static let owner = "a hold"

  package static let allCases = VerdictLine.HoldMember.allCases.compactMap { HoldKey($0) }

  private init?(_ member: VerdictLine.HoldMember) {
    // Which policy it is of, and what is on record of it, are the run's and not the policy's.
    if member == .key || member == .status { return nil }
    self.member = member
  }

  package init?(rawValue: String) {
    guard let key = HoldKey.allCases.first(where: { $0.rawValue == rawValue })
    else { return nil }
    self = key
  }

  package var rawValue: String { member.name }

  package var meaning: String {
    switch member {
    case .rule: "The rule that holds; `default` for the policy's default"
    case .key: "The name of what an approval is good for"
    case .needs: "Who must approve, and how many, as the verdict says it"
    case .within: "The deadline"
    case .rejectedBy: "How many rejections settle it"
    case .escalate: "Who counts later on, and from when"
    case .override: "Who may settle it alone"
    case .notify: "All places where people are told"
    case .covers: "`once`, or the paths whose values an approval is good for"
    case .coversFor: "How long an approval is good"
    case .requester: "All who may not approve"
    case .status: "Where it stands"
    }
  }
}

/// The escalation of a hold.
package enum EscalateKey: String, FixtureKey {
  case to, after

  package static let owner = "an escalation"

  package var meaning: String {
    switch self {
    case .to: "Who counts later on"
    case .after: "From when"
    }
  }
}

/// A place where a hold tells people.
package enum NotifyKey: String, FixtureKey {
  case channel, target

  package static let owner = "a notification"

  package var meaning: String {
    switch self {
    case .channel: "The channel"
    case .target: "Where on it"
    }
  }
}

/// A recording.
package enum RecordedKey: String, FixtureKey {
  case requests, verdicts, now, clock

  package static let owner = "a recording"

  package var meaning: String {
    switch self {
    case .requests: "The requests: a file of JSON lines"
    case .verdicts: "The verdicts: the requests' file name with `.verdicts.jsonl` when absent"
    case .now: "When the requests are judged"
    case .clock: "`request=PATH`: each request is judged at the time that it has there"
    }
  }
}

/// An accepted mutant.
package enum MutantKey: String, FixtureKey {
  case rule, was, becomes, because

  package static let owner = "an accepted mutant"

  package var meaning: String {
    switch self {
    case .rule: "What the mutant is a part of, as the report of `--mutate` heads it"
    case .was: "The line as it is; absent where the mutant only adds one"
    case .becomes: "The line as the mutant has it; absent where it drops one"
    case .because: "Why no case need kill it"
    }
  }
}
