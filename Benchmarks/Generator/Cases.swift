// The one list of what is measured: which requests by which policy. The scripts read it as
// `cases.tsv`, so a case is added here and nowhere else.

/// Requests of one kind, and the policy that judges them.
struct Case: Sendable {
  var name: String
  var policy: PolicyFile
  var style = JSON.Style()
  /// What an ordinary request of this size is compared with; nil for the ordinary ones.
  var hasTwin = true
  /// For people: what is unpleasant about it.
  var about: String
  /// Makes one request.
  var make: @Sendable (inout RequestMaker) -> JSON

  /// A file of whole documents rather than lines.
  var fileName: String { "\(name).\(style.indent == nil ? "jsonl" : "json")" }
}

/// A policy to be written.
struct PolicyFile: Hashable {
  var kind: PolicyKind
  var rules: Int
  var name: String { "\(kind.rawValue)-\(rules)" }
}

/// The policies that no request is made for: they are compiled, or judge one request.
let otherPolicies = [
  PolicyFile(kind: .selective, rules: 50), PolicyFile(kind: .selective, rules: 100_000),
]

/// What judges the ordinary requests that a case is compared with.
let ordinaryPolicy = PolicyFile(kind: .selective, rules: 1_000)

let cases: [Case] = {
  let thousand = ordinaryPolicy
  let ordinary: @Sendable (inout RequestMaker) -> JSON = { $0.ordinary() }
  return [
    Case(
      name: "ordinary-10", policy: PolicyFile(kind: .selective, rules: 10), hasTwin: false,
      about: "10 rules over 5 actions and 2 types", make: ordinary),
    Case(
      name: "ordinary-1000", policy: thousand, hasTwin: false,
      about: "1,000 rules over 10 actions and 8 types", make: ordinary),
    Case(
      name: "ordinary-10000", policy: PolicyFile(kind: .selective, rules: 10_000), hasTwin: false,
      about: "10,000 rules over 100 actions and 50 types", make: ordinary),
    Case(
      name: "small", policy: PolicyFile(kind: .small, rules: 1_000), hasTwin: false,
      about: "200 bytes", make: { $0.small() }),
    Case(
      name: "large", policy: thousand, hasTwin: false, about: "20 KB, most of it unread",
      make: { $0.ordinary(bytes: 20_000) }),

    Case(
      name: "spaced", policy: thousand, style: .init(isSpaced: true),
      about: "a blank after every comma and colon", make: ordinary),
    Case(
      name: "pretty", policy: thousand, style: .init(indent: 2),
      about: "documents over many lines", make: ordinary),
    Case(
      name: "escapes", policy: thousand, style: .init(isEscaped: true),
      about: "every character of every name and text an escape", make: ordinary),
    Case(
      name: "foreign", policy: thousand, about: "texts of two to four bytes a character",
      make: { $0.foreign() }),
    Case(
      name: "numbers", policy: thousand, about: "a hundred numbers of 40 digits",
      make: { $0.numbers() }),
    Case(name: "deep", policy: thousand, about: "nested 500 deep", make: { $0.deep() }),
    Case(
      name: "wide", policy: thousand, about: "1,000 unread members at the top",
      make: { $0.wide() }),
    Case(
      name: "shuffled", policy: thousand, about: "members in another order each time",
      make: { maker in maker.ordinary().shuffled(&maker.chance) }),
    Case(
      name: "crowded", policy: thousand,
      about: "300 members, new each time, in each record that is read", make: { $0.crowded() }),
    Case(
      name: "escaped-names", policy: thousand, about: "the same, and an escape in each name",
      make: { $0.crowded(ending: "\\t") }),
    Case(
      name: "foreign-names", policy: thousand, about: "the same, and a letter of two bytes instead",
      make: { $0.crowded(ending: "é") }),
    Case(
      name: "short-names", policy: thousand, about: "the same, and three letters a name",
      make: { $0.crowdedWithShortNames() }),
    Case(
      name: "spaced-names", policy: thousand, style: .init(isSpaced: true),
      about: "an escape in each name and a blank after every comma and colon",
      make: { $0.crowded(ending: "\\t") }),
    Case(
      name: "crumbs", policy: thousand, about: "unread lists of values of a few bytes",
      make: { $0.crumbs() }),
    Case(
      name: "lookalikes", policy: thousand,
      about: "names that differ from read ones in one byte, in another order each time",
      make: { $0.lookalikes() }),
    Case(
      name: "strangers", policy: thousand, about: "texts that nearly are the policy's constants",
      make: { $0.strangers() }),
    Case(
      name: "one-absent", policy: thousand, about: "one path that many rules read is absent",
      make: { $0.withoutLevel() }),
    Case(
      name: "all-uncertain", policy: thousand,
      about: "the paths that rules are found by are absent: 1,000 rules are uncertain",
      make: { $0.withoutDispatch() }),
    Case(
      name: "dense", policy: PolicyFile(kind: .dense, rules: 1_000),
      about: "1,000 rules for one action: a tenth of the requests tries them all", make: ordinary),
    Case(
      name: "unindexable", policy: PolicyFile(kind: .unindexable, rules: 1_000),
      about: "1,000 rules that no index finds", make: ordinary),
    Case(
      name: "holds", policy: PolicyFile(kind: .holds, rules: 1_000),
      about: "what would be allowed is held: a second reading and its key", make: ordinary),
  ]
}()
