// The company whose traffic is generated: the words that its requests use and its policies ask for.
// Policies and requests are made from the same world, so that rules match about as often as they do
// in life; a larger policy comes from a larger world.

/// The vocabulary of policies and requests.
struct World {
  var actions: [String]
  var types: [String]

  /// The world that a policy of so many rules is about.
  init(rules: Int) {
    switch rules {
    case ..<100: self.init(actions: 5, types: 2)
    case ..<5_000: self.init(actions: 10, types: 8)
    default: self.init(actions: 100, types: 50)
    }
  }

  init(actions: Int, types: Int) {
    let all = World.verbs.flatMap { verb in World.domains.map { "\($0).\(verb)" } }
    self.actions = Array(all.prefix(actions))
    let words =
      World.domains + World.domains.map { "\($0)-draft" } + World.domains.map { "old-\($0)" }
    self.types = Array(words.prefix(types))
  }

  static let domains = [
    "invoice", "payment", "refund", "customer", "contract", "ledger", "report", "dataset",
    "ticket", "mailbox", "document", "pipeline", "cluster", "secret", "bucket", "schedule",
    "vendor", "payslip", "campaign", "shipment",
  ]
  static let verbs = ["read", "update", "create", "delete", "export"]
  static let environments = ["dev", "staging", "production"]
  static let departments = ["finance", "engineering", "support", "sales", "people", "legal"]
  static let kinds = ["person", "service", "agent"]
  static let sensitivities = ["public", "internal", "restricted", "secret"]
  static let countries = ["DE", "FR", "US", "GB", "JP", "BR", "IN", "NL"]
}
